// What page views cost upstream: a list request for forty new parcels, and then nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "./http.mjs";
import { shuffled, view } from "./load.mjs";
import { MERCHANT_TOKENS, firstLooks } from "./metrics.mjs";
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
  // With what the import takes itself, at the pace that a deployment has.
  ["import on", { SYNC_SECONDS: "300" }, 3],
]) {
  test(`${VIEWS} views of ${PARCELS} parcels, ${name}, cost ${most} list requests at most, and then none`, limit(240, 600), async () => {
    const world = await startWorld({ parcels: PARCELS, settings: { ...settings, MERCHANT_TOKENS } });
    try {
      const { sandbox, truth, url } = world;
      const imports = settings.SYNC_SECONDS !== "0";
      if (imports) await world.imported(60);
      const began = Date.now();
      /** What rounds of the sync took since then: a slow machine is still at it when one is due. */
      const rounds = () => (imports ? 2 * Math.floor((Date.now() - began) / 300_000) : 0);
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
      assert.ok(counts.lists >= 1 && counts.lists <= most + rounds(), `${counts.lists} list requests`);
      const waited = await firstLooks((path, init) => ask(url + path, init));
      if (imports) assert.equal(waited, 0, "the import had brought every parcel");

      await sandbox.forget();
      const again = await view({ url, paths: shuffled(paths, 2), width: 100, seconds: size(60, 300), check });
      const after = await sandbox.counts();
      report(`${name}, again`, after, again);
      assert.deepEqual(again.statuses, { 200: VIEWS });
      assert.ok(after.requests <= rounds(), `${after.requests} requests for parcels that are known`);
      assert.equal(await firstLooks((path, init) => ask(url + path, init)), waited);
    } finally {
      await world.close();
    }
  });
}
