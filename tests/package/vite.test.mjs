// The tarball in a fresh Vite project: built, served and opened in Chromium.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { readLanguages } from "../../scripts/lib/languages.mjs";
import { must } from "../../scripts/lib/process.mjs";
import { ensureChromium } from "../../scripts/lib/tools.mjs";
import { pack, project, readJson } from "./installed.mjs";

const VITE = "vite@7.3.8";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

let packed;
let shop;
let browser;
before(async () => {
  packed = await pack();
  shop = await project(packed.tarball, {
    packages: [VITE],
    files: {
      "index.html": `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
        <tracktry-widget endpoint="/edge/" carrier="dhl" number="RB000000005CN"></tracktry-widget>
        <script type="module" src="/main.js"></script>`,
      "main.js": `import "tracktry-widget";
        import { journey, mapStatus } from "tracktry-widget/core";
        window.core = { journey, mapStatus };`,
    },
  });
  await must(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], { cwd: shop.folder, timeout: 300_000 });
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
});
after(async () => {
  await browser?.close();
  await shop?.remove();
  await packed?.remove();
});

test("the bundler takes along both wasm files and each language", async () => {
  const files = await readdir(join(shop.folder, "dist"), { recursive: true });
  const some = (like) => files.filter((file) => like.test(file)).length;
  assert.equal(some(/widget_bg.*\.wasm$/), 1);
  assert.equal(some(/toolkit_bg.*\.wasm$/), 1);
  for (const code of readLanguages().keys()) assert.equal(some(new RegExp(`(^|/)${code}-.{8}\\.js$`)), 1, code);
});

test("the built page shows a journey, and the core answers", async () => {
  const journey = JSON.stringify(await readJson("tests/fixtures/journey/international.json"));
  const lost = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    if (path.startsWith("/edge/journeys/")) return response.setHeader("content-type", "application/json").end(journey);
    const file = path === "/" ? "/index.html" : path;
    const found = await readFile(join(shop.folder, "dist", file)).catch(() => null);
    if (!found) lost.push(path);
    return response.writeHead(found ? 200 : 404, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(found ?? "");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  server.unref();
  try {
    const page = await browser.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => document.querySelector("tracktry-widget").state === "journey" && window.core, null, { timeout: 120_000 });
    assert.match(await page.locator("tracktry-widget .tt").innerText(), /RB000000005CN/);
    assert.deepEqual(await page.evaluate(() => window.core.mapStatus("exception", "exception006")), { stage: "exception", reason: "customs" });
    const raw = await readJson("tests/fixtures/raw/international.json");
    assert.deepEqual(await page.evaluate((raw) => window.core.journey(raw), raw), JSON.parse(journey));
    assert.deepEqual(faults, []);
    assert.deepEqual(lost, []);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
