// GET /exceptions: parcels in trouble, by reason and age, over all Shelves.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { SHELVES, operate, shelfOf } from "../soak/surgeon.mjs";
import { parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { BACK_ENDS, MERCHANT_TOKENS, bearer } from "./tokens.mjs";

const DAY = 86_400_000;

const { fake, fresh, withEdge } = await lab("EX", { MERCHANT_TOKENS });

const read = bearer(BACK_ENDS.read);
const look = async (edge, number) => assert.equal((await edge.ask(`/journeys/ups/${number}`, read)).status, 200);
async function exceptions(edge, query = "") {
  const { status, headers, text, json } = await edge.ask(`/exceptions${query}`, read);
  assert.deepEqual([status, headers["content-type"], headers["cache-control"]], [200, "application/json", "no-store"], text);
  assert.doesNotMatch(text, /canary/i);
  return json();
}

/** A parcel that upstream tells of, with so many days since the last news. */
function told(status, changes = {}, days = null) {
  const number = fresh();
  fake.on(number, parcel(number, { status, stayTimeLength: days, order_id: `X${number}`, ...changes }));
  return number;
}

test("parcels in trouble are told by reason and age, the longest first, page by page", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const customs = Array.from({ length: 7 }, (_, days) => told("exception", { substatus: "exception006" }, days));
  const address = [told("undelivered", { substatus: "undelivered001" }, 1)];
  const expired = [told("expired", {}, 40)];
  const lost = [told("notfound", {}, 5)];
  const fine = [told("transit", {}, 9), told("delivered", {}, 9), told("pickup", {}, 9), told("notfound", {}, 2)];
  for (const number of [...customs, ...address, ...expired, ...lost, ...fine]) await look(edge, number);
  const all = await exceptions(edge);
  assert.deepEqual(all.summary, [
    { stage: "attempt_failed", reason: "address", count: 1, oldest_days: 1 },
    { stage: "exception", reason: "customs", count: 7, oldest_days: 6 },
    { stage: "expired", reason: null, count: 1, oldest_days: 40 },
    { stage: "not_found", reason: null, count: 1, oldest_days: 5 },
  ]);
  assert.deepEqual(all.parcels.map(({ days }) => days), [40, 6, 5, 5, 4, 3, 2, 1, 1, 0]);
  assert.equal(all.next, null);
  const oldest = all.parcels[0];
  assert.deepEqual(Object.keys(oldest).sort(), ["carrier", "days", "number", "order", "reason", "since", "stage"]);
  assert.deepEqual([oldest.carrier, oldest.number, oldest.order, oldest.stage, oldest.reason], ["ups", expired[0], `X${expired[0]}`, "expired", null]);
  assert.ok(Math.abs(Date.parse(oldest.since) - (Date.now() - 40 * DAY)) < 120_000, oldest.since);

  const pages = [];
  for (let query = "?limit=3"; query;) {
    const page = await exceptions(edge, query);
    assert.deepEqual(page.summary, all.summary, "the sums are of all pages");
    pages.push(page.parcels);
    query = page.next && `?limit=3&after=${encodeURIComponent(page.next)}`;
  }
  assert.deepEqual(pages.map(({ length }) => length), [3, 3, 3, 1]);
  assert.deepEqual(pages.flat(), all.parcels);

  const numbers = async (query) => (await exceptions(edge, query)).parcels.map(({ number }) => number).sort();
  assert.deepEqual(await numbers("?stage=exception&reason=customs&days=5"), customs.slice(5).sort());
  assert.deepEqual(await numbers("?stage=not_found"), lost);
  assert.deepEqual(await numbers("?reason=none"), [...expired, ...lost].sort());
  assert.deepEqual(await numbers("?days=41"), []);
  assert.deepEqual((await exceptions(edge, "?days=41")).summary, []);
}));

test("a parcel is in trouble since its stage or reason changed, and no more once it is well", { timeout: 300_000 }, () => withEdge({ REFRESH_SECONDS: 0 }, async (edge) => {
  const number = told("transit", {}, 20);
  await look(edge, number);
  assert.deepEqual((await exceptions(edge)).parcels, []);
  const since = async (changes) => {
    fake.on(number, parcel(number, changes));
    await look(edge, number);
    const { parcels } = await exceptions(edge);
    assert.equal(parcels.length, 1);
    return parcels[0];
  };
  const began = Date.now();
  const first = await since({ status: "exception", stayTimeLength: 20 });
  assert.ok(Date.parse(first.since) >= began - 1_000, "not before it was in trouble");
  const again = await since({ status: "exception", stayTimeLength: 21 });
  assert.equal(again.since, first.since, "other news changes nothing of it");
  const other = await since({ status: "exception", substatus: "exception009" });
  assert.equal(other.reason, "refused");
  assert.ok(other.since > first.since);
  fake.on(number, parcel(number, { status: "delivered" }));
  await look(edge, number);
  assert.deepEqual(await exceptions(edge), { v: 1, summary: [], parcels: [], next: null });
}));

test("wrong parameters are named, and others than readers are refused", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  for (const [name, value] of [["stage", "delivered"], ["reason", "because"], ["days", "-1"], ["limit", "501"], ["after", "x"]]) {
    const { problem, text } = await edge.problem(`/exceptions?${name}=${value}`, 400, "query_invalid", read);
    assert.equal(problem.parameter, name);
    assert.ok(!text.includes(`"${value}"`));
  }
  await edge.problem("/exceptions", 401, "token_required");
  for (const token of [BACK_ENDS.write, BACK_ENDS.links, "x"]) await edge.problem("/exceptions", 403, "token_refused", bearer(token));
  assert.equal((await edge.ask("/exceptions", { ...read, method: "HEAD" })).status, 200);
}));

test("trouble is told from an index, without a look at any journey", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  try {
    const number = told("exception", { substatus: "exception008" });
    await withEdge({}, (edge) => look(edge, number), { state });
    await operate(state, async (on) => {
      const [plan, rows] = await on(
        shelfOf(`ups/${number}`),
        `EXPLAIN QUERY PLAN SELECT since, key, stage, reason, order_id FROM parcel INDEXED BY parcel_trouble
          WHERE stage IN ('exception', 'attempt_failed', 'expired', 'not_found') AND since <= 9e15 AND (since, key) > (0, '') ORDER BY since, key LIMIT 5`,
        "SELECT stage, reason FROM parcel",
      );
      assert.match(JSON.stringify(plan), /COVERING INDEX parcel_trouble/);
      assert.doesNotMatch(JSON.stringify(plan), /TEMP B-TREE/);
      assert.deepEqual(rows, [{ stage: "exception", reason: "cancelled" }]);
    });
    assert.equal(SHELVES.length, 64);
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});
