// What arrives after the element's own script: the wasm with what is around it, and one language.
const WASM = new URL("./dist/widget_bg.wasm", import.meta.url);
// For all that one look waits for.
const DEADLINE = 30_000;

let core;

/** The same, or a failure once it takes too long. */
export async function inTime(work) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(fail, DEADLINE, new Error("too late"));
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The one wasm of the page; a failure is forgotten, so that a later call tries again. */
export const loadCore = () => (core ??= inTime(start()).catch((error) => {
  core = undefined;
  throw error;
}));

const engine = () => import("./engine.js");

async function start() {
  const wasm = fetch(WASM, { signal: AbortSignal.timeout(DEADLINE) });
  // Awaited second: a refusal in between would otherwise count as nobody's.
  wasm.catch(() => {});
  const { imports, begin, ...core } = await engine();
  const answer = await wasm;
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  // Not streaming: that asks for one content type, which not every server knows, and gains nothing at this size.
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), imports());
  begin(instance);
  return core;
}

/** The words for an element, as `languages.js` chooses them. */
export const loadLanguage = async (element) => (await engine()).speak(element);
