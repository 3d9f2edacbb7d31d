// Pages that the edge renders, in Chromium without JavaScript; and the element where a page refuses wasm, on the real edge.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { ORDER, secrets, signOrder } from "../../scripts/lib/demo.mjs";
import { picture, start } from "./demo.mjs";

const AXE = await readFile(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const own = secrets();
const token = signOrder(own.LINK_KEYS);
const expired = sign(Math.floor(Date.now() / 1_000) - 3_600);

/** A link to the order as signOrder makes one, with an end of its own. */
function sign(expires) {
  const [id, secret] = own.LINK_KEYS.split(":");
  const payload = Buffer.from(`1:o:${ORDER.id}:${expires}:`).toString("base64url");
  return `${id}.${payload}.${createHmac("sha256", secret).update(`${id}.${payload}`).digest("hex")}`;
}

/** A shop of another origin: its pages by path, as `{headers, body}`. */
const pages = {};
const serveShop = () => new Promise((done) => {
  const server = createServer(({ url }, response) => {
    const { headers = {}, body = "" } = pages[url] ?? {};
    response.writeHead(200, { "content-type": "text/html", ...headers }).end(body);
  });
  server.listen(0, "127.0.0.1", () => done({ url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) }));
});

let demo, shop, stranger;
before(async () => {
  [shop, stranger] = [await serveShop(), await serveShop()];
  demo = await start({ settings: { ...own, ALLOWED_ORIGINS: shop.url, BRAND: JSON.stringify({ name: "Quillmoss", color: "#7fae3a" }) } });
});
after(async () => {
  await demo?.close();
  shop?.close();
  stranger?.close();
});

const linked = (token) => `/orders/${ORDER.id}/track?t=${token}`;
/** Name, path, status, and English words that are to be seen. */
const PAGES = [
  ["form", "/track?", 200, ["Order number", "E-mail or phone number"]], ["form-wrong", "/track?number=x", 400, ["This number cannot be right"]],
  ["order", linked(token), 200, [`Order ${ORDER.id}`]],
  ["out-for-delivery", "/track/dhl/SBX-PICKUP-001?", 200, ["SBX-PICKUP-001"]], ["customs", "/track/dpd/SBX-EXCEPTION-006?", 200, ["customs"]],
  ["delivered", "/track/-/SBX-DELIVERED?", 200, ["Delivered"]], ["unknown", "/track/dhl/NOSUCHNUMBER1?", 404, ["We cannot find this parcel"]],
  ["expired-link", linked(expired), 403, ["This link has run out"]],
  ["frame", "/embed/dhl/SBX-EXCEPTION-006?", 200, ["customs"]],
];
const LOOKS = [
  ["light", "en", {}], ["dark-rtl", "ar", { colorScheme: "dark" }], ["phone", "de", { viewport: { width: 320, height: 720 } }],
];

/** What axe finds. It waits by timers, which the browser does not run where scripts are off. */
const faultsOfAxe = async (page) => {
  await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => {
    window.setTimeout = (work, ms = 0) => {
      if (ms < 1_000) Promise.resolve().then(work);
      return 0;
    };
    return window.axe.run(document, { resultTypes: ["violations"], preload: false });
  });
  assert.ok(passes.length > 10, "axe has looked");
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
};

/** Whether nothing of a page is outside of its window. */
const fits = async (page) => (await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0;

for (const [name, path, status, words] of PAGES) {
  test(`the page "${name}" is beautiful and open to everybody without a script, in every look`, async () => {
    for (const [look, lang, options] of LOOKS) {
      const { page, faults, close } = await demo.open("/css/base.css", { ...options, javaScriptEnabled: false });
      faults.length = 0;
      const response = await page.goto(`${demo.url}${path}&lang=${lang}`);
      assert.equal(response.status(), status, look);
      assert.ok((await page.locator("html").getAttribute("lang")).startsWith(lang));
      // Its own fault that the answer is none of 200.
      assert.deepEqual(faults.filter((fault) => !/Failed to load resource.*\b4\d\d\b/.test(fault)), [], look);
      assert.ok(await fits(page), `${look}: wider than its window`);
      const seen = await page.locator("body").innerText();
      if (lang === "en") for (const word of words) assert.ok(seen.toLowerCase().includes(word.toLowerCase()), `${word} in ${seen}`);
      const tooSmall = await page.locator("a:visible, button:visible, input:visible, summary:visible").evaluateAll((all) => all
        .filter((one) => !one.closest("p, dd, .head") && one.getBoundingClientRect().height < 24).map((one) => one.outerHTML.slice(0, 80)));
      assert.deepEqual(tooSmall, [], look);
      assert.deepEqual(await faultsOfAxe(page), [], `${name} ${look}`);
      await picture(page, `page-${name}-${look}`);
      await close();
    }
  });
}

/** What tells where a parcel is, and what is to be done. */
const TELLING = "h1, h2, .stage, .number, .wrong, label";

/** Texts that are too light for white paper: browsers leave backgrounds out. */
const pale = (page) => page.evaluate(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const { parentElement: box } = node;
    if (!node.data.trim() || !box.checkVisibility() || box.closest(".vh")) continue;
    const [red, green, blue] = getComputedStyle(box).color.match(/[\d.]+/g).map(Number);
    if (0.2126 * red + 0.7152 * green + 0.0722 * blue > 150) found.push(box.outerHTML.slice(0, 120));
  }
  return found;
});

