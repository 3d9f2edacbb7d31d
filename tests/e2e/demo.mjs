// The demo as `npm start` runs it, on free ports, with a browser before it.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { root } from "../../scripts/lib/process.mjs";
import { SANDBOX_KEY, serve } from "../../scripts/lib/serve.mjs";
import { ensureChromium } from "../../scripts/lib/tools.mjs";

const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const screenshots = join(root, "build/screenshots");

/** Starts demo and browser; `close` ends both. */
export async function start(options) {
  const [shop, browser] = await Promise.all([
    serve(options),
    chromium.launch({ executablePath: await ensureChromium(), args: FLAGS }),
  ]);
  return { ...shop, open: (path, look) => open(browser, shop, path, look), close: () => Promise.all([browser.close(), shop.close()]) };
}

/**
 * Opens a path of the shop's other origin and watches what the page does.
 * @returns page and `faults`: console errors and warnings, exceptions, refusals by the policy, requests to elsewhere.
 */
async function open(browser, { url, shopUrl }, path, { colorScheme = "light", viewport = { width: 1280, height: 900 }, ...look } = {}) {
  const context = await browser.newContext({ colorScheme, viewport, locale: "en-GB", ...look });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const faults = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (![url, shopUrl].includes(new URL(request.url()).origin)) faults.push(`elsewhere: ${request.url()}`);
  });
  await page.exposeFunction("reportViolation", (text) => faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`));
    window.shifts = [];
    new PerformanceObserver((list) => {
      const boxes = [...document.querySelectorAll("tracktry-widget")].map((element) => element.getBoundingClientRect());
      const inside = ({ left, right, top, bottom }) =>
        boxes.some((box) => left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom);
      for (const { value, startTime, sources } of list.getEntries()) {
        const outside = sources.filter(({ currentRect }) => !inside(currentRect))
          .map(({ node, previousRect, currentRect }) => `${node?.nodeName}: ${JSON.stringify([previousRect, currentRect])}`);
        window.shifts.push({ value, at: Math.round(startTime), outside });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(shopUrl + path);
  return { page, faults, close: () => context.close() };
}

/** Sets the sandbox's clock. */
export async function setClock({ sandboxUrl }, { now, rate }) {
  const answer = await fetch(`${sandboxUrl}/sandbox/clock`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ now, rate }),
  });
  if (!answer.ok) throw new Error(`the sandbox's clock: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** What the sandbox says of a parcel, as Tracktry would. */
export async function ask({ sandboxUrl }, carrier, number) {
  const answer = await fetch(`${sandboxUrl}/v1/trackings/${carrier}/${number}`, { headers: { "Tracktry-Api-Key": SANDBOX_KEY } });
  const { data } = await answer.json();
  return Array.isArray(data) ? data[0] : data;
}

/**
 * The moments, six clock hours apart, at which the travelling parcel takes a new status, over one whole journey.
 * @returns {Promise<{now: string, status: string}[]>}
 */
export async function momentsOf(shop, carrier, number, from = Date.UTC(2026, 2, 2)) {
  const moments = [];
  for (let hours = 0; hours < 24 * 15; hours += 6) {
    const now = new Date(from + hours * 3_600_000).toISOString().replace(".000", "");
    await setClock(shop, { now, rate: 1 });
    const { status } = await ask(shop, carrier, number);
    // The first journey is met in its midst, so the second one counts.
    if (moments.at(-1)?.status !== status) moments.push({ now, status });
  }
  const end = moments.findIndex(({ status }) => status === "delivered");
  const next = moments.findIndex(({ status }, index) => index > end && status === "delivered");
  return moments.slice(end + 1, next + 1);
}

/** Waits until `check` gives something truthy, and gives that back. */
export async function eventually(check, { seconds = 30, what = "what was waited for" } = {}) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${seconds} s`);
    await sleep(100);
  }
}

/** Keeps a picture for people to look at. */
export async function picture(page, name) {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true, animations: "disabled" });
}
