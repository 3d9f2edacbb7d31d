// An edge that knows some parcels, two to an order, and what a shop does with it.
import assert from "node:assert/strict";
import { signLink } from "../../pkg/core-node.js";
import { MERCHANT_TOKENS, TOKEN } from "./metrics.mjs";
import { folder, startKillable, startSandbox } from "./process.mjs";

const KEYS = "k1:0123456789abcdef0123456789abcdef";

/**
 * Starts it. When the test ends the sandbox has to have met its limits in every second.
 * @param {import("node:test").TestContext} t
 * @param {number} count of parcels
 * @param {Record<string, string>} [settings] over those given here.
 */
export async function filled(t, count, settings = {}) {
  let sandbox;
  // Before the sandbox goes.
  t.after(async () => {
    const { list_peak: peak, refusals, during_silence: early } = await sandbox.control("counters");
    assert.deepEqual([peak.address <= 1, refusals, early], [true, 0, 0], `${peak.address} list requests in a second`);
  });
  sandbox = await startSandbox(t, { SANDBOX_CLOCK_RATE: "0" });
  const state = folder(t);
  const edge = await startKillable(t, {
    state,
    settings: {
      TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: "sandbox-key", LINK_KEYS: KEYS, MERCHANT_TOKENS,
      PROOF_PEPPER: "pepper-of-this-test", SYNC_SECONDS: "0", ...settings,
    },
  });
  const parcels = Array.from({ length: count }, (_, index) => ({
    number: `KE${String(index).padStart(8, "0")}`, order: `E-${Math.floor(index / 2)}`,
  }));
  await sandbox.api("/trackings/batch", parcels.map(({ number, order }) => ({
    tracking_number: number, carrier_code: "dhl", order_id: order, customer_email: `${order}@canary.example`,
  })));
  await sandbox.control("switches", { limits: { list_per_second: 1, realtime_per_second: 3, quota: null } });
  // A day under way, so that there is something to tell.
  const { now } = await sandbox.control("clock");
  await sandbox.control("clock", { now: new Date(Date.parse(now) + 43_200_000).toISOString(), rate: 0 });
  const world = {
    sandbox, edge, state, parcels,
    parcel: (number) => edge.ask(`/journeys/dhl/${number}`),
    order: (order) => edge.ask(`/orders/${order}`, { headers: { authorization: `Bearer ${signLink({ keys: KEYS, order, days: 1 })}` } }),
    erase: (path) => edge.ask(path, { method: "DELETE", headers: { authorization: `Bearer ${TOKEN}` } }),
  };
  const answers = await Promise.all(parcels.map(({ number }) => world.parcel(number)));
  assert.deepEqual([...new Set(answers.map((answer) => answer?.status))], [200]);
  return world;
}
