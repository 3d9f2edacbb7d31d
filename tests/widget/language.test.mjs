// Which language an element speaks, and in which direction.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, journey, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const TAG = '<tracktry-widget lang="en-US" endpoint="/edge/" carrier="dhl" number="RB000000005CN"></tracktry-widget>';
const AMERICAN = /March 20/;
const BRITISH = /20 March/;

test("a language chosen while the answer is on its way is the one spoken", async () => {
  let answer;
  const it = await browser.open({ body: TAG, edge: () => new Promise((done) => (answer = done)) });
  await eventually(() => answer, "the request");
  await it.element.evaluate((one) => (one.lang = "en-GB"));
  answer(await journey());
  await it.state("journey");
  assert.match(await it.card.innerText(), BRITISH);
  await it.close();
});

test("a language chosen during a refresh stays", async () => {
  let answer;
  const it = await browser.open({ body: TAG, edge: (_, count) => (count < 2 ? journey() : new Promise((done) => (answer = done))) });
  await it.state("journey");
  assert.match(await it.card.innerText(), AMERICAN);
  await it.element.evaluate((one) => one.reload());
  await eventually(() => answer, "the second request");
  await it.element.evaluate((one) => (one.lang = "en-GB"));
  await eventually(async () => BRITISH.test(await it.card.innerText()), "the new words");
  answer(await journey({ days_under_way: 77 }));
  await eventually(async () => /77/.test(await it.card.innerText()), "the news");
  assert.match(await it.card.innerText(), BRITISH);
  await it.close();
});

test("of two quick changes the last one counts, whichever words come first", async () => {
  const it = await browser.open({ body: TAG, edge: () => journey() });
  await it.state("journey");
  await it.element.evaluate(async (one) => {
    one.lang = "en-GB";
    await Promise.resolve();
    one.lang = "en-US";
    await Promise.resolve();
    one.lang = "en-GB";
  });
  await eventually(async () => BRITISH.test(await it.card.innerText()), "the last choice");
  await it.close();
});

test("English keeps its order of words and its layout in a page written from right to left", async () => {
  const it = await browser.open({
    body: `<div dir="rtl" lang="he">${TAG.replace("></", "><p>תמיכה, 7!</p></")}</div>`,
    edge: (path) => (path.endsWith("GONE0001") ? { status: 502, text: "" } : journey()),
  });
  await it.state("journey");
  assert.deepEqual(await it.card.evaluate((card) => [card.dir, getComputedStyle(card).direction]), ["ltr", "ltr"]);
  // "Days in transit" stands left of its number, the icon left of the words.
  const [icon, words] = await it.card.evaluate((card) => [".icon", ".words"].map((part) => card.querySelector(part).getBoundingClientRect().left));
  assert.ok(icon < words);
  assert.equal(await it.element.evaluate((one) => getComputedStyle(one).direction), "rtl", "the page's own direction is left alone");
  await it.element.evaluate((one) => (one.number = "GONE0001"));
  await it.state("error");
  assert.equal(await it.element.locator("p", { hasText: "7" }).evaluate((p) => getComputedStyle(p).direction), "rtl", "nor that of its own content");
  await it.close();
});
