// PUT /orders/{order}/expected: the day a shop promised, in the journeys of all parcels of the order.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { SHELVES, operate, shelfOfOrder } from "../soak/surgeon.mjs";
import { parcel } from "./fake.mjs";
import { WAYS, lab } from "./lab.mjs";
import { BACK_ENDS, SIGNED, bearer, orderLink } from "./tokens.mjs";

let orders = 7_000;
const order = () => `promised-${(orders += 1)}`;

const { fake, fresh, withEdge } = await lab("PR", SIGNED);

const read = bearer(BACK_ENDS.read);
const put = (body, token = BACK_ENDS.write) => ({
  ...bearer(token, { "content-type": "application/json" }), method: "PUT", body: typeof body === "string" ? body : JSON.stringify(body),
});

async function promise(edge, id, date) {
  const { status, text, headers } = await edge.ask(`/orders/${id}/expected`, put({ date }));
  assert.deepEqual([status, text, headers["cache-control"]], [204, "", "no-store"]);
}

const look = (edge, number) => edge.ask(`/journeys/ups/${number}`, read);
const days = async (edge, id) => (await edge.ask(`/orders/${id}`, bearer(orderLink(id)))).json().journeys.map(({ expected }) => expected);

/** Looks, for at most two minutes, until the parcel says so. */
async function until(edge, number, date) {
  const end = Date.now() + 120_000;
  for (;;) {
    const answer = await look(edge, number);
    if (answer.status === 200 && answer.json().expected === date) return answer;
    assert.ok(Date.now() < end, `still ${answer.text.slice(0, 200)}`);
    await sleep(200);
  }
}

for (const [way, cacheSeconds] of WAYS) {
  test(`the day is in all journeys of the order, ${way}`, { timeout: 300_000 }, () => withEdge({ CACHE_SECONDS: cacheSeconds }, async (edge) => {
    const [id, one, two] = [order(), fresh(), fresh()];
    for (const number of [one, two]) fake.on(number, parcel(number, { order_id: id }));
    assert.deepEqual(await days(edge, id), [null, null]);
    const before = await look(edge, one);
    const whole = await edge.ask(`/orders/${id}`, bearer(orderLink(id)));
    await sleep(200);
    await promise(edge, id, "2026-12-24");
    assert.deepEqual(await days(edge, id), ["2026-12-24", "2026-12-24"]);
    const after = await look(edge, one);
    assert.deepEqual({ ...after.json(), expected: null }, before.json());
    assert.equal(after.json().expected, "2026-12-24");
    assert.notEqual(after.headers.etag, before.headers.etag);
    assert.notEqual((await edge.ask(`/orders/${id}`, bearer(orderLink(id)))).headers.etag, whole.headers.etag);
    await promise(edge, id, "2027-01-02");
    assert.deepEqual(await days(edge, id), ["2027-01-02", "2027-01-02"]);
    await promise(edge, id, null);
    const last = await look(edge, one);
    assert.deepEqual([last.text, last.headers.etag], [before.text, before.headers.etag]);
  }));
}

test("a promise outlives restarts, news and a sync, and reaches parcels that join later", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [id, one, two, ahead, early] = [order(), fresh(), fresh(), order(), fresh()];
  try {
    fake.on(one, parcel(one, { order_id: id }));
    await withEdge({}, async (edge) => {
      await look(edge, one);
      await promise(edge, id, "2026-12-24");
      // Nothing of that order is known yet.
      await promise(edge, ahead, "2026-12-31");
      assert.equal((await look(edge, one)).json().expected, "2026-12-24");
    }, { state });
    await withEdge({ SYNC_SECONDS: 1 }, async (edge) => {
      assert.equal((await look(edge, one)).json().expected, "2026-12-24");
      fake.on(one, parcel(one, { order_id: id, status: "delivered" }));
      fake.on(two, parcel(two, { order_id: id }));
      fake.on(early, parcel(early, { order_id: ahead }));
      const end = Date.now() + 120_000;
      while ((await look(edge, one)).json().stage !== "delivered") {
        assert.ok(Date.now() < end, "the sync brings news");
        await sleep(300);
      }
      assert.equal((await look(edge, one)).json().expected, "2026-12-24");
      await until(edge, two, "2026-12-24");
      await until(edge, early, "2026-12-31");
    }, { state });
    await withEdge({}, async (edge) => {
      assert.deepEqual(await days(edge, id), ["2026-12-24", "2026-12-24"]);
    }, { state });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});

