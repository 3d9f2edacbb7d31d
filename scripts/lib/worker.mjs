// A Worker as workerd takes it: one JavaScript module and one wasm file beside it.

import { build } from "esbuild";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { pagesModule } from "./pages.mjs";
import { root } from "./process.mjs";
import { buildWasm } from "./wasm.mjs";

const WORKERS = {
  edge: { crate: "tracktry-edge", config: "wrangler.toml" },
  sandbox: { crate: "tracktry-sandbox", config: "src/sandbox/wrangler.toml" },
};

const BINDGEN = ["--experimental-reset-state-function", "--force-enable-abort-handler", "--no-typescript"];

/**
 * Builds a Worker into `build/<name>/index.mjs` and `build/<name>/index_bg.wasm`. The module
 * exports its handlers and the Durable Object classes that its wrangler.toml names, and nothing
 * else: whatever a Worker exports, other Workers can call.
 *
 * @param {object} options
 * @param {"edge" | "sandbox"} options.name
 * @param {string[]} [options.features] Cargo features; tests build with some that are never deployed
 * @param {string} [options.outDir] instead of `build/<name>`
 * @returns {Promise<{ dir: string, changed: boolean }>} `dir` is absolute
 */
export async function buildWorker({ name, features = [], outDir = `build/${name}` }) {
  const { crate, config } = WORKERS[name];
  const dir = join(root, outDir);
  const { js, wasm, changed } = await buildWasm({
    crate,
    profile: "edge",
    outDir: join("build/bindgen", outDir.replace(/^build\//, "")),
    target: "module",
    extraArgs: {
      cargo: features.length > 0 ? ["--features", features.join(",")] : [],
      bindgen: BINDGEN,
      // What is never deployed need not be quick, and the optimiser takes its time.
      ...(features.length > 0 ? { opt: [] } : {}),
    },
  });

  const classes = durableObjectClasses(await readFile(join(root, config), "utf8"));
  await mkdir(dir, { recursive: true });
  await build({
    stdin: { contents: entry(js, classes), resolveDir: root, sourcefile: "entry.mjs" },
    outfile: join(dir, "index.mjs"),
    bundle: true,
    format: "esm",
    target: "es2022",
    external: ["./index_bg.wasm", "cloudflare:*"],
    plugins: [wasmAsModule, pages],
    logLevel: "warning",
  });
  await copyFile(wasm, join(dir, "index_bg.wasm"));
  return { dir, changed };
}

function entry(js, classes) {
  return [
    `import * as wasm from ${JSON.stringify(js)};`,
    `import { guard } from ${JSON.stringify(join(root, "scripts/worker/guard.mjs"))};`,
    "const worker = guard(wasm);",
    "export default worker.handlers;",
    ...classes.map((name) => `export const ${name} = worker.durableObject(${JSON.stringify(name)});`),
  ].join("\n");
}

/** The classes of a wrangler.toml's Durable Object bindings. */
export function durableObjectClasses(toml) {
  const lines = toml.split("\n").filter((line) => !line.trimStart().startsWith("#"));
  const names = lines.flatMap((line) => [...line.matchAll(/\bclass_name\s*=\s*"(\w+)"/g)].map((match) => match[1]));
  return [...new Set(names)];
}

// wasm-bindgen writes a source phase import, which workerd and esbuild do not read yet; a plain
// import of a wasm file gives the same compiled module there.
const wasmAsModule = {
  name: "wasm-as-module",
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]build[\\/]bindgen[\\/].*[\\/]index\.js$/ }, async ({ path }) => {
      const glue = await readFile(path, "utf8");
      const contents = glue.replace(/^import source (\w+) from/m, "import $1 from");
      if (contents === glue) throw new Error("the glue of wasm-bindgen has changed: no source phase import in it");
      return { contents, loader: "js" };
    });
  },
};

// What the edge's own JavaScript takes of the package, and the words.
const pages = {
  name: "pages",
  setup(bundler) {
    bundler.onResolve({ filter: /^tracktry:pages$/ }, ({ path }) => ({ path, namespace: "pages" }));
    bundler.onLoad({ filter: /.*/, namespace: "pages" }, async () => ({ contents: await pagesModule(), resolveDir: root }));
  },
};
