// Where a page can have no wasm or no Trusted Types policy, the edge's own rendering stands in.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { eventually, journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const TAG = '<tracktry-widget endpoint="/edge/" carrier="dhl" number="rb1234567" token="k.t"><b>Ask us</b></tracktry-widget>';
const MARKUP = await readFile(join(root, "tests/fixtures/html/stage-out_for_delivery.html"), "utf8");
const html = (text, headers = { "content-type": "text/html" }) => ({ headers, text });
const POLICIES = {
  "refuses wasm": "script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types tracktry-widget",
  "refuses the policy": "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'; trusted-types none-of-ours",
};

for (const [what, policy] of Object.entries(POLICIES)) {
  test(`a page that ${what} shows the edge's own rendering, and says why`, async () => {
    const it = await browser.open({ body: TAG, edge: (path) => (path.startsWith("fragment/") ? html(MARKUP) : journey()), headers: { "content-security-policy": policy } });
    await it.state("fragment");
    assert.equal(await it.card.getAttribute("data-stage"), "out_for_delivery");
    assert.match(await it.card.innerText(), /Out for delivery[\s\S]*Driver is en route/);
    assert.notEqual(await it.card.evaluate((card) => getComputedStyle(card).borderTopWidth), "0px", "the sheet is in force");
    assert.equal(await it.card.locator("svg path").first().evaluate((path) => path instanceof SVGPathElement), true);
    assert.equal((await it.told("error"))[0].detail.code, "widget_unavailable");
    assert.ok(it.asked.some(({ path }) => path === "fragment/dhl/rb1234567"));
    await it.close();
  });
}

test("hostile markup of a fragment comes to nothing", async () => {
  const nasty = `<section class="tt" onclick="pwned=1" style="color:red"><script>window.pwned=1</script><style>*{display:none}</style>
    <img src=x onerror="window.pwned=1"><iframe srcdoc="x"></iframe><form action="/x"><input></form>
    <p onmouseover="pwned=1" id="x">Words</p><a href="javascript:window.pwned=1">link</a><a href=" https://x">other</a><a href="https://good.example/">good</a>
    <svg onload="pwned=1"><path d="M0 0"></path><foreignObject><p>in</p></foreignObject><use href="#x"></use></svg><math><mi>m</mi></math></section>`;
  const it = await browser.open({ body: TAG, edge: (path) => (path.startsWith("fragment/") ? html(nasty) : journey()), headers: { "content-security-policy": POLICIES["refuses wasm"] } });
  await it.state("fragment");
  const found = await it.card.evaluate((card) => ({
    names: [...new Set([...card.querySelectorAll("*")].map(({ localName }) => localName))].sort(),
    attributes: [...new Set([card, ...card.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()))].sort(),
    links: [...card.querySelectorAll("a")].map((a) => a.getAttribute("href")), pwned: window.pwned,
  }));
  assert.deepEqual(found, { names: ["a", "p", "path", "svg"], attributes: ["class", "d", "href", "lang", "dir"].filter((name) => found.attributes.includes(name)).sort(), links: [null, null, "https://good.example/"], pwned: undefined });
  await it.close();
});

for (const [what, answer] of [["fails", problem(502, "upstream_fault")], ["is no card", html("<p>Hello</p>")], ["is cut", "cut"], ["is JSON", { body: {} }]]) {
  test(`a fragment that ${what} leaves the page's own content`, async () => {
    const it = await browser.open({ body: TAG, edge: (path) => (path.startsWith("fragment/") ? answer : journey()), headers: { "content-security-policy": POLICIES["refuses wasm"] } });
    await it.state("unavailable");
    assert.ok(await it.page.getByText("Ask us").isVisible());
    await it.close();
  });
}

/** A page that refuses wasm, whose clock the test drives. */
const refusing = async (attributes, edge, policy = POLICIES["refuses wasm"]) => {
  const it = await browser.open({
    body: TAG.replace(">", ` ${attributes}>`), edge, headers: { "content-security-policy": policy }, before: (page) => page.clock.install({ time: 0 }),
  });
  await eventually(async () => (await it.page.clock.runFor(20), (await it.element.evaluate((one) => one.state)) === "fragment"), "the fragment");
  const asked = () => it.asked.filter(({ path }) => path.startsWith("fragment/")).length;
  /** Lets so many seconds pass, a few at a time, and every answer come. */
  const pass = async (seconds) => {
    for (let now = 0; now < seconds; now += 5) {
      await it.page.clock.runFor(5000);
      await later(60);
    }
  };
  return { ...it, fragments: asked, pass };
};
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const spoken = (markup, lang, dir) => html(markup.replace("<section", `<section lang="${lang}" dir="${dir}"`));

