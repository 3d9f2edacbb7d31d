// Upstream says 429 though the limits are kept: strangers share the address. Nothing is asked in the
// silence, and no shopper notices whose parcel is known.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Met, learn, look, shuffled, view } from "./load.mjs";
import { keepsLimits, report } from "./report.mjs";
import { limit, long, size } from "./size.mjs";
import { startWorld } from "./world.mjs";

const KNOWN = 80;
const SILENCE = 120_000;

/** Has shoppers read known parcels, and some that are not, for so long. */
async function read({ truth, url }, known, fresh, seconds) {
  const met = new Met();
  const isKnown = new Set(known);
  const end = Date.now() + seconds * 1_000;
  for (let round = 1; Date.now() < end && round <= 10 * seconds; round += 1) {
    const paths = shuffled([...known, ...fresh.splice(0, 5)], round);
    const some = await view({
      url, paths, width: 20, seconds: 60,
      check: async (path, answer) => {
        met.add(answer);
        if (answer.status === 200) await truth.check(path, JSON.parse(answer.text));
        else assert.ok(!isKnown.has(path) && answer.status === 503 && answer.retryAfter >= 1, `${path}: ${answer.status} ${answer.text}`);
        const age = Date.now() - Date.parse(answer.header("tracktry-fetched-at"));
        if (answer.status === 200 && age > 70_000) assert.ok(answer.stale, `${path} is ${age} ms old and not marked`);
      },
    });
    assert.equal(some.answers, paths.length);
    await sleep(1_000);
  }
  return met;
}

test("after a 429 nothing leaves for its silence, and known parcels are shown all the while", limit(240, 300), async () => {
  const world = await startWorld({ parcels: 2 * KNOWN, rate: 0, settings: { REFRESH_SECONDS: "1" } });
  try {
    const { sandbox, truth, url } = world;
    const [known, fresh] = [truth.paths.slice(0, KNOWN), truth.paths.slice(KNOWN)];
    await learn(url, known);
    await sandbox.set("switches", { strangers: { share: 1 } });
    await look(url, fresh[0]);
    await sandbox.set("switches", { strangers: { share: 0 } });
    const began = Date.now();
    const { requests, refusals } = await sandbox.counts();
    assert.equal(refusals, 1);

    const met = await read(world, known, fresh, size(6, SILENCE / 1_000 - 20));
    const counts = await sandbox.counts();
    report("one 429", counts, met);
    assert.equal(counts.requests, requests, "something was sent in the silence");
    keepsLimits(counts, 1);
    if (!long) return;

    await sleep(SILENCE + 2_000 - (Date.now() - began));
    const later = await view({ url, paths: known, width: 20, seconds: 60 });
    assert.deepEqual(later.statuses, { 200: KNOWN });
    await sleep(8_000);
    const fine = await view({ url, paths: known, width: 20, seconds: 60 });
    report("after it", await sandbox.counts(), fine);
    assert.equal(fine.stale, 0);
    keepsLimits(await sandbox.counts(), 1);
  } finally {
    await world.close();
  }
});

test("one request in ten meets a 429: no error for a known parcel", limit(240, 1_200), async () => {
  const world = await startWorld({ parcels: 400, rate: 0, settings: { REFRESH_SECONDS: "1" } });
  try {
    const { sandbox, truth, url } = world;
    const [known, fresh] = [truth.paths.slice(0, KNOWN), truth.paths.slice(KNOWN)];
    await learn(url, known);
    await sandbox.set("switches", { strangers: { share: 0.1, seed: 7 } });
    const met = await read(world, known, fresh, size(15, 600));
    const counts = await sandbox.counts();
    report("one in ten", counts, met);
    assert.ok(counts.refusals >= 1, "no 429 came");
    keepsLimits(counts, Infinity);
  } finally {
    await world.close();
  }
});
