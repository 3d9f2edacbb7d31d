// A Shelf that an earlier version has left, opened by this one: nothing is lost.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { operate, shelfOf, shelfOfOrder } from "../soak/surgeon.mjs";
import { parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { BACK_ENDS, SIGNED, bearer, orderLink } from "./tokens.mjs";

const DAY = 86_400_000;

// Copies of what version 2 had, which the sources must not change.
const COMMON = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS due (kind TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS due_at ON due (at);
CREATE TABLE parcel (
    key TEXT NOT NULL UNIQUE, v INTEGER NOT NULL, stage TEXT NOT NULL, print TEXT NOT NULL, order_id TEXT, listed INTEGER NOT NULL,
    asked_at INTEGER NOT NULL, fetched_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, confirmed_at INTEGER NOT NULL, missed_at INTEGER,
    check_at INTEGER NOT NULL, journey TEXT NOT NULL
);
CREATE INDEX parcel_check ON parcel (check_at);
CREATE TABLE place (order_id TEXT NOT NULL, key TEXT NOT NULL, proofs TEXT NOT NULL, PRIMARY KEY (order_id, key)) WITHOUT ROWID;
CREATE TABLE tomb (key TEXT PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE alias (number TEXT PRIMARY KEY, carrier TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tried (order_id TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('schema', '2');`;

const { fake, withEdge: withSettings } = await lab("SC", SIGNED);
const withEdge = (work, options) => withSettings({}, work, options);

test("what version 2 kept is all there, and what came later works on it", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [number, other, order, erased] = ["OLD000000001CN", "OLD000000002CN", "order-of-old", "ups/OLD000000003CN"];
  const read = bearer(BACK_ENDS.read);
  try {
    fake.on(number, parcel(number, { status: "exception", substatus: "exception006", order_id: order }));
    fake.on(other, parcel(other, { status: "delivered" }));
    const journeys = await withEdge(async (edge) => [
      (await edge.ask(`/journeys/ups/${number}`, read)).text, (await edge.ask(`/journeys/ups/${other}`, read)).text,
    ]);
    const before = fake.requests.length;
    const now = Date.now();
    await operate(state, async (on) => {
      const homes = new Set([`ups/${number}`, `ups/${other}`, erased].map(shelfOf).concat(shelfOfOrder(order)));
      for (const home of homes) await on(home, COMMON);
      const keep = (key, stage, orderId, journey, changed) => on(shelfOf(key), {
        sql: "INSERT INTO parcel VALUES (?, 1, ?, 'a-print', ?, 0, ?, ?, ?, ?, NULL, ?, ?)",
        binds: [key, stage, orderId, now, now, changed, now, now + DAY, journey],
      });
      await keep(`ups/${number}`, "exception", order, journeys[0], now - 9 * DAY - 60_000);
      await keep(`ups/${other}`, "delivered", null, journeys[1], now - 1_000);
      await on(shelfOfOrder(order), { sql: "INSERT INTO place VALUES (?, ?, '')", binds: [order, `ups/${number}`] });
      await on(shelfOf(erased), { sql: "INSERT INTO tomb VALUES (?, 'erased', ?)", binds: [erased, now] });
    });
    await withEdge(async (edge) => {
      assert.equal((await edge.ask(`/journeys/ups/${number}`, read)).text, journeys[0]);
      assert.equal((await edge.ask(`/journeys/ups/${other}`, read)).text, journeys[1]);
      const of = await edge.ask(`/orders/${order}`, bearer(orderLink(order)));
      assert.deepEqual(of.json().journeys, [JSON.parse(journeys[0])]);
      await edge.problem(`/journeys/${erased}`, 404, "parcel_unknown", read);
      const { summary } = (await edge.ask("/exceptions", read)).json();
      assert.deepEqual(summary, [{ stage: "exception", reason: "customs", count: 1, oldest_days: 9 }]);
    }, { state });
    assert.ok(fake.requests.slice(before).every(({ url }) => url.includes("orders=")), "nothing was asked for again");
    await operate(state, async (on) => {
      const [rows] = await on(shelfOf(`ups/${number}`), { sql: "SELECT stage, order_id FROM parcel WHERE key = ?", binds: [`ups/${number}`] });
      assert.deepEqual(rows, [{ stage: "exception", order_id: order }]);
    });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});
