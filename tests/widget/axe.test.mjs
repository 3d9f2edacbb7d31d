// WCAG 2.2 AA, as far as a machine can tell: every state, light and dark, in both directions.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { STATES, openState } from "./gallery.mjs";
import { start } from "./page.mjs";

const AXE = await readFile(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DIRECTIONS = { en: "ltr", ar: "rtl" };
const SCHEMES = ["light", "dark"];

let browser;
/** What each visit saw of itself, not what it was meant to see. */
const visited = new Set();
before(async () => (browser = await start()));
after(() => browser?.close());

for (const name of Object.keys(STATES)) {
  test(`${name}: no violation in light and dark, from left and from right`, async () => {
    for (const lang of Object.keys(DIRECTIONS)) {
      const it = await openState(browser, name, {
        lang, around: (main) => `<style>:root { color-scheme: light dark; background: Canvas; }</style>${main}`,
        before: (page) => page.addInitScript(AXE),
        context: { reducedMotion: "reduce" },
      });
      for (const colorScheme of SCHEMES) {
        await it.page.emulateMedia({ colorScheme });
        const { found, checked, scheme, dir } = await it.page.evaluate(async (runOnly) => {
          const { violations, passes } = await window.axe.run("main", { runOnly, resultTypes: ["violations"] });
          const host = document.querySelector("tracktry-widget");
          return {
            found: violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.flat()}: ${failureSummary}`)),
            checked: passes.length,
            scheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
            dir: getComputedStyle(host.shadowRoot.querySelector(".tt") ?? host).direction,
          };
        }, RULES);
        assert.deepEqual(found, [], `${scheme}, ${dir}`);
        assert.ok(checked > 0);
        visited.add([name, scheme, dir].join());
      }
      await it.close();
    }
  });
}

test("every listed state was visited in every way", () => {
  const wanted = Object.keys(STATES).flatMap((name) => SCHEMES.flatMap((scheme) => Object.values(DIRECTIONS).map((dir) => [name, scheme, dir].join())));
  assert.deepEqual(wanted.filter((one) => !visited.has(one)), []);
});
