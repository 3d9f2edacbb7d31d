// The npm package's generated part (pkg/dist) and the browser files the edge serves (build/assets/widget).
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, parse, relative } from "node:path";
import { build, transform } from "esbuild";
import { groupsOf, hashOf, moduleOf, readLanguages, speaking } from "./languages.mjs";
import { pageFiles } from "./pages.mjs";
import { root } from "./process.mjs";
import { buildWasm } from "./wasm.mjs";

const PACKAGE = join(root, "pkg");
const DIST = join(PACKAGE, "dist");
const WORK = join(root, "build/package");
const ASSETS = join(root, "build/assets/widget");
const BADGES = join(root, "src/edge/badges");
const STYLES = join(root, "src/core/style");
/** Parts of the element that only some pages load; each may load those before it. */
const LATER = ["engine", "dist/layout-look", "raw", "order", "lookup", "fragment", "demo", "morph", "more"];
const LATER_SHEETS = ["layout", "order", "lookup"];
const BROWSERS = ["chrome111", "firefox114", "safari16.4"];

/** What each crate's bindings are used for; anything else of them is left out. */
const CRATES = {
  // The two halves of wasm-bindgen's `init`, which is large and loads in ways that no page of ours takes.
  widget: ["__wbg_get_imports as imports", "__wbg_finalize_init as begin", "ask", "read", "show"],
  toolkit: ["default as init", "initSync", "journey", "mapStatus", "detect", "signLink", "verifyLink"],
};

/** Builds both. Cargo and the wasm steps are skipped where nothing changed; the rest takes a moment. */
export async function buildPackage() {
  await rm(DIST, { recursive: true, force: true });
  await mkdir(join(DIST, "lang"), { recursive: true });
  for (const [name, names] of Object.entries(CRATES)) await wasm(name, names);
  const languages = readLanguages();
  const english = languages.get("en");
  const groups = groupsOf(english);
  const codes = [...languages.keys()];
  for (const [code, texts] of languages) await writeFile(join(DIST, "lang", `${code}.js`), moduleOf(groups, texts, english));
  await writeFile(join(DIST, "speak.js"), speaking(groups, codes));
  await look(english);
  await licences();
  await browserFiles(groups, codes);
  await cp(BADGES, join(root, "build/assets/badge"), { recursive: true, filter: (file) => !file.endsWith(".svg") });
  await cp(join(root, "docs/openapi.json"), join(root, "build/assets/openapi.json"));
}

/** One crate: its wasm as it is, its bindings without what nobody uses. */
async function wasm(name, names) {
  const made = await buildWasm({
    crate: `tracktry-${name}`,
    profile: "widget",
    target: "web",
    outDir: join(WORK, name),
    // The loaders say themselves where the wasm is, in the way each platform and bundler understands.
    extraArgs: { bindgen: ["--no-typescript", "--omit-default-module-path"] },
  });
  await cp(made.wasm, join(DIST, `${name}_bg.wasm`));
  const halves = names.filter((given) => given.startsWith("__wbg")).map((given) => given.split(" ")[0]);
  const open = join(WORK, name, "open.js");
  await writeFile(open, `${await readFile(made.js, "utf8")}\nexport { ${halves.join(", ")} };\n`);
  await build({
    stdin: { contents: `export { ${names.join(", ")} } from ${JSON.stringify(open)};`, resolveDir: root },
    outfile: join(DIST, `${name}.js`),
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    logLevel: "warning",
  });
}

/** What an element shows at once: the sheet, and the skeleton as the core renders it; and the sheets of later parts. */
async function look(english) {
  const toolkit = await import(join(WORK, "toolkit/index.js"));
  toolkit.initSync({ module: await readFile(join(DIST, "toolkit_bg.wasm")) });
  await lines("look", { sheet: await sheet("widget"), skeleton: toolkit.skeleton(english) });
  for (const name of LATER_SHEETS) await lines(`${name}-look`, { sheet: await sheet(name) });
}

const sheet = async (name) =>
  (await transform(await readFile(join(STYLES, `${name}.css`), "utf8"), { loader: "css", minify: true, target: BROWSERS })).code.trim();

const lines = (name, texts) =>
  writeFile(join(DIST, `${name}.js`), Object.entries(texts).map(([name, text]) => `export const ${name}=${JSON.stringify(text)};\n`).join(""));

async function licences() {
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) await cp(join(root, name), join(DIST, name));
}

/**
 * The files of a page without a bundler: one script, and what it loads later, under names that change with their
 * content. So a script and its later files are always of one build, however long each is kept.
 */
async function browserFiles(groups, codes) {
  const { version } = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
  await rm(ASSETS, { recursive: true, force: true });
  const names = {};
  const put = async (path, bytes, hash = hashOf(bytes)) => {
    const { dir, name, ext } = parse(path);
    const file = join(version, dir.replace(/^dist\/?/, ""), `${name}-${hash}${ext}`);
    await write(file, bytes);
    names[`"./${path}"`] = `"../${file}"`;
  };
  // One hash for all languages, so that their names fit into few bytes; the order of the words is in it.
  const lists = await Promise.all(codes.map((code) => readFile(join(DIST, "lang", `${code}.js`))));
  const hash = hashOf(...lists, JSON.stringify(groups));
  for (const [at, code] of codes.entries()) await put(`dist/lang/${code}.js`, lists[at], hash);
  for (const path of ["dist/widget_bg.wasm", "dist/toolkit_bg.wasm"]) await put(path, await readFile(join(PACKAGE, path)));
  const own = { "dist/speak.js": speaking(groups, codes, `-${hash}.js`) };
  for (const name of LATER) await put(`${name}.js`, await bundle(`${name}.js`, names, own));
  const script = await bundle("define.js", names);
  for (const { path, text } of Object.values(await pageFiles())) await write(relative("widget", path), text);
  for (const name of [`v${version.split(".")[0]}`, version]) await write(join(name, "tracktry-widget.js"), script);
}

async function write(path, bytes) {
  await mkdir(dirname(join(ASSETS, path)), { recursive: true });
  await writeFile(join(ASSETS, path), bytes);
}

/** A module of the package with what it imports at once; what it loads later gets the names of `names`. */
async function bundle(entry, names, own = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(PACKAGE, entry)],
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    logLevel: "warning",
    plugins: [later(own)],
  });
  return Object.entries(names).reduce((text, [old, now]) => text.replaceAll(old, now), outputFiles[0].text);
}

/** Leaves dynamic imports as they are, taken from the package's folder; `own` replaces modules by others. */
const later = (own) => ({
  name: "later",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      return { path: `./${relative(PACKAGE, join(resolveDir, path))}`, external: true };
    });
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      const contents = own[relative(PACKAGE, path)];
      return contents && { contents, resolveDir: dirname(path) };
    });
  },
});
