// A hundred thousand parcels, and lists of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask, control, setClock } from "./ask.mjs";

let worker;
before(async () => (worker = await startWorker({ name: "sandbox", settings: { SANDBOX_CONTROL: "loopback" } })));
after(() => worker?.close());

async function made(setting) {
  const seen = [(await control(worker.url, "bulk", setting, 202)).done];
  for (let tries = 0; tries < 600; tries += 1) {
    const job = await control(worker.url, "bulk");
    if (!job.running) return { ...job, seen };
    if (seen.at(-1) !== job.done) seen.push(job.done);
    await sleep(50);
  }
  throw new Error("the job does not end");
}

async function list(query) {
  const began = performance.now();
  const { json, text } = await ask(worker.url, { path: `/v1/trackings/get?${query}` });
  assert.ok(json?.meta, text.slice(0, 200));
  return { code: json.meta.code, took: performance.now() - began, ...json.data };
}

test("a hundred thousand are made in steps that show, while others are answered", async () => {
  await setClock(worker.url, { rate: 0, now: "2026-11-23T10:00:00Z" });
  const making = made({ count: 100_000, seed: 1, days: 60 });
  await sleep(200);
  const totals = [];
  for (let count = 0; count < 10; count += 1) totals.push(Number((await list("limit=1")).total));
  const { done, added, parcels, seen } = await making;
  assert.deepEqual([done, added, parcels], [100_000, 100_000, 100_000]);
  assert.ok(seen.length > 10, seen.join());
  assert.ok(seen.every((each, index) => index === 0 || each > seen[index - 1]), seen.join());
  assert.ok(totals.filter((total) => total < 100_000).length >= 3, `nobody was answered before all were made: ${totals}`);
});

test("a page of two thousand comes from an index, however deep", async () => {
  const first = await list("limit=2000");
  assert.deepEqual([first.total, first.count], ["100000", 2000]);
  const last = await list("limit=2000&page=50");
  assert.equal(last.count, 2000);
  assert.equal((await list("limit=2000&page=51")).code, 4031);
  const transit = await list("limit=2000&status=transit");
  assert.equal(transit.count, Math.min(2000, Number(transit.total)));
  assert.ok(Number(transit.total) > 100 && Number(transit.total) < 90_000, transit.total);
  const { total } = await list("orders=B1-7");
  assert.equal(total, "2");
  // Each of them looks at two thousand rows, wherever they stand.
  for (const { took } of [last, transit]) assert.ok(took < 10 * first.took + 1_000, `${Math.round(took)} ms, the first ${Math.round(first.took)} ms`);
});

test("who pages while others delete misses rows and meets the end sooner", async () => {
  const query = "limit=3&orders=B1-1,B1-2,B1-3";
  const first = await list(query);
  assert.equal(first.total, "6");
  for (const { carrier_code: carrier, tracking_number: number } of first.items.slice(0, 2)) {
    const { json } = await ask(worker.url, { method: "DELETE", path: `/v1/trackings/${carrier}/${number}` });
    assert.equal(json.meta.code, 200);
  }
  const second = await list(`${query}&page=2`);
  assert.deepEqual([second.total, second.count], ["4", 1]);
  assert.equal((await list(`${query}&page=3`)).code, 4031);
});

test("the same seed adds nothing twice; a second job waits for the first", async () => {
  const job = control(worker.url, "bulk", { count: 20_000, seed: 1 }, 202);
  await job;
  const { code } = await control(worker.url, "bulk", { count: 1 }, 409);
  assert.equal(code, "bulk_running");
  let now;
  do now = await control(worker.url, "bulk"); while (now.running && (await sleep(50, true)));
  assert.deepEqual([now.done, now.added, now.parcels], [20_000, 2, 100_000]);
  assert.equal((await control(worker.url, "bulk", { count: 100_001 }, 400)).code, "bulk_invalid");
});

test("no more than two hundred thousand are kept", async () => {
  const body = { tracking_number: "FULL-0001", carrier_code: "ups" };
  const post = async () => (await ask(worker.url, { method: "POST", path: "/v1/trackings/post", body })).json.meta.code;
  assert.equal(await post(), 200);
  const { done, added, parcels } = await made({ count: 100_000, seed: 2 });
  assert.deepEqual([done, added, parcels], [100_000, 99_999, 200_000]);
  body.tracking_number = "FULL-0002";
  assert.equal(await post(), 4019);
  await ask(worker.url, { method: "DELETE", path: "/v1/trackings/ups/FULL-0001" });
  assert.equal(await post(), 200);
  await control(worker.url, "reset", {});
  assert.equal((await control(worker.url, "bulk")).parcels, 0);
});
