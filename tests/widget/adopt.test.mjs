// A page whose server put the edge's rendering into the element: it is there before any script, and stays until there is news.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { eventually, journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const MARKUP = await readFile(join(root, "tests/fixtures/html/stage-out_for_delivery.html"), "utf8");
const page = (attributes = "") => `<tracktry-widget endpoint="/edge/" carrier="dhl" number="rb1234567" ${attributes}>
  <template shadowrootmode="open"><link rel="stylesheet" href="/card.css"><slot name="header"></slot>${MARKUP}<slot name="footer"></slot></template>
</tracktry-widget>`;

test("what the server rendered is shown at once, without a script", async () => {
  const it = await browser.open({ body: page(), context: { javaScriptEnabled: false } });
  assert.ok(await it.card.isVisible());
  assert.match(await it.card.innerText(), /Out for delivery/);
  await it.close();
});

test("it stays while the element asks, and then the news stands in its place, in the element's own style", async () => {
  let release;
  const held = new Promise((done) => (release = done));
  const it = await browser.open({ body: page(), edge: async () => (await held, journey({ stage: "delivered", reason: null })) });
  await eventually(() => it.asked.length, "the request");
  assert.equal(await it.card.getAttribute("data-stage"), "out_for_delivery", "no skeleton in its place");
  assert.deepEqual(await it.element.evaluate((one) => [one.state, one.journey]), ["journey", null]);
  assert.notEqual(await it.card.evaluate((card) => getComputedStyle(card).borderTopWidth), "0px");
  release();
  await eventually(async () => (await it.card.getAttribute("data-stage")) === "delivered", "the news");
  assert.equal(await it.element.evaluate((one) => one.shadowRoot.querySelectorAll(".tt, link").length), 1);
  assert.equal((await it.told("load")).length, 1);
  await it.close();
});

test("where there is no news it stays, and says that it is old", async () => {
  const it = await browser.open({ body: page(), edge: () => problem(503, "upstream_busy", { "retry-after": "60" }) });
  await it.page.waitForFunction(() => window.told.some(({ name }) => name === "error"));
  assert.equal(await it.card.getAttribute("data-stage"), "out_for_delivery");
  assert.ok(await it.card.locator("[data-note=stale]").isVisible());
  assert.equal(await it.element.evaluate((one) => one.state), "journey");
  await it.close();
});

test("its words, label and direction stay those of the server until there is news", async () => {
  const it = await browser.open({
    body: page('lang="de"').replace("<section", '<section lang="he" dir="rtl"'),
    edge: () => problem(503, "upstream_busy", { "retry-after": "60" }),
  });
  await it.page.waitForFunction(() => window.told.some(({ name }) => name === "error"));
  const card = await it.card.evaluate((card) => [card.lang, card.dir, card.getAttribute("aria-label")]);
  assert.deepEqual(card, ["he", "rtl", MARKUP.match(/aria-label="([^"]+)"/)[1]]);
  await it.close();
});

test("it stays where the wasm does not come, and the edge has no fragment", async () => {
  const it = await browser.open({ body: page(), edge: () => problem(502, "upstream_fault"), before: (tab) => tab.route(/widget_bg.*\.wasm$/, (route) => route.abort()) });
  await it.page.waitForFunction(() => window.told.some(({ name }) => name === "error"));
  await eventually(async () => (await it.card.getAttribute("aria-busy")) === null, "the end of the look");
  assert.equal(await it.card.getAttribute("data-stage"), "out_for_delivery");
  assert.equal(await it.element.evaluate((one) => one.state), "journey");
  await it.close();
});

test("what turns out to be nobody's parcel goes", async () => {
  const it = await browser.open({ body: page(), edge: () => problem(404, "parcel_unknown") });
  await it.state("not_found");
  assert.equal(await it.card.getAttribute("data-state"), "not_found");
  await it.close();
});
