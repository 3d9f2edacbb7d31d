// The first import of an account, while shoppers read and the merchant works: nobody waits for it, and
// afterwards the Shelves have what upstream has, and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./http.mjs";
import { compare, eachKept } from "./kept.mjs";
import { withLag } from "./lag.mjs";
import { Met, learn, shuffled, view } from "./load.mjs";
import { MERCHANT_TOKENS, TOKEN, firstLooks } from "./metrics.mjs";
import { isJourneyOrPatience, keepsLimits, report } from "./report.mjs";
import { limit, long, size } from "./size.mjs";
import { pathOf } from "./truth.mjs";
import { startWorld } from "./world.mjs";

const PARCELS = size(3_000, 100_000);
const SHOPPERS = size(20, 50);
const KNOWN = size(40, 200);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
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

/** Has the alarms of all Shelves find out, by two answers an hour apart, that upstream has these no more. */
async function gone(world, paths) {
  const wanted = new Set(paths);
  const ring = async () => {
    // Eight Shelves a time, whatever the hour.
    for (let turn = 0; turn < 8; turn += 1) await world.cron(turn * 300_000);
  };
  for (let turn = 0, missed = 0; missed < paths.length; turn += 1) {
    assert.ok(turn < 10, `${missed} of ${paths.length} were missed by an answer`);
    await ring();
    await sleep(5_000);
    await world.stopEdge();
    missed = 0;
    await eachKept(world.state, async (path, row, run) => {
      if (!wanted.has(path)) return;
      if (row.missed_at === null) {
        // Where the question failed it would be put again after ten minutes only.
        await run("UPDATE parcel SET check_at = 0 WHERE key = ?", row.key);
        return;
      }
      missed += 1;
      if (row.missed_at > Date.now() - HOUR) {
        await run(`UPDATE parcel SET missed_at = missed_at - ${HOUR + 60_000}, check_at = check_at - ${HOUR + 60_000} WHERE key = ?`, row.key);
      }
    });
    await world.startEdge();
  }
  await ring();
  const end = Date.now() + 120_000;
  for (let left = paths; left.length > 0;) {
    assert.ok(Date.now() < end, `${left.length} of ${paths.length} are shown still, the first ${left[0]}`);
    const shown = [];
    await view({ url: world.url, paths: left, width: 50, seconds: 60, check: (path, { status }) => status === 200 && shown.push(path) });
    left = shown;
    await sleep(500);
  }
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

    await world.stopEdge();
    const deleted = new Set(did.deleted);
    const { equal, missing, differing, others } = await compare(world.state, await sandbox.all(), (path, row, run) =>
      // That it is gone no list tells: it is asked for by name, a week and a day after it was heard of.
      deleted.has(path) && run(`UPDATE parcel SET confirmed_at = confirmed_at - ${8 * DAY}, check_at = check_at - ${8 * DAY} WHERE key = ?`, row.key));
    report(`${equal} of ${truth.paths.length} equal in the Shelves, ${others.length} of ${deleted.size} deleted ones there still, ${lists} lists until then`, counts);
    assert.deepEqual([missing, differing], [[], []]);
    assert.deepEqual(others.filter((path) => !deleted.has(path)), [], "nobody has these");

    // Seldom enough for no round to come between.
    await world.startEdge({ SYNC_SECONDS: "900", MERCHANT_TOKENS });
    const waited = await firstLooks((path, init) => ask(world.url + path, init));
    let wrong = 0;
    const seen = long ? truth.paths : shuffled([...did.posted, ...did.changed, ...truth.paths.slice(0, 200)]);
    const all = await view({
      url: world.url, paths: seen, width: 100, seconds: size(120, 1_200),
      check: (path, { status, text }) => {
        if (status === 200 && truth.is(path, JSON.parse(text))) return;
        wrong += 1;
        if (wrong <= 5) console.log(`differs: ${path} ${status} ${text}`);
      },
    });
    assert.deepEqual([all.answers, wrong], [seen.length, 0]);
    assert.equal(await firstLooks((path, init) => ask(world.url + path, init)), waited, "a look had to ask upstream");

    await gone(world, others);
    await sandbox.forget();
    // As the merchant: a guest may not try so many unknown numbers.
    const absent = new Met();
    for (let from = 0; from < did.deleted.length; from += 80) {
      const asked = did.deleted.slice(from, from + 80).map((path) => ask(world.url + path, { headers: { authorization: `Bearer ${TOKEN}` } }));
      for (const answer of await Promise.all(asked)) absent.add({ ...answer, stale: false });
    }
    report(`all ${did.deleted.length} deleted asked for, ${others.length} of which the alarms found gone`, await sandbox.counts(), absent);
    assert.deepEqual(absent.statuses, { 404: did.deleted.length });
    keepsLimits(await sandbox.counts());
    assert.deepEqual(world.faults, []);
  } catch (error) {
    console.log(`the last lines of the log:\n${world.logs.slice(-20).join("\n")}`);
    throw error;
  } finally {
    await world.close();
  }
});
