// What is shipped, and that it works where it is installed.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Miniflare } from "miniflare";
import { compatibilityDate } from "./workerd.mjs";
import { must, root } from "../../scripts/lib/process.mjs";
import { pack, project, readJson } from "./installed.mjs";

const FILES = [
  "README.md", "clock.js", "core-node.js", "core-workerd.js", "core.d.ts", "core.js", "custom-elements.json",
  "define.d.ts", "define.js", "demo.js", "dist/LICENSE-APACHE", "dist/LICENSE-MIT", "dist/layout-look.js", "dist/look.js",
  "dist/lookup-look.js", "dist/order-look.js", "dist/speak.js", "dist/toolkit.js", "dist/toolkit_bg.wasm", "dist/widget.js",
  "dist/widget_bg.wasm", "dom.js", "element.d.ts", "element.js", "engine.js", "flights.js", "format.js", "fragment.js",
  "journey.d.ts", "languages.js", "load.js", "lookup.js", "more.js", "morph.js", "order.js", "package.json", "raw.js",
];

let packed;
let plain;
before(async () => {
  packed = await pack();
  plain = await project(packed.tarball);
});
after(async () => {
  await plain?.remove();
  await packed?.remove();
});

const node = (code) => must(process.execPath, ["--input-type=module", "--eval", code], { cwd: plain.folder, timeout: 120_000 });

test("the tarball holds these files, the languages and no other", () => {
  assert.deepEqual(packed.files.filter((file) => !file.startsWith("dist/lang/")), FILES);
});

test("every language of the texts is in the package", async () => {
  const languages = (await readdir(join(root, "src/core/texts"))).map((file) => `dist/lang/${file.replace(".json", ".js")}`);
  assert.deepEqual(packed.files.filter((file) => file.startsWith("dist/lang/")), languages.sort());
});

test("every file a manifest names is there", async () => {
  const { exports: entries, types, customElements } = await readJson("pkg/package.json");
  const named = [...JSON.stringify([entries, types, customElements]).matchAll(/"\.\/([^"]+)"/g)].map(([, path]) => path);
  const paths = named.filter((path) => path.includes("."));
  assert.ok(paths.length > 8);
  assert.deepEqual(paths.filter((path) => !packed.files.includes(path)), []);
});

test("the package's version is the workspace's", async () => {
  const { version } = await readJson("pkg/package.json");
  assert.equal(version, (await readFile(join(root, "Cargo.toml"), "utf8")).match(/\nversion = "([^"]+)"/)[1]);
});

