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
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let demo;
before(async () => (demo = await start()));
after(() => demo?.close());

const ready = (page) => eventually(async () => {
  const loading = await page.locator('tracktry-widget .tt[data-state="loading"]').count();
  const elements = await page.locator("tracktry-widget").count();
  return loading === 0 && elements > 0 && (await page.locator("tracktry-widget .tt").count()) >= elements;
}, { what: "every element's journey" });

test("the gallery shows every stage, and nothing goes wrong or elsewhere", async () => {
  const { page, faults, close } = await demo.open("/gallery/");
  await ready(page);
  const shown = await page.locator("tracktry-widget .tt[data-stage]").evaluateAll((cards) => cards.map((card) => card.dataset.stage));
  assert.deepEqual(STAGES.filter((stage) => !shown.includes(stage)), []);
  assert.deepEqual(faults, []);
  await picture(page, "gallery");
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
