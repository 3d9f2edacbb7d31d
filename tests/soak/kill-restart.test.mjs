// What outlives a kill besides parcels, and what becomes of rows that cannot be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signLink } from "../../pkg/core-node.js";
import { filled } from "./filled.mjs";
import { LONG, folder, sleep, startKillable, startSandbox, until } from "./process.mjs";
import { gateOf, operate, shelfOf, shelfOfOrder } from "./surgeon.mjs";
import { startUpstream } from "./upstream.mjs";

const KEYS = "k1:0123456789abcdef0123456789abcdef";

/** Tracktry's silence; the short form waits for its end only. */
const SILENCE = 120_000;
const WAITED = LONG ? SILENCE : 12_000;

test("after a 429 nothing leaves in its silence: for no look, no alarm and no sync, across two kills; then all goes on", { timeout: 300_000 }, async (t) => {
  const sandbox = await startSandbox(t);
  const state = folder(t);
  const settings = { TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: "sandbox-key", SYNC_SECONDS: "1", REFRESH_SECONDS: "1" };
  const edge = await startKillable(t, { state, settings });
  const known = ["SBX-TRAVEL", "SBX-TRANSIT", "SBX-DELIVERED"].map((number) => `/journeys/dhl/${number}`);
  for (const path of known) await until(path, async () => (await edge.ask(path)).status === 200);
  const count = () => sandbox.control("counters");

  const began = Date.now();
  await sandbox.control("switches", { strangers: { share: 1 } });
  await until("a 429", async () => (await count()).refusals === 1);
  await sandbox.control("switches", { strangers: { share: 0 } });
  const { requests } = await count();
  let end = began + SILENCE;
  await edge.stop();
  await operate(state, async (on) => {
    // Alarms and sync are due and wake in the silence.
    for (const path of known) await on(shelfOf(path.slice(10)), "UPDATE parcel SET check_at = 0, confirmed_at = confirmed_at - 864000000");
    const gate = gateOf(`${sandbox.url}/v1`, "sandbox-key");
    await on(gate, "UPDATE due SET at = 0 WHERE kind = 'sync'");
    if (LONG) return;
    // As if but the last of it had passed, here and there.
    end = Date.now() + WAITED;
    await sandbox.control("switches", { silence_seconds: Math.floor((end - began) / 1_000) });
    const set = `UPDATE meta SET value = json_set(value, '$.gate.silent_since', ${end - SILENCE}) WHERE key = 'gate' AND json_extract(value, '$.gate.silent_since') > ? RETURNING 1`;
    const [rows] = await on(gate, { sql: set, binds: [began - 1_000] });
    assert.equal(rows.length, 1, "the Gate keeps its silence in another way");
  });
  await edge.start();
  let [looks, kills] = [0, 0];
  for (let turn = 0; Date.now() < end - 1_000; turn += 1) {
    if (turn === 1 || turn === 4) {
      await edge.kill();
      await edge.start();
      kills += Number(Date.now() < end - 1_000);
    }
    for (const path of known) assert.equal((await edge.ask(path)).status, 200, path);
    const answer = await edge.ask(`/journeys/dhl/NOBODY${turn % 8}`);
    const counters = await count();
    // It may be over by now.
    if (Date.now() < end) {
      const seconds = Number(answer.headers.get("retry-after"));
      assert.deepEqual([answer.status, seconds > 0 && seconds <= SILENCE / 1_000], [503, true], `${answer.status} ${seconds} ${answer.text}`);
      assert.equal(counters.requests, requests, "something was sent in the silence");
      looks += known.length + 1;
    }
    await sleep(300);
  }
  // Nobody looks any more: the alarms go on by themselves, and not before its end.
  await until("a request after the silence", async () => (await count()).requests > requests, 90_000);
  assert.ok(Date.now() >= end);
  const counters = await count();
  assert.deepEqual([counters.refusals, counters.during_silence], [1, 0]);
  assert.ok(kills >= 1 && looks >= 4, `${kills} kills and ${looks} looks in the silence`);
  console.log(`soak silence: ${WAITED / 1_000} s, ${looks} looks and ${kills} kills in it, 0 requests`);
});

test("a database of a later version is refused and left as it is", { timeout: 300_000 }, async (t) => {
  const { edge, state, parcels, parcel } = await filled(t, 2);
  const [{ number }] = parcels;
  const home = shelfOf(`dhl/${number}`);
  const known = (await parcel(number)).text;
  const version = (change) => operate(state, (on) => on(home, `UPDATE meta SET value = value ${change} WHERE key = 'schema'`));
  await edge.stop();
  await version("+ 90");
  await edge.start();
  const refused = await parcel(number);
  assert.deepEqual([refused.status, refused.json().code], [503, "internal"]);
  await edge.stop();
  await version("- 90");
  await edge.start();
  assert.equal((await parcel(number)).text, known);
});