/** Opens a page without a script, as wide as paper. */
async function openPrinted(path) {
  const { page, close } = await demo.open("/css/base.css", { viewport: { width: 794, height: 1_123 }, javaScriptEnabled: false });
  await page.goto(`${demo.url}${path}&lang=en`);
  return { page, close };
}

const PRINTED = ["form-wrong", "order", "customs", "unknown", "expired-link", "frame"];

for (const [name, path] of PAGES.filter(([name]) => PRINTED.includes(name))) {
  test(`on paper the page "${name}" tells as much as on a screen, without a script`, async () => {
    const { page, close } = await openPrinted(path);
    const texts = await page.locator(TELLING).evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.innerText.trim()).filter(Boolean));
    await page.emulateMedia({ media: "print" });
    const onPaper = await page.locator("body").innerText();
    assert.ok(texts.length > 0, "there are words on the screen");
    assert.deepEqual(texts.filter((text) => !onPaper.includes(text)), []);
    assert.equal(await page.locator("button:visible, summary:not(.toggle):visible").count(), 0, "nothing to press");
    const folded = await page.locator(".event").evaluateAll((all) => all.filter((one) => !one.checkVisibility()).length);
    assert.equal(folded, 0, "what is folded is open");
    assert.ok(await fits(page), "wider than the paper");
    assert.deepEqual(await pale(page), [], "too pale for paper");
    await picture(page, `page-${name}-print`);
    await close();
  });
}

test("a page in the dark theme is dark on white on paper", async () => {
  const { page, close } = await openPrinted(`${linked(token)}&theme=dark`);
  assert.ok((await pale(page)).length > 0, "on a screen it is light on dark");
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await pale(page), []);
  await close();
});

test("a link that has run out is refused for its end alone", async () => {
  const of = async (token) => (await fetch(`${demo.url}${linked(token)}`)).status;
  assert.deepEqual([await of(expired), await of(sign(Math.floor(Date.now() / 1_000) + 3_600)), await of(token.slice(0, -1))], [403, 200, 403]);
});

test("without a script a shopper finds an order by its e-mail address, and sees all of it", async () => {
  const { page, close } = await demo.open("/css/base.css", { javaScriptEnabled: false });
  await page.goto(`${demo.url}/track?lang=en`);
  await page.getByLabel("Order number").fill(ORDER.id);
  await page.getByLabel("E-mail or phone number").fill("someone@else.example");
  await page.getByRole("button", { name: "Track" }).first().click();
  assert.match(await page.locator(".wrong").innerText(), /no order that matches both/);
  assert.equal(await page.getByLabel("Order number").inputValue(), ORDER.id, "what was typed stays");
  await page.getByLabel("E-mail or phone number").fill(" YOU@shop.example ");
  await page.getByRole("button", { name: "Track" }).first().click();
  assert.match(page.url(), /\/orders\/Q-20433\/track\?lang=en&t=/);
  assert.match(await page.locator("h2").first().innerText(), /Order Q-20433/);
  assert.equal(await page.locator(".parcel").count(), 3);
  const folded = page.locator("details.older").first();
  assert.equal(await page.locator("details[open] .panel").count(), 1);
  await page.locator("summary.toggle").last().click();
  assert.equal(await page.locator("li details[open]").count(), 2);
  assert.ok(await folded.count());
  await close();
});

test("where a page refuses wasm the element shows what the edge renders, from another origin", async () => {
  const { page, close } = await demo.open("/css/base.css");
  pages["/plain.html"] = {
    headers: { "content-security-policy": `script-src ${demo.url}; style-src 'self' 'unsafe-inline'; connect-src ${demo.url}; require-trusted-types-for 'script'; trusted-types tracktry-widget` },
    body: `<!doctype html><html lang="de"><title>Shop</title><script type="module" src="${demo.url}/widget/v0/tracktry-widget.js"></script>
      <tracktry-widget endpoint="${demo.url}/" carrier="dhl" number="SBX-EXCEPTION-006"></tracktry-widget>`,
  };
  await page.goto(`${shop.url}/plain.html`);
  await page.waitForFunction(() => document.querySelector("tracktry-widget").state === "fragment");
  const card = page.locator("tracktry-widget .tt");
  assert.equal(await card.getAttribute("data-reason"), "customs");
  assert.match(await card.innerText(), /Zoll/);
  await close();
});

test("a frame tells the page around it how high it is", async () => {
  const { page, close } = await demo.open("/css/base.css");
  pages["/framed.html"] = {
    body: `<!doctype html><title>Shop</title><script>addEventListener("message", (event) => (window.told = [event.origin, event.data]))</script>
      <iframe src="${demo.url}/embed/dhl/SBX-DELIVERED?parent=${encodeURIComponent(shop.url)}" width="700" height="100"></iframe>`,
  };
  await page.goto(`${shop.url}/framed.html`);
  await page.waitForFunction(() => window.told);
  const [origin, { type, height }] = await page.evaluate(() => window.told);
  assert.deepEqual([origin, type], [demo.url, "tracktry-height"]);
  assert.ok(height > 200 && height < 2000, height);
  await close();
});

test("no other page may frame one", async () => {
  pages["/thief.html"] = { body: `<iframe src="${demo.url}/embed/dhl/SBX-DELIVERED"></iframe>` };
  const { page, close } = await demo.open("/css/base.css");
  const refusals = [];
  page.on("console", (message) => refusals.push(message.text()));
  await page.goto(`${stranger.url}/thief.html`);
  await page.waitForTimeout(500);
  assert.ok(refusals.some((text) => /frame-ancestors|refused to connect|Framing/i.test(text)), refusals.join());
  await close();
});
