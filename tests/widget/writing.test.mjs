// Dates, numbers and directions as Chromium's Intl writes them in each language.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readLanguages } from "../../scripts/lib/languages.mjs";
import { eventually, journey, start } from "./page.mjs";

const THIS_YEAR = new Date().getFullYear();
const AT = `${THIS_YEAR}-03-20T17:05`;
const EARLIER = "2021-03-20T17:05";
const codes = [...readLanguages().keys()];

let browser;
let it;
before(async () => {
  browser = await start();
  it = await browser.open({
    // A page far from UTC: a time that were shifted would be another day's.
    context: { timezoneId: "Pacific/Kiritimati" },
    body: '<tracktry-widget endpoint="/edge/" carrier="dhl" number="RB000000005CN"></tracktry-widget>',
    edge: async () => {
      const { events: [event], ...rest } = await journey({ stage: "in_transit", reason: null, days_under_way: 21, days_quiet: 11, expected: null });
      return { ...rest, events: [{ ...event, at: AT }, { ...event, at: EARLIER }] };
    },
  });
  await it.state("journey");
});
after(() => browser?.close());

/** What is written in a language: two days, a clock, and the fact about days. */
async function written(code) {
  // Norwegian between: what looks the same is not written again.
  for (const lang of ["no", code]) {
    await it.element.evaluate((one, lang) => (one.lang = lang), lang);
    await eventually(async () => (await it.card.getAttribute("lang")).startsWith(lang), lang);
  }
  const text = (part) => it.card.locator(part).allInnerTexts();
  const [near, far] = await text("[part=day] time, [part=day]:not(:has(time))");
  const [clock] = await text("time.clock");
  return { near, far, clock, days: (await text("[part~=fact-under_way]"))[0] };
}

const CASES = {
  "en-GB": [/20 March/, /^Saturday,? 20 March 2021$/, /17:05/, /21 days/],
  "en-US": [/March 20/, /^Saturday, March 20, 2021$/, /5:05.PM/, /21 days/],
  de: [/20\. März/, /20\. März 2021/, /17:05/, /21 Tage/],
  pl: [/20 marca/, /20 marca 2021/, /17:05/, /21 dni/],
  ru: [/20 марта/, /20 марта 2021/, /17:05/, /21 день/],
  lv: [/20\. marts/, /2021\. gada 20\. marts/, /17:05/, /21 diena/],
  pt: [/20 de março/, /20 de março de 2021/, /17:05/, /21 dias/],
  // The year comes first, then month and day.
  hu: [/március 20/, /^2021\. március 20\., szombat$/, /17:05/, /21 nap/],
  ja: [/3月20日/, /^2021年3月20日土曜日$/, /17:05/, /21日/],
  "zh-TW": [/3月20日/, /^2021年3月20日 ?星期六$/, /(下午|午後)5:05/, /21 天/],
  ko: [/3월 20일/, /^2021년 3월 20일 토요일$/, /5:05/, /21일/],
  // Arabic of the Gulf and of Egypt: other digits, the same calendar.
  "ar-AE": [/20 مارس/, /20 مارس.* 2021/, /5:05/, /21 يومًا/],
  "ar-EG": [/٢٠ مارس/, /٢٠ مارس.* ٢٠٢١/, /٥:٠٥/, /٢١ يومًا/],
  "ar-SA": [/٢٠ مارس/, /٢٠ مارس.* ٢٠٢١/, /٥:٠٥/, /٢١ يومًا/],
  he: [/20 במרץ/, /20 במרץ 2021/, /17:05/, /21 ימים/],
  // Iran's and Thailand's own calendars, as post and shops there write them.
  fa: [/(۲۹|۳۰) اسفند/, /^۳۰ اسفند ۱۳۹۹$/, /۱۷:۰۵/, /۲۱ روز/],
  th: [/20 มีนาคม/, /20 มีนาคม 2564/, /17:05/, /21 วัน/],
  ur: [/20 مارچ/, /20 مارچ.* 2021/, /5:05/, /21 دن/],
  hi: [/20 मार्च/, /20 मार्च 2021/, /5:05/, /21 दिन/],
};

for (const [code, [near, far, clock, days]] of Object.entries(CASES)) {
  test(`${code}: wall-clock dates, times and counts`, async () => {
    const seen = await written(code);
    assert.match(seen.near, near);
    assert.match(seen.far, far);
    assert.match(seen.clock, clock);
    assert.match(seen.days, days);
  });
}

test("one language writes all its digits in one way", async () => {
  for (const code of [...codes, "ar-EG", "ur-IN", "hi-u-nu-deva", "fa-u-nu-latn"]) {
    const all = Object.values(await written(code)).join(" ");
    // Digits of one kind lie side by side: Unicode's blocks of sixteen.
    assert.equal(new Set(all.match(/\p{Nd}/gu).map((digit) => digit.codePointAt(0) & ~15)).size, 1, `${code}: ${all}`);
  }
});

test("numbers, names and phones of others keep their own direction from right to left", async () => {
  for (const code of ["ar", "he", "fa", "ur"]) {
    await written(code);
    assert.equal(await it.card.locator("bdi.number[dir=ltr]").count(), 1, code);
    // Every run of Latin letters or telephone digits stands in an element that isolates it.
    const loose = await it.card.evaluate((card) => {
      const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (/[A-Za-z]{2}|\d{4}/.test(data) && !parentElement.closest("bdi, q, time, [part=day]")) found.push(data);
      }
      return found;
    });
    assert.deepEqual(loose, [], code);
    const left = (locator) => locator.first().evaluate((one) => one.getBoundingClientRect().left);
    assert.ok((await left(it.card.locator(".icon"))) > (await left(it.card.locator(".words"))), `${code}: the icon stands at the right`);
  }
});
