// A page's own style cannot disfigure an element: resets, frameworks, and rules for everything.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Written for these tests in the manner of what pages really have. */
const SHEETS = {
  "a reset": `html, body, div, span, h1, h2, h3, p, a, ol, ul, li, dl, dt, dd, section, header, details, summary, time, button, form, label, input, fieldset, legend
    { margin: 0; padding: 0; border: 0; font: inherit; font-size: 100%; vertical-align: baseline } ol, ul { list-style: none } table { border-collapse: collapse }`,
  "a framework of utilities": `*, ::before, ::after { box-sizing: border-box; border: 0 solid #e5e7eb } html { line-height: 1.5; tab-size: 4 } body { margin: 0; line-height: inherit }
    h1, h2, h3 { font-size: inherit; font-weight: inherit } a { color: inherit; text-decoration: inherit } svg, img { display: block; vertical-align: middle }
    button, input { font: inherit; color: inherit; background: transparent; padding: 0; margin: 0 } ol, ul { list-style: none; margin: 0; padding: 0 } [hidden] { display: none }`,
  "a framework of components": `*, *::before, *::after { box-sizing: border-box } body { font-family: system-ui; font-size: 1rem; line-height: 1.5 } h2, h3 { margin-bottom: .5rem; font-weight: 500 }
    p { margin-top: 0; margin-bottom: 1rem } dt { font-weight: 700 } dd { margin: 0 0 .5rem } a { color: #0d6efd; text-decoration: underline } button { border-radius: 0; text-transform: none }
    .card { border: 1px solid red } .head { display: none } .icon { width: 200px } .btn { padding: 40px } .retry, .number { color: red }`,
  "rules for everything": `* { letter-spacing: 5px; word-spacing: 9px; text-transform: uppercase; text-indent: 40px; text-align: center; white-space: nowrap; font-style: italic; font-variant: small-caps;
    line-height: 4; text-shadow: 0 0 9px red; color: lime; list-style: square; word-break: break-all; cursor: wait; pointer-events: none; quotes: none; hyphens: auto; writing-mode: horizontal-tb;
    -webkit-text-fill-color: red; -webkit-text-stroke: 2px red; text-align-last: right; font-weight: 900; border-collapse: collapse; font-feature-settings: "smcp"; tab-size: 9; orphans: 9 }`,
};

const tag = (attributes) => `<tracktry-widget endpoint="/edge/" ${attributes}></tracktry-widget>`;
const moving = await journey({ stage: "in_transit", reason: null });
/** What is drawn: a tag, its state, what the edge answers, and what is done before one looks. */
const CARDS = [
  { body: tag('carrier="dhl" number="RB000000005CN" expected="2026-02-01"'), state: "journey", answer: moving },
  { body: tag('carrier="dhl" number="RB000000005CN"'), state: "error", answer: { status: 502, body: {} } },
  { body: tag('order="1001" token="t"'), state: "order", answer: { body: { v: 1, order: "1001", journeys: [moving, { ...moving, number: "AAAA0002", stage: "delivered" }] } } },
  { body: tag(""), state: "lookup", act: (it) => it.card.locator("form button").click() },
  {
    body: tag('lookup="number"'), state: "lookup",
    act: async (it) => {
      await it.card.locator("input[name=number]").fill("1Z5R89390357567127");
      await it.card.locator(".carriers").waitFor({ timeout: 120_000 });
    },
  },
];
const PAGE = "<style>main { font-family: 'DejaVu Sans'; font-size: 16px; width: 700px }</style>";

/** Where everything in the shadow root is, and how it is drawn. */
const drawn = (element) => element.evaluate(({ shadowRoot }) => [...shadowRoot.querySelectorAll("*")].filter((one) => one.localName !== "slot" && one.closest(".tt, .fresh")).map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const seen = ["color", "fontSize", "fontStyle", "fontWeight", "lineHeight", "textAlign", "textTransform", "letterSpacing", "wordSpacing", "textIndent", "textShadow", "whiteSpace",
    "webkitTextFillColor", "backgroundColor", "pointerEvents", "listStyleType", "display"].map((name) => style[name]);
  return [one.localName, one.className.baseVal ?? one.className, ...[x, y, width, height].map(Math.round), ...seen].join(" ");
}));

async function shown(css, { body, state, answer, act }) {
  const it = await browser.open({ body: `${css}${PAGE}<main>${body}</main>`, edge: () => answer, context: { reducedMotion: "reduce" } });
  await it.state(state);
  await act?.(it);
  // The page's own rules may move the element as a whole.
  await it.page.evaluate(() => Object.assign(document.querySelector("main").style, { position: "absolute", top: 0, left: 0, margin: 0, padding: 0, border: 0 }));
  const found = await drawn(it.element);
  await it.close();
  return found;
}

for (const [what, css] of Object.entries(SHEETS)) {
  test(`${what} changes nothing in a card: a journey, an error, an order, the form with errors and with carriers`, async () => {
    for (const card of CARDS) assert.deepEqual(await shown(`<style>${css}</style>`, card), await shown("", card), card.body);
  });
}

test("the element's own names do not reach the page's content", async () => {
  const it = await browser.open({
    body: `<style>:root { --bg: red; --line: 7px; --tone: blue; --gap: 3px }</style><tracktry-widget demo="in_transit"><b slot="help">Write</b></tracktry-widget>`,
  });
  await it.state("journey");
  assert.deepEqual(await it.page.locator("b").evaluate((b) => ["--bg", "--line", "--tone", "--gap"].map((name) => getComputedStyle(b).getPropertyValue(name))), ["red", "7px", "blue", "3px"]);
  await it.close();
});

test("what is documented can be styled: custom properties and parts", async () => {
  const it = await browser.open({
    body: `<style>tracktry-widget { --tracktry-accent: rgb(1, 2, 3); --tracktry-background: rgb(9, 9, 9); --tracktry-radius: 0px; --tracktry-font: serif; --tracktry-font-size: 20px; --tracktry-gap: 7px; --tracktry-min-block-size: 0 }
      tracktry-widget::part(headline) { color: rgb(7, 7, 7) } tracktry-widget::part(fact-number) { border: 3px solid }</style><tracktry-widget demo="in_transit"></tracktry-widget>`,
  });
  await it.state("journey");
  const style = (selector, name) => it.card.locator(selector).first().evaluate((one, name) => getComputedStyle(one)[name], name);
  assert.equal(await style(".icon", "color"), "rgb(1, 2, 3)");
  assert.equal(await style("h2", "color"), "rgb(7, 7, 7)");
  assert.equal(await style(".head", "paddingTop"), "7px");
  assert.equal(await style("[part~=fact-number]", "borderTopWidth"), "3px");
  const card = await it.card.evaluate((card) => (({ backgroundColor, borderRadius, fontFamily, fontSize }) => [backgroundColor, borderRadius, fontFamily, fontSize])(getComputedStyle(card)));
  assert.deepEqual(card, ["rgb(9, 9, 9)", "0px", "serif", "20px"]);
  await it.close();
});

test("a hidden element, or one in a hidden page part, is not seen", async () => {
  const it = await browser.open({ body: '<tracktry-widget hidden demo="in_transit"></tracktry-widget><div style="visibility: hidden"><tracktry-widget demo="delivered"></tracktry-widget></div>' });
  await it.page.waitForFunction(() => [...document.querySelectorAll("tracktry-widget")].every((one) => one.state === "journey"));
  for (const one of await it.page.locator("tracktry-widget").all()) assert.ok(await one.locator("h2").isHidden());
  await it.close();
});
