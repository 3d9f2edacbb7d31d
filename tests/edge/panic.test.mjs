// A panic inside workerd, in a build that has a route for it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { Miniflare, NoOpLog } from "miniflare";
import { root } from "../../scripts/lib/process.mjs";
import { buildWorker } from "../../scripts/lib/worker.mjs";
import { startEdge } from "./edge.mjs";
import { parcel, startFake } from "./fake.mjs";

const MARK = "a canary that no log line may hold";
const NUMBER = "RN123456789CN";

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
    bindings: { TRACKTRY_API_KEY: "x", TRACKTRY_BASE_URL: fake.base, ACCESS: "public", CACHE_SECONDS: 0 },
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

test("a request that panics and fifty that wait beside it are all answered, and the next one works", { timeout: 30_000 }, async () => {
  const arrived = new Promise((done) => {
    let count = 0;
    fake.on(NUMBER, () => (count += 1) === 50 && done());
  });
  const waiting = Array.from({ length: 50 }, () => fetch(`${url}/journeys/ups/${NUMBER}`));
  await arrived;

  const began = performance.now();
  const answers = await Promise.all([fetch(`${url}/test-panic`), ...waiting]);
  const took = performance.now() - began;
  assert.ok(took < 4_000, `answered after ${Math.round(took)} ms: by a deadline of their own, not by the guard`);
  const ids = new Set();
  for (const answer of answers) {
    const problem = await answer.json();
    assert.deepEqual([answer.status, problem.code], [503, "internal"]);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    ids.add(problem.request_id);
  }
  assert.equal(ids.size, 51);

  fake.on(NUMBER, parcel(NUMBER));
  for (let i = 0; i < 5; i += 1) {
    const next = await fetch(`${url}/journeys/ups/${NUMBER}`);
    assert.equal(next.status, 200);
    assert.equal((await next.json()).number, NUMBER);
  }
});

test("panics one after the other are survived, each with a line that says where and not what", { timeout: 30_000 }, async () => {
  fake.on(NUMBER, parcel(NUMBER));
  for (let i = 0; i < 5; i += 1) {
    assert.equal((await fetch(`${url}/test-panic`)).status, 503);
    assert.equal((await fetch(`${url}/journeys/ups/${NUMBER}`)).status, 200);
  }
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
