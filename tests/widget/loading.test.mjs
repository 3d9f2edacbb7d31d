// What an element loads after its script: files that stall, fail, or come from another build.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { eventually, fixture, journey, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const EDGE = '<tracktry-widget endpoint="/edge/" number="RB000000005CN"><b>Ask us</b></tracktry-widget>';
const BARE = "<tracktry-widget><b>Ask us</b></tracktry-widget>";
const FILES = [
  { what: "the bindings", file: /\/engine(-\w+)?\.js$/, body: EDGE },
  { what: "the wasm", file: /\/widget_bg.*\.wasm$/, body: EDGE },
  { what: "the words", file: /\/lang\/.*\.js$/, body: EDGE },
  { what: "the reader of raw trackings", file: /\/raw.*\.js$/, body: BARE },
  { what: "the wasm of raw trackings", file: /\/toolkit_bg.*\.wasm$/, body: BARE },
];

for (const { what, file, body } of FILES) {
  const open = async (meet) => {
    const it = await browser.open({
      body, edge: () => journey(),
      before: async (page) => {
        await page.clock.install({ time: 0 });
        await page.route(file, meet);
      },
    });
    const raw = await fixture("raw/international.json");
    if (body === BARE) await it.element.evaluate((one, raw) => (one.tracking = raw), raw);
    const run = async (state) => eventually(async () => {
      await it.page.clock.runFor(500);
      return (await it.element.evaluate((one) => one.state)) === state;
    }, state);
    return { ...it, run };
  };

  test(`${what} that never come end in the page's own content; once they come there is a journey`, async () => {
    const held = [];
    const it = await open((route) => held.push(route));
    await eventually(async () => (await it.page.clock.runFor(20), held.length), "the file asked for");
    await it.page.clock.runFor(31_000);
    await it.run("unavailable");
    assert.ok(await it.page.getByText("Ask us").isVisible());
    assert.equal((await it.told("error"))[0].detail.code, "widget_unavailable");
    await it.page.unroute(file);
    // What is no longer waited for cannot be answered either.
    await Promise.all(held.map((route) => route.continue().catch(() => {})));
    await it.run("journey");
    await it.close();
  });

  test(`${what} that fail once are asked for again`, async () => {
    let count = 0;
    const it = await open((route) => ((count += 1) === 1 ? route.abort() : route.continue()));
    await it.run("journey");
    assert.equal((await it.told("error"))[0].detail.code, "widget_unavailable");
    await it.close();
  });
}

test("the time for an answer runs from the request on, not from the wasm", async () => {
  let held;
  const it = await browser.open({
    body: EDGE, edge: () => new Promise(() => {}),
    before: async (page) => {
      await page.clock.install({ time: 0 });
      await page.route(/\/widget_bg.*\.wasm$/, (route) => (held = route));
    },
  });
  await eventually(async () => (await it.page.clock.runFor(20), held), "the wasm asked for");
  await it.page.clock.runFor(19_000);
  await held.continue();
  await eventually(() => it.asked.length, "the request");
  await it.page.clock.runFor(5000);
  assert.equal(await it.element.evaluate((one) => one.state), "loading");
  assert.equal(it.asked[0].aborted, false);
  await it.close();
});

test("whatever the script loads later belongs to one exact build", async () => {
  const it = await browser.open({ body: EDGE, edge: () => journey() });
  const loaded = [];
  it.page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await it.page.reload();
  await it.state("journey");
  await it.element.evaluate((one, raw) => (one.tracking = raw), await fixture("raw/international.json"));
  await eventually(() => loaded.some((path) => path.includes("toolkit_bg")), "the reader of raw trackings");
  const { version } = JSON.parse(await readFile(join(root, "pkg/package.json"), "utf8"));
  const later = new Set(loaded.filter((path) => path.startsWith("/widget/") && path !== "/widget/v0/tracktry-widget.js"));
  assert.equal(later.size, 6, [...later].join());
  for (const path of later) assert.match(path, new RegExp(`^/widget/${version}/.*-[0-9a-f]{8}\\.(js|wasm)$`));
  assert.deepEqual(await readdir(join(root, "build/assets/widget/v0")), ["tracktry-widget.js"]);
  await it.close();
});