test("the manifest of the element names all attributes, properties, parts and events there are", async () => {
  const { modules } = await readJson("pkg/custom-elements.json");
  const declared = modules[0].declarations[0];
  const names = (list) => declared[list].map(({ name }) => name).sort();
  const all = async (folder, ending) => (await Promise.all((await readdir(join(root, folder))).filter((file) => file.endsWith(ending))
    .map((file) => readFile(join(root, folder, file), "utf8")))).join("\n");
  const source = await all("pkg", ".js");
  const sheet = await all("src/core/style", ".css");
  const { TracktryWidgetElement } = await import(join(root, "pkg/element.js"));
  assert.deepEqual(names("attributes"), [...TracktryWidgetElement.observedAttributes].sort());
  assert.deepEqual(names("cssProperties"), [...new Set([...sheet.matchAll(/var\((--tracktry-[a-z-]+)/g)].map(([, name]) => name))].sort());
  const events = [...new Set([...source.matchAll(/#tell\("(\w+)"|CustomEvent\("tracktry-(\w+)"/g)].map(([, one, other]) => `tracktry-${one ?? other}`))].sort();
  assert.deepEqual(names("events"), events);
  const golden = join(root, "tests/fixtures/html");
  const html = await Promise.all((await readdir(golden)).map((file) => readFile(join(golden, file), "utf8")));
  const parts = new Set(html.join("\n").match(/ part="[a-z_ -]+"/g).flatMap((part) => part.slice(7, -1).split(" ")));
  for (const [, part] of source.matchAll(/\bpart(?::| =) "([a-z-]+)"/g)) parts.add(part);
  // A journey without one end of its route; no fixture of markup has it.
  for (const part of ["fact-from", "fact-to"]) parts.add(part);
  assert.deepEqual(names("cssParts"), [...parts].sort());
});

test("importing it on a server neither throws nor defines anything", async () => {
  const { stdout } = await node(`
    const whole = await import("tracktry-widget");
    const element = await import("tracktry-widget/element");
    console.log(typeof globalThis.customElements, Object.keys(whole), Object.keys(element), whole.TracktryWidgetElement === element.TracktryWidgetElement);
  `);
  assert.equal(stdout.trim(), "undefined [ 'TracktryWidgetElement' ] [ 'TracktryWidgetElement' ] true");
});

const EXERCISE = `
  const results = [];
  results.push(mapStatus("exception", "exception006"));
  results.push(mapStatus("pickup", null));
  results.push(detect("1Z5R89390357567127")[0]);
  results.push(journey(raw).stage, journey(JSON.stringify(raw)).number);
  const keys = "example:0123456789abcdef0123456789abcdef";
  results.push(verifyLink(signLink({ keys, order: "#1001", expires: 1769817600, now: 1767225600 }), { keys, now: 1767225600 }));
  for (const odd of [undefined, null, "{", [], 7, 10n, () => 1]) {
    try { journey(odd); results.push("nothing"); } catch (error) {
      results.push([error instanceof Error, error.name, error.code, error.message.length > 10]);
    }
  }
`;
const wanted = async () => {
  const raw = await readJson("tests/fixtures/raw/international.json");
  const journey = await readJson("tests/fixtures/journey/international.json");
  const error = (code) => [true, "TracktryError", code, true];
  const results = [
    { stage: "exception", reason: "customs" },
    { stage: "out_for_delivery", reason: null },
    { carrier: "ups", name: "UPS", checked: true },
    journey.stage,
    journey.number,
    { kind: "order", order: "1001", expires: 1769817600, register: false },
    ...["input_unreadable", "tracking_missing", "input_unreadable", "tracking_missing", "tracking_missing", "input_unreadable", "input_unreadable"].map(error),
  ];
  return { raw, results };
};

test("the core runs in Node", async () => {
  const { raw, results } = await wanted();
  const { stdout } = await node(`
    import { detect, journey, mapStatus, signLink, verifyLink } from "tracktry-widget/core";
    const raw = ${JSON.stringify(raw)};
    ${EXERCISE}
    console.log(JSON.stringify(results));
  `);
  assert.deepEqual(JSON.parse(stdout), results);
});

test("the core runs in workerd", async () => {
  const { raw, results } = await wanted();
  const inside = join(plain.folder, "node_modules/tracktry-widget");
  const module = async (path, type = "ESModule") => ({ type, path, contents: await readFile(join(inside, path)) });
  const worker = new Miniflare({
    compatibilityDate,
    modules: [
      { type: "ESModule", path: "index.mjs", contents: `
        import { detect, journey, mapStatus, signLink, verifyLink } from "./core-workerd.js";
        const raw = ${JSON.stringify(raw)};
        export default { fetch() { ${EXERCISE} return Response.json(results); } };` },
      await module("core-workerd.js"),
      await module("dist/toolkit.js"),
      await module("dist/toolkit_bg.wasm", "CompiledWasm"),
    ],
  });
  try {
    const answer = await worker.dispatchFetch("http://localhost/");
    assert.deepEqual(await answer.json(), results);
  } finally {
    await worker.dispose();
  }
});

test("the code of the README runs", async () => {
  const readme = await readFile(join(root, "pkg/README.md"), "utf8");
  const blocks = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, block]) => block).filter((block) => block.includes("tracktry-widget/core"));
  const checks = blocks.map((code) => code.replace(/^(?!const)(.*); \/\/ (.*)$/gm, "assert.deepEqual($1, $2);"));
  assert.deepEqual(checks.map((code) => code.match(/assert/g).length), [3, 2]);
  const env = 'process.env.LINK_KEYS = "example:0123456789abcdef0123456789abcdef";';
  for (const code of checks) await node(`import assert from "node:assert/strict";\n${env}\n${code}`);
});
