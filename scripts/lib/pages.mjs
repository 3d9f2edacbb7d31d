// What pages that the edge renders load: style sheets and one script, under names that change with their content; and
// the module through which the edge knows those names, the words and Intl.
import { transform } from "esbuild";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { hashOf, readLanguages } from "./languages.mjs";
import { root } from "./process.mjs";

const STYLES = join(root, "src/core/style");
const BROWSERS = ["chrome111", "firefox114", "safari16.4"];

const style = (name) => readFile(join(STYLES, `${name}.css`), "utf8");
const small = async (text, loader) => (await transform(text, { loader, minify: true, target: BROWSERS })).code.trim();

/** A sheet of a shadow root as one of the element `tracktry-card` in a plain page, which has no slots. */
const inPage = (css) => css
  .replace(/[^{}]*::slotted[^{]*\{[^}]*\}/g, "")
  .replace(/:host\(([^)]*)\)/g, "tracktry-card$1")
  .replace(/:host\b/g, "tracktry-card");

/** The files by what they are called here: their path below the edge's base, and their text. */
export async function pageFiles() {
  const { version } = JSON.parse(await readFile(join(root, "pkg/package.json"), "utf8"));
  const sheets = await Promise.all(["widget", "layout", "order", "lookup"].map(style));
  const texts = {
    page: [await small([...sheets.map(inPage), await style("page")].join("\n"), "css"), "css"],
    card: [await small(sheets.join("\n"), "css"), "css"],
    embed: [await small(await readFile(join(root, "src/edge/src/pages/embed.js"), "utf8"), "js"), "js"],
  };
  const named = ([name, [text, ending]]) => [name, { path: `widget/${version}/${name}-${hashOf(text)}.${ending}`, text }];
  return Object.fromEntries(Object.entries(texts).map(named));
}

/** The module `tracktry:pages`. */
export async function pagesModule() {
  const files = Object.entries(await pageFiles()).map(([name, { path }]) => [name, path]);
  const texts = [...readLanguages()].map(([code, texts]) => [code, JSON.stringify(texts)]);
  return [
    `export { choice, matcher } from ${JSON.stringify(join(root, "pkg/languages.js"))};`,
    `export { formatter } from ${JSON.stringify(join(root, "pkg/format.js"))};`,
    `export const files = ${JSON.stringify(Object.fromEntries(files))};`,
    `export const texts = ${JSON.stringify(Object.fromEntries(texts))};`,
  ].join("\n");
}
