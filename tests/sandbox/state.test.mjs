// What the sandbox keeps, and the clock that moves it.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { serveSandbox } from "../../scripts/lib/serve.mjs";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask, setClock } from "./ask.mjs";

const start = (options = {}) => startWorker({ name: "sandbox", ...options, settings: { SANDBOX_CONTROL: "loopback", ...options.settings } });

/** The answer's data; its code must be the given one. */
async function data(url, request, code = 200) {
  const { json, text } = await ask(url, { ...request, path: `/v1${request.path}` });
  assert.equal(json?.meta.code, code, text.slice(0, 300));
  return json.data;
}

const post = (url, number, more = {}) =>
  data(url, { method: "POST", path: "/trackings/post", body: { tracking_number: number, carrier_code: "ups", ...more } });

test("parcels, changes and the clock outlive a restart", async () => {
  const state = await mkdtemp(join(tmpdir(), "sandbox-"));
  try {
    const first = await start({ state });
    await setClock(first.url, { rate: 0, now: "2026-11-23T10:00:00Z" });
    const { id } = await post(first.url, "KEPT-0001", { title: "Shoes" });
    await data(first.url, { method: "PUT", path: "/trackings/ups/KEPT-0001", body: { status: 7, archived: "true" } });
    await first.close();

    const second = await start({ state });
    const clock = await ask(second.url, { path: "/sandbox/clock" });
    assert.deepEqual(clock.json, { now: "2026-11-23T10:00:00+00:00", rate: 0 });
    const [kept] = await data(second.url, { path: "/trackings/ups/KEPT-0001" });
    assert.deepEqual([kept.id, kept.title, kept.status, kept.archived], [id, "Shoes", "exception", true]);
    await second.close();

    const third = await start({ state, settings: { SANDBOX_CLOCK_RATE: "60" } });
    const { json } = await ask(third.url, { path: "/sandbox/clock" });
    assert.equal(json.rate, 60, "a new setting counts from where the clock stands");
    assert.ok(json.now.startsWith("2026-11-23T10:0"), json.now);
    await third.close();
  } finally {
    await rm(state, { recursive: true });
  }
});

test("a local start sets the clock to the week's beginning, but never back for parcels that are kept", async () => {
  const state = await mkdtemp(join(tmpdir(), "sandbox-"));
  const later = "2036-11-23T10:00:00Z";
  const started = async (work) => {
    const { url, close } = await serveSandbox({ state });
    try {
      return await work(url, Date.parse((await ask(url, { path: "/sandbox/clock" })).json.now));
    } finally {
      await close();
    }
  };
  const week = 7 * 86_400_000;
  const begun = (now) => now % week < 86_400_000 && Math.abs(now - Date.now()) <= week;
  try {
    await started(async (url, now) => {
      assert.ok(begun(now), new Date(now).toISOString());
      await setClock(url, { now: later });
    });
    await started(async (url, now) => {
      assert.ok(begun(now), "a clock that ran on alone is set again");
      await post(url, "SBX-TRAVEL");
      await setClock(url, { now: later });
    });
    await started(async (url, now) => {
      assert.ok(begun(now), "also where the demo's own are kept");
      await post(url, "KEPT-0002");
      await setClock(url, { now: later });
      const [{ status }] = await data(url, { path: "/trackings/ups/KEPT-0002" });
      assert.match(status, /^(delivered|exception)$/);
    });
    await started(async (url, now) => {
      assert.ok(now >= Date.parse(later), new Date(now).toISOString());
      const [{ status }] = await data(url, { path: "/trackings/ups/KEPT-0002" });
      assert.match(status, /^(delivered|exception)$/);
    });
  } finally {
    await rm(state, { recursive: true });
  }
});

test("a list goes by the statuses of now, forwards and backwards", async () => {
  const { url, close } = await start();
  try {
    const posted = "2026-11-23T10:00:00Z";
    await setClock(url, { rate: 0, now: posted });
    const numbers = Array.from({ length: 40 }, (_, n) => `MOVE-${1000 + n}`);
    for (const number of numbers) await post(url, number);
    const count = async (query) => {
      const { json } = await ask(url, { path: `/v1/trackings/get?${query}` });
      return json.meta.code === 4031 ? 0 : Number(json.data.total);
    };
    assert.equal(await count("status=pending"), 40);
    const sums = [];
    for (const hours of [1, 8, 24, 48, 24 * 30]) {
      const now = new Date(Date.parse(posted) + hours * 3_600_000).toISOString();
      await setClock(url, { now });
      // The list's filter and what each parcel says of itself must agree.
      const { items } = await data(url, { path: "/trackings/get" });
      const statuses = new Set(items.map(({ status }) => status));
      for (const status of statuses) {
        const some = items.filter((item) => item.status === status);
        assert.equal(await count(`status=${status}`), some.length, `${status} after ${hours} h`);
      }
      const newest = items.map(({ updated_at: at }) => Date.parse(at) / 1000);
      assert.ok(newest.every((at) => at <= Date.parse(now) / 1000));
      const middle = [...newest].sort((a, b) => a - b)[20];
      assert.equal(await count(`update_time_min=${middle}`), newest.filter((at) => at >= middle).length);
      sums.push([...statuses].sort().join());
    }
    assert.ok(new Set(sums).size >= 4, sums.join(" | "));
    assert.equal(sums.at(-1), "delivered,exception");
    await setClock(url, { now: posted });
    assert.equal(await count("status=pending"), 40);
  } finally {
    await close();
  }
});

test("special numbers that have been posted move on with the days", async () => {
  const { url, close } = await start();
  try {
    await setClock(url, { rate: 0, now: "2026-11-23T10:00:00Z" });
    await post(url, "SBX-TRAVEL");
    await post(url, "SBX-DELIVERED-002");
    const look = async (now) => {
      await setClock(url, { now });
      const { items } = await data(url, { path: "/trackings/get" });
      return Object.fromEntries(items.map((item) => [item.tracking_number, item]));
    };
    const before = await look("2026-11-24T10:00:00Z");
    const after = await look("2026-12-04T10:00:00Z");
    assert.equal(before["SBX-TRAVEL"].status, "delivered");
    assert.equal(after["SBX-TRAVEL"].status, "transit");
    assert.equal(after["SBX-TRAVEL"].lastUpdateTime.slice(0, 10), "2026-12-04");
    assert.equal(before["SBX-DELIVERED-002"].lastUpdateTime.slice(0, 10), "2026-11-23");
    assert.equal(after["SBX-DELIVERED-002"].lastUpdateTime.slice(0, 10), "2026-12-03");
    for (const status of ["transit", "delivered"]) {
      const { total } = await data(url, { path: `/trackings/get?status=${status}` });
      assert.equal(total, "1", status);
    }
  } finally {
    await close();
  }
});

test("a fast clock moves the traveller while one looks", async () => {
  const { url, close } = await start({ settings: { SANDBOX_CLOCK_RATE: "7200" } });
  try {
    await setClock(url, { now: "2026-11-26T09:00:00Z" });
    const status = async () => (await data(url, { path: "/trackings/dhl/SBX-TRAVEL" }))[0].status;
    assert.equal(await status(), "notfound");
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    assert.equal(await status(), "transit");
    const { headers, json } = await ask(url, { path: "/sandbox/clock" });
    assert.ok(Date.parse(json.now) - Date.parse("2026-11-26T09:00:00Z") >= 4 * 7_200_000 * 0.9, json.now);
    assert.equal(Date.parse(headers.date), Date.parse(json.now), "answers are dated by the sandbox's clock");
  } finally {
    await close();
  }
});
