// From src/core/texts, one JSON file of names and words per language, to what pages load: the names once, with the
// bindings, and one text of words per language in their order. Names in every file would be a quarter of its size.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.mjs";

const TEXTS = join(root, "src/core/texts");

/** Every language's texts by its code; English, which names them all, comes first. */
export function readLanguages() {
  const codes = readdirSync(TEXTS).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  const first = (code) => (code === "en" ? "" : code);
  codes.sort((a, b) => (first(a) < first(b) ? -1 : 1));
  return new Map(codes.map((code) => [code, JSON.parse(readFileSync(join(TEXTS, `${code}.json`), "utf8"))]));
}

/** A counted text's forms, as `Intl.PluralRules` calls them; each language has some. */
const FORM = /_(zero|one|two|few|many|other)$/;

/** The names of all texts, grouped so that few bytes tell them: `stage. next.:expired unknown,…`. */
export function groupsOf(english) {
  const tails = new Map();
  for (const name of Object.keys(english).filter((key) => !FORM.test(key))) {
    const [, head, tail] = name.match(/^((?:.*\.)?)(.+)$/);
    tails.set(head, [...(tails.get(head) ?? []), tail]);
  }
  const counted = Object.keys(english).filter((key) => key.endsWith("_other")).map((key) => key.slice(0, -"other".length));
  const plain = [...tails.keys()].flatMap((head) => {
    const own = tails.get(head);
    if (own.length === 0) return [];
    const alike = [...tails].filter(([, other]) => own.every((tail) => other.includes(tail)));
    for (const [other, all] of alike) tails.set(other, all.filter((tail) => !own.includes(tail)));
    return [[alike.map(([other]) => other), own]];
  });
  return [...plain, [counted, ["zero", "one", "two", "few", "many", "other"]]];
}

/** Between the words of a language; none holds it. */
const BAR = "|";

/** A language's module: one text of the words in the order of the names, empty where the language has no such form. */
export function moduleOf(groups, texts, english) {
  const names = groups.flatMap(([heads, tails]) => heads.flatMap((head) => tails.map((tail) => head + tail)));
  const words = names.map((name) => texts[name] ?? (FORM.test(name) ? "" : english[name]));
  const wrong = words.find((word) => word.includes(BAR));
  if (wrong) throw new Error(`no text may hold a bar: ${wrong}`);
  return `export default ${JSON.stringify(words.join(BAR))};\n`;
}

/** How to load each, for bundlers, which follow only what is written out. */
const followed = (codes) => `{${codes.map((code) => `${JSON.stringify(code)}: () => import("./lang/${code}.js")`).join(", ")}}`;

/**
 * The module that chooses and loads a language. `ending` is that of the files' names for pages without a bundler, which
 * need no list of files.
 */
export function speaking(groups, codes, ending) {
  const names = JSON.stringify(groups.map((parts) => parts.map((part) => part.join(" ")).join(":")).join(","));
  // A file named at once would be looked for by the bundler.
  const load = ending ? `(code, file = "./lang/" + code + ${JSON.stringify(ending)}) => import(file)` : "(code) => files[code]()";
  return `import { speaker } from "../languages.js";
${ending ? "" : `const files = ${followed(codes)};\n`}export const speak = speaker(${JSON.stringify(codes.join(" "))}, ${load}, ${names});
`;
}

/** Eight characters that change with any of these. */
export const hashOf = (...contents) => contents.reduce((hash, bytes) => hash.update(bytes), createHash("sha256")).digest("hex").slice(0, 8);
