// workerd is killed at random points of import and sync: nothing stored is lost, the limits are
// kept across the kills, and in the end the Shelves equal the sandbox.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "./kept.mjs";
import { MERCHANT_TOKENS, firstLooks } from "./metrics.mjs";
import { LONG, dice, folder, sleep, startKillable, startSandbox, until } from "./process.mjs";
import { pathOf } from "./truth.mjs";

const KILLS = LONG ? 20 : 2;
const PARCELS = LONG ? 1_200 : 200;
const HOUR = 3_600_000;

/** All trackings of the sandbox, as another client sees them. */
async function everything(sandbox) {
  const rows = [];
  for (let page = 1; ; page += 1) {
    const { meta, data } = await sandbox.api(`/trackings/get?page=${page}&limit=2000&lang=en`);
    if (meta.code !== 200) return rows;
    rows.push(...data.items);
  }
}

const fetchedAt = (answer) => Date.parse(answer.headers.get("tracktry-fetched-at"));

test(`killed ${KILLS} times during import and sync`, { timeout: LONG ? 1_800_000 : 300_000 }, async (t) => {
  const roll = dice("kill-sync");
  const sandbox = await startSandbox(t, { SANDBOX_CLOCK_RATE: "0" });
  let clock = Date.now() - 20 * HOUR;
  const turn = async (ms) => {
    clock += ms;
    await sandbox.control("clock", { now: new Date(clock).toISOString(), rate: 0 });
  };
  await turn(0);
  await sandbox.control("bulk", { count: PARCELS, seed: 7, days: 10 });
  await until("the parcels", async () => (await sandbox.control("bulk")).running !== true && (await everything(sandbox)).length === PARCELS);
  const rows = await everything(sandbox);
  await sandbox.control("switches", { limits: { list_per_second: 1, realtime_per_second: 3, quota: null }, silence_seconds: 120 });
  await sandbox.control("counters/reset", {});

  const state = folder(t);
  const edge = await startKillable(t, {
    state,
    settings: { TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: "sandbox-key", SYNC_SECONDS: "2", MERCHANT_TOKENS },
  });
  const seen = new Map();
  const looked = new Set();
  const look = async ({ carrier_code: carrier, tracking_number: number }) => {
    looked.add(`${carrier}/${number}`);
    const answer = await edge.ask(`/journeys/${carrier}/${number}`);
    if (answer?.status === 200) seen.set(`${carrier}/${number}`, { at: fetchedAt(answer), events: answer.json().events.length });
    else assert.ok(answer === null || answer.status === 503, answer?.text);
  };
  /** Shoppers until the kill, of parcels and of numbers nobody has, which cost a list request each. */
  const shop = async (end) => {
    while (Date.now() < end) {
      const some = Array.from({ length: 6 }, () => look(rows[Math.floor(roll() * rows.length)]));
      const nobody = edge.ask(`/journeys/dhl/NOBODY${Math.floor(roll() * 1e9)}`);
      await Promise.race([Promise.all([...some, nobody]), sleep(Math.max(0, end - Date.now()))]);
      await sleep(20);
    }
  };

  let killed = 0;
  let checked = 0;
  for (let round = 0; round < KILLS; round += 1) {
    await shop(Date.now() + 300 + roll() * 5_000);
    await edge.kill();
    killed += 1;
    const before = new Map(seen);
    if (round % 2 === 1) await turn(roll() * 0.9 * HOUR);
    await edge.start();
    // All at once, and none of them waits for upstream: what was stored is still there.
    const kept = [...before].slice(-200);
    const waited = await firstLooks(edge.ask);
    const answers = await Promise.all(kept.map(([key]) => edge.ask(`/journeys/${key}`)));
    assert.equal(await firstLooks(edge.ask), waited, "what was stored had to be asked for again");
    const younger = [];
    answers.forEach((answer, index) => {
      const [key, { at, events }] = kept[index];
      assert.equal(answer?.status, 200, `${key} is lost: ${answer?.text}`);
      if (fetchedAt(answer) < at) younger.push([key, at]);
      assert.ok(answer.json().events.length >= events, `${key} has fewer events than before`);
      checked += 1;
    });
    // How far the sync is, a Shelf knows again once the Gate has told it.
    for (const [key, at] of younger) {
      await until(`${key} as young as before`, async () => {
        const answer = await edge.ask(`/journeys/${key}`);
        return answer.status === 200 && fetchedAt(answer) >= at;
      }, 20_000);
    }
  }

  // A last change after everything, which only a sync tells.
  await turn(0.9 * HOUR);
  const changed = Date.now();
  await until("a sync after the last change", async () => {
    await edge.ask(`/journeys/${rows[0].carrier_code}/${rows[0].tracking_number}`);
    await sleep(2_000);
    // Health is remembered for some seconds.
    const { upstream } = (await edge.ask("/healthz")).json();
    return upstream.sync?.until > changed;
  }, 240_000);
  const counters = await sandbox.control("counters");
  const lists = Object.values(counters.routes["GET /trackings/get"] ?? {}).reduce((sum, count) => sum + count, 0);
  assert.equal(counters.list_peak.address, 1, "two list requests in one second");
  assert.deepEqual([counters.refusals, counters.during_silence], [0, 0]);

  await edge.stop();
  // Nobody looked at most of them: what is missing here the sync has lost.
  await sandbox.control("switches", { limits: "off" });
  const { equal, ...others } = await compare(state, await everything(sandbox));
  assert.deepEqual([equal, others], [PARCELS, { missing: [], differing: [], others: [] }]);
  await edge.start();
  const waited = await firstLooks(edge.ask);
  for (let from = 0; from < rows.length; from += 50) {
    const answers = await Promise.all(rows.slice(from, from + 50).map(async (row) => edge.ask(pathOf(row))));
    assert.deepEqual([...new Set(answers.map((answer) => answer?.status))], [200]);
  }
  assert.equal(await firstLooks(edge.ask), waited);
  console.log(`soak kill-sync: ${killed} kills, ${checked} stored parcels looked at after them, ${lists} list requests, ${equal} parcels equal in the Shelves, ${looked.size} of them looked at`);
  assert.deepEqual(edge.logs.filter((line) => /"event":"(crash|panic)"/.test(line)), []);
});
