// What the sheet and the platform's dates make of the markup.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const tag = (attributes = "", inner = "") =>
  `<tracktry-widget endpoint="/edge/" carrier="dhl" number="RB000000005CN" ${attributes}>${inner}</tracktry-widget>`;
const moving = (changes) => journey({ stage: "in_transit", reason: null, ...changes });
const style = (locator, property, pseudo) =>
  locator.evaluate((node, [property, pseudo]) => getComputedStyle(node, pseudo)[property], [property, pseudo]);

for (const [state, answer] of [["not_found", problem(404, "parcel_unknown")], ["invalid", problem(400, "number_invalid")]]) {
  test(`${state} leaves the page's own way on`, async () => {
    const it = await browser.open({ body: tag("", '<a href="#carrier">Ask the carrier</a>'), edge: () => answer });
    await it.state(state);
    assert.ok(await it.element.locator("a").isVisible());
    assert.match(await it.card.innerText(), /RB000000005CN/, "the number to compare");
    await it.close();
  });
}

for (const [code, state] of [[4031, "not_found"], [429, "busy"], [500, "error"]]) {
  test(`a raw answer with code ${code} says ${state}`, async () => {
    const it = await browser.open({ body: "<tracktry-widget></tracktry-widget>" });
    await it.element.evaluate((element, code) => (element.tracking = { meta: { code, type: "", message: "" }, data: [] }), code);
    await it.state(state);
    await it.close();
  });
}

test("the events of all days stand in one line, unfolded ones too", async () => {
  for (const locale of ["en-US", "de-DE"]) {
    const it = await browser.open({ body: tag(), edge: () => moving(), context: { locale } });
    await it.state("journey");
    await it.card.locator("summary").click();
    const lefts = await it.card.locator(".what").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    assert.ok(lefts.length > 5);
    assert.equal(new Set(lefts).size, 1, lefts.join());
    const clocks = await it.card.locator(".clock").evaluateAll((all) => all.map((one) => one.getClientRects().length + one.scrollWidth - one.clientWidth));
    assert.deepEqual([...new Set(clocks)], [1], "no clock is broken or cut");
    await it.close();
  }
});

test("paper is light, whatever the screen is", async () => {
  const it = await browser.open({ body: tag('theme="dark"'), edge: () => moving(), context: { colorScheme: "dark" } });
  await it.state("journey");
  assert.notEqual(await style(it.card, "backgroundColor"), "rgb(255, 255, 255)");
  await it.page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await style(it.card, "backgroundColor"), "rgb(255, 255, 255)");
  await it.close();
});

test("forced colours leave buttons their edge and past events their dots", async () => {
  const context = { forcedColors: "active" };
  const failing = await browser.open({ body: tag(), edge: () => problem(502, "upstream_fault"), context });
  await failing.state("error");
  const button = failing.card.locator(".retry");
  assert.equal(await style(button, "borderTopWidth"), "1px");
  assert.notEqual(await style(button, "borderTopColor"), await style(button, "backgroundColor"));
  await failing.close();
  const it = await browser.open({ body: tag(), edge: () => moving(), context });
  await it.state("journey");
  const ground = await style(it.card, "backgroundColor");
  for (const event of await it.card.locator(".event").all()) {
    assert.notEqual(await style(event, "borderTopColor", "::before"), ground);
  }
  await it.close();
});

test("days of another year have it, those of this one do not", async () => {
  const at = (year) => `${year}-06-15T08:00:00`;
  const [scan] = (await journey()).events;
  const now = new Date().getFullYear();
  const body = moving({ expected: `${now}-06-20`, steps: [], events: [{ ...scan, at: at(now) }, { ...scan, at: at(now - 1) }] });
  const it = await browser.open({ body: tag('lang="en-GB"'), edge: () => body });
  await it.state("journey");
  assert.deepEqual(await it.card.locator(".day").allInnerTexts(), [now, now - 1].map((year) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", ...(year === now ? {} : { year: "numeric" }) })
      .format(new Date(`${year}-06-15T08:00Z`))));
  assert.match(await it.card.locator(".promise").innerText(), /^Expected by \w+,? 20 June$/);
  await it.close();
});
