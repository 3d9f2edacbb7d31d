// Limits as a client meets them, with real seconds between requests.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask, control } from "./ask.mjs";

let worker;
before(async () => (worker = await startWorker({ name: "sandbox", settings: { SANDBOX_CONTROL: "loopback", SANDBOX_CLOCK_RATE: "7200" } })));
after(() => worker?.close());
beforeEach(() => control(worker.url, "reset", {}));

const set = (switches) => control(worker.url, "switches", switches);
const code = async (request, client = "a") => {
  const { json, status, text } = await ask(worker.url, { ...request, path: `/v1${request.path}`, headers: { "Sandbox-Client": client } });
  assert.equal(status, 200, text.slice(0, 200));
  return json.meta.code;
};
const list = (client) => code({ path: "/trackings/get?numbers=SBX-TRANSIT" }, client);
const realtime = (number, client) =>
  code({ method: "POST", path: "/trackings/realtime", body: { tracking_number: number, carrier_code: "ups" } }, client);
const post = (number) => code({ method: "POST", path: "/trackings/post", body: { tracking_number: number, carrier_code: "ups" } });

test("off, as it starts, there are none", async () => {
  for (let count = 0; count < 20; count += 1) assert.equal(await list(), 200);
});

test("one list a second, then silence for that address alone, by real time", async () => {
  await set({ limits: "on", silence_seconds: 2 });
  assert.equal(await list(), 200);
  await sleep(1_010);
  assert.equal(await list(), 200);
  assert.equal(await list(), 429);
  assert.equal(await code({ path: "/carriers" }), 429);
  assert.equal(await list("b"), 200);
  await sleep(2_010);
  assert.equal(await list(), 200);
  const counters = await control(worker.url, "counters");
  assert.deepEqual([counters.refusals, counters.during_silence, counters.requests], [1, 1, 6]);
  assert.deepEqual(counters.list_peak, { address: 2, all: 3 });
  assert.deepEqual(counters.routes["GET /trackings/get"], { 200: 4, 429: 1 });
  assert.deepEqual(counters.routes["GET /carriers"], { 429: 1 });
  assert.equal((await control(worker.url, "counters/reset", {})).requests, 0);
});

test("three realtime requests a second, one number once in two hours", async () => {
  await set({ limits: "on", silence_seconds: 1 });
  assert.deepEqual([await realtime("REAL-0001"), await realtime("REAL-0002"), await realtime("REAL-0001")], [200, 200, 202]);
  assert.equal(await realtime("REAL-0003"), 429);
  assert.equal(await realtime("REAL-0003"), 429);
  await sleep(1_010);
  assert.equal(await realtime("REAL-0003"), 200);
  await set({ realtime_again: "refused" });
  assert.equal(await realtime("REAL-0003"), 429);
  assert.equal(await code({ path: "/carriers" }), 429, "that begins a silence as well");
});

test("the quota: posts, and a fifth for a detection", async () => {
  await set({ limits: { list_per_second: null, realtime_per_second: null, quota: 2 } });
  assert.equal(await post("QUOTA-001"), 200);
  assert.equal(await post("QUOTA-001"), 4016);
  assert.deepEqual((await control(worker.url, "counters")).quota, { used: 1, left: 1 });
  for (let count = 0; count < 5; count += 1) {
    assert.equal(await code({ method: "POST", path: "/carriers/detect", body: { tracking_number: "SBX-TRAVEL" } }), 200);
  }
  assert.equal(await code({ method: "POST", path: "/carriers/detect", body: { tracking_number: "SBX-TRAVEL" } }), 4021);
  assert.equal(await post("QUOTA-002"), 4019);
  assert.equal(await code({ method: "POST", path: "/trackings/aircargo", body: { track_number: ["172-28891936"] } }), 4021);
  assert.equal(await code({ path: "/trackings/ups/QUOTA-001" }), 200);
  assert.deepEqual((await control(worker.url, "counters")).quota, { used: 2, left: 0 });
  await set({ limits: { quota: 0 } });
  assert.equal(await post("QUOTA-003"), 402);
});

test("strangers on the same address, the same each time", async () => {
  const run = async () => {
    await control(worker.url, "reset", {});
    await set({ strangers: { share: 0.3, seed: 5 }, silence_seconds: 0 });
    const codes = [];
    for (let count = 0; count < 40; count += 1) codes.push(await code({ path: "/carriers" }));
    return codes;
  };
  const first = await run();
  assert.deepEqual(await run(), first);
  const refused = first.filter((each) => each === 429).length;
  assert.ok(refused > 3 && refused < 25, first.join());
});

test("sizes: batches, filters, rows", async () => {
  await set({ limits: { list_per_second: null, batch: 3, filter_values: 2, rows: 2, quota: null } });
  const batch = (count) => Array.from({ length: count }, (_, n) => ({ tracking_number: `SIZE-000${n}`, carrier_code: "ups" }));
  assert.equal(await code({ method: "POST", path: "/trackings/batch", body: batch(4) }), 4020);
  assert.equal(await code({ method: "POST", path: "/trackings/batch", body: batch(3) }), 201);
  assert.equal(await code({ path: "/trackings/get?numbers=SIZE-0001,SIZE-0002,SIZE-0003" }), 4020);
  const { json } = await ask(worker.url, { path: "/v1/trackings/get?limit=2000" });
  assert.deepEqual([json.data.limit, json.data.count, json.data.total], [2, 2, "3"]);
});

test("a silence, the quota and the switches outlive a restart", async () => {
  const state = await mkdtemp(join(tmpdir(), "sandbox-"));
  const start = () => startWorker({ name: "sandbox", state, settings: { SANDBOX_CONTROL: "loopback" } });
  const { url: usual } = worker;
  try {
    const first = await start();
    worker.url = first.url;
    await set({ limits: { quota: 1 }, silence_seconds: 60 });
    assert.equal(await post("KEPT-0001"), 200);
    await list("b");
    assert.equal(await list("b"), 429);
    await first.close();
    const second = await start();
    worker.url = second.url;
    assert.equal(await list("b"), 429);
    assert.equal(await post("KEPT-0002"), 4019);
    await second.close();
  } finally {
    worker.url = usual;
    await rm(state, { recursive: true });
  }
});
