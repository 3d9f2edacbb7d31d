// Every state an element can show, by name: what the suites for accessibility and looks visit. One that is listed and not
// visited is a failure.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/process.mjs";

const STAGES = ["registered", "not_found", "in_transit", "out_for_delivery", "ready_for_pickup", "delivered", "attempt_failed", "exception", "expired", "unknown"];
const REASONS = [
  "customs_cleared", "collected", "signed_for", "left_with_neighbour", "address", "nobody_home", "recipient_not_found", "no_information", "delayed",
  "unclaimed", "returned", "returning", "customs", "damaged_or_lost", "cancelled", "refused",
];
const TROUBLES = ["invalid", "busy", "error", "offline", "locked", "order_unknown", "missing"];
const demo = (name, more = "") => `<tracktry-widget demo="${name}" ${more}></tracktry-widget>`;

/** name → `{tag, state, act}`: the markup, the state it comes to, and what is done then. */
export const STATES = {
  ...Object.fromEntries([...STAGES, ...REASONS].map((name) => [name, { tag: demo(name), state: "journey" }])),
  ...Object.fromEntries(TROUBLES.map((name) => [`message ${name}`, { tag: demo(name), state: name === "missing" ? "not_found" : name }])),
  loading: { tag: demo("loading"), state: "loading" },
  stale: { tag: demo("stale"), state: "journey" },
  "unfolded events": { tag: demo("delivered"), state: "journey", act: (it) => it.card.locator("summary").click() },
  "with what a page adds": {
    tag: '<tracktry-widget demo="in_transit"><p slot="header">Your parcel</p><p slot="contents">Two shirts</p><a slot="help" href="#">Write to us</a><p slot="footer">Thanks</p></tracktry-widget>',
    state: "journey",
  },
  "layout compact": { tag: demo("in_transit", 'layout="compact"'), state: "journey" },
  "layout line": { tag: demo("in_transit", 'layout="line"'), state: "journey" },
  "layout line, busy": { tag: demo("busy", 'layout="line"'), state: "busy" },
  order: { tag: demo("order"), state: "order" },
  "order, all closed": { tag: demo("order"), state: "order", act: (it) => it.card.locator(".toggle").first().click() },
  lookup: { tag: '<tracktry-widget endpoint="/edge/"></tracktry-widget>', state: "lookup" },
  "lookup with errors": { tag: '<tracktry-widget endpoint="/edge/"></tracktry-widget>', state: "lookup", act: (it) => it.card.locator("form button").click() },
  "lookup by number": {
    tag: '<tracktry-widget endpoint="/edge/" lookup="number"></tracktry-widget>', state: "lookup",
    act: async (it) => {
      await it.card.locator("input[name=number]").fill("1Z5R89390357567127");
      await it.card.locator(".carriers").waitFor({ timeout: 15_000 });
    },
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

const ARABIC = existsSync(join(root, "src/core/texts/ar.json"));

/** The same from right to left: in Arabic where there is any, else English made to run that way. */
export const rtl = {
  tag: (tag) => (ARABIC ? tag.replace("<tracktry-widget", '<tracktry-widget lang="ar"') : tag),
  turn: (page) => (ARABIC ? undefined : page.evaluate(() => {
    for (const { shadowRoot } of document.querySelectorAll("tracktry-widget")) for (const one of shadowRoot.querySelectorAll(":is(.tt, .fresh)")) one.dir = "rtl";
  })),
};
