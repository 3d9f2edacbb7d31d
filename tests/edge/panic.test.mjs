// A panic inside workerd, in a build that has routes for it: in the Worker, in a Shelf, in the Gate.
// All of them share an instance there, so all that wait are answered, and what is kept stays.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Miniflare, NoOpLog } from "miniflare";
import { root } from "../../scripts/lib/process.mjs";
import { buildWorker } from "../../scripts/lib/worker.mjs";
import { startEdge } from "./edge.mjs";
import { parcel, startFake } from "./fake.mjs";
import { BACK_ENDS, MERCHANT_TOKENS, bearer } from "./tokens.mjs";

const MARK = "a canary that no log line may hold";
const NUMBER = "RN123456789CN";
const PANICS = { "the Worker": "/test-panic", "a Shelf": "/test-panic/shelf", "the Gate": "/test-panic/gate" };

let fake, miniflare, url, build;
const logs = [];

before(async () => {
  fake = await startFake();
  build = await buildWorker({ name: "edge", features: ["test-panic"], outDir: "build/edge-panic" });
  miniflare = new Miniflare({
    modulesRoot: build.dir,
    modules: [
      { type: "ESModule", path: join(build.dir, "index.mjs") },
      { type: "CompiledWasm", path: join(build.dir, "index_bg.wasm") },
    ],
    compatibilityDate: "2026-04-01",
    bindings: {
      TRACKTRY_API_KEY: "x", TRACKTRY_BASE_URL: fake.base, ACCESS: "public", MERCHANT_TOKENS,
      CACHE_SECONDS: 0, SYNC_SECONDS: 0, LIST_INTERVAL_MS: 0,
    },
    durableObjects: { SHELF: { className: "Shelf", useSQLite: true }, GATE: { className: "Gate", useSQLite: true } },
    host: "127.0.0.1",
    log: new NoOpLog(),
    handleRuntimeStdio: (...streams) => streams.forEach((input) => createInterface({ input }).on("line", (line) => logs.push(line))),
  });
  url = (await miniflare.ready).origin;
}, { timeout: 600_000 });

after(async () => {
  await miniflare?.dispose();
  await fake?.close();
});

let count = 0;
/** A number no other test uses. */
const fresh = () => `RP${String((count += 1)).padStart(9, "0")}CN`;

/** Looks a parcel up, and expects a journey. */
async function shown(number) {
  const answer = await fetch(`${url}/journeys/ups/${number}`);
  const text = await answer.text();
  assert.deepEqual([answer.status, JSON.parse(text).number], [200, number], text);
  return { text, etag: answer.headers.get("etag") };
}

/** How many wait in the Gate. */
async function waiters() {
  const text = await (await fetch(`${url}/metrics`, bearer(BACK_ENDS.read))).text();
  const depths = [...text.matchAll(/^tracktry_queue_depth\{.*\} (\d+)$/gm)];
  assert.ok(depths.length > 0, text);
  return depths.reduce((sum, [, depth]) => sum + Number(depth), 0);
}

for (const [where, path] of Object.entries(PANICS)) {
  test(`a panic in ${where}: it and fifty that wait are answered, the next one works, what is kept stays`, { timeout: 300_000 }, async () => {
    const kept = fresh();
    fake.on(kept, parcel(kept));
    const before = await shown(kept);
    // Of as many parcels, so that they wait in many Shelves.
    const numbers = Array.from({ length: 50 }, fresh);
    for (const number of numbers) fake.on(number, () => {});
    await waiters(); // Wakes every Shelf.
    const waiting = numbers.map((number) => fetch(`${url}/journeys/ups/${number}`));
    while ((await waiters()) < 50) await sleep(20);
    const begun = logs.length;

    const answers = await Promise.all([fetch(url + path), ...waiting]);
    const ids = new Set();
    for (const answer of answers) {
      const problem = await answer.json();
      assert.deepEqual([answer.status, problem.code], [503, "internal"]);
      assert.equal(answer.headers.get("content-type"), "application/problem+json");
      ids.add(problem.request_id);
    }
    assert.equal(ids.size, 51);
    const lost = () => logs.slice(begun).filter((line) => line.includes('"lost"'));
    while (lost().length < 51) await sleep(20);
    assert.ok(lost().every((line) => line.includes('"why":"crash"')), "all end with the crash, by no deadline");

    assert.deepEqual(await shown(kept), before);
    assert.equal(fake.asked(kept), 1, "what was kept is kept");
    for (const number of numbers) fake.on(number, parcel(number));
    for (const number of numbers.slice(0, 5)) await shown(number);
  });
}

test("panics one after the other are survived, each with a line that says where and not what", { timeout: 300_000 }, async () => {
  fake.on(NUMBER, parcel(NUMBER));
  for (const path of [...Object.values(PANICS), ...Object.values(PANICS)]) {
    assert.equal((await fetch(url + path)).status, 503);
    await shown(NUMBER);
    const number = fresh();
    fake.on(number, parcel(number));
    await shown(number);
  }
  assert.equal(fake.asked(NUMBER), 1);
  const lines = logs.join("\n");
  assert.match(lines, /"at":"src\/edge\/src\/lib\.rs:\d+:\d+","event":"panic"/);
  assert.match(lines, /"event":"crash"/);
  assert.ok(!lines.includes(MARK) && !lines.includes(NUMBER), lines);
});

test("what is deployed has no such route", async () => {
  assert.ok((await readFile(join(build.dir, "index_bg.wasm"))).includes(MARK));
  assert.ok(!(await readFile(join(root, "build/edge/index_bg.wasm"))).includes(MARK));
  const edge = await startEdge();
  try {
    await edge.problem("/test-panic", 404, "route_unknown");
  } finally {
    await edge.close();
  }
});
