// A sync that brings nothing new changes nothing: not an ETag, not a row, not a byte on the disk of a Shelf.
// And a deployment that nobody asks imports all the same.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { look, view } from "./load.mjs";
import { keepsLimits, report } from "./report.mjs";
import { limit, size } from "./size.mjs";
import { startWorld } from "./world.mjs";

const PARCELS = size(300, 5_000);
const ROUNDS = size(2, 6);

/** A hash of every file the Shelves have, their write-ahead logs included. */
function filesOf(state) {
  const folder = readdirSync(state).find((name) => name.endsWith("Shelf"));
  const files = readdirSync(join(state, folder)).filter((name) => !name.endsWith("-shm")).sort();
  return files.map((name) => `${name} ${createHash("sha256").update(readFileSync(join(state, folder, name))).digest("hex")}`);
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

test("a deployment that gets no request imports by the cron, and rounds without news write nothing", limit(150, 400), async () => {
  // Days stand still, so that nothing is new; the service's clock goes on.
  const world = await startWorld({ parcels: PARCELS, days: 0, settings: { SYNC_SECONDS: "3" } });
  try {
    const { sandbox, truth, url } = world;
    await world.cron();
    await sleep(size(4_000, 20_000));
    const { lists } = await sandbox.counts();
    assert.ok(lists >= 2, `${lists} list requests without any request of a shopper`);
    await world.imported(60);
    const before = await tags(world);
    assert.equal((await sandbox.counts()).lists > 0, true);
    await world.synced(60);
    // What the looks themselves had the Shelves write down is written by now.
    await sleep(2_000);
    const files = filesOf(world.state);
    assert.ok(files.length >= 64, `${files.length} files`);
    const asked = (await sandbox.counts()).lists;
    for (let round = 0; round < ROUNDS; round += 1) await world.synced(60);
    const counts = await sandbox.counts();
    assert.ok(counts.lists >= asked + 2 * ROUNDS, "the rounds did not ask");
    assert.deepEqual(filesOf(world.state), files);
    assert.deepEqual(await tags(world), before);
    report(`${ROUNDS} rounds without news over ${PARCELS} parcels`, counts);
    keepsLimits(counts);

    // One that is changed is written, and no other.
    const [changed] = truth.paths;
    const shelves = filesOf(world.state);
    await sandbox.api("PUT", changed.replace("/journeys/", "/trackings/"), { status: 7 });
    await truth.look(changed);
    await world.synced(60);
    await world.synced(60);
    const written = filesOf(world.state).filter((file, at) => file !== shelves[at]);
    assert.ok(written.length >= 1 && written.length <= 4, `${written.length} files changed`);
    const answer = await look(url, changed);
    assert.ok(truth.is(changed, answer.json()), answer.text);
    assert.notEqual(answer.header("etag"), before.get(changed));
  } finally {
    await world.close();
  }
});