test("a parcel in another order has that one's day", { timeout: 300_000 }, () => withEdge({ REFRESH_SECONDS: 0 }, async (edge) => {
  const [from, to, number, stays] = [order(), order(), fresh(), fresh()];
  fake.on(number, parcel(number, { order_id: from }));
  fake.on(stays, parcel(stays, { order_id: from }));
  await look(edge, number);
  await look(edge, stays);
  await promise(edge, from, "2026-12-24");
  await until(edge, number, "2026-12-24");
  fake.on(number, parcel(number, { order_id: to }));
  await until(edge, number, null);
  await promise(edge, to, "2026-12-31");
  await until(edge, number, "2026-12-31");
  await until(edge, stays, "2026-12-24");
}));

test("a promise waits an hour for a parcel in the place of the last one", { timeout: 300_000 }, () => withEdge({ REFRESH_SECONDS: 0 }, async (edge) => {
  const [id, wrong, right] = [order(), fresh(), fresh()];
  fake.on(wrong, parcel(wrong, { order_id: id }));
  await look(edge, wrong);
  await promise(edge, id, "2026-12-24");
  assert.equal((await edge.ask(`/parcels/ups/${wrong}`, { ...bearer(BACK_ENDS.write), method: "DELETE" })).status, 204);
  fake.on(right, parcel(right, { order_id: id }));
  await until(edge, right, "2026-12-24");
}));

test("with erasure the promise goes, and an hour after the last parcel", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [id, alone, one, two, last] = [order(), order(), fresh(), fresh(), fresh()];
  try {
    fake.on(one, parcel(one, { order_id: id }));
    fake.on(two, parcel(two, { order_id: id }));
    fake.on(last, parcel(last, { order_id: alone }));
    await withEdge({}, async (edge) => {
      for (const number of [one, two, last]) await look(edge, number);
      for (const each of [id, alone, "never-heard-of"]) await promise(edge, each, "2026-12-24");
      const erase = { ...bearer(BACK_ENDS.write), method: "DELETE" };
      for (const path of [`/orders/${id}`, `/parcels/ups/${last}`, "/orders/never-heard-of"]) assert.equal((await edge.ask(path, erase)).status, 204);
      await sleep(1_000);
    }, { state });
    await operate(state, async (on) => {
      for (const home of SHELVES) {
        const [tables] = await on(home, "SELECT name FROM sqlite_master WHERE name = 'promise'");
        if (tables.length === 0) continue;
        const [promises, promised, due] = await on(home, "SELECT * FROM promise", "SELECT * FROM promised", "SELECT * FROM due WHERE kind LIKE 'promise%'");
        assert.deepEqual(promised, [], home);
        assert.deepEqual(promises.map(({ order_id: left }) => left), home === shelfOfOrder(alone) ? [alone] : [], home);
        for (const { kind, key, at } of due) {
          assert.deepEqual([kind, key], ["promise_end", alone], home);
          assert.ok(at - Date.now() <= 3_600_000);
        }
      }
    });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});

test("who may not write is refused, and what is no day", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const path = `/orders/${order()}/expected`;
  await edge.problem(path, 401, "token_required", { method: "PUT", body: "{}" });
  for (const token of [BACK_ENDS.read, BACK_ENDS.links, "x"]) await edge.problem(path, 403, "token_refused", put({ date: null }, token));
  for (const body of ["", "{", "null", "[]", "{}", { date: "2026-02-30" }, { date: "tomorrow" }, { date: 1 }, { date: null, x: 1 }]) {
    await edge.problem(path, 400, "body_invalid", put(body));
  }
  await edge.problem("/orders/%00/expected", 400, "order_invalid", put({ date: null }));
  const { headers } = await edge.problem(path, 405, "method_not_allowed", read);
  assert.equal(headers.allow, "PUT, OPTIONS");
}));
