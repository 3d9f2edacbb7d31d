// Every state an element can show, by name: what the suites for accessibility and looks visit. One that is listed and not
// visited is a failure.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../scripts/lib/process.mjs";
import { eventually, journey } from "./page.mjs";

const STAGES = ["registered", "not_found", "in_transit", "out_for_delivery", "ready_for_pickup", "delivered", "attempt_failed", "exception", "expired", "unknown"];
const REASONS = [
  "customs_cleared", "collected", "signed_for", "left_with_neighbour", "address", "nobody_home", "recipient_not_found", "no_information", "delayed",
  "unclaimed", "returned", "returning", "customs", "damaged_or_lost", "cancelled", "refused",
];
const TROUBLES = ["invalid", "busy", "error", "offline", "locked", "order_unknown", "missing"];
const demo = (name, more = "") => `<tracktry-widget demo="${name}" ${more}></tracktry-widget>`;

/** name → `{tag, state, act, seen}`: the markup, the state it comes to, what is done then, and what is to be seen after that. */
export const STATES = {
  ...Object.fromEntries([...STAGES, ...REASONS].map((name) => [name, { tag: demo(name), state: "journey" }])),
  ...Object.fromEntries(TROUBLES.map((name) => [`message ${name}`, { tag: demo(name), state: name === "missing" ? "not_found" : name }])),
  loading: { tag: demo("loading"), state: "loading" },
  stale: { tag: demo("stale"), state: "journey", seen: "[data-note=stale]" },
  "unfolded events": { tag: demo("delivered"), state: "journey", act: (it) => it.card.locator("summary").click(), seen: "details[open] .event" },
  "with what a page adds": {
    tag: '<tracktry-widget demo="in_transit"><p slot="header">Your parcel</p><p slot="contents">Two shirts</p><a slot="help" href="#">Write to us</a><p slot="footer">Thanks</p></tracktry-widget>',
    state: "journey",
  },
  "layout compact": { tag: demo("in_transit", 'layout="compact"'), state: "journey", sheets: 2 },
  "layout line": { tag: demo("in_transit", 'layout="line"'), state: "journey", sheets: 2 },
  "layout line, busy": { tag: demo("busy", 'layout="line"'), state: "busy", sheets: 2 },
  order: { tag: demo("order"), state: "order", seen: ".panel:not([hidden]) .event" },
  "order, all closed": { tag: demo("order"), state: "order", act: (it) => it.card.locator(".toggle").first().click(), seen: ".order:not(:has([aria-expanded=true]))" },
  "order, stale": { tag: demo("stale-order"), state: "order", seen: ".order > [data-note=stale]" },
  "order, in compact": { tag: demo("order", 'layout="compact"'), state: "order", sheets: 3 },
  "order, in a line": { tag: demo("order", 'layout="line"'), state: "order", sheets: 3 },
  lookup: { tag: '<tracktry-widget endpoint="/edge/"></tracktry-widget>', state: "lookup" },
  "lookup with errors": { tag: '<tracktry-widget endpoint="/edge/"></tracktry-widget>', state: "lookup", act: (it) => it.card.locator("form button").click(), seen: ".wrong:not(:empty)" },
  "lookup of a link that has run out": { tag: '<tracktry-widget endpoint="/edge/" order="1001" token="old"></tracktry-widget>', state: "lookup", seen: ".find > p" },
  "lookup by number": {
    tag: '<tracktry-widget endpoint="/edge/" lookup="number"></tracktry-widget>', state: "lookup",
    act: async (it) => {
      await it.card.locator("input[name=number]").fill("1Z5R89390357567127");
      await it.card.locator(".carriers").waitFor({ timeout: 120_000 });
    },
    seen: ".carriers .way",
  },
  "of an edge": { tag: '<tracktry-widget endpoint="/edge/" carrier="dhl" number="RB000000005CN"></tracktry-widget>', state: "journey" },
  "a fragment": {
    tag: '<tracktry-widget endpoint="/edge/" carrier="dhl" number="RB000000005CN"></tracktry-widget>', state: "fragment",
    before: (page) => page.route(/widget_bg.*\.wasm$/, (route) => route.abort()),
  },
  unavailable: {
    tag: '<tracktry-widget endpoint="/none/" carrier="dhl" number="RB000000005CN"><a href="#">Ask us</a></tracktry-widget>', state: "unavailable",
    before: (page) => page.route(/widget_bg.*\.wasm$/, (route) => route.abort()),
  },
  empty: { tag: '<tracktry-widget endpoint="/edge/" number=""><a href="#">Ask us</a></tracktry-widget>', state: "empty" },
};

const MARKUP = await readFile(join(root, "tests/fixtures/html/stage-in_transit.html"), "utf8");

/** An edge for all of them. */
export async function edge(path, _, { url }) {
  if (path.startsWith("orders/")) return { status: 403, body: { code: "token_refused" } };
  if (path.startsWith("fragment/")) {
    const lang = new URL(url, "http://edge").searchParams.get("lang");
    return { headers: { "content-type": "text/html" }, text: MARKUP.replace("<section", `<section lang="${lang}" dir="${lang === "ar" ? "rtl" : "ltr"}"`) };
  }
  return { body: await journey({ stage: "in_transit", reason: null }), headers: { "tracktry-fetched-at": new Date().toISOString() } };
}

/** Opens a state on a page of a language, and is there once all of it is. */
export async function openState(browser, name, { lang = "en", around = (tag) => tag, before, context } = {}) {
  const { tag, state, act, before: prepare, seen, sheets = 1 } = STATES[name];
  const dir = lang === "ar" ? "rtl" : "ltr";
  const it = await browser.open({
    body: around(`<main lang="${lang}" dir="${dir}"><h1>Your order</h1>${tag}</main>`), edge, context,
    before: async (page) => {
      await prepare?.(page);
      await before?.(page);
    },
  });
  await it.state(state);
  await act?.(it);
  if (seen) await it.element.locator(seen).first().waitFor();
  await eventually(() => it.element.evaluate(({ shadowRoot }, sheets) => shadowRoot.adoptedStyleSheets.length >= sheets, sheets), "its sheets");
  // A card that is still loading, too, speaks as its page does.
  await eventually(() => it.element.evaluate(({ shadowRoot }, wanted) => {
    const card = shadowRoot.querySelector(".tt");
    return !card || [card.lang.slice(0, 2), getComputedStyle(card).direction].join() === wanted;
  }, [lang, dir].join()), `${lang} from ${dir}`);
  return it;
}
