// For every body: small windows, large text, fingers, keys, and what a screen reader is told.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { STATES, openState } from "./gallery.mjs";
import { eventually, journey, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const open = (name, context = {}, lang = "en") => openState(browser, name, { context, lang });

/** What is wider than its room, or cut off in it. */
const spilt = (element) => element.evaluate((host) => {
  const { left, right } = host.getBoundingClientRect();
  const wide = [...host.shadowRoot.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && !one.closest(".vh, [hidden]") && (box.left < left - 1 || box.right > right + 1 || (one.localName !== "input" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0));
  });
  return [...wide.map((one) => `${one.localName}.${one.className.baseVal ?? one.className}`), ...(document.documentElement.scrollWidth > innerWidth ? ["the page"] : [])];
});

for (const name of Object.keys(STATES)) {
  test(`${name} fits 320 px and 200 % of text in English, German and Arabic`, async () => {
    for (const lang of ["en", "de", "ar"]) {
      const it = await open(name, { viewport: { width: 320, height: 640 } }, lang);
      for (const size of ["100%", "200%"]) {
        await it.page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
        // Twice the text in 320 px is 1.4.10 and 1.4.4 at once: 640 px is what the standard asks for.
        await it.page.setViewportSize({ width: size === "100%" ? 320 : 640, height: 640 });
        assert.deepEqual(await spilt(it.element), [], `${lang}, ${size}`);
      }
      await it.close();
    }
  });
}

test("words as long as German ones break and are not cut", async () => {
  const it = await open("in_transit", { viewport: { width: 320, height: 640 } });
  await it.element.evaluate(({ shadowRoot }) => {
    for (const one of shadowRoot.querySelectorAll("h2, .next, .name, dt, .what p, summary, .promise, .fresh button")) one.textContent = "Sendungsverfolgungsbenachrichtigungseinstellungen";
  });
  assert.deepEqual(await spilt(it.element), []);
  await it.close();
});

for (const name of ["customs", "order", "lookup", "lookup by number", "of an edge", "message busy", "layout line, busy"]) {
  test(`every control of ${name} is at least 24 px high and wide`, async () => {
    const it = await open(name, { viewport: { width: 360, height: 800 } });
    const small = await it.element.evaluate(({ shadowRoot }) => [...shadowRoot.querySelectorAll("a, button, summary, label, input:not([type=radio])")]
      .map((one) => [one.localName, one.className, ...(({ width, height }) => [width, height])(one.getBoundingClientRect())])
      // A label is no target of its own where its field is one.
      .filter(([name, of, width, height]) => width > 0 && !(name === "label" && of !== "way") && (width < 24 || height < 24) && !(name === "a" && height >= 20)));
    assert.deepEqual(small, []);
    await it.close();
  });
}

test("the keyboard reaches every control in the order of reading, and the focus is seen", async () => {
  const it = await open("of an edge");
  const stops = [];
  for (let i = 0; i < 12; i += 1) {
    await it.page.keyboard.press("Tab");
    const stop = await it.element.evaluate(({ shadowRoot }) => {
      const one = shadowRoot.activeElement;
      return one && [one.dataset.action ?? one.localName, getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth].join(" ");
    });
    if (stop) stops.push(stop);
  }
  assert.deepEqual([...new Set(stops)], ["summary solid 2px", "a solid 2px", "copy solid 2px", "retry solid 2px"]);
  await it.close();
});

test("the form is filled, sent and corrected by keys alone", async () => {
  const it = await browser.open({ body: STATES.lookup.tag, edge: () => journey() });
  await it.state("lookup");
  const press = (key) => it.page.keyboard.press(key);
  const focus = () => it.element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.name || shadowRoot.activeElement?.localName);
  await press("Tab");
  assert.equal(await focus(), "way");
  await press("ArrowRight");
  await press("Tab");
  assert.equal(await focus(), "number");
  await press("Enter");
  assert.equal(await focus(), "number", "the field in error has the focus");
  await it.page.keyboard.type("RB000000005CN");
  await press("Enter");
  await it.state("journey");
  await it.close();
});

