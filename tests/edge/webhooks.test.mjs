// POST /webhooks/tracktry/{secret}: a hint is noted at once, and followed behind the answer.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { operate, shelfOf } from "../soak/surgeon.mjs";
import { absent, parcel, tracking } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { BACK_ENDS, MERCHANT_TOKENS, bearer } from "./tokens.mjs";

const OLD = "a-secret-of-the-tests-1";
const NEW = "another~secret.of_the-tests";
const EMAIL = "shop@canary-account.example";
const SETTINGS = { WEBHOOK_SECRET: `${OLD},${NEW}`, WEBHOOK_EMAIL: EMAIL, MERCHANT_TOKENS };

const { fake, fresh, withEdge } = await lab("WH", SETTINGS, [OLD, NEW, EMAIL, "Jane Canary", "jane@canary.example"]);

const seconds = () => Math.floor(Date.now() / 1_000);
const sign = (time, email = EMAIL) => createHmac("sha256", email).update(String(time)).digest("hex");

/** A webhook as Tracktry sends it. */
const webhook = (data, { time = seconds(), signature = sign(time) } = {}) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ meta: { code: 200 }, data, verifyInfo: { timeStr: time, signature } }),
});

/** Sends one, and expects that it is taken. */
async function taken(edge, data, { secret = OLD, ...options } = {}) {
  const began = performance.now();
  const { status, text, headers } = await edge.ask(`/webhooks/tracktry/${secret}`, webhook(data, options));
  assert.deepEqual([status, text, headers["cache-control"]], [200, "200", "no-store"]);
  return performance.now() - began;
}

/** Looks, for at most two minutes, until that holds. */
async function until(holds, what) {
  const end = Date.now() + 120_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `still not: ${what}`);
    await sleep(100);
  }
}

const read = bearer(BACK_ENDS.read);
const stage = async (edge, number) => (await edge.ask(`/journeys/ups/${number}`, read)).json().stage;

test("a hint is answered before Tracktry is asked, and then the parcel is fetched", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, parcel(number));
  assert.equal(await stage(edge, number), "in_transit");
  const delivered = parcel(number, { status: "delivered" });
  fake.on(number, (...sides) => setTimeout(() => delivered(...sides), 2_000));
  assert.ok(await taken(edge, tracking(number, { status: "exception" })) < 1_500);
  assert.equal(await stage(edge, number), "in_transit", "what the hint says is not believed");
  await until(async () => await stage(edge, number) === "delivered", "delivered");
  assert.equal(fake.asked(number), 2);
}));

test("both secrets are taken, every other is nothing", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, parcel(number));
  await stage(edge, number);
  await taken(edge, tracking(number), { secret: OLD, time: seconds() - 1 });
  await until(() => fake.asked(number) === 2, "asked once more");
  await taken(edge, tracking(number), { secret: NEW });
  await until(() => fake.asked(number) === 3, "asked again");
  const nothing = await edge.problem("/nowhere", 404, "route_unknown", webhook(tracking(number)));
  for (const secret of [`${OLD},${NEW}`, OLD.slice(1), `${OLD}x`, OLD.toUpperCase(), "x", "%00", encodeURIComponent(EMAIL)]) {
    const { problem } = await edge.problem(`/webhooks/tracktry/${secret}`, 404, "route_unknown", webhook(tracking(number)));
    assert.deepEqual({ ...problem, request_id: "" }, { ...nothing.problem, request_id: "" });
  }
  await sleep(1_000);
  assert.equal(fake.asked(number), 3);
}));

test("without a secret there is no such address", { timeout: 300_000 }, () => withEdge({ WEBHOOK_SECRET: "" }, async (edge) => {
  for (const path of ["/webhooks/tracktry/", "/webhooks/tracktry", `/webhooks/tracktry/${OLD}`, "/webhooks/tracktry/%20"]) {
    await edge.problem(path, 404, "route_unknown", webhook(tracking(fresh())));
  }
}));

test("a bad signature is refused, old ones and repeats are done without a question", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, parcel(number));
  await stage(edge, number);
  const time = seconds();
  for (const bad of [
    { signature: sign(time, "other@shop.example") }, { time, signature: sign(time + 1) }, { signature: "" }, { signature: null }, { time: null, signature: sign(time) },
  ]) await edge.problem(`/webhooks/tracktry/${OLD}`, 403, "signature_refused", webhook(tracking(number), bad));
  await taken(edge, tracking(number), { time: time - 4 * 86_400 - 60 });
  await sleep(1_000);
  assert.equal(fake.asked(number), 1);
  await taken(edge, tracking(number), { time });
  await until(() => fake.asked(number) === 2, "asked once more");
  for (const repeat of [time, time, time - 10]) await taken(edge, tracking(number), { time: repeat });
  await sleep(1_500);
  assert.equal(fake.asked(number), 2, "a repeat asks nothing");
}));

