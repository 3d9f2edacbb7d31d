// A raw answer of Tracktry made into a journey, and a number's carriers. The toolkit does that, loaded
// only where a page gives such an answer or a shopper types a number.
import { detect, init, journey } from "./dist/toolkit.js";

const WASM = new URL("./dist/toolkit_bg.wasm", import.meta.url);
const DEADLINE = 30_000;

let ready;

const load = () => (ready ??= init({ module_or_path: fetch(WASM, { signal: AbortSignal.timeout(DEADLINE) }) }).catch((error) => {
  ready = undefined;
  throw error;
}));

/** The carriers a number can belong to, best first. */
export async function candidates(number) {
  await load();
  return detect(number);
}

/** What the core's `show` takes: the journey, or nothing where none can be read. */
export async function answerOf(raw) {
  await load();
  try {
    return { ok: true, status: 0, body: journey(raw) };
  } catch ({ code }) {
    // An answer of Tracktry's that says why it holds no parcel; anything else cannot be read.
    return code === "parcel_unknown" || code === "upstream_busy" ? { ok: false, status: 0, body: { code } } : { ok: true, status: 0 };
  }
}
