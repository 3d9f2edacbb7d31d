// Whatever a Worker exports, other Workers can call: handlers and Durable Object classes only.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { Miniflare, NoOpLog } from "miniflare";
import wrangler from "wrangler/wrangler-dist/cli.js";
import { join } from "node:path";
import { root } from "./tracked.mjs";

const HANDLERS = ["fetch", "scheduled", "queue", "tail"];

for (const [name, config] of [["edge", "wrangler.toml"], ["sandbox", "src/sandbox/wrangler.toml"]]) {
  const folder = join(root, "build", name);

  test(`the ${name} exports its default and the classes of ${config}`, async () => {
    const { durable_objects: objects } = wrangler.unstable_readConfig({ config: join(root, config) }, { hideWarnings: true });
    const classes = objects.bindings.map((binding) => binding.class_name);
    const { metafile } = await build({
      entryPoints: [join(folder, "index.mjs")], format: "esm", metafile: true, write: false, outdir: folder, logLevel: "error",
    });
    const [{ exports }] = Object.values(metafile.outputs);
    assert.deepEqual(exports.sort(), [...new Set(classes), "default"].sort());
  });

  test(`the ${name}'s default export has handlers and nothing else`, async () => {
    const script = 'import worker from "./index.mjs"; export default { fetch: () => Response.json(members(worker)) };'
      + "const members = (it) => it && it !== Object.prototype ? [...Object.getOwnPropertyNames(it), ...members(Object.getPrototypeOf(it))] : [];";
    const miniflare = new Miniflare({
      modulesRoot: folder,
      modules: [
        { type: "ESModule", path: join(folder, "members.mjs"), contents: script },
        { type: "ESModule", path: join(folder, "index.mjs") },
        { type: "CompiledWasm", path: join(folder, "index_bg.wasm") },
      ],
      compatibilityDate: "2026-04-01",
      log: new NoOpLog(),
    });
    try {
      const members = await (await miniflare.dispatchFetch("http://localhost/")).json();
      assert.ok(members.includes("fetch"));
      assert.deepEqual(members.filter((member) => ![...HANDLERS, "constructor"].includes(member)), []);
    } finally {
      await miniflare.dispose();
    }
  });
}