test("a body is read for carrier and number alone, whatever else it holds", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const [one, two] = [fresh(), fresh()];
  for (const number of [one, two]) {
    fake.on(number, parcel(number));
    await stage(edge, number);
  }
  const odd = (number) => ({ carrier_code: "UPS", tracking_number: ` ${number.toLowerCase()} `, status: { a: [1e300] }, origin_info: [[]] });
  await taken(edge, [odd(one), null, 7, "x", [], { carrier_code: 1, tracking_number: {} }, odd(two)]);
  await until(() => fake.asked(one) === 2 && fake.asked(two) === 2, "both were asked for");
  for (const data of [null, 1, "x", [], {}, [[]]]) await taken(edge, data);
  const path = `/webhooks/tracktry/${OLD}`;
  assert.equal((await edge.ask(path, { method: "POST", body: "{}" })).text, "200", "without verifyInfo the secret alone counts");
  for (const body of ["", "{", "\xff"]) await edge.problem(path, 400, "body_invalid", { method: "POST", body });
  await edge.problem(path, 413, "body_too_large", { method: "POST", body: " ".repeat(1_100_000) });
  const { headers } = await edge.problem(path, 405, "method_not_allowed");
  assert.equal(headers.allow, "POST, OPTIONS");
}));

test("without a sync a parcel nobody knew is looked up and kept, and one that is not there is not", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const [number, none] = [fresh(), fresh()];
  fake.on(number, parcel(number));
  fake.on(none, absent());
  await taken(edge, [tracking(number), tracking(none)]);
  await until(() => fake.asked(number) >= 1 && fake.asked(none) >= 1, "both were asked for");
  const asked = fake.asked(number);
  await until(async () => await stage(edge, number) === "in_transit", "kept");
  assert.equal(fake.asked(number), asked, "the first look found it kept");
}));

test("an erased parcel is not brought back", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, parcel(number));
  await stage(edge, number);
  assert.equal((await edge.ask(`/parcels/ups/${number}`, { ...bearer(BACK_ENDS.write), method: "DELETE" })).status, 204);
  await taken(edge, tracking(number));
  await sleep(1_500);
  assert.equal(fake.asked(number), 1);
  await edge.problem(`/journeys/ups/${number}`, 404, "parcel_unknown", read);
}));

test("a flood of hints costs a bounded number of questions", { timeout: 300_000 }, () => withEdge({ LIST_INTERVAL_MS: 500 }, async (edge) => {
  const numbers = Array.from({ length: 300 }, fresh);
  for (const number of numbers) fake.on(number, parcel(number));
  const before = fake.requests.length;
  await Promise.all(Array.from({ length: 10 }, (_, lane) => (async () => {
    for (const number of numbers.slice(lane * 30, lane * 30 + 30)) await taken(edge, tracking(number));
  })()));
  await until(() => numbers.every((number) => fake.asked(number) > 0), "all were asked for");
  assert.ok(fake.requests.length - before <= 40, `${fake.requests.length - before} requests for 300 hints`);
}));

test("with a sync, many hints at one Shelf and hints at unknown parcels hasten one round", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  // Numbers of one Shelf.
  const home = shelfOf("ups/FL000000001CN");
  const numbers = Array.from({ length: 4_000 }, (_, index) => `FL${String(index + 1).padStart(9, "0")}CN`)
    .filter((number) => shelfOf(`ups/${number}`) === home).slice(0, 30);
  assert.equal(numbers.length, 30);
  for (const number of numbers) fake.on(number, parcel(number));
  const rounds = () => fake.asked("update_time_min");
  const synced = (edge) => until(async () => {
    const { upstream } = (await edge.ask("/healthz")).json();
    return upstream.sync?.until && !upstream.sync.importing;
  }, "imported");
  try {
    await withEdge({ SYNC_SECONDS: 3600 }, async (edge) => {
      await synced(edge);
      assert.equal(await stage(edge, numbers[0]), "in_transit");
      for (const number of numbers) fake.on(number, parcel(number, { status: "delivered" }));
      const [questions, from] = [fake.asked("numbers="), rounds()];
      await taken(edge, numbers.map((number) => tracking(number)));
      await until(() => rounds() > from, "a round came");
      await until(async () => await stage(edge, numbers[29]) === "delivered", "the round brought it");
      assert.equal(fake.asked("numbers="), questions, "no parcel was asked for by itself");
      const number = fresh();
      fake.on(number, parcel(number));
      const again = rounds();
      await taken(edge, tracking(number));
      await until(() => rounds() > again, "another round came");
      assert.equal(fake.asked(`numbers=${number}`), 0);
    }, { state });
    await operate(state, async (on) => {
      const [due] = await on(home, "SELECT kind FROM due WHERE kind IN ('hint', 'hasten')");
      assert.deepEqual(due, [], "nothing waits");
    });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});
