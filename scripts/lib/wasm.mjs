// From a crate to what JavaScript can load: cargo, wasm-bindgen, wasm-opt.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { withLock } from "./lock.mjs";
import { must, root, step } from "./process.mjs";
import { mutePanics, renameBindings, slimBindings } from "./slim.mjs";
import { ensureWasmBindgen, ensureWasmTarget } from "./tools.mjs";

const MINUTE = 60_000;

// What every current browser and workerd understand. Never --all-features: binaryen then emits
// what engines of today refuse.
const FEATURES = [
  "--enable-mutable-globals",
  "--enable-sign-ext",
  "--enable-nontrapping-float-to-int",
  "--enable-bulk-memory",
  "--enable-multivalue",
  "--enable-reference-types",
  "--enable-exception-handling",
];

// By Cargo profile: the Workers want speed, the page wants few bytes. What LLVM has not inlined into
// several places is not inlined here: for a Worker's code that is 3 kB of copies.
const PASSES = {
  edge: ["-O3", "--flexible-inline-max-function-size=0"],
  widget: ["-O3", "-Oz", "--gufa", "-Oz", "--one-caller-inline-max-function-size=0", "--always-inline-max-function-size=6", "--flexible-inline-max-function-size=0", "--minify-imports-and-exports-and-modules"],
};

/**
 * Builds one crate for wasm32 into `outDir/index.js` and `outDir/index_bg.wasm`. Quick when
 * nothing changed: cargo looks, the later steps are skipped.
 *
 * @param {object} options
 * @param {string} options.crate the package's name, `tracktry-edge`
 * @param {"edge" | "widget"} options.profile a Cargo profile of the workspace
 * @param {string} options.outDir taken from the repository's root; made if missing
 * @param {"module" | "web"} options.target wasm-bindgen's target
 * @param {string} [options.outName] instead of `index`
 * @param {{ cargo?: string[], bindgen?: string[], opt?: string[] }} [options.extraArgs] more
 *   arguments for each step; `opt` replaces the profile's passes
 * @returns {Promise<{ js: string, wasm: string, changed: boolean }>} absolute paths
 */
export async function buildWasm({ crate, profile, outDir, target, outName = "index", extraArgs = {} }) {
  const out = resolve(root, outDir);
  const js = join(out, `${outName}.js`);
  const wasm = join(out, `${outName}_bg.wasm`);

  await ensureWasmTarget();
  const { cargo = [], bindgen = [], opt = PASSES[profile] } = extraArgs;
  const built = await cargoBuild(crate, profile, cargo);
  const bindgenArgs = ["--target", target, "--out-name", outName, ...bindgen];

  const stamp = createHash("sha256")
    .update(built)
    .update(JSON.stringify([bindgenArgs, opt, FEATURES, String(mutePanics), String(renameBindings), String(slimBindings)]))
    .digest("hex");
  const stampFile = join(out, `.${outName}.stamp`);
  const before = await readFile(stampFile, "utf8").catch(() => "");
  if (before === stamp && existsSync(js) && existsSync(wasm)) return { js, wasm, changed: false };

  await mkdir(out, { recursive: true });
  await rm(stampFile, { force: true });
  const raw = join(out, `.${outName}.raw.wasm`);
  await writeFile(raw, built);
  const tool = join(await ensureWasmBindgen(), "wasm-bindgen");
  await must(tool, [...bindgenArgs, "--out-dir", out, raw], { timeout: 5 * MINUTE });
  const slim = profile === "widget";
  if (slim) await writeFile(wasm, await mutePanics(await readFile(wasm)));
  const small = `${wasm}.opt`;
  const optArgs = [...FEATURES, ...opt, "--strip-debug", "--strip-producers", "--strip-target-features", wasm, "-o", small];
  const { stdout } = await step(`wasm-opt ${crate}`, () => must(process.execPath, [wasmOpt(), ...optArgs], { timeout: 10 * MINUTE }));
  if (slim) await writeFile(js, slimBindings(renameBindings(await readFile(js, "utf8"), stdout)));
  await rename(small, wasm);
  await writeFile(stampFile, stamp);
  return { js, wasm, changed: true };
}

/** Runs cargo and returns the wasm it made. */
async function cargoBuild(crate, profile, args) {
  const triple = "wasm32-unknown-unknown";
  const all = ["build", "--package", crate, "--lib", "--target", triple, "--profile", profile, ...args];
  const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
  // Builds with other features write the same file: one at a time, and read before the next.
  return withLock(`build-${crate}`, async () => {
    await step(`cargo build ${crate}`, () => must("cargo", all, { timeout: 20 * MINUTE, env: nameless() }));
    return readFile(join(target, triple, profile, `${crate.replaceAll("-", "_")}.wasm`));
  });
}

/** Keeps this machine's folders out of the wasm: each place that can panic names its source file. */
function nameless() {
  const { CARGO_ENCODED_RUSTFLAGS: encoded, RUSTFLAGS: plain, CARGO_HOME: home = join(homedir(), ".cargo") } = process.env;
  const flags = encoded?.split("\x1f") ?? plain?.split(" ") ?? [];
  const remapped = [[home, "cargo"], [root, "."]].map(([from, to]) => `--remap-path-prefix=${resolve(from)}=${to}`);
  return { CARGO_ENCODED_RUSTFLAGS: [...flags.filter(Boolean), ...remapped].join("\x1f") };
}

function wasmOpt() {
  const manifest = createRequire(import.meta.url).resolve("binaryen/package.json");
  return join(dirname(manifest), "bin", "wasm-opt");
}
