// Every language file: complete, in its own script, and true to the trade's words. Where a text is wrong its language
// and name are told.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readLanguages } from "../../scripts/lib/languages.mjs";
import { root } from "../../scripts/lib/process.mjs";

const WANTED = "en de es fr it nl da sv fi no pt pt-BR pl ro cs sl hr bg sk hu zh zh-Hant ko ja tr ru uk ca eu gl el et lt lv vi th id hi ar he fa ur".split(" ");
const languages = readLanguages();
const english = languages.get("en");
const { keys: GLOSSARY, languages: TERMS } = JSON.parse(readFileSync(join(root, "tests/fixtures/glossary.json"), "utf8"));

const COUNTED = Object.keys(english).filter((key) => key.endsWith("_other")).map((key) => key.slice(0, -"_other".length));
const BUTTONS = ["retry", "reload", "copy", "find.track", "find.again"];
const HEADLINES = Object.keys(english).filter((key) => /^(stage|reason|message)\./.test(key));

const SCRIPTS = {
  bg: ["Cyrillic"], ru: ["Cyrillic"], uk: ["Cyrillic"], el: ["Greek"], he: ["Hebrew"], ar: ["Arabic"], fa: ["Arabic"], ur: ["Arabic"],
  hi: ["Devanagari"], th: ["Thai"], ko: ["Hangul"], ja: ["Han", "Hiragana", "Katakana"], zh: ["Han"], "zh-Hant": ["Han"],
};
// Latin words at home in another script.
const AT_HOME = { el: ["e-mail", "E-mail"] };
// Letters of a neighbour's alphabet: a text that holds one was written in the wrong language or on the wrong keyboard.
const STRANGE = {
  ru: /[іїєґў]/i, uk: /[ыэёъ]/i, bg: /[ыэёіїє]/i, ar: /[یکپچژگے]/, fa: /[يكة]/, ur: /[يكةى]/,
  zh: /[國貨單號達運遞無務訂聯絡處當點關從後還這]/u, "zh-Hant": /[国货单号达运递无务订联络处当点关从后还这]/u,
  pt: /\b(você|rastre\w+|pacote)\b/i, "pt-BR": /\b(encomenda|estafeta|morada|receção)\b/i,
};
/** The same word in both languages, spelled alike. */
const COGNATES = { sv: ["order"] };
// Marks that end a sentence; Thai has none but the exclamation.
const ENDS = /[.!?。！？।۔]$/;

/** What is wrong in any language, by `fault(text, key, code, texts)`, which answers with nothing where all is well. */
function faults(fault, codes = WANTED) {
  return codes.flatMap((code) => {
    const texts = languages.get(code);
    return Object.entries(texts).flatMap(([key, text]) => {
      const found = fault(text, key, code, texts);
      return found ? [`${code} ${key}: ${text} (${found === true ? "" : found})`] : [];
    });
  });
}

const others = WANTED.filter((code) => code !== "en");
const none = (list) => assert.deepEqual(list, []);
/** The name of a text, whatever its plural form. */
const nameOf = (key) => COUNTED.find((name) => key.startsWith(`${name}_`)) ?? key;
const englishFor = (key) => english[key] ?? english[`${nameOf(key)}_other`];
const length = (text) => [...new Intl.Segmenter().segment(text)].length;

test("the languages promised are there, and no others", () => {
  assert.deepEqual([...languages.keys()].sort(), [...WANTED].sort());
});

test("every language has all texts and none besides", () => {
  const names = (texts) => [...new Set(Object.keys(texts).map(nameOf))];
  for (const code of others) assert.deepEqual(names(languages.get(code)), names(english), code);
  none(faults((text) => typeof text !== "string" || text === ""));
});

test("a counted text has exactly the plural forms that Intl tells apart", () => {
  for (const code of WANTED) {
    const wanted = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const name of COUNTED) {
      const has = Object.keys(languages.get(code)).filter((key) => key.startsWith(`${name}_`)).map((key) => key.slice(name.length + 1));
      assert.deepEqual(has.sort(), [...wanted].sort(), `${code} ${name}`);
    }
  }
});

test("every placeholder of the English text is there once, and no other", () => {
  const slots = (text) => (text.match(/\{[^}]*\}?|\}/g) ?? []).sort().join();
  none(faults((text, key) => slots(text) !== slots(englishFor(key)) && slots(text)));
});

