// Who may depend on what, and that nothing is there that no source uses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { relative } from "node:path";
import { test } from "node:test";
import { packages, read, root, texts } from "./tracked.mjs";

/** The crates that end up in a crate's wasm. */
function graph(crate, ...options) {
  const args = ["tree", "-p", crate, "--target", "wasm32-unknown-unknown", "-e", "normal,no-proc-macro", "--prefix", "none", ...options];
  const lines = execFileSync("cargo", args, { cwd: root, encoding: "utf8" }).split("\n");
  return new Set(lines.map((line) => line.split(" ")[0]).filter(Boolean));
}

const holdsNone = (crates, forbidden) => assert.deepEqual(forbidden.filter((name) => crates.has(name)), []);

test("the widget holds nothing of the Workers, and no JSON of its own", () => {
  const crates = graph("tracktry-widget");
  assert.ok(crates.has("tracktry-core"));
  holdsNone(crates, [
    "worker", "worker-macros", "worker-sys", "tracktry-edge", "tracktry-sandbox", "tracktry-toolkit",
    "serde", "serde_json", "serde-wasm-bindgen", "tokio", "chrono", "url", "sha2", "hmac", "unicode-normalization",
  ]);
});

test("the toolkit holds nothing of the Workers", () => {
  holdsNone(graph("tracktry-toolkit"), ["worker", "worker-macros", "worker-sys", "tracktry-edge", "tracktry-sandbox", "tracktry-widget", "tokio"]);
});

test("the edge holds nothing of sandbox, widget or toolkit", () => {
  holdsNone(graph("tracktry-edge"), ["tracktry-sandbox", "tracktry-widget", "tracktry-toolkit", "gloo-net"]);
});

test("the core knows no JavaScript, clock, network or randomness", () => {
  holdsNone(graph("tracktry-core", "--all-features"), [
    "js-sys", "wasm-bindgen", "web-sys", "wasm-bindgen-futures", "worker", "gloo-net", "chrono", "time", "tokio", "rand", "getrandom",
  ]);
});

test("every Cargo dependency is used by its crate's source", () => {
  const members = packages();
  const unused = members.flatMap(({ name, dependencies, targets, manifest_path: manifest }) => {
    const folder = relative(root, manifest).replace(/\\/g, "/").replace(/Cargo\.toml$/, "");
    const sources = texts(/\.rs$/).filter(({ path }) =>
      path.startsWith(folder) || targets.some(({ src_path: main }) => path.startsWith(relative(root, main).replace(/[^/\\]+$/, ""))));
    const code = sources.map(({ text }) => text.replace(/^\s*\/\/.*$/gm, "")).join("\n");
    return dependencies
      .filter((dependency) => !new RegExp(`\\b${(dependency.rename ?? dependency.name).replaceAll("-", "_")}\\b`).test(code))
      .map((dependency) => `${name}: ${dependency.name}`);
  });
  assert.deepEqual(unused, []);
});

test("every version of the workspace is used by a crate", () => {
  const table = read("Cargo.toml").match(/\[workspace\.dependencies\]\n([\s\S]*?)(\n\[|$)/)[1];
  const names = [...table.matchAll(/^([\w-]+)\s*=/gm)].map(([, name]) => name);
  const used = new Set(packages().flatMap(({ dependencies }) => dependencies.map(({ name }) => name)));
  assert.ok(names.length > 5);
  assert.deepEqual(names.filter((name) => !used.has(name)), []);
});

test("every npm dependency is used by a script or a test, and pinned", () => {
  const { devDependencies, dependencies, scripts } = JSON.parse(read("package.json"));
  assert.equal(dependencies, undefined, "the workspace ships nothing itself");
  const code = texts(/\.(mjs|js|ts)$/).map(({ text }) => text).join("\n") + Object.values(scripts).join("\n");
  const unused = Object.keys(devDependencies).filter((name) => !new RegExp(`["'\`/]${name}(?:["'\`/@]|$)`, "m").test(code));
  assert.deepEqual(unused, []);
  for (const [name, version] of Object.entries(devDependencies)) assert.match(version, /^\d/, `${name} is not pinned`);
});
