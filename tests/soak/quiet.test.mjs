// A sync that brings nothing new changes nothing: not an ETag, not a row, not a byte of a Shelf.
// And a deployment that nobody asks imports all the same.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { compare } from "./kept.mjs";
import { view } from "./load.mjs";
import { keepsLimits, report } from "./report.mjs";
import { limit, long, size } from "./size.mjs";
import { SHELVES, openShelves } from "./sql.mjs";
import { startWorld } from "./world.mjs";

const PARCELS = size(300, 5_000);
const ROUNDS = size(2, 6);

/** Every row of every Shelf, while the edge is not running. */
async function rowsOf({ state }) {
  const shelves = await openShelves(state);
  const rows = {};
  for (const shelf of SHELVES) {
    for (const table of ["parcel", "place", "tomb", "alias", "due"]) {
      const found = await shelves.run(shelf, `SELECT * FROM ${table} ORDER BY 1, 2`);
      for (const row of found) rows[`${shelf} ${table} ${row.key ?? row.number} ${row.order_id ?? row.kind ?? ""}`] = JSON.stringify(row);
    }
  }
  await shelves.close();
  return rows;
}

/** A hash of every database, once the platform has closed them all: their write-ahead logs are empty then. */
async function filesOf(state) {
  const folder = join(state, readdirSync(state).find((name) => name.endsWith("Shelf")));
  // The platform's own, with the times of all alarms, is open for as long as it runs.
  const names = () => readdirSync(folder).filter((name) => !name.startsWith("metadata."));
  const isOpen = (name) => name.endsWith("-wal") && statSync(join(folder, name)).size > 0;
  const end = Date.now() + 300_000;
  while (names().some(isOpen)) {
    assert.ok(Date.now() < end, "the Shelves are not closed within five minutes");
    await sleep(50);
  }
  const files = names().filter((name) => name.endsWith(".sqlite")).sort();
  return files.map((name) => `${name} ${createHash("sha256").update(readFileSync(join(folder, name))).digest("hex")}`);
}

/** The tag of every parcel's answer. */
async function tags(world) {
  const found = new Map();
  await view({
    url: world.url, paths: world.truth.paths, width: 50, seconds: 120,
    check: async (path, answer) => {
      assert.equal(answer.status, 200, `${path}: ${answer.text}`);
      await world.truth.check(path, JSON.parse(answer.text));
      found.set(path, answer.header("etag"));
    },
  });
  return found;
}

test("a deployment that gets no request imports by the cron, and rounds without news change no row", limit(240, 1_800), async () => {
  // All are posted within the minutes that each round has in common with the last: it lists them each time.
  const world = await startWorld({ parcels: PARCELS, days: 0, rate: 0, settings: { SYNC_SECONDS: "3" } });
  try {
    const { sandbox, truth } = world;
    await world.cron();
    await sleep(size(6_000, 20_000));
    const { lists } = await sandbox.counts();
    assert.ok(lists >= 2, `${lists} list requests without any request of a shopper`);
    await world.imported(60);
    await world.synced(size(60, 600));
    await world.stopEdge();
    // Before anybody looks: a look would bring what the import left out.
    const { equal, ...others } = await compare(world.state, await sandbox.all());
    assert.deepEqual([equal, others], [PARCELS, { missing: [], differing: [], others: [] }]);
    const rows = await rowsOf(world);

    await world.startEdge();
    await sandbox.forget();
    const before = await tags(world);
    for (let round = 0; round < ROUNDS; round += 1) await world.synced(size(60, 600));
    const counts = await sandbox.counts();
    assert.deepEqual(await tags(world), before);
    await world.stopEdge();
    assert.deepEqual(await rowsOf(world), rows);
    report(`${ROUNDS} rounds without news over ${PARCELS} parcels`, counts);
    assert.ok(counts.lists >= 2 * ROUNDS, `${counts.lists} list requests in ${ROUNDS} rounds`);
    keepsLimits(counts);

    // One that is changed is written, and no other.
    const [changed] = truth.paths;
    await sandbox.api("PUT", changed.replace("/journeys/", "/trackings/"), { status: 7 });
    await world.startEdge();
    await world.synced(size(60, 600));
    await world.stopEdge();
    const after = await rowsOf(world);
    const written = Object.keys(after).filter((name) => after[name] !== rows[name]);
    assert.deepEqual(written.map((name) => name.split(" ").slice(1, 3).join(" ")), [`parcel ${changed.replace("/journeys/", "")}`]);
  } finally {
    await world.close();
  }
});

test("rounds without news leave every byte of the Shelves as it was", { skip: !long, ...limit(1, 2_700) }, async () => {
  // So few, and so seldom, that the platform closes the Shelves between two rounds: a round takes half of that time.
  const world = await startWorld({ parcels: 1_000, days: 0, rate: 0, settings: { SYNC_SECONDS: "60" } });
  try {
    await world.cron();
    await world.imported(120);
    await world.synced(size(120, 600));
    const files = await filesOf(world.state);
    assert.equal(files.length, SHELVES.length);
    for (let round = 0; round < 2; round += 1) await world.synced(size(120, 600));
    assert.deepEqual(await filesOf(world.state), files);
  } finally {
    await world.close();
  }
});