test("a parcel of an earlier record version is shown, and asked for anew", { timeout: 300_000 }, async (t) => {
  const { edge, state, sandbox, parcels, parcel } = await filled(t, 2);
  const [{ number }] = parcels;
  const home = shelfOf(`dhl/${number}`);
  await edge.stop();
  await operate(state, (on) => on(home, "UPDATE parcel SET v = 0"));
  await edge.start();
  const before = (await sandbox.control("counters")).requests;
  assert.equal((await parcel(number)).status, 200);
  await until("the question", async () => (await sandbox.control("counters")).requests > before);
  await sleep(2_500);
  await edge.stop();
  const [rows] = await operate(state, (on) => on(home, { sql: "SELECT v FROM parcel WHERE key = ?", binds: [`dhl/${number}`] }));
  assert.deepEqual(rows, [{ v: 1 }]);
});

test("what cannot be read of the Gate begins anew with care, and loses no parcel", { timeout: 300_000 }, async (t) => {
  const { edge, state, sandbox, parcels, parcel } = await filled(t, 2, { LIST_INTERVAL_MS: "3000", SYNC_SECONDS: "3600" });
  const gate = gateOf(`${sandbox.url}/v1`, "sandbox-key");
  await edge.stop();
  await operate(state, (on) => on(gate, "UPDATE meta SET value = '{\"gate\":7' WHERE key IN ('gate', 'sync')"));
  await edge.start();
  const began = performance.now();
  const answers = await Promise.all([parcel("SBX-TRAVEL"), ...parcels.map(({ number }) => parcel(number))]);
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
  // The rest between two list requests, and a second for one that may be under way.
  assert.ok(performance.now() - began >= 3_900, "a list request left at once");
  await until("another import", async () => {
    const { upstream } = (await edge.ask("/healthz")).json();
    return upstream.sync.until !== null;
  });
});

test("a post that cannot be read is looked for and not sent", { timeout: 300_000 }, async (t) => {
  const upstream = await startUpstream(t);
  const state = folder(t);
  const edge = await startKillable(t, {
    state,
    settings: { TRACKTRY_BASE_URL: upstream.base, TRACKTRY_API_KEY: "x", ACCESS: "signed", LINK_KEYS: KEYS, AUTO_REGISTER: "on", SYNC_SECONDS: "0" },
  });
  const look = (number) => {
    const token = signLink({ keys: KEYS, carrier: "dhl", number, days: 1, register: true });
    return edge.ask(`/journeys/dhl/${number}`, { headers: { authorization: `Bearer ${token}` } });
  };
  assert.equal((await look("KR00000001")).status, 200);
  await edge.stop();
  const gate = gateOf(upstream.base, "x");
  await operate(state, (on) => on(gate, "INSERT INTO intent (key, at, state) VALUES ('dhl/KR00000002', 0, '{')"));
  await edge.start();
  assert.equal((await look("KR00000002")).status, 503);
  const stored = async () => {
    await sleep(3_000);
    await edge.stop();
    const [[row]] = await operate(state, (on) => on(gate, "SELECT state FROM intent WHERE key = 'dhl/KR00000002'"));
    await edge.start();
    return row.state !== "{" && JSON.parse(row.state).state === "lost";
  };
  await until("the look", stored);
  assert.equal((await look("KR00000002")).status, 404);
  assert.deepEqual([...upstream.posts], [["KR00000001", 1]]);
});

test("a parcel is kept though its order's Shelf fails, and the order learns of it later", { timeout: 300_000 }, async (t) => {
  const { edge, state, sandbox, parcel } = await filled(t, 2, { REFRESH_SECONDS: "0" });
  const [number, order] = ["KR00000003", "LATE"];
  const home = shelfOfOrder(order);
  assert.notEqual(home, shelfOf(`dhl/${number}`));
  await sandbox.api("/trackings/post", { tracking_number: number, carrier_code: "dhl", order_id: order });
  const places = async (change) => {
    await edge.stop();
    const [, rows] = await operate(state, (on) => on(
      home, `UPDATE meta SET value = value ${change} WHERE key = 'schema'`, { sql: "SELECT key FROM place WHERE order_id = ?", binds: [order] },
    ));
    await edge.start();
    return rows;
  };
  // The Shelf has to be there before it can fail.
  await edge.ask("/metrics", { headers: { authorization: "Bearer a-merchants-token" } });
  await places("+ 90");
  assert.equal((await parcel(number)).status, 200);
  assert.deepEqual(await places("- 90"), []);
  assert.equal((await parcel(number)).status, 200);
  assert.deepEqual(await places("+ 0"), [{ key: `dhl/${number}` }]);
});
