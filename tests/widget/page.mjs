// A page in Chromium, with the package's browser files and an edge whose answers each test decides.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { root } from "../../scripts/lib/process.mjs";
import { ensureChromium } from "../../scripts/lib/tools.mjs";

const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html", ".json": "application/json" };

/** What the strictest page would send. */
export const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types tracktry-widget",
].join("; ");

export const fixture = async (path) => JSON.parse(await readFile(join(root, "tests/fixtures", path), "utf8"));

/** A journey as the edge answers it, with some members replaced. */
export const journey = async (changes = {}, name = "international") => ({ ...(await fixture(`journey/${name}.json`)), ...changes });

/** A problem as the edge answers it. */
export const problem = (status, code, headers = {}) => ({ status, headers, body: { type: `urn:tracktry-edge:${code}`, status, code } });

/** Starts server and browser. */
export async function start() {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
  return { open: (options) => open(browser, options), close: () => browser.close() };
}

/**
 * Opens a page with `body` in it.
 * @param {object} options
 * @param {string} options.body
 * @param {(path: string, count: number, request: object) => object | Promise<object>} [options.edge] the answer to
 *   the count-th request of a path below /edge/: `{status, headers, body, text}`, or `"cut"` to close the line
 * @param {object} [options.headers] of the page
 * @param {boolean} [options.script] whether the page loads the element by itself
 * @param {object} [options.context] Playwright's options
 * @param {(page: object) => Promise<void>} [options.before] before the page is opened
 */
async function open(browser, { body, edge = () => problem(404, "parcel_unknown"), headers = {}, script = true, context = {}, before }) {
  const asked = [];
  const lost = [];
  const tag = script ? '<script type="module" src="/widget/v0/tracktry-widget.js"></script>' : "";
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">${tag}<body>${body}`;

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/") return send(response, 200, { "content-type": "text/html", ...headers }, html);
    if (pathname.startsWith("/edge/")) {
      const path = pathname.slice("/edge/".length);
      const seen = { path, headers: request.headers, aborted: false };
      asked.push(seen);
      response.on("close", () => (seen.aborted = !response.writableFinished));
      const answer = await edge(path, asked.filter((other) => other.path === path).length, request);
      if (answer === "cut") return response.destroy();
      const { status = 200, headers: more = {}, body: json, text = JSON.stringify(json ?? answer) } = answer.v ? { body: answer } : answer;
      return send(response, status, { "content-type": "application/json", ...more }, text);
    }
    try {
      const file = await readFile(join(root, "build/assets", normalize(pathname)));
      return send(response, 200, { "content-type": TYPES[extname(pathname)] ?? "application/octet-stream" }, file);
    } catch {
      lost.push(pathname);
      return send(response, 404, {}, "");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  server.unref();
  const origin = `http://127.0.0.1:${server.address().port}`;

  const tab = await browser.newContext({ viewport: { width: 800, height: 900 }, locale: "en-GB", ...context });
  const page = await tab.newPage();
  page.setDefaultTimeout(120_000);
  const faults = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  await page.addInitScript(() => {
    window.told = [];
    for (const name of ["load", "change", "error", "order", "token"]) {
      addEventListener(`tracktry-${name}`, ({ detail, target }) => window.told.push({ name, id: target.id, detail: { ...detail, cause: undefined } }));
    }
    window.refused = [];
    addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) window.shifts.push({ value, nodes: sources.map(({ node }) => node?.nodeName) });
    }).observe({ type: "layout-shift", buffered: true });
  });
  await before?.(page);
  await page.goto(origin);
  const element = page.locator("tracktry-widget").first();
  return {
    page,
    element,
    origin,
    asked,
    faults,
    lost,
    card: element.locator(".tt").first(),
    told: (name) => page.evaluate((name) => window.told.filter((event) => !name || event.name === name), name),
    state: (wanted, options) => page.waitForFunction((wanted) => document.querySelector("tracktry-widget").state === wanted, wanted, { timeout: 120_000, ...options }),
    close: async () => {
      await tab.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

function send(response, status, headers, body) {
  response.writeHead(status, headers);
  response.end(body);
}

/** Waits until `check` gives something truthy. */
export async function eventually(check, what = "what was waited for") {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come`);
    await new Promise((done) => setTimeout(done, 30));
  }
}
