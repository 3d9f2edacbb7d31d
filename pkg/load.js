// What arrives after the element's own script: the wasm with its bindings, and one language.
import { languages } from "./dist/languages.js";

const WASM = new URL("./dist/widget_bg.wasm", import.meta.url);
// For all that one look waits for.
const DEADLINE = 30_000;

let core;
let told;

/** The same, or a failure once it takes too long. */
export async function inTime(work) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(fail, DEADLINE, new Error("took too long"));
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The one wasm of the page; a failure is forgotten, so that a later call tries again. */
export const loadCore = () => (core ??= inTime(start()).catch((error) => {
  core = undefined;
  throw error;
}));

async function start() {
  const wasm = fetch(WASM, { signal: AbortSignal.timeout(DEADLINE) });
  // Awaited second: a refusal in between would otherwise count as nobody's.
  wasm.catch(() => {});
  const { imports, begin, ...core } = await import("./dist/widget.js");
  const answer = await wasm;
  if (!answer.ok) throw new Error(`HTTP ${answer.status} for ${WASM}`);
  // Not streaming: that asks for one content type, which not every server knows, and gains nothing at this size.
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), imports());
  begin(instance);
  return core;
}

/**
 * The language an element speaks: its `lang` or that of what it stands in, then the browser's, then English.
 * @returns {Promise<{texts: object, locale: string, dir: string}>} `locale` may be finer than the language: en-GB
 */
export async function loadLanguage(element) {
  const wanted = [];
  for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) wanted.push(at.lang);
  const found = [...wanted, ...navigator.languages, "en"].map(match).filter(Boolean);
  const [{ code }] = found;
  // "en" alone says nothing of how dates are written; the page's or the browser's own kind of English does.
  const finer = found.find((other) => other.code === code && other.locale !== code);
  return speak(code, (finer ?? found[0]).locale).catch((error) => {
    if (code === "en") throw error;
    if (!told) console.warn("tracktry-widget speaks English:", error);
    told = true;
    return speak("en", "en");
  });
}

async function speak(code, locale) {
  const [{ default: list }, { named }] = await Promise.all([languages[code](), import("./dist/widget.js")]);
  // Our Portuguese is Portugal's, Intl's is Brazil's.
  return { texts: named(list), locale: locale === "pt" ? "pt-PT" : locale, dir: /^(ar|fa|he|ur)/.test(code) ? "rtl" : "ltr" };
}

/** The language file for a tag, if there is one, and the tag as Intl writes it. */
function match(tag) {
  try {
    const own = new Intl.Locale(tag.replaceAll("_", "-").replace(/^n[bn]\b/i, "no"));
    const { language, script } = own.maximize();
    const code = [`${language}-${own.region}`, `${language}-${script}`, language].find((name) => languages[name]);
    return code && { code, locale: `${own}` };
  } catch {
    // No tag.
  }
}
