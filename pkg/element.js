// <tracktry-widget>: attributes in, a parcel's journey out. Importing this defines nothing and
// is safe on a server.
import { enter, leave, lookAfter } from "./clock.js";
import { skeleton } from "./dist/look.js";
import { dress, write } from "./dom.js";
import { join } from "./flights.js";
import { formatter } from "./format.js";
import { inTime, loadCore, loadLanguage } from "./load.js";

const ATTRIBUTES = ["endpoint", "carrier", "number", "lang", "theme", "refresh", "expected"];

// How long "Copied" stands on the button, in milliseconds.
const COPIED = 2000;

export class TracktryWidgetElement extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = ATTRIBUTES;

  /** What stands in the shadow root, and the words announced beside it. */
  #card;
  #status;
  #html;
  #said;
  #state = "empty";
  #journey = null;
  /** The request whose answer that journey is. */
  #owner;
  /** What a page gave as `tracking`. */
  #raw;
  /** What is shown or waited for: a parcel at an edge, or the raw tracking. */
  #request;
  /** The look under way; a newer one takes its place and makes its answer void. */
  #flight;
  /** The last answer and when it came, when patience began, and the last wait after a failure. */
  #answer;
  #looked = 0;
  #began = 0;
  #waited = 0;
  #failing = false;
  #core;
  #language;
  /** What a page gave as `texts`. */
  #texts = null;
  /** Counts the changes of attributes, `lang` among them. */
  #turn = 0;
  #queued = false;
  /** What the page's clock knows of this element. */
  #hand = { look: () => this.#look(), wake: (event) => this.#wake(event) };

  connectedCallback() {
    if (!this.#card) this.#build();
    enter(this.#hand);
    this.#began = Date.now();
    this.#change();
  }

  disconnectedCallback() {
    leave(this.#hand);
    this.#land();
    // Put back, it shows the answer it has, or asks anew.
    if (this.#request?.ask && !this.#answer) this.#request = undefined;
  }

  attributeChangedCallback(name, old, value) {
    if (old !== value && name !== "theme") this.#change();
  }

  get state() {
    return this.#state;
  }

  get journey() {
    return this.#journey;
  }

  get tracking() {
    return this.#raw ?? null;
  }

  set tracking(raw) {
    this.#raw = raw ?? undefined;
    this.#request = undefined;
    this.#change();
  }

  get texts() {
    return this.#texts;
  }

  set texts(own) {
    this.#texts = own ?? null;
    this.#change();
  }

  reload() {
    this.#began = Date.now();
    if (!this.#request?.ask || !this.isConnected) return;
    this.#card.setAttribute("aria-busy", "true");
    this.#look();
  }

  /** The page came back to sight or to the network, so patience begins anew. */
  #wake({ type }) {
    this.#began = Date.now();
    if (!this.#request?.ask || this.#flight) return;
    if (this.#state === "unavailable" || (this.#failing && type === "online")) this.#look();
    else if (this.#answer) this.#show();
  }

  /** Asks, and shows what comes. */
  async #look() {
    if (!this.#request?.ask) return;
    this.#land();
    const flight = (this.#flight = this.#request.ask(this.#looked > 0));
    const mine = (then) => (value) => flight === this.#flight && then(value);
    const words = this.#words();
    words.then(mine((words) => this.#state === "loading" && this.#speak(words)), () => {});
    const all = Promise.all([flight.answer, loadCore(), words]);
    // The language may have changed while the rest was on its way.
    await inTime(all.then(async ([answer, core]) => [answer, core, await this.#words()]))
      .then(mine(([answer, core, words]) => {
        this.#core = core;
        this.#language = words;
        this.#settle(answer ?? {});
      }))
      .catch(mine((error) => this.#giveUp(error)));
    if (flight === this.#flight) this.#land();
  }

  /** The words of the language that is wanted once they are there. */
  async #words() {
    const turn = this.#turn;
    const words = await loadLanguage(this);
    return turn === this.#turn ? words : this.#words();
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    dress(root);
    this.#card = document.createElement("slot");
    // Beside what changes: a live region that is itself replaced is not read out.
    this.#status = Object.assign(document.createElement("p"), { className: "vh" });
    this.#status.setAttribute("role", "status");
    root.append(this.#card, this.#status);
    root.addEventListener("click", (event) => this.#click(event));
    // What a page set before this class was known hides the accessors.
    for (const name of [...ATTRIBUTES, "texts", "tracking"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  /** Attributes set one after the other are one change. */
  #change() {
    this.#turn += 1;
    if (this.#queued || !this.isConnected) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected) this.#apply();
    });
  }

  #apply() {
    const [endpoint, carrier, number] = ["endpoint", "carrier", "number"].map((name) => this.getAttribute(name)?.trim() ?? "");
    const raw = this.#raw;
    const name = raw ? "raw" : [endpoint, carrier, number].join("\n");
    if (name === this.#request?.name) {
      this.#restate();
      return;
    }
    this.#land();
    lookAfter(this.#hand);
    this.#request = { name, raw };
    this.#answer = undefined;
    this.#looked = this.#waited = 0;
    this.#began = Date.now();
    const base = baseOf(endpoint);
    if (raw) {
      this.#request.ask = () => ({ answer: ofRaw(raw), leave() {} });
      if (!this.#journey || !this.#owner?.raw) this.#wait();
      this.#look();
      return;
    }
    if (!number) this.#fallBack("empty");
    else if (!base) {
      this.#fallBack("empty");
      this.#tell("error", { code: "endpoint_invalid", status: 0 });
    } else {
      this.#request.ask = (revalidate) => join(base, carrier, number, revalidate);
      this.#wait();
      lookAfter(this.#hand, 0);
    }
  }

  /** The same answer, since words, dates or the promised day may be others now. */
  async #restate() {
    const answer = this.#answer;
    if (!answer) return;
    const language = await this.#words().catch(() => this.#language);
    if (answer !== this.#answer || !this.isConnected) return;
    this.#language = language;
    this.#show();
  }

  #settle(answer) {
    const before = this.#journey;
    this.#answer = answer;
    this.#looked = Date.now();
    const { code, wait } = this.#show();
    const journey = this.#journey;
    this.#failing = code !== undefined;
    this.#waited = (this.#failing && wait) || 0;
    if (this.#failing) this.#tell("error", { code, status: answer.status ?? 0 });
    else if (before?.number !== journey.number) this.#tell("load", { journey });
    else if (JSON.stringify(before) !== JSON.stringify(journey)) this.#tell("change", { journey, previous: before });
  }

  #show() {
    const { texts, locale } = this.#language;
    const view = this.#core.show(this.#answer, texts, formatter(locale), {
      expected: this.getAttribute("expected"),
      refresh: this.#raw ? 0 : parseFloat(this.getAttribute("refresh")),
      elapsed: (Date.now() - this.#began) / 1000,
      waited: this.#waited,
      random: Math.random(),
      online: navigator.onLine,
      number: this.#raw ? null : this.getAttribute("number"),
      shown: this.#journey !== null && this.#owner === this.#request,
    });
    const { html, say, state, code } = view;
    this.#state = state;
    if (html !== undefined && html !== this.#html) {
      this.#write(html);
      this.#speak(this.#language);
    }
    this.#card.removeAttribute("aria-busy");
    // Only what differs is written, since a page may watch.
    const note = this.#card.querySelector("[data-note=stale]");
    const fresh = !code && !this.#answer.stale;
    if (note && note.hidden !== fresh) note.hidden = fresh;
    // The first journey is the page's own content, which needs no announcement.
    if (say !== undefined && say !== this.#said) {
      if (this.#said !== undefined || code) this.#status.textContent = say;
      this.#said = say;
    }
    if (!code) this.#journey = this.#answer.body;
    else if (state !== "journey") this.#journey = null;
    this.#owner = this.#request;
    lookAfter(this.#hand, view.wait && Math.max(0, view.wait - (Date.now() - this.#looked) / 1000));
    return view;
  }

  #wait() {
    this.#journey = null;
    try {
      this.#write(skeleton);
      this.#state = "loading";
      this.#said = undefined;
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #write(html) {
    this.#card = write(this.#card, html);
    this.#html = html;
  }

  /** The card's words run as their language does, whatever the page's direction; the page's own content as the page. */
  #speak({ texts, locale, dir }) {
    if (this.#state === "loading") this.#card.setAttribute("aria-label", texts.loading);
    for (const one of [this.#card, this.#status]) Object.assign(one, { lang: locale, dir });
    const slot = this.#card.querySelector("slot");
    if (slot) slot.dir = getComputedStyle(this).direction;
  }

  /** Nothing can be rendered: the page's own content stands in. */
  #fallBack(state) {
    const slot = document.createElement("slot");
    if (state !== "empty") {
      slot.append(Object.assign(document.createElement("p"), { textContent: this.#language?.texts["message.error"] ?? "" }));
    }
    this.#card.replaceWith(slot);
    this.#card = slot;
    this.#html = undefined;
    this.#state = state;
    this.#journey = null;
  }

  /** The wasm or a language did not come, or the page's policy refuses them. */
  #giveUp(error) {
    this.#fallBack("unavailable");
    this.#waited = Math.min(this.#waited * 2 || 5, 120);
    if (this.#request.ask && Date.now() - this.#began < 900_000) lookAfter(this.#hand, this.#waited);
    this.#tell("error", { code: "widget_unavailable", status: 0, cause: error });
  }

  #land() {
    this.#flight?.leave();
    this.#flight = undefined;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`tracktry-${name}`, { bubbles: true, composed: true, detail }));
  }

  async #click({ target }) {
    const control = target.closest("[data-action]");
    // The page's own content may use the same attribute.
    if (!this.shadowRoot.contains(control)) return;
    const { action, value, done } = control?.dataset ?? {};
    if (action === "retry") this.reload();
    if (action !== "copy") return;
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // Refused, or no secure page: the number can still be selected.
      return;
    }
    control.dataset.copied = "";
    this.#status.textContent = done;
    setTimeout(() => delete control.dataset.copied, COPIED);
  }
}

for (const name of ATTRIBUTES) {
  // Every element has a `lang` of its own.
  if (name === "lang") continue;
  Object.defineProperty(TracktryWidgetElement.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

const ofRaw = async (raw) => (await import("./raw.js")).answerOf(raw);

/** The edge's base as an absolute address with a slash at its end. */
function baseOf(endpoint) {
  try {
    const { protocol, origin, pathname } = new URL(endpoint, document.baseURI);
    if (endpoint && /^https?:$/.test(protocol)) return origin + pathname.replace(/\/*$/, "/");
  } catch {
    // No address.
  }
  return undefined;
}