test("a fragment is looked at again as any journey is, and stays under the reader's hands", async () => {
  const news = MARKUP.replace("Driver is en route", "Driver is at the door");
  const it = await refusing("", (path, count) => (path.startsWith("fragment/") ? html(count < 2 ? MARKUP : news) : journey()));
  await it.card.locator("summary").click();
  await it.card.locator("[data-action=copy]").focus();
  await it.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await it.pass(50);
  assert.equal(it.fragments(), 1, "not before its time, and not for every return to the tab");
  await it.pass(20);
  await eventually(async () => /at the door/.test(await it.card.innerText()), "the news");
  assert.equal(it.fragments(), 2);
  assert.deepEqual(await it.element.evaluate(({ shadowRoot }) => [shadowRoot.activeElement?.dataset.action, shadowRoot.querySelector("details").open]), ["copy", true]);
  await it.pass(1200);
  assert.ok(it.fragments() >= 6 && it.fragments() <= 9, `${it.fragments()} in a quarter of an hour`);
  assert.equal((await it.told("error")).length, 1, "said once");
  await it.close();
});

test("a fragment obeys refresh, and a delivered one is not looked at again", async () => {
  const delivered = await readFile(join(root, "tests/fixtures/html/stage-delivered.html"), "utf8");
  for (const [attributes, markup] of [['refresh="0"', MARKUP], ["", delivered]]) {
    const it = await refusing(attributes, (path) => (path.startsWith("fragment/") ? html(markup) : journey()));
    await it.pass(300);
    await it.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await it.pass(10);
    assert.equal(it.fragments(), 1, attributes);
    await it.close();
  }
  const it = await refusing('refresh="10"', (path) => (path.startsWith("fragment/") ? html(delivered) : journey()));
  await it.pass(60);
  assert.ok(it.fragments() >= 4, String(it.fragments()));
  await it.close();
});

test("a fragment that cannot be fetched again stays, says that it is old and is not busy for ever", async () => {
  const it = await refusing("", (path, count) => (path.startsWith("fragment/") ? (count < 2 ? html(MARKUP) : "cut") : journey()));
  await it.element.evaluate((one) => one.reload());
  await eventually(() => it.card.locator("[data-note=stale]").isVisible(), "the note");
  assert.deepEqual(await it.card.evaluate((card) => [card.getAttribute("aria-busy"), card.dataset.stage]), [null, "out_for_delivery"]);
  assert.equal(await it.element.evaluate((one) => one.state), "fragment");
  await it.close();
});

test("where the Trusted Types policy is refused nothing is asked that could not be shown", async () => {
  const it = await refusing("", (path) => (path.startsWith("fragment/") ? html(MARKUP) : journey()), POLICIES["refuses the policy"]);
  await it.pass(70);
  assert.ok(it.fragments() >= 2);
  assert.deepEqual(it.asked.filter(({ path }) => !path.startsWith("fragment/")), []);
  await it.close();
});

test("a fragment has its own language and direction, and follows a change of them", async () => {
  const it = await browser.open({
    body: TAG.replace(">", ' lang="ar">'), headers: { "content-security-policy": POLICIES["refuses wasm"] },
    edge: (path, _, request) => (path.startsWith("fragment/") ? (/lang=ar/.test(request.url) ? spoken(MARKUP, "ar", "rtl") : spoken(MARKUP, "de", "ltr")) : journey()),
  });
  await it.state("fragment");
  const ways = () => it.card.evaluate((card) => [card.lang, getComputedStyle(card).direction, card.querySelector("slot").dir]);
  assert.deepEqual(await ways(), ["ar", "rtl", "ltr"]);
  await it.element.evaluate((one) => (one.lang = "de"));
  await eventually(async () => (await ways()).join() === "de,ltr,ltr", "the other language");
  await it.close();
});

test("once the wasm comes the element itself shows the parcel", async () => {
  let block = true;
  const it = await browser.open({
    body: TAG, edge: (path) => (path.startsWith("fragment/") ? html(MARKUP) : journey()),
    before: (page) => page.route(/widget_bg.*\.wasm$/, (route) => (block ? route.abort() : route.continue())),
  });
  await it.state("fragment");
  block = false;
  await it.element.evaluate((one) => one.reload());
  await it.state("journey");
  await eventually(async () => (await it.card.getAttribute("data-stage")) === "delivered", "the journey");
  await it.close();
});
