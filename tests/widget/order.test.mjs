// All parcels of an order: asked with a token, one open at a time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const tag = (attributes = 'order="#10/1" token="k1.abc"', inner = "") => `<tracktry-widget id="w" endpoint="/edge/" ${attributes}>${inner}</tracktry-widget>`;
const parcel = (number, stage, changes) => journey({ number, stage, reason: null, ...changes });
const order = async (...journeys) => ({ body: { v: 1, order: "10/1", journeys: await Promise.all(journeys) } });
const three = () => order(parcel("AAAA0001", "delivered"), parcel("AAAA0002", "in_transit"), parcel("AAAA0003", "exception", { reason: "customs" }));
const opened = (it) => it.card.locator(".toggle[aria-expanded=true]").evaluateAll((all) => all.map(({ value }) => value.split(" ")[0]));

test("an order is asked for with its token alone, and summed up", async () => {
  const it = await browser.open({ body: tag(), edge: three });
  await it.state("order");
  assert.deepEqual(it.asked.map(({ path, headers }) => [path, headers.authorization]), [["orders/10%2F1", "Bearer k1.abc"]]);
  assert.match(await it.card.innerText(), /Order 10\/1\s+1 of 3 delivered/);
  const [{ name, detail }] = await it.told();
  assert.deepEqual([name, detail.order, detail.journeys.map(({ number }) => number), detail.previous], ["order", "10/1", ["AAAA0001", "AAAA0002", "AAAA0003"], null]);
  assert.equal(await it.element.evaluate((one) => [one.journey, one.journeys.length].join()), ",3");
  assert.deepEqual(it.faults, []);
  await it.close();
});

test("a parcel is asked for with its token too", async () => {
  const it = await browser.open({ body: '<tracktry-widget endpoint="/edge/" carrier="dhl" number="RB000000005CN" token="t"></tracktry-widget>', edge: () => journey() });
  await it.state("journey");
  assert.equal(it.asked[0].headers.authorization, "Bearer t");
  assert.ok(!it.asked[0].path.includes("?"));
  await it.close();
});

test("one parcel is open at a time: first the one that is still to come", async () => {
  const it = await browser.open({ body: tag(), edge: three });
  await it.state("order");
  assert.deepEqual(await opened(it), ["AAAA0002"]);
  await it.card.locator(".toggle").nth(2).click();
  assert.deepEqual(await opened(it), ["AAAA0003"]);
  assert.deepEqual(await it.card.locator(".panel:visible").count(), 1);
  assert.ok(await it.card.locator(".panel", { hasText: "Open at" }).isVisible());
  await it.card.locator(".toggle").nth(2).click();
  assert.deepEqual(await opened(it), []);
  await it.close();
});

test("the keyboard opens, closes and walks as in the pattern", async () => {
  const it = await browser.open({ body: tag(), edge: three });
  await it.state("order");
  const press = (key) => it.page.keyboard.press(key);
  const focus = () => it.element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.value.split(" ")[0]);
  await it.card.locator(".toggle").first().focus();
  await press("ArrowDown");
  assert.equal(await focus(), "AAAA0002");
  await press("End");
  assert.equal(await focus(), "AAAA0003");
  await press("ArrowDown");
  assert.equal(await focus(), "AAAA0001", "round");
  await press("ArrowUp");
  assert.equal(await focus(), "AAAA0003");
  await press("Home");
  assert.equal(await focus(), "AAAA0001");
  await press("Enter");
  assert.deepEqual(await opened(it), ["AAAA0001"]);
  await press("Space");
  assert.deepEqual(await opened(it), []);
  const told = await it.card.locator(".toggle").first().evaluate((button) => {
    const panel = button.getRootNode().getElementById(button.getAttribute("aria-controls"));
    return [button.closest("h3") !== null, panel.role, panel.getAttribute("aria-labelledby") === button.id];
  });
  assert.deepEqual(told, [true, "region", true]);
  await it.close();
});

