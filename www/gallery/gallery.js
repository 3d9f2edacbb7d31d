// Draws one card for every stage and reason, and lets one look at all of them in another theme, width or direction.
import { GROUPS, LANGUAGES, NOWHERE, SILENT } from "./states.js";

const edge = document.body.dataset.edge;
const cards = document.querySelector("#cards");
const controls = document.querySelector(".controls");

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// An edge that never answers, as a page meets one on a dead line: the element gives it up by itself.
const network = globalThis.fetch;
globalThis.fetch = (url, init) => {
  if (!String(url).startsWith(new URL(SILENT, document.baseURI).href)) return network(url, init);
  return new Promise((_, fail) => init.signal.addEventListener("abort", () => fail(init.signal.reason)));
};

/** One element below its name. `tracking` is shown without any edge. */
function card({ name, tracking, sent, slots = {}, ...attributes }) {
  const widget = make("tracktry-widget", {}, ...Object.entries(slots).map(([slot, textContent]) => make("p", { slot, textContent })));
  if (!tracking) {
    const asked = attributes.demo ? {} : { endpoint: edge, ...(attributes.number && { carrier: "dhl" }) };
    for (const [key, value] of Object.entries({ ...asked, ...attributes })) widget.setAttribute(key, value);
  }
  if (attributes.layout) widget.dataset.own = "";
  if (sent) send(widget);
  const caption = make("figcaption", {}, name);
  if (attributes.number) caption.append(" · ", make("code", { textContent: attributes.number }));
  const figure = make("figure", {}, caption, widget);
  if (tracking) customElements.whenDefined("tracktry-widget").then(() => (widget.tracking = tracking));
  return figure;
}

/** Sends an element's form as a shopper who typed nothing, once it is there. */
async function send(widget) {
  while (widget.state !== "lookup") await new Promise(requestAnimationFrame);
  widget.shadowRoot.querySelector("form").requestSubmit();
}

function section(title, about, ...content) {
  const heading = make("h2", { textContent: title });
  return make("section", {}, heading, ...(about ? [make("p", { className: "about", textContent: about })] : []), ...content);
}

function look() {
  const { theme, width, direction, layout, language } = Object.fromEntries(new FormData(controls));
  document.documentElement.style.colorScheme = theme === "auto" ? "" : theme;
  document.documentElement.dir = direction;
  cards.dataset.width = width;
  for (const widget of cards.querySelectorAll("tracktry-widget")) {
    widget.setAttribute("theme", theme);
    widget.lang = language;
    if (!("own" in widget.dataset)) widget.layout = layout;
  }
}

for (const { title, about, states } of GROUPS) {
  cards.append(section(title, about, make("div", { className: "cards" }, ...states.map(card))));
}

// These ask for what is not there, which a browser's console notes as errors: so only when asked for.
const show = make("button", { type: "button", className: "show", textContent: "Show these" });
const nowhere = section("Without a journey", "Before the answer, and when there is none: a parcel nobody knows, a number that cannot be one, an edge that is away.", show);
show.addEventListener("click", () => {
  show.replaceWith(make("div", { className: "cards" }, ...NOWHERE.map(card)));
  look();
});
cards.append(nowhere);

const names = new Intl.DisplayNames("en", { type: "language" });
controls.elements.language.append(...LANGUAGES.map((code) => make("option", { value: code, textContent: names.of(code) })));
controls.addEventListener("change", look);
look();
