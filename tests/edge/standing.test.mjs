// What stands still: a parcel with a day more has not changed, and a Gate without settings does not turn in circles.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { operate, shelfOf } from "../soak/surgeon.mjs";
import { parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";

const { fake, fresh, withEdge } = await lab("ST", { REFRESH_SECONDS: 0 });

async function withState(work) {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  try {
    await work(state);
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

test("a day more is shown and is no change, so retention ends; news and another order are changes", { timeout: 300_000 }, () => withState(async (state) => {
  const numbers = Array.from({ length: 3 }, fresh);
  const [still, moves, reordered] = numbers;
  const days = (number, quiet, changes) => fake.on(number, parcel(number, { order_id: "S1", itemTimeLength: 9, stayTimeLength: quiet, ...changes }));
  const look = async (edge, number) => (await edge.ask(`/journeys/ups/${number}`)).json();
  const kept = () => operate(state, (on) => Promise.all(numbers.map(async (number) => {
    const [[row]] = await on(shelfOf(`ups/${number}`), { sql: "SELECT changed_at, fetched_at, journey FROM parcel WHERE key = ?", binds: [`ups/${number}`] });
    return row;
  })));

  await withEdge({}, async (edge) => {
    for (const number of numbers) {
      days(number, 1);
      await look(edge, number);
    }
  }, { state });
  const before = await kept();
  await withEdge({}, async (edge) => {
    days(still, 2);
    days(moves, 2, { status: "delivered" });
    days(reordered, 1, { order_id: "S2" });
    assert.equal((await look(edge, still)).days_quiet, 2);
    await look(edge, moves);
    await look(edge, reordered);
  }, { state });
  const after = await kept();
  assert.match(after[0].journey, /"days_quiet":2/);
  assert.ok(after.every(({ fetched_at: at }, index) => at > before[index].fetched_at));
  assert.deepEqual(after.map(({ changed_at: at }, index) => at > before[index].changed_at), [false, true, true]);
}));

test("while a setting is wrong the Gate's alarm waits between its tries", { timeout: 300_000 }, () => withState(async (state) => {
  const settings = { SYNC_SECONDS: 1, TRACKTRY_API_KEY: "a-key-of-this-test" };
  await withEdge(settings, async (edge) => {
    const synced = async () => (await edge.ask("/healthz")).json().upstream.sync?.until;
    for (let tries = 0; !(await synced()); tries += 1) {
      assert.ok(tries < 100, "no sync");
      await sleep(100);
    }
  }, { state });
  await withEdge({ ...settings, RETENTION_DAYS: "many" }, async (edge) => {
    await sleep(4_000);
    const faults = edge.logs.filter((line) => line.includes('"event":"fault"'));
    assert.ok(faults.length <= 2, `${faults.length} in four seconds: ${faults[0]}`);
  }, { state });
}));
