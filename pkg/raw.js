// A raw answer of Tracktry made into a journey. The toolkit does that, loaded only where a page
// gives such an answer: every other page is spared a third of the wasm.
import { init, journey } from "./dist/toolkit.js";

let ready;

/** What the core's `show` takes: the journey, or nothing where none can be read. */
export async function answerOf(raw) {
  await (ready ??= init({ module_or_path: new URL("./dist/toolkit_bg.wasm", import.meta.url) }).catch((error) => {
    ready = undefined;
    throw error;
  }));
  try {
    return { ok: true, status: 0, body: journey(raw) };
  } catch {
    return { ok: true, status: 0 };
  }
}
