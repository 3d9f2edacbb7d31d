// What outlives a kill besides parcels, and what becomes of rows that cannot be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signLink } from "../../pkg/core-node.js";
import { filled } from "./filled.mjs";
import { folder, sleep, startKillable, startSandbox, until } from "./process.mjs";
import { gateOf, operate, shelfOf, shelfOfOrder } from "./surgeon.mjs";
import { startUpstream } from "./upstream.mjs";

const KEYS = "k1:0123456789abcdef0123456789abcdef";

test("the silence after a 429 outlives a kill", { timeout: 300_000 }, async (t) => {
  const sandbox = await startSandbox(t);
  const settings = { TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: "sandbox-key", SYNC_SECONDS: "0" };
  const edge = await startKillable(t, { state: folder(t), settings });
  await sandbox.control("switches", { strangers: { share: 1 }, silence_seconds: 120 });
  assert.equal((await edge.ask("/journeys/dhl/SBX-TRAVEL")).status, 503);
  await sandbox.control("switches", { strangers: { share: 0 } });
  const { requests } = await sandbox.control("counters");
  await edge.kill();
  await edge.start();
  const answer = await edge.ask("/journeys/dhl/SBX-ATTEMPT");
  assert.equal(answer.status, 503, answer.text);
  const seconds = Number(answer.headers.get("retry-after"));
  assert.ok(seconds > 0 && seconds <= 120, `${seconds}`);
  const counters = await sandbox.control("counters");
  assert.deepEqual([counters.requests, counters.during_silence], [requests, 0]);
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
