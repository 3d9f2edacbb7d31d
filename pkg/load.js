// What arrives after the element's own script: the wasm with what is around it, and one language.
import { languages } from "./dist/languages.js";

const WASM = new URL("./dist/widget_bg.wasm", import.meta.url);
// For all that one look waits for.
const DEADLINE = 30_000;

let core;

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
  const { imports, begin, ...core } = await import("./engine.js");
  const answer = await wasm;
  if (!answer.ok) throw new Error(`HTTP ${answer.status} for ${WASM}`);
  // Not streaming: that asks for one content type, which not every server knows, and gains nothing at this size.
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), imports());
  begin(instance);
  return core;
}

/**
 * The language an element speaks: its `lang` or the page's, then the browser's, then English.
 * @returns {Promise<{code: string, texts: object, locale: string, dir: string}>} `locale` may be finer than the language: en-GB
 */
export async function loadLanguage(element) {
  const wanted = [element.closest("[lang]")?.lang, document.documentElement.lang, ...navigator.languages, "en"];
  for (const tag of wanted) {
    const code = match(tag);
    if (!code) continue;
    const { default: texts } = await languages[code]();
    // "en" alone says nothing of how dates are written; the browser's own kind of English does.
    const finer = tag === code && navigator.languages.find((own) => match(own) === code);
    return { code, texts, locale: finer || tag, dir: /^(ar|fa|he|ur)/.test(code) ? "rtl" : "ltr" };
  }
}

/** The language file for a tag, or for its longest beginning: pt-BR, else pt. */
function match(tag) {
  for (let rest = tag ?? ""; rest; rest = rest.slice(0, Math.max(rest.lastIndexOf("-"), 0))) {
    const code = Object.keys(languages).find((name) => name.toLowerCase() === rest.toLowerCase());
    if (code) return code;
  }
}
