// Which language is chosen, what happens where it does not come, and words of the page's own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readLanguages } from "../../scripts/lib/languages.mjs";
import { eventually, journey, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const languages = readLanguages();
const HEADLINE = "reason.signed_for";
const tag = (attributes = "") => `<tracktry-widget ${attributes} endpoint="/edge/" carrier="dhl" number="RB000000005CN"></tracktry-widget>`;
const headline = (it) => it.card.locator("[part=headline]").innerText();

/** The language whose sentence is on show; some share a headline. */
const spoken = async (it) => {
  const text = await it.card.locator("[part=next]").innerText();
  return [...languages].filter(([, texts]) => texts["next.signed_for"] === text).map(([code]) => code).join();
};

async function open({ body = tag(), locale = "en-GB", ...more } = {}) {
  const it = await browser.open({ body, edge: () => journey(), context: { locale }, ...more });
  await it.state("journey");
  return it;
}

test("the element's own language comes first, then what it stands in, then the page, then the browser", async () => {
  const it = await open({ body: `<div lang="fr"><p id="near">${tag('lang="de"')}</p></div>`, locale: "ja" });
  const now = async (expected) => eventually(async () => (await spoken(it)) === expected, expected);
  await now("de");
  const again = async (work) => (await it.element.evaluate(work), it.element.evaluate((one) => one.reload()));
  await again((one) => one.removeAttribute("lang"));
  await now("fr");
  await again(() => document.querySelector("div").removeAttribute("lang"));
  await now("en");
  await again(() => (document.documentElement.lang = "sv"));
  await now("sv");
  await again(() => document.documentElement.removeAttribute("lang"));
  await now("ja");
  await it.close();
});

test("an unknown language is passed over for the next choice", async () => {
  const it = await open({ body: `<div lang="nl">${tag('lang="tlh"')}</div>` });
  assert.equal(await spoken(it), "nl");
  await it.close();
});

test("the language of a shadow root's host counts", async () => {
  const it = await open({
    body: `<div id="host" lang="it"></div>${tag()}`,
  });
  await it.page.evaluate((html) => {
    const root = document.querySelector("#host").attachShadow({ mode: "open" });
    root.append(...new DOMParser().parseFromString(html, "text/html").body.children);
  }, tag());
  const inner = it.page.locator("#host tracktry-widget [part=headline]");
  assert.equal(await inner.innerText(), languages.get("it")[HEADLINE]);
  await it.close();
});

test("each tag finds its language, and Intl the finest tag", async () => {
  const it = await open();
  const cases = {
    "de-AT": ["de", "de-AT"], DE: ["de", "de"], de_CH: ["de", "de-CH"], "zh-TW": ["zh-Hant", "zh-TW"], "zh-HK": ["zh-Hant", "zh-HK"],
    "zh-Hant-MO": ["zh-Hant", "zh-Hant-MO"], zh: ["zh", "zh"], "zh-CN": ["zh", "zh-CN"], "zh-SG": ["zh", "zh-SG"], "zh-Hans": ["zh", "zh-Hans"],
    "pt-BR": ["pt-BR", "pt-BR"], "pt-br": ["pt-BR", "pt-BR"], pt: ["pt", "pt-PT"], "pt-AO": ["pt", "pt-AO"], nb: ["no", "no"],
    "nn-NO": ["no", "no-NO"], no: ["no", "no"], iw: ["he", "he"], in: ["id", "id"], "es-419": ["es", "es-419"], "sr-Latn": ["en", "en-GB"],
    "": ["en", "en-GB"], "not a tag": ["en", "en-GB"], "ar-SA": ["ar", "ar-SA-u-ca-gregory"], "fa-u-ca-gregory": ["fa", "fa-u-ca-gregory"],
  };
  for (const [lang, expected] of Object.entries(cases)) {
    // What looks the same is not written again, its tag neither.
    await it.element.evaluate((one) => (one.lang = "ja"));
    await eventually(async () => (await spoken(it)) === "ja", "another language");
    await it.element.evaluate((one, lang) => (one.lang = lang), lang);
    await eventually(async () => (await spoken(it)) === expected[0] && (await it.card.getAttribute("lang")) === expected[1], `${lang} as ${expected}`);
  }
  await it.close();
});

test("directions are the language's", async () => {
  const it = await open();
  for (const [lang, dir] of [["ar", "rtl"], ["fr", "ltr"], ["he", "rtl"], ["fa", "rtl"], ["ja", "ltr"], ["ur-PK", "rtl"]]) {
    await it.element.evaluate((one, lang) => (one.lang = lang), lang);
    await eventually(async () => (await it.card.getAttribute("dir")) === dir && (await it.card.getAttribute("lang")) === lang, lang);
  }
  await it.close();
});

test("only the language spoken is loaded", async () => {
  const files = [];
  const it = await open({ body: tag('lang="fi"'), before: (page) => page.on("request", (request) => files.push(request.url())) });
  assert.deepEqual(files.flatMap((url) => /\/lang\/([\w-]+)-\w+\.js$/.exec(url)?.[1] ?? []), ["fi"]);
  await it.close();
});

test("a language that does not come is English until it does, which the console is told once", async () => {
  const it = await open({ body: tag('lang="ar"'), before: (page) => page.route(/\/lang\/ar-/, (route) => route.abort()) });
  assert.equal(await spoken(it), "en");
  assert.deepEqual([await it.card.getAttribute("lang"), await it.card.getAttribute("dir")], ["en", "ltr"]);
  await it.element.evaluate((one) => one.reload());
  await eventually(() => it.asked.length === 2, "the second look");
  assert.equal(it.faults.filter((fault) => fault.startsWith("tracktry-widget")).length, 1);
  assert.deepEqual(await it.told("error"), []);
  await it.page.unroute(/\/lang\/ar-/);
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => (await spoken(it)) === "ar", "Arabic");
  await it.close();
});

test("words of the page's own take the place of ours in every language, as text, until they are taken back", async () => {
  const it = await open({ body: tag('lang="de"') });
  const own = { [HEADLINE]: "Deins! <b>{n}</b>", days_one: "{n} Sonnenaufgang", days_other: "{n} Sonnenaufgänge" };
  await it.element.evaluate((one, own) => (one.texts = own), own);
  await eventually(async () => (await headline(it)) === own[HEADLINE], "the page's words");
  assert.match(await it.card.innerText(), /\d Sonnenaufgänge/);
  assert.equal(await it.card.locator("b").count(), 0);
  await it.element.evaluate((one) => (one.lang = "fr"));
  await eventually(async () => (await it.card.getAttribute("lang")) === "fr", "French");
  assert.equal(await headline(it), own[HEADLINE]);
  assert.deepEqual(await it.element.evaluate((one) => one.texts), own);
  await it.element.evaluate((one) => (one.texts = null));
  await eventually(async () => (await spoken(it)) === "fr", "our words again");
  assert.equal(it.asked.length, 1, "words need no new request");
  await it.close();
});

test("words set before the element is known count", async () => {
  const it = await open({
    body: `${tag()}<script src="/early.js"></script>`,
    before: (page) => page.route("**/early.js", (route) => route.fulfill({
      contentType: "text/javascript", body: `document.querySelector("tracktry-widget").texts = { "${HEADLINE}": "Yours" };`,
    })),
  });
  assert.equal(await headline(it), "Yours");
  await it.close();
});
