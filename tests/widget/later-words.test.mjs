// Orders and the lookup form, which are loaded later, in the language of the element.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readLanguages } from "../../scripts/lib/languages.mjs";
import { eventually, journey, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const languages = readLanguages();
const tag = (attributes = "") => `<tracktry-widget endpoint="/edge/" ${attributes}></tracktry-widget>`;
const speak = (it, lang) => it.element.evaluate((one, lang) => (one.lang = lang), lang);
const saying = (it, text) => eventually(async () => (await it.card.innerText()).includes(text), text);

const order = async () => ({ body: { v: 1, order: "1001", journeys: [await journey({ number: "A1" }), await journey({ number: "A2", stage: "in_transit", reason: null })] } });
const ordered = (code) => languages.get(code).order.replace("{order}", "1001");

test("an order speaks the language, then another one, and a page's own words, without asking again", async () => {
  const it = await browser.open({ body: tag('lang="de" order="1001" token="k1.t"'), edge: order });
  await it.state("order");
  const open = it.card.locator(".toggle[aria-expanded=true]");
  await saying(it, ordered("de"));
  await saying(it, "1 von 2 zugestellt");
  const before = await open.getAttribute("value");
  for (const [code, dir] of [["ar", "rtl"], ["ja", "ltr"], ["pl", "ltr"]]) {
    await speak(it, code);
    await saying(it, ordered(code));
    assert.deepEqual(await it.card.evaluate((card) => [card.lang, card.dir]), [code, dir]);
    const stage = languages.get(code)["stage.in_transit"];
    assert.ok((await it.card.locator(".title").allInnerTexts()).includes(stage), `${code}: ${stage}`);
    assert.equal(await open.getAttribute("value"), before, "the parcel that was open stays so");
  }
  await it.element.evaluate((one) => (one.texts = { order: "Paczki z zamówienia {order}", summary: "{done}/{n}" }));
  await saying(it, "Paczki z zamówienia 1001");
  await saying(it, "1/2");
  assert.equal(it.asked.length, 1);
  assert.deepEqual(it.faults, []);
  await it.close();
});

test("the form speaks the language, then another one with what was typed, and a page's own words", async () => {
  const it = await browser.open({ body: tag('lang="fr"') });
  await it.state("lookup");
  const label = () => it.card.locator("label[for=order]").innerText();
  const of = (code) => eventually(async () => (await label()) === languages.get(code)["find.order"], code);
  await of("fr");
  await it.card.locator("input[name=order]").fill("1001");
  await speak(it, "he");
  await of("he");
  assert.deepEqual(await it.card.evaluate((card) => [card.lang, card.dir]), ["he", "rtl"]);
  assert.equal(await it.card.locator("input[name=order]").inputValue(), "1001");
  await it.card.locator("form button").click();
  assert.equal(await it.card.locator("#contact-wrong").innerText(), languages.get("he")["find.missing"]);
  await it.element.evaluate((one) => (one.texts = { "find.order": "Your number" }));
  await eventually(async () => (await label()) === "Your number", "the page's words");
  await it.element.evaluate((one) => (one.texts = null));
  await of("he");
  await it.close();
});

test("the way back to the form follows the language too", async () => {
  const it = await browser.open({ body: tag('lang="nl" lookup="number"'), edge: () => journey() });
  await it.state("lookup");
  await it.card.locator("input[name=number]").fill("RB000000005CN");
  await it.card.locator("form button").click();
  await it.state("journey");
  const again = it.element.locator("[part~=again]");
  assert.equal(await again.innerText(), languages.get("nl")["find.again"]);
  await speak(it, "tr");
  await eventually(async () => (await again.innerText()) === languages.get("tr")["find.again"], "Turkish");
  await it.element.evaluate((one) => (one.texts = { "find.again": "Back" }));
  await eventually(async () => (await again.innerText()) === "Back", "the page's words");
  await it.close();
});

test("a language that does not come leaves form and order in English", async () => {
  const refuse = (page) => page.route(/\/lang\/el-/, (route) => route.abort());
  const it = await browser.open({ body: tag('lang="el"'), before: refuse, edge: order });
  await it.state("lookup");
  await saying(it, languages.get("en")["find.title"]);
  await it.element.evaluate((one) => Object.assign(one, { order: "1001", token: "k1.t" }));
  await it.state("order");
  await saying(it, ordered("en"));
  assert.deepEqual(await it.card.evaluate((card) => [card.lang, card.dir]), ["en", "ltr"]);
  await it.close();
});
