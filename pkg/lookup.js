// The form that finds a parcel: by order and proof, or by number. Loaded where no parcel is named.
import { sheet } from "./dist/lookup-look.js";

const DEADLINE = 20_000;
// From the last key on, in milliseconds.
const PAUSE = 150;

/** Elements whose reader came back to the form, and so wants to type. */
const back = new WeakSet();

/**
 * The form as a card. When something is found, the element's own attributes name it.
 * @param {object} it the request, the words, `locked` (makes the card with the reason why a link is no good), and the
 *   element's `host`, `old` card, `line` below it and `status`
 */
export function lookUp(it, dom) {
  const { texts, host, order, locked, old } = it;
  const { make, parse, dress } = dom;
  dress(host.shadowRoot, sheet);
  const word = (key) => texts[`find.${key}`];
  const wanted = (host.getAttribute("lookup") ?? "").split(" ").filter((way) => way === "order" || way === "number");
  const ways = order ? ["order"] : wanted.length > 0 ? wanted : ["order", "number"];
  const kept = new FormData(old.querySelector("form") ?? undefined);
  const typing = host.shadowRoot.activeElement?.name;
  let way = ways.includes(kept.get("way")) ? kept.get("way") : ways[0];

  const fields = {
    order: field("order", word("order"), { value: order, autocomplete: "off" }),
    contact: field("contact", word("contact"), { autocomplete: "email", inputMode: "email" }, word("contact_hint")),
    number: field("number", texts.number, { autocomplete: "off", spellcheck: false, autocapitalize: "characters" }),
  };
  const shownBy = { order: [fields.order, fields.contact], number: [fields.number] };
  const carriers = make("fieldset", { className: "carriers", hidden: true });
  const submit = make("button", { className: "retry", part: "submit", textContent: word("track") });
  const choice = make("div", { className: "ways", role: "radiogroup", "aria-label": word("title"), hidden: ways.length < 2 }, ...ways.map((name) =>
    make("label", { className: "way" }, make("input", { type: "radio", name: "way", value: name, checked: name === way }),
      make("span", { textContent: name === "order" ? word("order") : texts.number }))));
  const form = make("form", { noValidate: true, part: "form" }, choice, ...Object.values(fields).map(({ box }) => box), carriers, submit);
  const reason = locked && parse(locked(it));
  const head = reason ? [reason.querySelector("h2"), reason.querySelector("p")] : [make("h2", { part: "headline", textContent: word("title") })];
  const card = make("section", { className: "tt lookup", ...(!locked && { "data-ask": "" }), part: "card", "data-state": "lookup", "aria-label": word("title") },
    make("div", { className: "find" }, ...head, form, make("div", { className: "fallback" }, make("slot"))));

  const choose = () => {
    for (const name of Object.keys(fields)) fields[name].box.hidden = !shownBy[way].includes(fields[name]);
    carriers.hidden = way !== "number" || !carriers.firstChild;
  };
  choose();
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "way") return;
    way = target.value;
    choose();
  });
  form.addEventListener("input", ({ target }) => {
    fields[target.name]?.says("");
    // The room for what was not found goes while the reader's own hand moves the page.
    if (!locked && card.ariaBusy !== "true") card.dataset.ask = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find().finally(() => busy(false));
  });
  let timer;
  fields.number.input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, PAUSE);
  });
  // The carriers' table is there by the time a number is typed.
  fields.number.input.addEventListener("focus", () => import("./raw.js").catch(() => {}), { once: true });
  const wanting = shownBy[way].find(({ input }) => input.name === typing) ?? (back.delete(host) ? shownBy[way][0] : undefined);
  if (wanting) setTimeout(() => card.isConnected && wanting.input.focus());
  return card;

  /** A field with its label, its hint and the place of its error. */
  function field(name, label, properties, hint) {
    const error = make("p", { className: "wrong", id: `${name}-wrong`, part: "error" });
    const note = make("span", { className: "hint", id: `${name}-hint`, textContent: hint ?? "" });
    const input = make("input", {
      id: name, name, part: "input", required: true, dir: "auto", ...properties, "aria-describedby": `${name}-hint ${name}-wrong`,
    });
    input.value = kept.get(name) || properties.value || "";
    const says = (words) => {
      error.textContent = words;
      input.ariaInvalid = words ? "true" : "false";
    };
    const box = make("div", { className: "field" }, make("label", { htmlFor: name, textContent: label }), note, input, error);
    return { box, input, says, get value() { return input.value.trim(); } };
  }

  /** The carriers the number can belong to, to choose one. */
  async function offer() {
    const { value } = fields.number;
    const found = value.length < 6 ? [] : await import("./raw.js").then(({ candidates }) => candidates(value)).catch(() => []);
    if (value !== fields.number.value) return;
    const few = found.filter(({ name }) => name).slice(0, 4);
    carriers.replaceChildren();
    if (few.length > 0) {
      const options = [{ carrier: "", name: word("any_carrier") }, ...few];
      const first = few[0].checked ? few[0].carrier : "";
      carriers.append(make("legend", { textContent: texts.carrier }), ...options.map(({ carrier, name }) =>
        make("label", { className: "way" }, make("input", { type: "radio", name: "carrier", value: carrier, checked: carrier === first }), make("span", { textContent: name }))));
      it.status.textContent = `${texts.carrier}: ${few.map(({ name }) => name).join(", ")}`;
    }
    choose();
  }

  function busy(is) {
    // From now on there is room for what may be found: a refusal moves nothing either.
    if (is) delete card.dataset.ask;
    card.ariaBusy = String(is);
    submit.ariaDisabled = String(is);
  }

  async function find() {
    if (submit.ariaDisabled === "true") return undefined;
    const empty = shownBy[way].filter(({ value }) => !value);
    empty.forEach(({ says }) => says(word("missing")));
    if (empty.length > 0) return empty[0].input.focus();
    const { contact, number, order } = fields;
    if (way === "number") {
      // As people write them: 1Z 5R8 …
      const plain = number.value.replace(/\s/g, "");
      if (!/^[\w-]{4,64}$/.test(plain)) return refuse(number, texts["message.invalid"]);
      return found({ number: plain, carrier: new FormData(form).get("carrier") || null });
    }
    const mail = contact.value.includes("@");
    if (mail ? !/^\S+@\S+$/.test(contact.value) : (contact.value.match(/\p{Nd}/gu) ?? []).length < 6) return refuse(contact, word("contact_wrong"));
    busy(true);
    const name = order.value.replace(/^#/, "");
    try {
      const answer = await fetch(`${it.base}orders/${encodeURIComponent(name)}/verify`, {
        method: "POST", credentials: "omit", headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ [mail ? "email" : "phone"]: contact.value }), signal: AbortSignal.timeout(DEADLINE),
      });
      const { token, expires } = await answer.json();
      if (!card.isConnected) return undefined;
      if (answer.ok && token) {
        host.dispatchEvent(new CustomEvent("tracktry-token", { bubbles: true, composed: true, detail: { order: name, token, expires } }));
        return found({ order: name, token });
      }
      return refuse(contact, answer.status === 403 ? word("refused") : texts[answer.status === 503 || answer.status === 429 ? "advice.busy" : "advice.error"]);
    } catch {
      return refuse(contact, texts[navigator.onLine ? "message.error" : "message.offline"]);
    }
  }

  function refuse(one, words) {
    one.says(words);
    one.input.focus();
    it.status.textContent = words;
  }

  /** The element's own attributes say what it shows; a button below takes them back. */
  function found(names) {
    Object.assign(host, names);
    const again = make("button", { type: "button", className: "again", part: "again", textContent: word("again") });
    again.addEventListener("click", () => {
      back.add(host);
      for (const key of Object.keys(names)) host.removeAttribute(key);
    });
    // After the element took note of its attributes.
    queueMicrotask(() => it.line.prepend(again));
  }
}