test("the focus stays where it is over a refresh, a failure and a language", async () => {
  const it = await browser.open({ body: STATES["of an edge"].tag, edge: (_, count) => (count === 2 ? { status: 502, body: {} } : journey({ stage: count > 2 ? "delivered" : "in_transit", reason: null })) });
  await it.state("journey");
  await it.card.locator("[data-action=copy]").focus();
  const kept = () => it.element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.dataset.action);
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => (await it.told("error")).length, "the failure");
  assert.equal(await kept(), "copy");
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => (await it.told("change")).length, "the change");
  assert.equal(await kept(), "copy");
  await it.element.evaluate((one) => (one.lang = "en-US"));
  await eventually(async () => (await it.card.getAttribute("lang")) === "en-US", "the language");
  assert.equal(await kept(), "copy");
  await it.close();
});

test("a change is marked, and nothing moves where the reader wants no motion", async () => {
  for (const reducedMotion of ["no-preference", "reduce"]) {
    const it = await browser.open({
      body: STATES["of an edge"].tag, context: { reducedMotion },
      edge: (_, count) => journey({ stage: count > 1 ? "out_for_delivery" : "in_transit", reason: null }),
    });
    await it.state("journey");
    await it.element.evaluate((one) => one.reload());
    await eventually(async () => (await it.told("change")).length, "the change");
    assert.equal(await it.card.locator("h2").evaluate((h2) => getComputedStyle(h2, "::after").content), '"New"');
    const moving = await it.card.evaluate((card) => [card, ...card.querySelectorAll("*")].filter((one) => ["", "::before", "::after"].some((part) => getComputedStyle(one, part || null).animationName !== "none")).length);
    assert.equal(moving > 0, reducedMotion === "no-preference");
    await it.close();
  }
});

test("a day that passed is no news; an event is, and is told once", async () => {
  const event = { at: "2031-01-19T10:33", precision: "minute", offset: null, text: "Seen by a cat", place: null, stage: "in_transit", substatus: null, leg: "destination" };
  const it = await browser.open({
    body: STATES["of an edge"].tag,
    edge: async (_, count) => {
      const still = await journey({ stage: "in_transit", reason: null, days_under_way: count > 1 ? 9 : 8, days_quiet: count > 1 ? 5 : 4 });
      return count > 2 ? { ...still, events: [event, ...still.events] } : still;
    },
  });
  await it.state("journey");
  const status = () => it.element.locator('[role="status"]').textContent();
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => (await it.told("change")).length === 1, "the day");
  assert.deepEqual([await it.card.locator("[data-new]").count(), await status()], [0, ""]);
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => (await it.told("change")).length === 2, "the event");
  assert.equal(await it.card.locator("h2[data-new]").count(), 1);
  assert.match(await status(), /^On its way\. Seen by a cat/);
  await it.close();
});

/** What a screen reader is told, as text: tests/widget/snapshots. `BLESS=1` renews them. */
for (const name of ["customs", "delivered", "order", "lookup with errors", "message busy", "layout line", "of an edge"]) {
  test(`the accessibility tree of ${name} is the one on file`, async () => {
    const it = await open(name);
    // Days move on; their places stay.
    const tree = (await it.element.ariaSnapshot()).replace(/(\w+day,? )?\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*( \d{4})?/g, "DAY").replace(/As of .*$/gm, "As of TIME");
    const path = join(root, "tests/widget/snapshots", `${name.replaceAll(/\W+/g, "-")}.txt`);
    if (process.env.BLESS) await writeFile(path, `${tree}\n`);
    assert.equal(`${tree}\n`, await readFile(path, "utf8"), "BLESS=1 renews it");
    await it.close();
  });
}
