// What a build needs besides Rust and Node: found, or installed. Only Node's own modules are used here.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { withLock } from "./lock.mjs";
import { must, root, run, step, which } from "./process.mjs";

export { ensureChromium, findChromium } from "./chromium.mjs";

const MINUTE = 60_000;

/** The packages of package-lock.json, unless node_modules holds exactly these already. */
export async function ensureNodeModules() {
  if (nodeModulesFit()) return;
  await withLock("npm", async () => {
    if (nodeModulesFit()) return;
    await step("npm ci", () => must("npm", ["ci"], { timeout: 15 * MINUTE }));
  });
}

// By content and not by time: a fresh checkout makes every file new.
function nodeModulesFit() {
  try {
    const packages = (file) => JSON.parse(readFileSync(join(root, file), "utf8")).packages;
    const wanted = packages("package-lock.json");
    const present = packages("node_modules/.package-lock.json");
    return Object.entries(wanted).every(
      ([path, { version, optional }]) => path === "" || present[path]?.version === version || (optional && !present[path]),
    );
  } catch {
    return false;
  }
}

/** Cargo itself, which only its user can install. */
export function ensureCargo() {
  // rustup's own folder, for a shell that has not read its profile since.
  const usual = join(homedir(), ".cargo/bin");
  if (!which("cargo") && existsSync(usual)) process.env.PATH = `${process.env.PATH ?? ""}${delimiter}${usual}`;
  if (!which("cargo")) {
    throw new Error("Rust is missing: install it with rustup, as https://rustup.rs says, open a new terminal and try again.");
  }
}

/** The wasm32 target. */
export async function ensureWasmTarget() {
  ensureCargo();
  const folder = await sysroot();
  if (existsSync(join(folder, "lib/rustlib/wasm32-unknown-unknown/lib"))) return;
  if (!which("rustup")) throw new Error("the Rust target wasm32-unknown-unknown is missing, and there is no rustup to add it");
  await step("rustup target add wasm32-unknown-unknown", () =>
    must("rustup", ["target", "add", "wasm32-unknown-unknown"], { timeout: 10 * MINUTE }));
}

/** clippy and rustfmt: the lints need them. */
export async function ensureLinters() {
  ensureCargo();
  const missing = [];
  for (const [tool, component] of [["clippy", "clippy"], ["fmt", "rustfmt"]]) {
    if ((await run("cargo", [tool, "--version"])).code !== 0) missing.push(component);
  }
  if (missing.length === 0) return;
  if (!which("rustup")) throw new Error(`${missing.join(" and ")} missing, and there is no rustup to add it`);
  await step(`rustup component add ${missing.join(" ")}`, () =>
    must("rustup", ["component", "add", ...missing], { timeout: 10 * MINUTE }));
}

const sysroot = async () => (await must("rustc", ["--print", "sysroot"])).stdout.trim();

/**
 * wasm-bindgen and its test runner, of exactly Cargo.lock's version.
 * @returns {Promise<string>} the folder that holds them.
 */
export async function ensureWasmBindgen() {
  ensureCargo();
  const version = lockedVersion("wasm-bindgen");
  const own = join(root, ".tools/bin");
  const find = async () => {
    for (const folder of [own, dirname(which("wasm-bindgen") ?? "")]) {
      if (await fits(folder, version)) return folder;
    }
    return null;
  };
  return (await find()) ?? withLock("wasm-bindgen", async () => {
    const found = await find();
    if (found) return found;
    await step(`cargo install wasm-bindgen-cli ${version}`, () =>
      // The debug build takes a quarter of the time and its output is the same.
      must("cargo", ["install", "--debug", `wasm-bindgen-cli@${version}`, "--root", join(root, ".tools"), "--force"], {
        env: { CARGO_PROFILE_DEV_DEBUG: "0", CARGO_TARGET_DIR: join(root, "target/tools") },
        timeout: 20 * MINUTE,
      }));
    return own;
  });
}

async function fits(folder, version) {
  const names = ["wasm-bindgen", "wasm-bindgen-test-runner"];
  const results = await Promise.all(names.map((name) => run(join(folder, name), ["--version"], { timeout: 20_000 })));
  return results.every(({ code, stdout }) => code === 0 && stdout.trim().split(" ").at(-1) === version);
}

function lockedVersion(crate) {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const version = lock.match(new RegExp(`name = "${crate}"\\r?\\nversion = "([^"]+)"`))?.[1];
  if (!version) throw new Error(`Cargo.lock names no ${crate}`);
  return version;
}
