// What must not be kept is in no SQLite file and in no line of the log, whatever was asked and however
// upstream answered: customers' data, and the deployment's secrets.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { signLink } from "../../pkg/core-node.js";
import { files, inFiles, seeker } from "./forms.mjs";
import { LONG, folder, sleep, startKillable, startSandbox } from "./process.mjs";

const MARK = "qz7canary";
const SECRETS = {
  key: `${MARK}-api-key-4b1d`, link: `${MARK}-link-secret-0123456789abcdef`, pepper: `${MARK}-pepper-90ab`, merchant: `${MARK}-merchant-77`,
};
const ROUNDS = LONG ? 20 : 1;
const PARCELS = 12;
const FAULTS = ["truncated", "reset", "types", "envelope", "html", "code"];

const customer = (index) => ({
  name: `Zyx${index} Qvorbcanary`, email: `zyx${index}@qvorb-canary.example`, phone: `+49 171 55${String(index).padStart(5, "0")}`,
  title: `A titlecanary of ${index}`, comment: `A commentcanary of ${index}`,
});

const parcels = Array.from({ length: PARCELS }, (_, index) => {
  const { name, email, phone, title, comment } = customer(index);
  return {
    tracking_number: `CY${String(index).padStart(8, "0")}`, carrier_code: "dhl", order_id: `CANARY-${Math.floor(index / 2)}`,
    customer_name: name, customer_email: email, customer_phone: phone, title, comment, destination_code: "NL", lang: "en",
  };
});
/** What of a customer must be nowhere. */
const personal = parcels.flatMap(({ customer_name: name, customer_email: email, customer_phone: phone, title, comment }) => [
  name, email, phone, phone.replace(/\D/g, ""), phone.replace(/\D/g, "").slice(-8), title, comment,
]);

test("what is sought would be found", () => {
  const seek = seeker(["Zyx1 Qvorb"]);
  const text = Buffer.from("Zyx1 Qvorb");
  const wide = Buffer.from("..Zyx1 Qvorb..", "utf16le");
  for (const hidden of [
    text, wide, Buffer.from(wide).swap16(), Buffer.from("ZYX1 QVORB"), text.toString("hex"), `a${text.toString("base64")}`, encodeURIComponent(text.toString()),
    Buffer.from("1Zyx1 Qvorb23").toString("base64"), Buffer.from("12Zyx1 Qvorb3").toString("base64"), createHash("sha256").update(text).digest("hex"),
  ]) assert.equal(seek(hidden).length, 1, String(hidden));
  assert.deepEqual(seek("Zyx2 Qvorb"), []);
});

