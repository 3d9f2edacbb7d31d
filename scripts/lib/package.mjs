// The npm package's generated part (pkg/dist) and the browser files the edge serves (build/assets/widget).
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, parse, relative } from "node:path";
import { build, transform } from "esbuild";
import { hashOf, moduleOf, groupsOf, readLanguages, speak } from "./languages.mjs";
import { root } from "./process.mjs";
import { buildWasm } from "./wasm.mjs";

const PACKAGE = join(root, "pkg");
const DIST = join(PACKAGE, "dist");
const WORK = join(root, "build/package");
const ASSETS = join(root, "build/assets/widget");
const SHEET = join(root, "src/core/style/widget.css");
const BROWSERS = ["chrome111", "firefox114", "safari16.4"];

/** What each crate's bindings are used for; anything else of them is left out. */
const CRATES = {
  // The two halves of wasm-bindgen's `init`, which is large and loads in ways that no page of ours takes.
  widget: ["__wbg_get_imports as imports", "__wbg_finalize_init as begin", "ask", "read", "show"],
  toolkit: ["default as init", "initSync", "journey", "mapStatus", "detect"],
};

/** Builds both. Cargo and the wasm steps are skipped where nothing changed; the rest takes a moment. */
export async function buildPackage() {
  await rm(DIST, { recursive: true, force: true });
  await mkdir(join(DIST, "lang"), { recursive: true });
  const languages = readLanguages();
  const english = languages.get("en");
  const groups = groupsOf(english);
  const codes = [...languages.keys()];
  for (const [code, texts] of languages) await writeFile(join(DIST, "lang", `${code}.js`), moduleOf(groups, texts, english));
  for (const crate of Object.keys(CRATES)) await wasm(crate);
  await bindings("widget", join(DIST, "widget.js"), speak(groups, codes));
  await bindings("toolkit", join(DIST, "toolkit.js"));
  await look(english);
  await licences();
  await browserFiles(groups, codes);
}

/** One crate's wasm as it is, and all of its bindings. */
async function wasm(name) {
  const made = await buildWasm({
    crate: `tracktry-${name}`,
    profile: "widget",
    target: "web",
    outDir: join(WORK, name),
    // The loaders say themselves where the wasm is, in the way each platform and bundler understands.
    extraArgs: { bindgen: ["--no-typescript", "--omit-default-module-path"] },
  });
  await cp(made.wasm, join(DIST, `${name}_bg.wasm`));
  const halves = CRATES[name].filter((given) => given.startsWith("__wbg")).map((given) => given.split(" ")[0]);
  await writeFile(join(WORK, name, "open.js"), `${await readFile(made.js, "utf8")}\nexport { ${halves.join(", ")} };\n`);
}

/** A crate's bindings without what nobody uses, and code that comes with them. */
async function bindings(name, outfile, extra = "") {
  const open = JSON.stringify(join(WORK, name, "open.js"));
  await build({
    stdin: { contents: `export { ${CRATES[name].join(", ")} } from ${open};${extra}`, resolveDir: root },
    outfile,
    external: ["./lang/*"],
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    logLevel: "warning",
  });
}

/** What an element shows at once: the sheet, and the skeleton as the core renders it. */
async function look(english) {
  const { code: sheet } = await transform(await readFile(SHEET, "utf8"), { loader: "css", minify: true, target: BROWSERS });
  const toolkit = await import(join(WORK, "toolkit/index.js"));
  toolkit.initSync({ module: await readFile(join(DIST, "toolkit_bg.wasm")) });
  const lines = { sheet: sheet.trim(), skeleton: toolkit.skeleton(english) };
  await writeFile(join(DIST, "look.js"), Object.entries(lines).map(([name, text]) => `export const ${name}=${JSON.stringify(text)};\n`).join(""));
}

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
  const own = join(WORK, "widget/listed.js");
  await bindings("widget", own, speak(groups, codes, `-${hash}.js`));
  await put("dist/widget.js", await readFile(own));
  for (const path of ["dist/widget_bg.wasm", "dist/toolkit_bg.wasm"]) await put(path, await readFile(join(PACKAGE, path)));
  // Each loads none but those above it.
  await put("raw.js", await bundle("raw.js", names));
  const script = await bundle("define.js", names);
  for (const name of [`v${version.split(".")[0]}`, version]) await write(join(name, "tracktry-widget.js"), script);
}

async function write(path, bytes) {
  await mkdir(dirname(join(ASSETS, path)), { recursive: true });
  await writeFile(join(ASSETS, path), bytes);
}

/** A module of the package with what it imports at once; what it loads later gets the names of `names`. */
async function bundle(entry, names) {
  const { outputFiles } = await build({
    entryPoints: [join(PACKAGE, entry)],
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    logLevel: "warning",
    plugins: [later],
  });
  return Object.entries(names).reduce((text, [old, now]) => text.replaceAll(old, now), outputFiles[0].text);
}

/** Leaves dynamic imports as they are, taken from the package's folder. */
const later = {
  name: "later",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      return { path: `./${relative(PACKAGE, join(resolveDir, path))}`, external: true };
    });
  },
};
