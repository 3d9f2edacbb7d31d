// GET /healthz and /metrics: what operators see of the way upstream.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { envelope, parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { BACK_ENDS, MERCHANT_TOKENS, bearer } from "./tokens.mjs";

const { fake, fresh, withEdge } = await lab("OP", { MERCHANT_TOKENS });

/** The codes of what healthz says, as soon as it says that one. */
async function noted(edge, code) {
  const end = Date.now() + 120_000;
  for (;;) {
    const { status, text, json } = await edge.ask("/healthz");
    assert.equal(status, 200, text);
    const { upstream } = json();
    for (const note of upstream.notes) assert.match(note.words, /^[A-Z].*\.$/);
    if (upstream.notes.some((note) => note.code === code)) return upstream;
    assert.ok(Date.now() < end, text);
    // The Gate is not asked more often than every five seconds.
    await sleep(500);
  }
}

/** The numbers of /metrics, by name and labels. */
async function metrics(edge) {
  const { status, headers, text } = await edge.ask("/metrics", bearer(BACK_ENDS.read));
  assert.equal(status, 200, text);
  assert.equal(headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
  assert.equal(headers["cache-control"], "no-store");
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  for (const line of lines) assert.match(line, /^[a-z_]+(\{([a-z_]+="[a-z_]*",?)+\})? -?\d+$/);
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]));
}

test("numbers tell what went upstream, what is kept and how it was answered", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const numbers = Array.from({ length: 12 }, fresh);
  for (const [index, number] of numbers.entries()) fake.on(number, parcel(number, index < 4 ? { status: "delivered" } : {}));
  for (const number of numbers) assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
  for (const number of numbers) assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
  const seen = await metrics(edge);
  const sent = fake.requests.filter(({ url }) => numbers.some((number) => url.includes(number))).length;
  assert.equal(seen.get('tracktry_upstream_requests_total{kind="list",outcome="done"}'), sent);
  assert.equal(seen.get('tracktry_parcels{stage="delivered"}'), 4);
  assert.equal(seen.get('tracktry_parcels{stage="in_transit"}'), 8);
  assert.equal(seen.get('tracktry_shelf_answers_total{result="hit"}'), 12);
  assert.equal(seen.get('tracktry_shelf_answers_total{result="wait"}'), 12);
  assert.equal(seen.get("tracktry_silence_seconds"), 0);
  assert.equal(seen.get("tracktry_breaker_open"), 0);
  assert.ok(seen.get("tracktry_stored_bytes") > 10_000);
}));

test("what a counter has told it does not take back, however the Shelf ends", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const hits = async (edge) => (await metrics(edge)).get('tracktry_shelf_answers_total{result="hit"}');
  const number = fresh();
  fake.on(number, parcel(number));
  try {
    const told = await withEdge({}, async (edge) => {
      for (let look = 0; look < 8; look += 1) assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
      return hits(edge);
    }, { state });
    assert.equal(told, 7);
    await withEdge({}, async (edge) => {
      assert.equal(await hits(edge), 7);
      await edge.ask(`/journeys/ups/${number}`);
      assert.equal(await hits(edge), 8);
    }, { state });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});

test("numbers are for who reads for the merchant", () => withEdge({}, async (edge) => {
  await edge.problem("/metrics", 401, "token_required");
  for (const token of [BACK_ENDS.write, BACK_ENDS.links, "x"]) await edge.problem("/metrics", 403, "token_refused", bearer(token));
}));

test("health tells of a refused key, in words and in numbers, and asks nothing of upstream", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, envelope(4001));
  await edge.problem(`/journeys/ups/${number}`, 502, "upstream_key_refused");
  const before = fake.requests.length;
  await noted(edge, "key_refused");
  assert.equal((await metrics(edge)).get("tracktry_key_refused"), 1);
  assert.equal(fake.requests.length, before);
}));

test("health tells of a silence and how much of it is left", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, envelope(429));
  await edge.problem(`/journeys/ups/${number}`, 503, "upstream_busy");
  const { silence_seconds: left } = await noted(edge, "silence");
  assert.ok(left > 80 && left <= 120, String(left));
  const seen = await metrics(edge);
  assert.deepEqual([seen.get("tracktry_silences_total"), seen.get("tracktry_foreign_silences_total")], [1, 1]);
}));

test("health tells of an upstream that is down, and that the sync is off", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const [one, two] = [fresh(), fresh()];
  for (const number of [one, two]) fake.on(number, envelope(500));
  for (const number of [one, two]) assert.ok([502, 503].includes((await edge.ask(`/journeys/ups/${number}`)).status));
  const { notes } = await noted(edge, "upstream_down");
  assert.ok(notes.some(({ code }) => code === "sync_off"));
  assert.equal((await metrics(edge)).get("tracktry_breaker_open"), 1);
}));

test("health tells how far the sync is, and numbers count what it brought", { timeout: 300_000 }, () => withEdge({ SYNC_SECONDS: 1 }, async (edge) => {
  const end = Date.now() + 120_000;
  for (;;) {
    const { upstream } = (await edge.ask("/healthz")).json();
    assert.ok(!upstream.notes.some(({ code }) => code === "sync_off"));
    if (upstream.sync?.until && !upstream.sync.importing) break;
    assert.ok(Date.now() < end, JSON.stringify(upstream));
    await sleep(500);
  }
  const seen = await metrics(edge);
  assert.equal(seen.get("tracktry_sync_importing"), 0);
  assert.ok(seen.get("tracktry_sync_lag_seconds") < 60);
  assert.ok(seen.get("tracktry_synced_parcels_total") >= 12);
}));
