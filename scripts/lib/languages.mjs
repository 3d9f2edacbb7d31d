// From src/core/texts, one JSON file of names and words per language, to what pages load: the names once, with the
// bindings, and one list of words per language in their order. Names in every file would be a quarter of its size.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.mjs";

const TEXTS = join(root, "src/core/texts");
const COUNTED = "_other";

/** Every language's texts by its code; English, which names them all, comes first. */
export function readLanguages() {
  const codes = readdirSync(TEXTS).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  const first = (code) => (code === "en" ? "" : code);
  codes.sort((a, b) => (first(a) < first(b) ? -1 : 1));
  return new Map(codes.map((code) => [code, JSON.parse(readFileSync(join(TEXTS, `${code}.json`), "utf8"))]));
}

/** The names of all texts; a counted one has one name, whatever its plural forms. */
export const namesOf = (english) => {
  const counted = Object.keys(english).filter((key) => key.endsWith(COUNTED)).map((key) => key.slice(0, -COUNTED.length));
  const base = (key) => counted.find((name) => key.startsWith(`${name}_`)) ?? key;
  return [...new Set(Object.keys(english).map(base))];
};

/** A language's module: texts in the order of the names, a counted one as its forms by category. */
export function moduleOf(names, texts, english) {
  const forms = (of, name) => {
    const own = Object.entries(of).filter(([key]) => key.startsWith(`${name}_`));
    return own.length > 0 ? Object.fromEntries(own.map(([key, text]) => [key.slice(name.length + 1), text])) : undefined;
  };
  const list = names.map((name) => [texts, english].map((of) => of[name] ?? forms(of, name)).find((found) => found !== undefined));
  return `export default ${JSON.stringify(list)};\n`;
}

/** How to load each, for bundlers, which follow only what is written out. */
const followed = (codes) => `{${codes.map((code) => `${JSON.stringify(code)}: () => import("./lang/${code}.js")`).join(", ")}}`;

/** The same in a few bytes, for pages without a bundler: files whose names end in `ending`. */
const listed = (codes, ending) => `Object.fromEntries(${JSON.stringify(codes.join(" "))}.split(" ").map((code) => {
  const file = "./lang/" + code + ${JSON.stringify(ending)};
  return [code, () => import(file)];
}))`;

/** The code that chooses and loads a language, as an export for the bindings. */
export const speak = (names, codes, ending) => `
import { speaker } from ${JSON.stringify(join(root, "pkg/languages.js"))};
export const speak = speaker(${ending ? listed(codes, ending) : followed(codes)}, ${JSON.stringify(names.join(" "))}.split(" "));
`;

/** Eight characters that change with any of these. */
export const hashOf = (...contents) => contents.reduce((hash, bytes) => hash.update(bytes), createHash("sha256")).digest("hex").slice(0, 8);
