// What every tracked file keeps to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { packages, read, root, texts, tracked } from "./tracked.mjs";

const MAX_LINES = 500;
const GENERATED = /(^|\/)(Cargo\.lock|package-lock\.json)$/;
const DATA = /\.(json|toml|txt|csv|svg|snap)$|^LICENSE|CHANGELOG/;

/** Lines that match, as `path:line: text`. */
const matches = (files, pattern) => files.flatMap(({ path, text }) =>
  text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])));

const written = () => texts().filter(({ path }) => !GENERATED.test(path));

test(`no file of code or prose is longer than ${MAX_LINES} lines`, () => {
  const long = written().filter(({ path }) => !DATA.test(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length })).filter(({ lines }) => lines > MAX_LINES);
  assert.deepEqual(long, []);
});

test("no file names a path of somebody's machine", () => {
  assert.deepEqual(matches(texts(), /(^|[^\w.~-])\/(home|root|Users)\/\w/), []);
  assert.deepEqual(written().filter(({ text }) => text.includes(root)).map(({ path }) => path), []);
});

test("no file names the host of a package registry", () => {
  assert.deepEqual(matches(texts(), /\b(registry|index|static|proxy)\.(\w+\.)?(org|io|com)\b/), []);
  assert.deepEqual(tracked(/(^|\/)\.cargo\/|(^|\/)\.yarnrc/), []);
});

test("nothing generated or private is tracked", () => {
  assert.deepEqual(tracked(/(^|\/)(node_modules|target|build|dist|\.tools|\.state|\.wrangler)\/|\.dev\.vars|\.wasm$|\.tgz$/), []);
});

test("files end with one line break and hold no trailing blanks or tabs for indents", () => {
  const files = written().filter(({ path }) => !/^LICENSE/.test(path) && !/^(tests\/fixtures|src\/edge\/badges)\//.test(path));
  assert.deepEqual(files.filter(({ text }) => text !== "" && !/[^\n]\n$/.test(text)).map(({ path }) => path), []);
  assert.deepEqual(matches(files, /[ \t]$|^\t/), []);
});

test("every crate takes the workspace's lints", () => {
  for (const { name, manifest_path: manifest } of packages()) {
    const text = read(manifest.slice(root.length));
    assert.match(text, /^\[lints\]\nworkspace = true$/m, name);
  }
});

test("the lints forbid what could poison a Worker", () => {
  const toml = read("Cargo.toml");
  assert.match(toml, /^unsafe_code = "forbid"$/m);
  assert.match(toml, /^missing_docs = "deny"$/m);
  const denied = [
    "arithmetic_side_effects", "indexing_slicing", "panic", "string_slice", "todo", "unimplemented", "unreachable", "unwrap_used",
  ];
  for (const lint of denied) assert.match(toml, new RegExp(`^${lint} = "deny"$`, "m"), lint);
});

test("one module alone takes the key out of its wrapper", () => {
  const takers = matches(texts(/^src\/.*\.rs$/), /\bexpose\b/).map((line) => line.split(":")[0]);
  assert.deepEqual([...new Set(takers)].sort(), ["src/edge/src/secret.rs", "src/edge/src/upstream.rs"]);
  assert.equal(matches(texts(/^src\/edge\/src\/secret\.rs$/), /\.expose\(|fn expose\(/).length, 1, "its definition");
});

test("a lint is silenced with a reason only", () => {
  const silent = texts(/^src\/.*\.rs$/).flatMap(({ path, text }) => {
    const lines = text.split("\n");
    return lines.flatMap((line, index) => {
      if (!/^\s*#!?\[(cfg_attr\(.*)?(allow|expect)\(/.test(line)) return [];
      const reasoned = lines.slice(Math.max(0, index - 1), index + 4).some((near) => /reason = |^\s*\/\/[^/!]|\/\/ /.test(near));
      return reasoned ? [] : [`${path}:${index + 1}: ${line.trim()}`];
    });
  });
  assert.deepEqual(silent, []);
});

test("the packages agree on version and licence, and the licences are there", () => {
  const members = packages();
  const npm = ["package.json", "pkg/package.json"].map((path) => JSON.parse(read(path)));
  assert.deepEqual([...new Set(members.map(({ license }) => license).concat(npm.map(({ license }) => license)))], ["MIT OR Apache-2.0"]);
  assert.deepEqual([...new Set(members.map(({ version }) => version).concat(npm[1].version))], [npm[1].version]);
  assert.match(read("LICENSE-MIT"), /MIT License/);
  assert.match(read("LICENSE-APACHE"), /Apache License\s+Version 2\.0/);
});

test("every command of the README is one that exists", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const blocks = [...read("README.md").matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/gm)].map(([, block]) => block);
  const lines = blocks.flatMap((block) => block.split("\n")).map((line) => line.replace(/^\$ /, "").replace(/\s+#.*$/, "").trim());
  const commands = lines.filter((line) => line && !line.startsWith("#"));
  assert.ok(commands.length > 0, "the README says how to run it");
  const known = (command) => {
    const [program, verb, name] = command.split(/\s+/);
    if (program === "npm") {
      if (verb === "run") return name in scripts;
      return ["start", "test"].includes(verb) ? verb in scripts : ["ci", "install"].includes(verb);
    }
    if (program === "node") return tracked().includes(verb);
    if (program === "npx") return verb === "wrangler";
    return ["git", "cd", "curl"].includes(program);
  };
  assert.deepEqual(commands.filter((command) => !known(command)), []);
});