test("every text is in the script of its language", () => {
  none(faults((text, key, code) => {
    const own = (AT_HOME[code] ?? []).reduce((rest, word) => rest.replaceAll(word, ""), text.replace(/\{\w+\}/g, ""));
    const letters = own.match(/\p{L}/gu) ?? [];
    const scripts = (SCRIPTS[code] ?? ["Latin"]).map((script) => `\\p{Script=${script}}`).join("");
    return letters.length === 0 || letters.some((letter) => !new RegExp(`[${scripts}ー]`, "u").test(letter));
  }));
});

test("no text holds letters that only a neighbouring language has", () => {
  none(faults((text, key, code) => STRANGE[code]?.exec(text)?.[0]));
});

test("no text is still English, but for words that are the same", () => {
  none(faults((text, key, code) => text === englishFor(key) && !(COGNATES[code] ?? []).includes(key), others));
  for (const [code, keys] of Object.entries(COGNATES)) {
    for (const key of keys) assert.equal(languages.get(code)[key], english[key], `${code} ${key} is no longer one`);
  }
});

test("the trade's ten words are used where they belong", () => {
  assert.deepEqual(Object.keys(TERMS).sort(), [...WANTED].sort());
  for (const [code, terms] of Object.entries(TERMS)) {
    assert.deepEqual(Object.keys(terms), Object.keys(GLOSSARY), code);
    for (const [term, keys] of Object.entries(GLOSSARY)) {
      const stems = [terms[term]].flat().map((stem) => stem.toLocaleLowerCase(code));
      for (const key of keys) {
        const text = languages.get(code)[key].toLocaleLowerCase(code);
        assert.ok(stems.some((stem) => text.includes(stem)), `${code} ${key}: ${text} (no ${stems.join(" or ")})`);
      }
    }
  }
});

test("no two headlines of a language are the same", () => {
  for (const code of WANTED) {
    const texts = languages.get(code);
    const said = HEADLINES.map((key) => texts[key].toLocaleLowerCase(code));
    assert.deepEqual(said.filter((text, at) => said.indexOf(text) !== at), [], code);
  }
});

test("every stage and reason tells the shopper something else to expect", () => {
  for (const code of WANTED) {
    const said = Object.entries(languages.get(code)).filter(([key]) => key.startsWith("next.")).map(([, text]) => text);
    assert.equal(new Set(said).size, said.length, code);
  }
});

test("buttons fit on a phone, and headlines beside their icon", () => {
  none(faults((text, key) => BUTTONS.includes(key) && length(text) > Math.max(20, length(english[key]) * 1.8) && length(text)));
  none(faults((text, key) => /^(stage|reason)\./.test(key) && length(text) > 32 && length(text)));
  // Four of these stand side by side on a phone; scripts without spaces break anywhere.
  const steps = ["registered", "in_transit", "out_for_delivery", "ready_for_pickup", "delivered"].map((stage) => `stage.${stage}`);
  none(faults((text, key, code) => !["ja", "ko", "th", "zh", "zh-Hant"].includes(code) && steps.includes(key) && text.split(/[\s-]/).some((word) => length(word) > 12)));
  none(faults((text, key) => key.startsWith("message.") && length(text) > 42 && length(text)));
});

test("sentences end as sentences and labels do not", () => {
  none(faults((text, key, code) => code !== "th" && ENDS.test(text) !== ENDS.test(englishFor(key))));
  none(faults((text, key, code) => code === "th" && /[.。]$/.test(text), ["th"]));
});

test("typography is that of print", () => {
  none(faults((text) => /["'`´]|\.\.\.|<|>|&\w+;/.test(text)));
  none(faults((text) => text !== text.trim() || / {2}|[\t\n\r]/.test(text) || text !== text.normalize("NFC")));
  // Directions come from markup; Persian alone joins and parts letters by hand.
  none(faults((text, key, code) => /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/.test(code === "fa" ? text.replaceAll("\u200C", "") : text)));
  none(faults((text, key, code) => code === "fr" && /(^|[^\u202F])[!?;]|[^\u00A0]:/.test(text)));
  none(faults((text, key, code) => code === "es" && (/[!]$/.test(text) !== text.includes("¡"))));
});
