// When a parcel that upstream has no more is gone here: not by one answer without it, nor by two in a moment,
// but by two an hour apart; and that a week without news of it is enough to ask.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { learn, look } from "./load.mjs";
import { keepsLimits, report } from "./report.mjs";
import { limit } from "./size.mjs";
import { openShelves } from "./sql.mjs";
import { startWorld } from "./world.mjs";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const keyOf = (path) => path.replace("/journeys/", "");
const shelfOf = (path) => createHash("sha256").update(keyOf(path)).digest()[0] % 64;
const nameOf = (path) => `shelf-${String(shelfOf(path)).padStart(2, "0")}`;

/** A time at which the platform's cron rings for a parcel's Shelf: eight of them each five minutes. */
function turnOf(path) {
  const turn = Math.floor(shelfOf(path) / 8);
  const now = Math.floor(Date.now() / 300_000);
  return (now - ((now - turn) % 8)) * 300_000;
}

test("what upstream has no more is gone after two answers without it, an hour apart", limit(240, 240), async () => {
  const world = await startWorld({ parcels: 4, settings: { REFRESH_SECONDS: "1" } });
  try {
    const { sandbox, truth } = world;
    const [seen, unseen, stays] = truth.paths;
    const remove = (path) => sandbox.api("DELETE", path.replace("/journeys/", "/trackings/"));
    /** Changes a parcel's row while the edge is not running. */
    const age = async (path, set) => {
      await world.stopEdge();
      const shelves = await openShelves(world.state);
      await shelves.run(nameOf(path), `UPDATE parcel SET ${set} WHERE key = ?`, keyOf(path));
      const rows = await shelves.run(nameOf(path), "SELECT missed_at, check_at, confirmed_at FROM parcel WHERE key = ?", keyOf(path));
      await shelves.close();
      await world.startEdge();
      assert.equal(rows.length, 1);
      return rows[0];
    };
    /** Looks until a refresh behind an answer has had its turn. */
    const looks = async (path) => {
      for (let turn = 0; turn < 3; turn += 1) {
        await look(world.url, path);
        await sleep(1_500);
      }
      return look(world.url, path);
    };
    await learn(world.url, truth.paths);

    await remove(seen);
    assert.equal((await looks(seen)).status, 200, "gone after answers of one moment");
    const { missed_at: missed } = await age(seen, `missed_at = missed_at - ${HOUR + 60_000}`);
    assert.ok(missed > 0 && missed < Date.now() - HOUR, `missed at ${missed}`);
    assert.equal((await looks(seen)).status, 404);

    // The alarm asks for one that nobody looks at, a week and its place in a day after it was heard of.
    await remove(unseen);
    const week = `confirmed_at = confirmed_at - ${8 * DAY}, check_at = check_at - ${8 * DAY}`;
    assert.equal((await age(unseen, week)).missed_at, null);
    const before = (await sandbox.counts()).lists;
    await world.cron(turnOf(unseen));
    await sleep(6_000);
    assert.ok((await sandbox.counts()).lists > before, "the alarm did not ask");
    const again = `missed_at = missed_at - ${HOUR + 60_000}, check_at = check_at - ${HOUR + 60_000}`;
    assert.ok((await age(unseen, again)).missed_at > 0, "the answer without it was not noted");
    await world.cron(turnOf(unseen));
    await sleep(6_000);
    assert.equal((await look(world.url, unseen)).status, 404);

    assert.equal((await look(world.url, stays)).status, 200);
    // Posted anew it is there again: a tombstone of what is gone keeps nobody out.
    const [carrier, number] = keyOf(seen).split("/");
    await sandbox.api("POST", "/trackings/post", { tracking_number: number, carrier_code: carrier });
    await world.stopEdge();
    await world.startEdge();
    assert.equal((await look(world.url, seen)).status, 200);
    const counts = await sandbox.counts();
    report("absence", counts);
    keepsLimits(counts);
  } finally {
    await world.close();
  }
});
