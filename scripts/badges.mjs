// Draws the badges of mails again: `node scripts/badges.mjs`. The SVGs come from the core (its tests write them with
// BLESS=1 and compare otherwise); each becomes a PNG at twice its size, since mail readers show no SVG.
import { chromium } from "playwright-core";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureChromium } from "./lib/chromium.mjs";
import { root, run } from "./lib/process.mjs";

const folder = join(root, "src/edge/badges");
// The first time it misses the PNGs.
await run("cargo", ["test", "-p", "tracktry-core", "--features", "json", "--test", "core", "each_stage_has_its_badge"], { env: { BLESS: "1" } });
const browser = await chromium.launch({ executablePath: await ensureChromium() });
const page = await browser.newPage({ viewport: { width: 320, height: 64 }, deviceScaleFactor: 2 });
for (const file of (await readdir(folder)).filter((name) => name.endsWith(".svg"))) {
  await page.setContent(`<style>*{margin:0}svg{display:block}</style>${await readFile(join(folder, file), "utf8")}`);
  await writeFile(join(folder, file.replace(/svg$/, "png")), await page.screenshot({ omitBackground: true }));
}
await browser.close();
