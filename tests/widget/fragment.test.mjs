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
