// <tracktry-widget>: attributes in, a parcel's journey out. Importing this defines nothing and
// is safe on a server.
import { enter, leave, lookAfter } from "./clock.js";
import { skeleton } from "./dist/look.js";
import { dress, make, parse } from "./dom.js";
import { inTime, loadCore, loadLanguage } from "./load.js";

/** For the parts that come later. */
const dom = { dress, make, parse };

/** Which parcels, in the order in which `#apply` reads them; and how they are shown. */
const QUESTION = ["endpoint", "carrier", "number", "order", "token", "demo"];
const ATTRIBUTES = [...QUESTION, "expected", "lang", "layout", "lookup", "refresh", "theme"];

// How long "Copied" stands on the button, in milliseconds.
const COPIED = 2000;

export class TracktryWidgetElement extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = ATTRIBUTES;

  /** What stands in the shadow root, the line below it, and the words announced beside it. */
  #card;
  #rendered;
  #fresh;
  #status;
  #html;
  #said;
  #state = "empty";
  /** The body of the last good answer: a journey, or an order with its journeys. */
  #body;
  /** The request whose answer that is. */
  #owner;
  /** What a page gave as `tracking`. */
  #raw = null;
  /** What is shown or waited for: a parcel or an order at an edge, the raw tracking, a demo. */
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
  /** What a later card needs: `morph` and `mark`. */
  #later;
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
    if (!this.#answer && this.#state !== "lookup") this.#request = undefined;
  }

  attributeChangedCallback(name, old, value) {
    if (name === "layout" && value && this.#card) more("layout", this.shadowRoot, dom).catch(() => {});
    // The sheets alone see to these.
    else if (old !== value && !/^(theme|layout)$/.test(name)) this.#change();
  }

  get state() {
    return this.#state;
  }

  get journey() {
    return this.#body?.number ? this.#body : null;
  }

  get journeys() {
    return this.#body?.journeys ?? (this.#body ? [this.#body] : []);
  }

  get tracking() {
    return this.#raw;
  }

  set tracking(raw) {
    this.#raw = raw ?? null;
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
    this.#look();
  }

  /** The page came back to sight or to the network, so patience begins anew. */
  #wake({ type }) {
    this.#began = Date.now();
    if (this.#flight) return;
    if (this.#failing && type === "online") this.#look();
    else if (/^(unavailable|fragment)$/.test(this.#state)) this.#lookLater(this.#waited);
    // What is typed into a form stays.
    else if (this.#answer && this.#state !== "lookup") this.#show();
  }

  /** Asks, and shows what comes. */
  async #look() {
    if (this.#state === "loading") this.#restate();
    if (!this.#request?.ask || !this.isConnected) return;
    this.#land();
    this.#card.setAttribute("aria-busy", "true");
    const flight = this.#request.ask(this.#looked > 0);
    // A form comes without an answer.
    if (!flight.answer) return;
    this.#flight = flight;
    const mine = (then) => (value) => flight === this.#flight && then(value);
    const all = Promise.all([flight.answer.then(withView), loadCore(), this.#words(), (this.#looked || this.#body) && this.#adapt()]);
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

  /** The way a card becomes another; a first one needs none. Where it does not come, cards are put in each other's place. */
  async #adapt() {
    this.#later = await more("later").catch(() => {});
  }

  /** The words of the language that is wanted once they are there. */
  async #words() {
    const turn = this.#turn;
    const words = await loadLanguage(this);
    return turn === this.#turn ? words : this.#words();
  }

  #build() {
    // What the edge rendered for the page stands until there is something newer.
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.#rendered = root.querySelector("section");
    root.replaceChildren();
    dress(root);
    // Without it the layout is a full one in less room.
    if (this.getAttribute("layout")) more("layout", root, dom).catch(() => {});
    this.#card = this.#rendered ?? make("slot");
    this.#fresh = make("p", { className: "fresh", part: "fresh" });
    // Beside what changes: a live region that is itself replaced is not read out.
    this.#status = make("p", { className: "vh", role: "status" });
    root.append(make("slot", { name: "header" }), this.#card, this.#fresh, make("slot", { name: "footer" }), this.#status);
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
    const [endpoint, carrier, number, order, token, demo] = QUESTION.map((name) => this.getAttribute(name)?.trim() ?? "");
    const raw = this.#raw;
    // An empty number is one that is still to come.
    const bare = !order && !this.hasAttribute("number");
    const name = raw ? "raw" : [endpoint, carrier, number, order, token, demo, bare].join("\n");
    if (name === this.#request?.name) {
      this.#restate();
      return;
    }
    this.#land();
    lookAfter(this.#hand);
    const base = baseOf(endpoint);
    this.#request = { name, raw, base, carrier, number, order, token };
    this.#answer = undefined;
    this.#looked = this.#waited = 0;
    this.#began = Date.now();
    this.#fresh.replaceChildren();
    if (raw || demo) {
      if (demo !== "loading") this.#request.ask = () => ({ answer: raw ? more("raw", raw) : more("demo", demo) });
      if (!this.#body || !this.#owner?.raw) this.#wait();
      this.#look();
    } else if (base && (order ? !token : bare)) {
      // In the room that it will take.
      this.#wait(make("section", { className: "tt", "data-ask": "" }));
      this.#lookUp();
    } else if (!base || !(number || order)) {
      this.#fallBack("empty");
      if (number || order) this.#tell("error", { code: "endpoint_invalid", status: 0 });
    } else {
      const question = order ? { base: `${base}orders/${encodeURIComponent(order.replace(/^#/, ""))}`, token } : { base, carrier, number, token };
      this.#request.ask = (again) => fly({ ...question, again });
      this.#wait();
      lookAfter(this.#hand, 0);
    }
  }

  /** The same answer, since words, dates or the promised day may be others now. */
  async #restate() {
    const answer = this.#answer;
    if (this.#state === "lookup") return void this.#lookUp();
    if (this.#state === "fragment") return void this.#look();
    const language = await this.#words().catch(() => this.#language);
    if (answer) await this.#adapt();
    if (answer !== this.#answer || !language || !this.isConnected) return;
    this.#language = language;
    if (answer) this.#show();
    else if (this.#html === skeleton) this.#speak();
  }

  #settle(answer) {
    const before = this.#body;
    const first = !this.#answer;
    this.#answer = answer;
    this.#looked = Date.now();
    const { code, wait } = this.#show(first);
    const now = this.#body;
    this.#failing = code !== undefined;
    this.#waited = (this.#failing && wait) || 0;
    if (this.#failing) {
      this.#tell("error", { code, status: answer.status ?? 0 });
      return;
    }
    const known = before && before.number === now.number && before.order === now.order;
    if (known && JSON.stringify(before) === JSON.stringify(now)) return;
    if (now.journeys) this.#tell("order", { ...now, previous: known ? before.journeys : null });
    else if (known) this.#tell("change", { journey: now, previous: before });
    else this.#tell("load", { journey: now });
    if (known) this.#later?.mark(this.#card, this.#status, before, now, this.#said, this.#language.texts.new);
  }

  #show(first = false) {
    const { texts, locale } = this.#language;
    const format = this.#core.formatter(locale);
    const situation = {
      expected: this.getAttribute("expected"),
      refresh: this.#request.base ? parseFloat(this.getAttribute("refresh")) : 0,
      elapsed: (Date.now() - this.#began) / 1000,
      waited: this.#waited,
      random: Math.random(),
      online: navigator.onLine,
      number: this.#raw ? null : this.getAttribute("number"),
      shown: this.#card === this.#rendered || (!!this.#body && this.#owner === this.#request),
      first,
    };
    const show = (answer) => this.#core.show(answer, texts, format, situation);
    const view = this.#answer.view?.(show, this.#language, format, this.shadowRoot) ?? show(this.#answer);
    const { html, say, state, code } = view;
    if (html !== undefined && html !== this.#html) {
      this.#become(view.make?.() ?? parse(html));
      this.#html = html;
      this.#state = state;
      this.#speak();
    }
    this.#age(!code && !this.#answer.stale);
    this.#freshen(format);
    // The first journey is the page's own content, which needs no announcement.
    if (say !== undefined && say !== this.#said) {
      if (this.#said !== undefined || code) this.#status.textContent = say;
      this.#said = say;
    }
    if (!code) this.#body = this.#answer.body;
    else if (html !== undefined) this.#body = undefined;
    this.#owner = this.#request;
    this.#lookLater(view.wait);
    if (state === "locked" && this.#request.order) this.#lookUp(({ texts }) => this.#core.show(this.#answer, texts, format, situation).html);
    return view;
  }

  /** The look is over, and what is shown fresh or not. Only what differs is written, since a page may watch. */
  #age(fresh) {
    this.#card.removeAttribute("aria-busy");
    for (const note of this.#card.querySelectorAll("[data-note=stale]")) if (note.hidden !== fresh) note.hidden = fresh;
  }

  /** Below the card: of when the news is, and a button to look again. */
  #freshen(format) {
    const { texts } = this.#language;
    for (const again of this.#fresh.querySelectorAll(".again")) again.textContent = texts["find.again"];
    if (!this.#answer.fetched) return;
    if (!this.#fresh.querySelector("span")) this.#fresh.append(make("span"), make("button", { type: "button", part: "reload", "data-action": "retry" }));
    const [line, button] = [...this.#fresh.children].slice(-2);
    const words = texts.checked.replace("{time}", () => format.write("moment", this.#answer.fetched));
    if (line.textContent !== words) line.textContent = words;
    button.textContent = texts.reload;
  }

  #wait(form) {
    this.#body = undefined;
    // What the server rendered is shown until there is news.
    if (this.#card === this.#rendered && this.#state === "empty") return void (this.#state = this.#card.dataset.state ?? "journey");
    this.#state = "loading";
    this.#said = undefined;
    try {
      this.#put(form ?? parse(skeleton));
      this.#html = skeleton;
    } catch (error) {
      // Nothing is asked for that could not be shown.
      this.#request.ask = () => ({ answer: Promise.reject(error) });
    }
  }

  /** What stands there becomes another card. */
  #become(card) {
    if (this.#later && card.dataset.state === this.#card.dataset.state) this.#card = this.#later.morph(this.#card, card);
    else this.#put(card);
  }

  /** Puts a card in the place of what stands there; a focus within passes to the whole. */
  #put(card) {
    const focused = this.#card.contains(this.shadowRoot.activeElement);
    this.#card.replaceWith(card);
    this.#card = card;
    this.#html = undefined;
    if (!focused) return;
    card.tabIndex = -1;
    card.focus({ preventScroll: true });
  }

  /** The card's words run as their language does, whatever the page's direction; the page's own content as the page. */
  #speak({ texts, locale, dir } = this.#language) {
    if (this.#html === skeleton) this.#card.setAttribute("aria-label", texts.loading);
    for (const one of [this.#card, this.#fresh, this.#status]) Object.assign(one, { lang: locale, dir });
    const { direction } = getComputedStyle(this);
    for (const slot of this.#card.querySelectorAll("slot")) slot.dir = direction;
  }

  /** The form that finds a parcel; `locked` gives the card that says why the page's own link did not. */
  async #lookUp(locked = this.#request.locked) {
    const request = this.#request;
    request.locked = locked;
    try {
      const [lookUp, words] = await inTime(Promise.all([more("lookup"), this.#words()]));
      if (request !== this.#request || !this.isConnected) return;
      this.#language = words;
      this.#put(lookUp({ ...request, ...words, host: this, old: this.#card, line: this.#fresh, status: this.#status }, dom));
      this.#state = "lookup";
      this.#failing = false;
      this.#speak();
    } catch (error) {
      if (request !== this.#request || this.#state === "lookup") return;
      request.ask ??= () => this.#lookUp();
      this.#giveUp(error);
    }
  }

  /** Nothing can be rendered: the page's own content stands in. */
  #fallBack(state) {
    const slot = make("slot");
    if (state !== "empty") slot.append(make("p", { textContent: this.#language?.texts["message.error"] ?? "" }));
    this.#put(slot);
    this.#state = state;
    this.#body = undefined;
  }

  /** The wasm or a language did not come, or the page's policy refuses them: the edge renders instead. */
  async #giveUp(error) {
    const request = this.#request;
    const flight = this.#flight;
    if (this.#state !== "fragment") this.#tell("error", { code: "widget_unavailable", status: 0, cause: error });
    const found = await inTime(more("fragment", request, this)).catch(() => {});
    if (request !== this.#request || flight !== this.#flight) return;
    this.#failing = !found;
    if (found) {
      this.#become(found.card);
      this.#state = "fragment";
    } else if (this.#state === "loading") this.#fallBack("unavailable");
    else this.#age(false);
    this.#looked = Date.now();
    this.#waited = found?.wait ?? (parseFloat(this.getAttribute("refresh")) <= 0 ? Infinity : Math.min(this.#waited * 2 || 5, 120));
    this.#lookLater(this.#waited);
  }

  /** Looks again so many seconds after the last look, while there is patience. */
  #lookLater(wait) {
    lookAfter(this.#hand, wait && Date.now() - this.#began < 900_000 ? wait - (Date.now() - this.#looked) / 1000 : undefined);
  }

  #land() {
    this.#flight?.leave?.();
    this.#flight = undefined;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`tracktry-${name}`, { bubbles: true, composed: true, detail }));
  }

  async #click({ target }) {
    const control = target.closest("[data-action]");
    // The page's own content may use the same attribute.
    if (!this.shadowRoot.contains(control)) return;
    const { action, value, done } = control.dataset;
    if (action === "retry") this.reload();
    if (action !== "copy") return;
    try {
      await navigator.clipboard.writeText(value);
      control.dataset.copied = "";
      this.#status.textContent = done;
      setTimeout(() => delete control.dataset.copied, COPIED);
    } catch {
      // Refused, or no secure page: the number can still be selected.
    }
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

/** One of the parts that only some pages load. */
const more = async (part, ...given) => (await import("./more.js"))[part](...given);

/** A look: `answer` is a promise, `leave` says that nobody waits for it here any more. */
function fly(question) {
  let flight;
  let left;
  const answer = loadCore().then((core) => (left ? undefined : (flight = core.join(question)).answer));
  return { answer, leave: () => ((left = true), flight?.leave()) };
}

/** An order's answer knows how to be shown; a parcel's is shown by the core. */
const withView = (answer) => (answer?.body?.journeys ? more("order", answer, dom) : answer);

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
