// What a merchant deploys: `wrangler deploy`, short of sending it, and that it runs.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { Miniflare, NoOpLog } from "miniflare";
import { CANARY, holdsCanary } from "../../scripts/lib/canary.mjs";
import { must } from "../../scripts/lib/process.mjs";

const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

let folder, said;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tracktry-edge-"));
  const manifest = createRequire(import.meta.url).resolve("wrangler/package.json");
  const wrangler = join(dirname(manifest), "bin", "wrangler.js");
  const args = [wrangler, "deploy", "--dry-run", "--outdir", folder];
  ({ output: said } = await must(process.execPath, args, { env: { ...QUIET, WRANGLER_LOG_PATH: join(folder, "log"), TRACKTRY_API_KEY: CANARY }, timeout: 600_000 }));
}, { timeout: 600_000 });
after(() => rm(folder, { recursive: true, force: true }));

test("wrangler takes the Worker, its files and its settings", () => {
  assert.match(said, /env\.ASSETS/);
  assert.match(said, /env\.ACCESS \("signed"\)/);
  assert.match(said, /env\.SHELF \(Shelf\)/);
  assert.match(said, /env\.GATE \(Gate\)/);
  assert.match(said, /--dry-run: exiting now/);
  assert.doesNotMatch(said, /\bWARNING\b|\bERROR\b/i);
});

test("what would be sent runs, and holds no key", async () => {
  const names = (await readdir(folder)).filter((name) => /\.(js|wasm)$/.test(name));
  for (const name of names) assert.ok(!holdsCanary(await readFile(join(folder, name))), name);
  const miniflare = new Miniflare({
    modulesRoot: folder,
    modules: names.sort().reverse().map((name) => ({
      type: name.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
      path: join(folder, name),
    })),
    compatibilityDate: "2026-04-01",
    bindings: { TRACKTRY_API_KEY: CANARY, ACCESS: "public", SYNC_SECONDS: "0" },
    durableObjects: { SHELF: { className: "Shelf", useSQLite: true }, GATE: { className: "Gate", useSQLite: true } },
    log: new NoOpLog(),
  });
  try {
    const response = await miniflare.dispatchFetch("http://localhost/healthz");
    const { status, upstream } = await response.json();
    assert.deepEqual([response.status, status, upstream.notes.map(({ code }) => code)], [200, "ok", ["sync_off"]]);
  } finally {
    await miniflare.dispose();
  }
});
