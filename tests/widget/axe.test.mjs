// WCAG 2.2 AA, as far as a machine can tell: every state, light and dark, in both directions.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { STATES, rtl } from "./gallery.mjs";
import { journey, start } from "./page.mjs";

const AXE = await readFile(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const MARKUP = await readFile(join(root, "tests/fixtures/html/stage-in_transit.html"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WAYS = ["light", "dark"].flatMap((scheme) => ["ltr", "rtl"].map((dir) => ({ scheme, dir })));
const edge = (path) => (path.startsWith("fragment/") ? { headers: { "content-type": "text/html" }, text: MARKUP } : journey({ stage: "in_transit", reason: null }));

let browser;
const visited = new Set();
before(async () => (browser = await start()));
after(() => browser?.close());

for (const [name, { tag, state, act, before: prepare }] of Object.entries(STATES)) {
  test(`${name}: no violation in light and dark, from left and from right`, async () => {
    const it = await browser.open({
      body: `<style>:root { color-scheme: light dark; background: Canvas; }</style><main><h1>Your order</h1>${tag}</main>`, edge,
      before: async (page) => {
        await prepare?.(page);
        await page.addInitScript(AXE);
      },
    });
    for (const { scheme, dir } of WAYS) {
      await it.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      if (dir === "rtl") await it.page.evaluate((lang) => lang && (document.querySelector("tracktry-widget").lang = lang), rtl.tag(tag) === tag ? "" : "ar");
      await it.state(state);
      if (scheme === "light" && dir === "ltr") await act?.(it);
      if (dir === "rtl") await rtl.turn(it.page);
      // What is loaded for the state has to be there too.
      if (scheme === "light") await it.page.waitForLoadState("networkidle");
      const { violations, passes } = await it.page.evaluate(async (runOnly) => window.axe.run("main", { runOnly, resultTypes: ["violations"] }), RULES);
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.flat()}: ${failureSummary}`));
      assert.deepEqual(found, [], `${scheme}, ${dir}`);
      assert.ok(passes.length > 0);
      visited.add([name, scheme, dir].join());
    }
    await it.close();
  });
}

test("every listed state was visited in every way", () => {
  const wanted = Object.keys(STATES).flatMap((name) => WAYS.map(({ scheme, dir }) => [name, scheme, dir].join()));
  assert.deepEqual(wanted.filter((one) => !visited.has(one)), []);
});
