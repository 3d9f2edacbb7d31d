// What a refresh leaves as the reader had it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const TAG = '<tracktry-widget endpoint="/edge/" carrier="dhl" number="RB000000005CN"></tracktry-widget>';
const scan = (at) => ({ at, precision: "minute", offset: null, text: at, place: null, stage: "in_transit", substatus: null, leg: "origin" });
const DAYS = [4, 3, 3, 2, 1];
const moving = (days) =>
  journey({ stage: "in_transit", reason: null, substatus: null, events: days.map((day, i) => scan(`2026-01-0${day}T0${9 - i}:00:00`)) });
const focused = (it) => it.element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.className || shadowRoot.activeElement?.localName);

for (const [what, days] of [["a day more", [5, ...DAYS]], ["a day fewer", [3, 3, 3, 2, 1]]]) {
  test(`unfolded details and their focus stay with ${what} in sight`, async () => {
    const it = await browser.open({ body: TAG, edge: (path, count) => moving(count === 1 ? DAYS : days) });
    await it.state("journey");
    await it.card.locator("summary").click();
    await it.element.evaluate((one) => one.reload());
    await eventually(async () => (await it.told("change")).length, "the change");
    assert.equal(await it.card.locator("details").evaluate(({ open }) => open), true);
    assert.equal(await focused(it), "summary");
    assert.deepEqual(
      await it.card.locator(".events .what").allInnerTexts(),
      days.map((day, i) => `2026-01-0${day}T0${9 - i}:00:00`),
    );
    await it.close();
  });
}

test("the focus the card was given stays at the next refresh", async () => {
  const answers = [() => problem(502, "upstream_fault"), () => moving(DAYS), () => moving([5, ...DAYS])];
  const it = await browser.open({ body: TAG, edge: (path, count) => answers[count - 1]?.() ?? problem(502, "upstream_fault") });
  await it.state("error");
  await it.card.locator('[data-action="retry"]').click();
  await it.state("journey");
  assert.equal(await focused(it), "tt");
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => (await it.told("change")).length, "the change");
  assert.equal(await focused(it), "tt");
  await it.close();
});
