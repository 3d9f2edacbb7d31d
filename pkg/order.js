// The parcels of an order below one another, one open at a time, as in the WAI-ARIA pattern for
// accordions. Loaded by pages that show an order.
import { sheet } from "./dist/order-look.js";

/** An order's answer with the way it is shown. */
export const ordered = (answer, dom) => ({
  ...answer,
  view: (show, language, format, root) => view(answer, show, language, format, root, dom),
});

/** What the core's `show` gives for a parcel, for all of them. */
function view(answer, show, { texts }, format, root, dom) {
  const { order, journeys } = answer.body;
  const parcels = Array.isArray(journeys) ? journeys.map((body) => ({ body, ...show({ ...answer, body }) })) : [];
  // One that cannot be read makes the sum wrong; then the last answer says more, or that there is none.
  if (journeys.length !== parcels.length || parcels.some(({ code }) => code)) return show({ ok: true, status: answer.status });
  if (parcels.length === 0) return show({ ok: false, status: answer.status, body: { code: "order_unknown" } });
  const number = (n) => format.write("number", n);
  const done = parcels.filter(({ body }) => body.stage === "delivered").length;
  const summary = texts.summary.replace("{done}", () => number(done)).replace("{n}", () => number(parcels.length));
  const waits = parcels.map(({ wait }) => wait).filter((wait) => wait !== undefined);
  const heading = texts.order.replace("{order}", () => order ?? "");
  return {
    state: "order",
    html: [heading, summary, ...parcels.map(({ html }) => html)].join("\n"),
    say: [summary, ...parcels.map(({ say }) => say)].join("\n"),
    wait: waits.length > 0 ? Math.min(...waits) : undefined,
    make: () => {
      dom.dress(root, sheet);
      return card(heading, summary, texts.stale, parcels, opened(root, parcels), dom);
    },
  };
}

/** A number alone can be that of two carriers. */
const nameOf = ({ number, carrier }) => `${number} ${carrier?.code ?? ""}`;

/** The name of the parcel that is open: the reader's choice, else the first that is still to come. */
function opened(root, parcels) {
  if (root.querySelector(".toggle")) return root.querySelector(".toggle[aria-expanded=true]")?.value;
  const coming = parcels.find(({ body }) => body.stage !== "delivered");
  const one = coming ?? (parcels.length === 1 ? parcels[0] : undefined);
  return one && nameOf(one.body);
}

function card(heading, summary, stale, parcels, open, { make, parse }) {
  const list = make("ul", { className: "parcels", part: "parcels", role: "list" });
  parcels.forEach(({ body, html, say }, index) => list.append(parcel(body, parse(html), say, index, nameOf(body) === open)));
  const meter = make("span", { className: "meter", "aria-hidden": "true" }, ...parcels.map(({ body, html }) =>
    make("span", { className: "bar", "data-tone": html.match(/data-tone="(\w+)"/)[1], "data-stage": body.stage })));
  const head = make("header", { className: "ordered", part: "order" }, make("h2", { part: "headline", textContent: heading }),
    make("p", { part: "summary", textContent: summary }), meter);
  const whole = make("section", { className: "tt order", part: "card", "data-state": "order", "aria-label": heading }, head,
    // Once for all of them, since each parcel may be closed.
    make("p", { className: "note", part: "note", "data-note": "stale", hidden: true, textContent: stale }), list,
    make("slot", { className: "own", name: "help" }));
  whole.addEventListener("click", ({ target }) => toggle(whole, target.closest(".toggle")));
  whole.addEventListener("keydown", (event) => step(whole, event));
  return whole;

  /** One parcel: its head is the button that shows the rest. */
  function parcel(body, shown, say, index, isOpen) {
    const { number, carrier, last_mile: last } = body;
    const [button, panel] = [`p${index}`, `q${index}`];
    const named = [last ?? carrier, carrier].map((one) => one?.name ?? one?.code).find(Boolean);
    const words = make("span", { className: "words" }, make("span", { className: "title", textContent: shown.querySelector("h2").textContent }),
      make("span", { className: "which" }, ...(named ? [make("bdi", { textContent: named }), " · "] : []), make("bdi", { dir: "ltr", textContent: number, translate: false })));
    const icon = shown.querySelector(".icon");
    // Told by the button; the slots of a page are for one parcel each.
    for (const told of shown.querySelectorAll("h2, .stage, .note, slot[name=help]")) told.remove();
    shown.part = "parcel-card";
    shown.removeAttribute("aria-label");
    for (const slot of shown.querySelectorAll("slot")) slot.name += `-${number}`;
    for (const lower of shown.querySelectorAll("h3, h4")) lower.ariaLevel = Number(lower.localName[1]) + 1;
    const control = make("button", { type: "button", className: "toggle", part: "toggle", id: button, value: nameOf(body), "aria-expanded": String(isOpen), "aria-controls": panel },
      icon, words, make("span", { className: "turn", "aria-hidden": "true" }));
    return make("li", { className: "parcel", part: "parcel", "data-tone": shown.dataset.tone, "data-say": say },
      make("h3", {}, control), make("div", { className: "panel", id: panel, role: "region", "aria-labelledby": button, hidden: !isOpen }, shown));
  }
}

function toggle(whole, button) {
  if (!button) return;
  for (const one of whole.querySelectorAll(".toggle")) {
    const open = one === button && one.ariaExpanded !== "true";
    one.ariaExpanded = String(open);
    one.closest(".parcel").querySelector(".panel").hidden = !open;
  }
}

/** Arrow keys, Home and End go from head to head. */
function step(whole, event) {
  const all = [...whole.querySelectorAll(".toggle")];
  const at = all.indexOf(event.target.closest(".toggle"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  all.at(to % all.length).focus();
}