test("a refresh leaves the open parcel, the focus and unfolded events; news is told of the parcel that moved", async () => {
  const moved = () => order(parcel("AAAA0001", "delivered"), parcel("AAAA0002", "out_for_delivery"), parcel("AAAA0003", "exception", { reason: "customs" }));
  const it = await browser.open({ body: tag(), edge: (_, count) => (count < 2 ? three() : moved()) });
  await it.state("order");
  await it.card.locator(".toggle").first().click();
  await it.card.locator(".panel:visible summary").click();
  await it.card.locator(".toggle").first().focus();
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => (await it.told("order")).length === 2, "the change");
  assert.deepEqual(await opened(it), ["AAAA0001"]);
  assert.equal(await it.element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.value.split(" ")[0]), "AAAA0001");
  assert.ok(await it.card.locator(".panel:visible details").evaluate(({ open }) => open));
  const status = await it.element.locator('[role="status"]').textContent();
  assert.match(status, /1 of 3 delivered\. Out for delivery/);
  assert.doesNotMatch(status, /customs/);
  assert.equal((await it.told("order"))[1].detail.previous[1].stage, "in_transit");
  await it.close();
});

test("an order without a parcel says so, and one that is not imported yet waits", async () => {
  for (const [answer, state] of [[await order(), "order_unknown"], [problem(404, "order_unknown"), "order_unknown"], [problem(503, "importing", { "retry-after": "30" }), "busy"]]) {
    const it = await browser.open({ body: tag(), edge: () => answer });
    await it.state(state);
    assert.match(await it.card.innerText(), /\w+ \w+/);
    await it.close();
  }
});

test("a failed refresh keeps the order and marks it old", async () => {
  const it = await browser.open({ body: tag(), edge: (_, count) => (count < 2 ? three() : problem(502, "upstream_fault")) });
  await it.state("order");
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => (await it.told("error")).length, "the failure");
  assert.equal(await it.element.evaluate((one) => one.state), "order");
  assert.ok(await it.card.locator("[data-note=stale]").isVisible());
  await it.close();
});

test("an old order says so once, with every panel closed too", async () => {
  const done = () => order(parcel("AAAA0001", "delivered"), parcel("AAAA0002", "delivered"));
  const it = await browser.open({ body: tag(), edge: async () => ({ ...(await done()), headers: { "tracktry-stale": "true" } }) });
  await it.state("order");
  assert.deepEqual(await opened(it), []);
  assert.equal(await it.card.getByText("Fresh news cannot be reached").filter({ visible: true }).count(), 1);
  await it.card.locator(".toggle").first().click();
  assert.equal(await it.card.getByText("Fresh news cannot be reached").filter({ visible: true }).count(), 1);
  await it.close();
});

const EVENT = { at: "2031-01-19T10:33", precision: "minute", offset: null, text: "Seen by a cat", place: "Leiden, NL", stage: "in_transit", substatus: null, leg: "destination" };

test("what is news is marked and announced once: a stage, an event, a parcel more, and no count of days", async () => {
  const steps = [
    three,
    () => order(parcel("AAAA0001", "delivered"), parcel("AAAA0002", "in_transit", { days_under_way: 99 }), parcel("AAAA0003", "exception", { reason: "customs" })),
    async () => {
      const { events } = await parcel("AAAA0002", "in_transit");
      return order(parcel("AAAA0001", "delivered"), parcel("AAAA0002", "in_transit", { events: [EVENT, ...events] }), parcel("AAAA0003", "exception", { reason: "customs" }));
    },
    () => order(parcel("AAAA0001", "delivered"), parcel("AAAA0002", "delivered"), parcel("AAAA0003", "exception", { reason: "customs" }), parcel("AAAA0004", "registered")),
  ];
  const it = await browser.open({ body: tag(), edge: (_, count) => steps[count - 1]() });
  await it.state("order");
  const marked = () => it.card.locator("[data-new]").evaluateAll((all) => all.map((one) => one.closest(".parcel").querySelector(".toggle").value.split(" ")[0]));
  const status = () => it.element.locator('[role="status"]').textContent();
  const look = async (count) => {
    await it.element.evaluate((one) => one.reload());
    await eventually(async () => (await it.told("order")).length === count, `look ${count}`);
  };
  await look(2);
  assert.deepEqual([await marked(), await status()], [[], ""]);
  await look(3);
  assert.deepEqual(await marked(), ["AAAA0002"]);
  assert.match(await status(), /^1 of 3 delivered\. On its way\. Seen by a cat/);
  assert.equal(await it.card.locator("[data-new]").evaluate((one) => getComputedStyle(one, "::after").content), '"New"');
  await look(4);
  assert.deepEqual(await marked(), ["AAAA0002", "AAAA0004"]);
  assert.match(await status(), /^2 of 4 delivered\. Delivered[\s\S]*Shipment announced/);
  assert.doesNotMatch(await status(), /customs/i);
  await it.close();
});

