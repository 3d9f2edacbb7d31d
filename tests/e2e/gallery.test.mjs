// The gallery of every stage, and what both pages are for people who use a screen reader.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { eventually, picture, start } from "./demo.mjs";

const STAGES = [
  "registered", "not_found", "in_transit", "out_for_delivery", "ready_for_pickup", "delivered", "attempt_failed", "exception", "expired",
  "unknown",
];
const REASONS = [
  "customs_cleared", "collected", "signed_for", "left_with_neighbour", "address", "nobody_home", "recipient_not_found", "no_information", "delayed",
  "unclaimed", "returned", "returning", "customs", "damaged_or_lost", "cancelled", "refused",
];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let demo;
before(async () => (demo = await start()));
after(() => demo?.close());

const ready = (page) => eventually(async () => {
  const loading = await page.locator('tracktry-widget .tt[data-state="loading"]').count();
  const elements = await page.locator("tracktry-widget").count();
  return loading === 0 && elements > 0 && (await page.locator("tracktry-widget .tt").count()) >= elements;
}, { what: "every element's journey" });

test("the gallery shows every stage, reason, layout and message, and nothing goes wrong or elsewhere", async () => {
  const { page, faults, close } = await demo.open("/gallery/");
  await ready(page);
  const shown = await page.locator("tracktry-widget .tt[data-stage]").evaluateAll((cards) => cards.map((card) => card.dataset.stage));
  assert.deepEqual(STAGES.filter((stage) => !shown.includes(stage)), []);
  const told = await page.locator("tracktry-widget").evaluateAll((all) => all.map((one) => ({
    reason: one.shadowRoot.querySelector(".tt")?.dataset.reason, state: one.state, layout: one.getAttribute("layout"),
    stale: [...one.shadowRoot.querySelectorAll("[data-note=stale]")].some((note) => note.checkVisibility()),
  })));
  const missing = (wanted, key) => wanted.filter((name) => !told.some((one) => one[key] === name));
  assert.deepEqual(missing(REASONS, "reason"), []);
  assert.deepEqual(missing(["journey", "order", "lookup", "not_found", "invalid", "busy", "error", "offline", "locked", "order_unknown"], "state"), []);
  assert.deepEqual(missing(["full", "compact", "line"], "layout"), []);
  assert.deepEqual(told.filter(({ stale }) => stale).map(({ state }) => state).sort(), ["journey", "order"]);
  assert.deepEqual(faults, []);
  await picture(page, "gallery");
  await close();
});

test("its controls change every card: theme, width, layout, language and direction", async () => {
  const { page, faults, close } = await demo.open("/gallery/");
  await ready(page);
  await page.getByRole("radio", { name: "Dark", exact: true }).check();
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
  const ground = () => page.locator("tracktry-widget .tt[data-stage]").first().evaluate((card) => getComputedStyle(card).backgroundColor);
  assert.equal(await ground(), "rgb(23, 25, 30)");
  await page.getByRole("radio", { name: "Light", exact: true }).check();
  assert.equal(await ground(), "rgb(255, 255, 255)");
  const width = () => page.locator("tracktry-widget").first().evaluate((one) => one.getBoundingClientRect().width);
  const narrow = await width();
  await page.getByRole("radio", { name: "Desk", exact: true }).check();
  assert.ok((await width()) > narrow + 100);
  await page.getByRole("radio", { name: "Phone", exact: true }).check();
  await page.getByRole("radio", { name: "Line", exact: true }).check();
  const timelines = page.locator("tracktry-widget:not([data-own]) .timeline:visible");
  await eventually(async () => (await timelines.count()) === 0, { what: "one line each" });
  await page.getByRole("radio", { name: "Full", exact: true }).check();
  await eventually(async () => (await timelines.count()) > 20, { what: "the full layout" });
  for (const [lang, dir, page_] of [["ar", "rtl", "Right to left"], ["de", "ltr", "Left to right"]]) {
    await page.getByRole("combobox", { name: "Language" }).selectOption(lang);
    await page.getByRole("radio", { name: page_ }).check();
    assert.equal(await page.evaluate(() => document.documentElement.dir), dir);
    const cards = page.locator("tracktry-widget .tt[data-stage]:not(.panel *), tracktry-widget .tt.lookup");
    await eventually(() => cards.evaluateAll((all, [lang, dir]) => all.every((card) => card.lang.startsWith(lang) && getComputedStyle(card).direction === dir), [lang, dir]), { what: lang });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    await picture(page, `gallery-${lang}`);
  }
  assert.deepEqual(faults, []);
  await close();
});

test("what has no journey is shown when asked for", async () => {
  const { page, close } = await demo.open("/gallery/");
  await ready(page);
  const before = await page.locator("tracktry-widget").count();
  await page.getByRole("button", { name: "Show these" }).click();
  const added = () => page.locator("tracktry-widget").evaluateAll((all, before) => all.slice(before).map((one) => one.state), before);
  // The edge that never answers is given up after 20 seconds.
  await eventually(async () => (await added()).join() === "loading,error,not_found,invalid,error,lookup", { seconds: 60, what: "every state" });
  const wrong = page.locator("tracktry-widget").last().locator(".wrong:visible");
  await eventually(async () => (await wrong.count()) === 2, { what: "the errors beside the fields" });
  await close();
});

test("where the policy refuses WebAssembly the edge's own rendering stands, in its language, and an order's page content", async () => {
  const { page, close } = await demo.open("/gallery/refused.html");
  const states = () => page.locator("tracktry-widget").evaluateAll((all) => all.map((one) => one.state).join());
  await eventually(async () => (await states()) === "fragment,fragment,unavailable", { what: "the renderings" });
  const cards = await page.locator("tracktry-widget .tt").evaluateAll((all) => all.map((card) => [card.dataset.stage, card.lang.slice(0, 2), getComputedStyle(card).direction].join()));
  assert.deepEqual(cards, ["out_for_delivery,en,ltr", "exception,ar,rtl"]);
  assert.ok(await page.getByText("Your order travels in several parcels").isVisible());
  await picture(page, "gallery-refused");
  await close();
});

for (const path of ["/order.html", "/gallery/"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing on ${path} (${colorScheme})`, async () => {
      // The page's own policy refuses axe's way in; what it looks at stays the same.
      const { page, close } = await demo.open(path, { colorScheme, bypassCSP: true });
      await ready(page);
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      assert.ok(passes.length > 10);
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`);
      assert.deepEqual(found, []);
      await close();
    });
  }
}
