// The first import of an account, while shoppers read and the merchant works: nobody waits for it, and
// afterwards the edge has what upstream has.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withLag } from "./lag.mjs";
import { Met, learn, shuffled, view } from "./load.mjs";
import { isJourneyOrPatience, keepsLimits, report } from "./report.mjs";
import { limit, size } from "./size.mjs";
import { pathOf } from "./truth.mjs";
import { startWorld } from "./world.mjs";

const PARCELS = size(3_000, 100_000);
const SHOPPERS = size(20, 50);
const KNOWN = size(40, 200);
/** Seconds the import may take: a list request a second, shared with the shoppers, on a busy machine. */
const SECONDS = size(120, 1_500);
/** A known parcel is shown at once, and a new one within the deadline; besides, what the machine takes. */
const AT_ONCE = 2_000;
const DEADLINE = 8_000 + 1_000;

const upstream = (path) => path.replace("/journeys/", "/trackings/");

/** Posts, changes and deletes, a few a second, until told to stop. */
async function merchant({ sandbox, truth }, paths, stop) {
  const did = { posted: [], changed: [], deleted: [] };
  for (let turn = 0; !stop.aborted && turn < 400; turn += 1) {
    const [changed, deleted] = [paths.pop(), paths.pop()];
    const row = { tracking_number: `SOAK${String(turn).padStart(8, "0")}`, carrier_code: "dhl", order_id: `S-${turn}` };
    const codes = [
      (await sandbox.api("POST", "/trackings/post", row)).code,
      (await sandbox.api("PUT", upstream(changed), { status: 7 })).code,
      (await sandbox.api("DELETE", upstream(deleted))).code,
    ];
    assert.deepEqual(codes, [200, 200, 200]);
    await truth.look(changed);
    did.posted.push(pathOf(row));
    did.changed.push(changed);
    did.deleted.push(deleted);
    await sleep(size(200, 1_000));
  }
  return did;
}

/** Reads known parcels and ones nobody has asked for, over and over. */
async function shoppers({ url, truth, sandbox }, known, unseen, stop) {
  const [met, first] = [new Met(), new Met()];
  const isKnown = new Set(known);
  for (let round = 1; !stop.aborted && round < 1_000; round += 1) {
    const fresh = unseen.splice(0, SHOPPERS / 2);
    await view({
      url, paths: shuffled([...shuffled(known, round).slice(0, 40), ...fresh], round), width: SHOPPERS, seconds: 60,
      check: async (path, answer) => {
        (isKnown.has(path) ? met : first).add(answer);
        if (answer.status === 404) {
          const { code } = await sandbox.api("GET", upstream(path));
          return assert.equal(code, 4031, `${path} exists`);
        }
        isJourneyOrPatience(path, answer);
        if (isKnown.has(path)) assert.equal(answer.status, 200, path);
        if (answer.status === 200) await truth.check(path, JSON.parse(answer.text));
      },
    });
    await sleep(size(1_000, 200));
  }
  return { met, first };
}

test(`${PARCELS} parcels are imported while ${SHOPPERS} shoppers read and the merchant works`, limit(840, 3_600), async () => {
  const world = await startWorld({ parcels: PARCELS });
  try {
    const { sandbox, truth } = world;
    const paths = shuffled(truth.paths, 3);
    const known = paths.splice(0, KNOWN);
    const changing = paths.splice(0, 800);
    await learn(world.url, known);
    await world.stopEdge();
    await sandbox.forget();

    // The import begins with this start. The last request was a while ago; the Gate knows when.
    await world.startEdge({ SYNC_SECONDS: "5" });
    const stop = new AbortController();
    const began = Date.now();
    await world.cron();
    const ended = Promise.all([merchant(world, changing, stop.signal), shoppers(world, known, paths, stop.signal)]);
    const { value: took, lag } = await withLag(world.url, async () => {
      await Promise.race([world.imported(SECONDS), ended.then(() => new Promise(() => {}))]);
      stop.abort();
      await ended;
      return Date.now() - began;
    });
    const [did, { met, first }] = await ended;
    const counts = await sandbox.counts();
    report(`import of ${PARCELS} in ${(took / 1_000).toFixed(0)} s, ${did.posted.length} posted, changed and deleted each, lag ${(lag / 1_000).toFixed(1)} s; known, then new`, counts, met, first);
    keepsLimits(counts);
    assert.ok(met.slowest < AT_ONCE + lag, `a known parcel took ${met.slowest} ms`);
    assert.ok(first.slowest < DEADLINE + lag, `a new parcel took ${first.slowest} ms`);

    // Quiet: parcels stand still, and one more round sees how.
    await sandbox.set("clock", { rate: 0 });
    await world.synced(120);
    await world.synced(120);
    const { lists } = await sandbox.counts();
    await truth.read();
    for (const path of did.deleted) assert.ok(!truth.has(path));
    for (const path of [...did.posted, ...did.changed]) assert.ok(truth.has(path));
    await sandbox.forget();
    let wrong = 0;
    const all = await view({
      url: world.url, paths: truth.paths, width: 100, seconds: size(400, 1_200),
      check: (path, { status, text }) => {
        if (status === 200 && truth.is(path, JSON.parse(text))) return;
        wrong += 1;
        if (wrong <= 5) console.log(`differs: ${path} ${status} ${text}`);
      },
    });
    report(`all ${truth.paths.length} compared, ${wrong} differ, ${lists} lists until then`, await sandbox.counts(), all);
    assert.equal(all.answers, truth.paths.length);
    assert.equal(wrong, 0);
    assert.deepEqual(world.faults, []);
  } finally {
    await world.close();
  }
});