test("one number under two carriers is two parcels", async () => {
  const twin = (code) => parcel("AAAA0001", "in_transit", { carrier: { code, name: code, phone: null, url: null }, last_mile: null });
  const it = await browser.open({ body: tag(), edge: () => order(twin("dhl"), twin("dpd")) });
  await it.state("order");
  assert.equal(await it.card.locator(".panel:visible").count(), 1);
  await it.card.locator(".toggle").nth(1).click();
  await it.element.evaluate((one) => one.reload());
  await eventually(() => it.asked.length === 2, "the refresh");
  assert.deepEqual(await it.card.locator(".toggle").evaluateAll((all) => all.map((one) => one.ariaExpanded)), ["false", "true"]);
  await it.close();
});

test("an order with a parcel that cannot be read is not summed up without it", async () => {
  const broken = async () => ({ body: { v: 1, order: "10/1", journeys: [await parcel("AAAA0001", "delivered"), null] } });
  for (const first of [broken, three]) {
    const it = await browser.open({ body: tag(), edge: (_, count) => (count < 2 ? first() : broken()) });
    if (first === three) {
      await it.state("order");
      await it.element.evaluate((one) => one.reload());
    }
    await eventually(async () => (await it.told("error")).length, "the error");
    assert.equal((await it.told("error"))[0].detail.code, "unreadable");
    assert.equal(await it.element.evaluate((one) => one.state), first === three ? "order" : "error");
    assert.doesNotMatch(await it.card.innerText(), /1 of 1/);
    await it.close();
  }
});

test("an order on show stays where its words cannot be loaded, and a look later", async () => {
  const it = await browser.open({ body: tag(), edge: three });
  await it.state("order");
  await it.page.route(/\/(lang|engine|speak).*\.js$/, (route) => route.abort());
  await it.page.route(/widget_bg/, (route) => route.abort());
  await it.element.evaluate((one) => {
    // What a page without any English left would meet.
    Object.defineProperty(one, "texts", { get() { throw new Error("no words"); } });
    one.reload();
  });
  await eventually(async () => (await it.told("error")).length, "the failure");
  await eventually(async () => (await it.card.getAttribute("aria-busy")) === null, "the end of the look");
  assert.equal(await it.element.evaluate((one) => one.state), "order");
  assert.match(await it.card.innerText(), /1 of 3 delivered/);
  await it.close();
});

test("an order found through the form prints all of its parcels", async () => {
  const it = await browser.open({ body: tag("", ""), edge: (path) => (path.endsWith("/verify") ? { body: { token: "k1.t", expires: 1_800_000_000 } } : three()) });
  await it.state("lookup");
  await it.card.locator("input[name=order]").fill("10/1");
  await it.card.locator("input[name=contact]").fill("anna@shop.example");
  await it.card.locator("form button").click();
  await it.state("order");
  await it.page.emulateMedia({ media: "print" });
  assert.equal(await it.card.locator(".panel:visible").count(), 3);
  await it.close();
});

test("a page's contents go to the parcel they belong to", async () => {
  const it = await browser.open({ body: tag(undefined, '<p slot="contents-AAAA0002">Two shirts</p><p slot="help">Write to us</p>'), edge: three });
  await it.state("order");
  assert.ok(await it.page.getByText("Two shirts").isVisible());
  assert.ok(await it.page.getByText("Write to us").isVisible());
  await it.card.locator(".toggle").first().click();
  assert.ok(await it.page.getByText("Two shirts").isHidden());
  await it.close();
});

test("hostile words in an order stay words", async () => {
  const nasty = '"><img src=x onerror="window.pwned=1">';
  const it = await browser.open({
    body: tag(), edge: async () => ({ body: { v: 1, order: nasty, journeys: [await parcel(nasty, "in_transit", { carrier: { code: nasty, name: nasty, phone: null, url: "javascript:1" } })] } }),
  });
  await it.state("order");
  assert.equal(await it.element.evaluate(({ shadowRoot }) => shadowRoot.querySelectorAll("img, script").length + (window.pwned ?? 0)), 0);
  await it.close();
});
