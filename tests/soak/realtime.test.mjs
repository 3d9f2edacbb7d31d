// The merchant's back end sends more realtime requests at once than Tracktry takes in a second, while shoppers look and
// while workerd is killed: they leave one after another all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withLag } from "./lag.mjs";
import { MERCHANT_TOKENS, TOKEN } from "./metrics.mjs";
import { LONG, folder, startKillable, startSandbox, until } from "./process.mjs";

const BURST = LONG ? 40 : 7;
const SHOPPERS = 20;
/** Two leave 400 ms apart, so four of them in a second had to be closed up by a machine that stood still for the rest. */
const STALLED = 150;

const sentOf = ({ routes }) => Object.values(routes["POST /trackings/realtime"] ?? {}).reduce((sum, count) => sum + count, 0);

test(`${2 * BURST} realtime requests in two bursts with a kill between: 3 a second at most, and 1 list`, { timeout: LONG ? 900_000 : 240_000 }, async (t) => {
  const sandbox = await startSandbox(t);
  const parcels = Array.from({ length: 2 * BURST + SHOPPERS }, (_, index) => ({ tracking_number: `KR${String(index).padStart(8, "0")}`, carrier_code: "dhl" }));
  await sandbox.api("/trackings/batch", parcels);
  // What is too much is counted and not refused: a refusal would end it.
  await sandbox.control("switches", { limits: { list_per_second: 1, realtime_per_second: null, realtime_again_seconds: null, quota: null } });
  const edge = await startKillable(t, {
    state: folder(t),
    settings: { TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: "sandbox-key", SYNC_SECONDS: "0", REFRESH_SECONDS: "1", MERCHANT_TOKENS },
  });
  const realtime = async (parcel) => {
    const headers = { "content-type": "application/json", "tracktry-api-key": TOKEN };
    const answer = await edge.ask("/v1/trackings/realtime", { method: "POST", headers, body: JSON.stringify(parcel) });
    return answer?.json().meta.code;
  };
  const look = ({ tracking_number: number }) => edge.ask(`/journeys/dhl/${number}`);
  const bursts = async () => {
    const looks = parcels.slice(-SHOPPERS).map(look);
    const first = parcels.slice(0, BURST).map(realtime);
    // Some of them are answered or away, and some wait.
    await until("two of them", async () => sentOf(await sandbox.control("counters")) >= 2);
    await edge.kill();
    await Promise.all([...looks, ...first]);
    await edge.start();
    const answers = await Promise.all([...parcels.slice(BURST, 2 * BURST).map(realtime), ...parcels.slice(-SHOPPERS).map(async (parcel) => (await look(parcel))?.status)]);
    assert.deepEqual([...new Set(answers)], [200]);
  };
  for (let turn = 1; ; turn += 1) {
    await sandbox.control("counters/reset", {});
    const { lag } = await withLag(sandbox.url, bursts);
    const counters = await sandbox.control("counters");
    const { list_peak: lists, realtime_peak: realtimes, refusals } = counters;
    const sent = sentOf(counters);
    console.log(`soak realtime: ${sent} of ${2 * BURST} sent, peak ${realtimes.all}/s, lists peak ${lists.all}/s, lag ${Math.round(lag)} ms`);
    assert.deepEqual([lists.all, refusals], [1, 0]);
    assert.ok(sent > BURST && sent <= 2 * BURST, `${sent} were sent`);
    if (realtimes.all > 3 && lag > STALLED && turn < 4) continue;
    assert.ok(realtimes.all >= 2 && realtimes.all <= 3, `${realtimes.all} in a second`);
    break;
  }
});
