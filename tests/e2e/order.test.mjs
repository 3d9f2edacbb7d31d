// The shopper's way: an order page of another origin, and a parcel that moves while one looks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, momentsOf, picture, setClock, start } from "./demo.mjs";

// What shows a parcel's state, inside the element.
const card = (page) => page.locator("tracktry-widget").first().locator(".tt");
const stageOf = (page) => card(page).getAttribute("data-stage");

let demo;
before(async () => (demo = await start()));
after(() => demo?.close());

test("the order page shows the journey across origins, and nothing goes wrong or elsewhere", async () => {
  const { page, faults, close } = await demo.open("/order.html");
  await eventually(() => stageOf(page), { what: "a journey" });
  await page.waitForLoadState("networkidle");
  assert.ok((await card(page).innerText()).length > 50, "there are words in it");
  assert.deepEqual(faults, []);
  await close();
});

test("the order in several parcels is shown by its link, and its parcels open one at a time", async () => {
  const { page, faults, close } = await demo.open("/order.html");
  const order = page.locator("tracktry-widget[order]");
  await eventually(() => order.evaluate((one) => one.state === "order"), { what: "the order" });
  const whole = order.locator(".tt.order");
  await whole.scrollIntoViewIfNeeded();
  assert.match(await whole.innerText(), /Order Q-20433[\s\S]*\d of 3 delivered/);
  const numbers = await order.evaluate((one) => one.journeys.map(({ number }) => number).sort());
  assert.deepEqual(numbers, ["SBX-DELIVERED", "SBX-EXCEPTION-006", "SBX-TRAVEL"]);
  for (const toggle of await order.locator(".toggle").all()) {
    if ((await toggle.getAttribute("aria-expanded")) !== "true") await toggle.click();
    assert.equal(await order.locator(".panel:visible").count(), 1);
    assert.ok(await order.locator(".panel:visible .timeline").isVisible());
  }
  // What was open stays so over a refresh: this page looks every five seconds.
  const open = await order.locator(".toggle[aria-expanded=true]").getAttribute("value");
  const looked = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/orders/")).length);
  const before = await looked();
  await eventually(async () => (await looked()) > before, { what: "another look" });
  assert.equal(await order.locator(".toggle[aria-expanded=true]").getAttribute("value"), open);
  assert.deepEqual(faults, []);
  await close();
});

test("the same page works where the edge is the shop's own origin", async () => {
  const { page, faults, close } = await demo.open("/order.html");
  await page.goto(`${demo.url}/order.html`);
  await eventually(() => stageOf(page), { what: "a journey" });
  assert.deepEqual(faults, []);
  await close();
});

for (const [form, viewport] of [["desk", { width: 1280, height: 900 }], ["phone", { width: 360, height: 740 }]]) {
  test(`nothing on the page shifts when the journey arrives (${form})`, async () => {
    const { page, close } = await demo.open("/order.html", { viewport });
    await eventually(() => stageOf(page), { what: "a journey" });
    await page.waitForTimeout(500);
    assert.deepEqual(await page.evaluate(() => window.shifts), []);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(tooWide <= 0, `the page is ${tooWide} px wider than the window`);
    await close();
  });
}

/** Three moments of the travelling parcel, with the stage to be seen at each. */
async function threeMoments() {
  const moments = await momentsOf(demo, "dhl", "SBX-TRAVEL");
  const at = (wanted) => moments.find(({ status }) => status === wanted).now;
  return [[moments[0].now, "registered"], [at("transit"), "in_transit"], [at("delivered"), "delivered"]];
}

/** Waits for news without a reload: the element looks again by itself. */
const news = (page, stage, name = "") => eventually(async () => (await stageOf(page)) === stage, { what: `${stage} ${name}` });

test("the parcel moves while one looks, from its registration to the door", async () => {
  const way = await threeMoments();
  await setClock(demo, { now: way[0][0], rate: 1 });
  const looks = await Promise.all([
    ["light", {}], ["dark", { colorScheme: "dark" }], ["phone", { viewport: { width: 360, height: 740 } }],
  ].map(async ([name, look]) => ({ name, ...(await demo.open("/order.html", look)) })));
  for (const [index, [now, stage]] of way.entries()) {
    await setClock(demo, { now, rate: 1 });
    for (const { name, page } of looks) {
      await news(page, stage, name);
      await picture(page, `order-${index + 1}-${name}`);
    }
  }
  for (const { faults, close } of looks) {
    assert.deepEqual(faults, []);
    await close();
  }
});

test("news moves rows within the element, never the page around it", async () => {
  const way = await threeMoments();
  await setClock(demo, { now: way[0][0], rate: 1 });
  const { page, close } = await demo.open("/order.html");
  for (const [now, stage] of way) {
    await setClock(demo, { now, rate: 1 });
    await news(page, stage);
  }
  const shifts = await page.evaluate(() => window.shifts);
  assert.deepEqual(shifts.filter(({ outside }) => outside.length > 0), []);
  assert.ok(shifts.every(({ value }) => value < 0.01), JSON.stringify(shifts));
  await close();
});