test("canaries of customers and secrets are in no SQLite file and no log line", { timeout: LONG ? 1_800_000 : 300_000 }, async (t) => {
  const sandbox = await startSandbox(t, { SANDBOX_KEYS: `sandbox-key,${SECRETS.key}` });
  const posted = await sandbox.api("/trackings/batch", parcels);
  assert.equal(posted.meta.code, 201);
  await sandbox.control("switches", { limits: { list_per_second: 1, realtime_per_second: 3, quota: null } });
  await sandbox.control("clock", { now: new Date(Date.now() + 43_200_000).toISOString(), rate: 60 });
  const state = folder(t);
  const keys = `k1:${SECRETS.link}`;
  const edge = await startKillable(t, {
    state,
    settings: {
      TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: SECRETS.key, LINK_KEYS: keys, PROOF_PEPPER: SECRETS.pepper,
      MERCHANT_TOKENS: `shop:read+write:${createHash("sha256").update(SECRETS.merchant).digest("hex")}`,
      AUTO_REGISTER: "on", REFRESH_SECONDS: "0", SYNC_SECONDS: "1", ACCESS: "signed",
    },
  });
  const bearer = (token) => ({ headers: { authorization: `Bearer ${token}` } });
  const byLink = (number, register = false) => edge.ask(`/journeys/dhl/${number}`, bearer(signLink({ keys, carrier: "dhl", number, days: 1, register })));
  const byOrder = (order) => edge.ask(`/orders/${order}`, bearer(signLink({ keys, order, days: 1 })));
  const prove = (order, proof) => edge.ask(`/orders/${order}/verify`, { method: "POST", body: JSON.stringify(proof), headers: { "content-type": "application/json" } });
  const counts = {};
  let leaks = [];
  let struck = 0;
  const seek = seeker([...personal, ...Object.values(SECRETS), "J. Jansen", MARK]);
  const take = async (asked) => {
    const answer = await asked;
    counts[answer?.status] = (counts[answer?.status] ?? 0) + 1;
    if (answer) leaks.push(...seek(answer.text));
    return answer;
  };
  const tour = async (round) => {
    // At once, as a list a second names them all; some by themselves, for an answer of their own to break.
    const visits = parcels.map(async ({ tracking_number: number, order_id: order, customer_email: email, customer_phone: phone }, index) => {
      await sleep((index % 3) * 1_200);
      const asks = [take(byLink(number))];
      if (index % 4 === 0) asks.push(take(byOrder(order)), take(prove(order, { email })), take(prove(order, { phone: "00000000" })));
      if (index % 4 === 2) asks.push(take(prove(order, { phone })), take(edge.ask(`/journeys/dhl/${number}`, bearer(SECRETS.merchant))));
      if (index % 6 === 0) asks.push(take(byLink(`CN${round}${String(index).padStart(7, "0")}`, true)));
      await Promise.all(asks);
    });
    const quirks = ["SBX-QUIRK-SINGED-BY", "SBX-QUIRK-SIGNED-TWICE", "SBX-QUIRK-PHONE-NUMBER", "SBX-QUIRK-EMAIL-LIST"];
    await Promise.all([...visits, ...quirks.map((number) => take(byLink(number)))]);
    await take(edge.ask("/healthz"));
    await take(edge.ask("/metrics", bearer(SECRETS.merchant)));
    await take(edge.ask("/journeys/dhl/CY00000000", bearer(`${SECRETS.merchant}x`)));
  };

  await tour(0);
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Answers that break in the middle of somebody's data.
    await sandbox.control("faults", FAULTS.map((kind, at) => ({ kind, rate: 0.12, seed: round * 10 + at, ...(kind === "code" ? { code: 500 } : {}) })));
    await tour(round);
    const { faults } = await sandbox.control("faults");
    struck += faults.reduce((sum, { hits }) => sum + hits, 0);
    await sandbox.clear("faults");
    if (round === 1) await take(edge.ask("/parcels/dhl/CY00000001", { method: "DELETE", ...bearer(SECRETS.merchant) }));
    await edge.kill();
    await edge.start();
  }
  await tour(ROUNDS + 1);
  await sleep(2_000);
  // Once as it is written to, once as it is left behind.
  const found = inFiles(state, seek);
  await edge.stop();
  found.push(...inFiles(state, seek));

  const { list_peak: peak, refusals, during_silence: early } = await sandbox.control("counters");
  assert.deepEqual([peak.address <= 1, refusals, early], [true, 0, 0], `${peak.address} list requests in a second`);
  assert.deepEqual(leaks, [], "in an answer");
  assert.deepEqual(found, [], "in a file");
  assert.deepEqual(edge.logs.flatMap((line) => seek(line).map((text) => `${text} in ${line}`)), [], "in the log");
  // Nor numbers, orders and addresses.
  const named = ["CY0000", "CN00000", "CANARY-", "127.0.0.1", "/v1/trackings", "SBX-"];
  assert.deepEqual(edge.logs.filter((line) => named.some((name) => line.includes(name))), []);
  assert.ok(inFiles(state, seeker(["dhl/CY00000003"])).length > 0, "the parcels are not in the files that were searched");
  const kept = files(state).filter((file) => file.includes("sqlite"));
  console.log(`soak canary: ${personal.length + 5} canaries, ${kept.length} files, ${edge.logs.length} log lines; ${struck} broken answers; answers ${JSON.stringify(counts)}`);
  assert.ok((counts[200] ?? 0) > PARCELS);
  assert.ok(struck >= ROUNDS, "no answer broke");
});
