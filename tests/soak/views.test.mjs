// What page views cost upstream: a list request for forty new parcels, and then nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shuffled, view } from "./load.mjs";
import { isJourneyOrPatience, keepsLimits, report } from "./report.mjs";
import { limit, size } from "./size.mjs";
import { startWorld } from "./world.mjs";

const PARCELS = size(120, 1_000);
const VIEWS = size(1_000, 10_000);
/** Each request names forty, but for some: the first does not wait for others, the last has none to wait for. */
const LISTS = PARCELS / 40 + size(2, 5);
const WITHIN = 40_000;

/**
 * Every parcel, then every parcel again in another order. Were they mixed, the last new ones would come one by
 * one, as slowly as this machine shows the known ones between them, and no batch could be full.
 */
const viewsOf = (paths) => {
  const passes = Array.from({ length: Math.ceil(VIEWS / paths.length) }, (_, at) => shuffled(paths, at + 1));
  return passes.flat().slice(0, VIEWS);
};

for (const [name, settings, most] of [
  ["import off", { SYNC_SECONDS: "0" }, LISTS],
  ["import on", { SYNC_SECONDS: "900" }, 3],
]) {
  test(`${VIEWS} views of ${PARCELS} parcels, ${name}, cost ${most} list requests at most, and then none`, limit(240, 600), async () => {
    const world = await startWorld({ parcels: PARCELS, settings });
    try {
      const { sandbox, truth, url } = world;
      if (settings.SYNC_SECONDS !== "0") {
        await world.imported(60);
        keepsLimits(await sandbox.counts());
        await sandbox.forget();
      }
      const paths = viewsOf(truth.paths);
      const check = async (path, answer) => {
        isJourneyOrPatience(path, answer);
        assert.ok(answer.ms < WITHIN, `${path} took ${answer.ms} ms`);
        if (answer.status === 200) await truth.check(path, JSON.parse(answer.text));
      };
      const first = await view({ url, paths, width: 100, seconds: size(120, 300), patient: true, check });
      const counts = await sandbox.counts();
      report(`${name}, first`, counts, first);
      assert.equal(first.served, VIEWS, "every view ends with its parcel");
      keepsLimits(counts);
      assert.ok(counts.lists <= most, `${counts.lists} list requests`);

      await sandbox.forget();
      const again = await view({ url, paths: shuffled(paths, 2), width: 100, seconds: size(60, 300), check });
      const after = await sandbox.counts();
      report(`${name}, again`, after, again);
      assert.deepEqual(again.statuses, { 200: VIEWS });
      assert.deepEqual([after.requests, after.lists], [0, 0]);
    } finally {
      await world.close();
    }
  });
}
