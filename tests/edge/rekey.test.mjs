// After another key there is another Gate, and the one before asks no more: two would send twice what the limits allow.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startEdge } from "./edge.mjs";
import { startFake } from "./fake.mjs";

test("the Gate of a key that was changed falls silent, and the new one keeps its limits alone", async () => {
  const fake = await startFake();
  const state = await mkdtemp(join(tmpdir(), "tracktry-edge-"));
  const run = async (key, ms) => {
    fake.requests.length = 0;
    const edge = await startEdge({ TRACKTRY_API_KEY: key, TRACKTRY_BASE_URL: fake.base, SYNC_SECONDS: "1", LIST_INTERVAL_MS: "1000" }, { state });
    await edge.ask("/healthz");
    await sleep(ms);
    await edge.close();
    return fake.requests.map(({ at, headers }) => ({ at, key: headers["tracktry-api-key"] }));
  };
  try {
    const before = await run("the-first-key-of-the-tests", 4_000);
    assert.ok(before.length >= 2, "the sync runs");
    const after = await run("the-second-key-of-the-tests", 8_000);
    assert.ok(after.length >= 2, "the new Gate's sync runs");
    assert.deepEqual([...new Set(after.map(({ key }) => key))], ["the-second-key-of-the-tests"]);
    const gaps = after.slice(1).map(({ at }, index) => at - after[index].at);
    assert.ok(Math.min(...gaps) >= 950, `lists ${Math.min(...gaps)} ms apart`);
  } finally {
    await fake.close();
    await rm(state, { recursive: true, force: true });
  }
});
