// The wasm-bindgen tests of the crates, in Chromium. Run with a wasm file it is cargo's runner:
// wasm-bindgen's own serves the page, and Playwright opens it, so that no ChromeDriver is needed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { ensureChromium, ensureWasmBindgen } from "./tools.mjs";

const TARGET = "wasm32-unknown-unknown";
const DEADLINE = 300_000;
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];

// The core's own rules run here too, over JavaScript's values, by the widget's tests.
const SUITES = ["widget", "toolkit"];

/** @returns the commands that run them all: each a program, its arguments and its environment. */
export async function wasmTestCommands() {
  const env = {
    [`CARGO_TARGET_${TARGET.toUpperCase().replaceAll("-", "_")}_RUNNER`]: `${process.execPath} ${fileURLToPath(import.meta.url)}`,
  };
  return SUITES.map((name) => ["cargo", ["test", "--target", TARGET, "--package", `tracktry-${name}`, "--test", name], env]);
}

/** Runs the tests of one wasm file and prints what they print. */
async function runOne(file, args) {
  const runner = join(await ensureWasmBindgen(), "wasm-bindgen-test-runner");
  const server = spawn(runner, [file, ...args], {
    env: { ...process.env, NO_HEADLESS: "1", WASM_BINDGEN_TEST_ADDRESS: "127.0.0.1:0", WASM_BINDGEN_TEST_ONLY_WEB: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error.stack));
    await page.goto(await address(server));
    const output = page.locator("#output");
    await page.waitForFunction(() => /test result: /.test(document.querySelector("#output")?.textContent), null, { timeout: DEADLINE });
    const text = await output.textContent();
    console.log(text);
    return /test result: ok/.test(text);
  } finally {
    await browser.close();
    server.kill();
  }
}

/** The address the runner serves at, from what it prints. */
function address(server) {
  return new Promise((found, fail) => {
    let printed = "";
    server.stdout.setEncoding("utf8").on("data", (chunk) => {
      printed += chunk;
      const [url] = printed.match(/http:\/\/[\d.]+:\d+/) ?? [];
      if (url) found(url);
    });
    server.on("error", fail);
    server.on("exit", (code) => fail(new Error(`wasm-bindgen-test-runner ended with ${code}:\n${printed}`)));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [file, ...args] = process.argv.slice(2);
  const passed = await runOne(file, args).catch((error) => {
    console.error(error.message);
    return false;
  });
  process.exit(passed ? 0 : 1);
}
