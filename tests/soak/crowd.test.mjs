// Many parcels that are shown already are to be asked for again: who waits for a new one goes first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withLag } from "./lag.mjs";
import { learn, view } from "./load.mjs";
import { keepsLimits, report } from "./report.mjs";
import { limit, size } from "./size.mjs";
import { startWorld } from "./world.mjs";

const KNOWN = 600;
const FRESH = size(20, 100);
/** A shopper's deadline, and a second for the way; besides, what the machine takes. */
const DEADLINE = 8_000 + 1_000;

test(`${KNOWN} parcels that are due keep nobody from a new one`, limit(240, 300), async () => {
  const world = await startWorld({ parcels: KNOWN + FRESH, rate: 0 });
  try {
    const { sandbox, truth } = world;
    const [known, fresh] = [truth.paths.slice(0, KNOWN), truth.paths.slice(KNOWN)];
    await learn(world.url, known);
    await world.stopEdge();
    // From now on all of them are due whenever somebody looks.
    await world.startEdge({ REFRESH_SECONDS: "1" });
    await sandbox.forget();
    const { value: due, lag: slow } = await withLag(world.url, () => view({ url: world.url, paths: known, width: 200, seconds: 60 }));
    assert.deepEqual(due.statuses, { 200: KNOWN });
    const { value: met, lag } = await withLag(world.url, () => view({ url: world.url, paths: fresh, width: FRESH, seconds: 60 }));
    const counts = await sandbox.counts();
    report(`crowd, lag ${(slow / 1_000).toFixed(1)} s and ${(lag / 1_000).toFixed(1)} s; due, then new`, counts, due, met);
    keepsLimits(counts);
    assert.deepEqual(met.statuses, { 200: FRESH });
    assert.ok(met.slowest < DEADLINE + lag, `${met.slowest} ms`);
  } finally {
    await world.close();
  }
});
