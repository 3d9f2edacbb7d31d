// A page whose server put the edge's rendering into the element: it is there before any script, and stays until there is news.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { journey, problem, start } from "./page.mjs";

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
  await it.state("loading");
  assert.equal(await it.card.getAttribute("data-stage"), "out_for_delivery", "no skeleton in its place");
  assert.notEqual(await it.card.evaluate((card) => getComputedStyle(card).borderTopWidth), "0px");
  release();
  await it.state("journey");
  assert.equal(await it.card.getAttribute("data-stage"), "delivered");
  assert.equal(await it.element.evaluate((one) => one.shadowRoot.querySelectorAll(".tt, link").length), 1);
  assert.equal((await it.told("load")).length, 1);
  await it.close();
});

test("where there is no news it stays, and says that it is old", async () => {
  const it = await browser.open({ body: page(), edge: () => problem(503, "upstream_busy", { "retry-after": "60" }) });
  await it.state("loading");
  await it.page.waitForFunction(() => window.told.some(({ name }) => name === "error"));
  assert.equal(await it.card.getAttribute("data-stage"), "out_for_delivery");
  assert.ok(await it.card.locator("[data-note=stale]").isVisible());
  await it.close();
});

test("what turns out to be nobody's parcel goes", async () => {
  const it = await browser.open({ body: page(), edge: () => problem(404, "parcel_unknown") });
  await it.state("not_found");
  assert.equal(await it.card.getAttribute("data-state"), "not_found");
  await it.close();
});
