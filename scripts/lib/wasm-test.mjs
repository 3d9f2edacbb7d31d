// The crates that run in a page, tested in one: wasm-bindgen's test runner drives Chromium.
import { join } from "node:path";
import { ensureChromedriver, ensureWasmBindgen } from "./tools.mjs";

const CRATES = ["tracktry-widget", "tracktry-toolkit"];

/** @returns {Promise<[string, string[], object][]>} a command for each crate, with its environment. */
export async function wasmTestCommands() {
  const env = {
    CHROMEDRIVER: await ensureChromedriver(),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: join(await ensureWasmBindgen(), "wasm-bindgen-test-runner"),
    WASM_BINDGEN_TEST_TIMEOUT: "120",
  };
  return CRATES.map((crate) => ["cargo", ["test", "--target", "wasm32-unknown-unknown", "-p", crate, "--tests"], env]);
}
