// Many parcels that are shown already are to be asked for again: who waits for a new one goes first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { view } from "./load.mjs";
import { keepsLimits, report } from "./report.mjs";
import { limit, size } from "./size.mjs";
import { startWorld } from "./world.mjs";

const KNOWN = 800;
const FRESH = size(20, 100);
const DEADLINE = 9_000;

test(`${KNOWN} parcels that are due keep nobody from a new one`, limit(150, 300), async () => {
  const world = await startWorld({ parcels: KNOWN + FRESH, rate: 0 });
  try {
    const { sandbox, truth } = world;
    const [known, fresh] = [truth.paths.slice(0, KNOWN), truth.paths.slice(KNOWN)];
    const first = await view({ url: world.url, paths: known, width: 200, seconds: 100, patient: true });
    assert.equal(first.served, KNOWN);
    await world.stopEdge();
    // From now on all of them are due whenever somebody looks.
    await world.startEdge({ REFRESH_SECONDS: "1" });
    await sandbox.forget();
    const due = await view({ url: world.url, paths: known, width: 200, seconds: 60 });
    assert.deepEqual(due.statuses, { 200: KNOWN });
    const met = await view({ url: world.url, paths: fresh, width: FRESH, seconds: 60 });
    const counts = await sandbox.counts();
    report("crowd; due, then new", counts, due, met);
    keepsLimits(counts);
    assert.deepEqual(met.statuses, { 200: FRESH });
    assert.ok(met.slowest < DEADLINE, `${met.slowest} ms`);
  } finally {
    await world.close();
  }
});
