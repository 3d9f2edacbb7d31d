// From src/core/texts, one JSON file of names and words per language, to what pages load: the names once, with the
// bindings, and one list of words per language in their order. Names in every file would be a quarter of its size.
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

/** Whether a text is one plural form of several, by what the English ones are called. */
const isForm = (english, key) => Object.keys(english).some((other) => other.endsWith("_other") && key.startsWith(other.slice(0, -"other".length)));

/** The names of all texts but counted ones, grouped so that few bytes tell them: `stage. next.:expired unknown,…`. */
export function groupsOf(english) {
  const tails = new Map();
  for (const name of Object.keys(english).filter((key) => !isForm(english, key))) {
    const [, head, tail] = name.match(/^((?:.*\.)?)(.+)$/);
    tails.set(head, [...(tails.get(head) ?? []), tail]);
  }
  return [...tails.keys()].flatMap((head) => {
    const own = tails.get(head);
    if (own.length === 0) return [];
    const alike = [...tails].filter(([, other]) => own.every((tail) => other.includes(tail)));
    for (const [other, all] of alike) tails.set(other, all.filter((tail) => !own.includes(tail)));
    return [[alike.map(([other]) => other), own]];
  });
}

/** A language's module: a list of the texts in the order of the names, and at its end those that are plural forms. */
export function moduleOf(groups, texts, english) {
  const names = groups.flatMap(([heads, tails]) => heads.flatMap((head) => tails.map((tail) => head + tail)));
  const forms = Object.entries(texts).filter(([key]) => isForm(english, key));
  return `export default ${JSON.stringify([...names.map((name) => texts[name] ?? english[name]), Object.fromEntries(forms)])};\n`;
}

/** How to load each, for bundlers, which follow only what is written out. */
const followed = (codes) => `{${codes.map((code) => `${JSON.stringify(code)}: () => import("./lang/${code}.js")`).join(", ")}}`;

/** The same in a few bytes, for pages without a bundler: files whose names end in `ending`. */
const listed = (codes, ending) => `Object.fromEntries(${JSON.stringify(codes.join(" "))}.split(" ").map((code) => {
  const file = "./lang/" + code + ${JSON.stringify(ending)};
  return [code, () => import(file)];
}))`;

/** The module that chooses and loads a language; `ending` is that of the files' names where no bundler follows them. */
export const speaking = (groups, codes, ending) => `import { speaker } from "../languages.js";
export const speak = speaker(${ending ? listed(codes, ending) : followed(codes)}, ${JSON.stringify(groups.map((parts) => parts.map((part) => part.join(" ")).join(":")).join(","))});
`;

/** Eight characters that change with any of these. */
export const hashOf = (...contents) => contents.reduce((hash, bytes) => hash.update(bytes), createHash("sha256")).digest("hex").slice(0, 8);
