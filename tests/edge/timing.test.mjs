// `Server-Timing`: where an answer about a parcel came from and how long that took, for who measures; nothing of it on anything else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startEdge } from "./edge.mjs";
import { parcel, startFake } from "./fake.mjs";
import { LINK_KEYS, MERCHANT_TOKENS, badgeLink, bearer, orderLink, parcelLink } from "./tokens.mjs";

const [NUMBER, LATER, SLOW] = ["TM000000001CN", "TM000000002CN", "TM000000003CN"];
const ORDER = "TM-1";
const SLOW_MS = 600;

let fake, open, signed;
before(async () => {
  fake = await startFake();
  fake.on(NUMBER, parcel(NUMBER, { order_id: ORDER, customer_email: "jo@shop.example" }));
  fake.on(LATER, parcel(LATER));
  const answer = parcel(SLOW);
  fake.on(SLOW, (request, response) => setTimeout(() => answer(request, response), SLOW_MS));
  const settings = { TRACKTRY_BASE_URL: fake.base, LINK_KEYS, MERCHANT_TOKENS, PROOF_PEPPER: "a-pepper-of-the-tests", WEBHOOK_SECRET: "a-webhook-secret-of-tests", CACHE_SECONDS: 60 };
  [open, signed] = await Promise.all(["public", "signed"].map((ACCESS) => startEdge({ ...settings, ACCESS })));
});
after(async () => {
  await Promise.all([open?.close(), signed?.close()]);
  await fake?.close();
});

/** Where an answer says it came from, and the milliseconds it says that took. */
function timing({ headers }, path) {
  const [, from, ms] = (headers["server-timing"] ?? "").match(/^(\w+);dur=(\d+)$/) ?? [];
  assert.ok(from, `${path}: Server-Timing ${headers["server-timing"]}`);
  return { from, ms: Number(ms) };
}

test("answers about parcels say where they came from, in every form", { timeout: 300_000 }, async () => {
  const link = bearer(parcelLink("ups", NUMBER));
  const [token, order] = [parcelLink("ups", NUMBER), orderLink(ORDER)].map(encodeURIComponent);
  const first = await open.ask(`/journeys/ups/${NUMBER}`, link);
  assert.equal(first.status, 200);
  for (const [path, init] of [
    [`/journeys/ups/${NUMBER}`, link], [`/journeys/-/${NUMBER}`], [`/orders/${ORDER}`, bearer(orderLink(ORDER))],
    [`/track/ups/${NUMBER}?t=${token}`], [`/embed/ups/${NUMBER}?t=${token}`], [`/fragment/ups/${NUMBER}?as=inner&t=${token}`], [`/fragment/ups/${NUMBER}?as=shadow&t=${token}`],
    [`/orders/${ORDER}/track?t=${order}`],
  ]) {
    const answer = await open.ask(path, init);
    assert.equal(answer.status, 200, path);
    assert.ok(["shelf", "cache"].includes(timing(answer, path).from), path);
    const head = await open.ask(path, { ...init, method: "HEAD" });
    assert.deepEqual([head.status, head.text], [200, ""], path);
    timing(head, `HEAD ${path}`);
  }
  const known = await open.ask(`/journeys/ups/${NUMBER}`, { headers: { ...link.headers, "if-none-match": first.headers.etag } });
  assert.equal(known.status, 304);
  timing(known, "304");
});

test("the first look comes from the Shelf, a later one from memory", { timeout: 300_000 }, async () => {
  const path = `/journeys/ups/${LATER}`;
  assert.equal(timing(await open.ask(path), path).from, "shelf");
  // What is remembered is written after the answer has left.
  const end = Date.now() + 120_000;
  while (timing(await open.ask(path), path).from !== "cache") {
    assert.ok(Date.now() < end, "never from memory");
    await sleep(100);
  }
});

test("the time is that of the answer, and no longer than who asked has waited", { timeout: 300_000 }, async () => {
  const path = `/journeys/ups/${SLOW}`;
  const began = performance.now();
  const { from, ms } = timing(await open.ask(path), path);
  const waited = performance.now() - began;
  // Two clocks, each to a millisecond.
  assert.ok(from === "shelf" && ms >= SLOW_MS - 5 && ms <= waited + 5, `${ms} of ${waited} ms`);
});

test("whatever is no answer about a parcel says nothing of how long it took", { timeout: 300_000 }, async () => {
  const path = `/journeys/ups/${NUMBER}`;
  assert.equal((await signed.ask(path, bearer(parcelLink("ups", NUMBER)))).status, 200);
  for (const [what, init, status] of [
    [path, {}, 401], [path, bearer("nonsense"), 403], ["/journeys/ups/!", {}, 400], ["/nowhere", {}, 404], [path, { method: "PUT" }, 405], [path, { method: "OPTIONS" }, 204],
    [`/orders/${ORDER}`, {}, 401], [`/orders/${ORDER}/verify`, { method: "POST", body: JSON.stringify({ email: "eve@shop.example" }) }, 403],
    [`/track/ups/${NUMBER}`, {}, 401], ["/track", {}, 200], ["/track", { method: "POST", body: new URLSearchParams({ order: ORDER, contact: "eve@shop.example" }) }, 403],
    // Whether a badge shows a parcel is nobody's business, so not how it was found either.
    [`/badge/ups/${NUMBER}.png?t=${encodeURIComponent(badgeLink("ups", NUMBER))}`, {}, 200], [`/badge/ups/${NUMBER}.png`, {}, 200],
    ["/healthz", {}, 200], ["/brand.css", {}, 200], ["/openapi.json", {}, 200], ["/widget/v0/tracktry-widget.js", {}, 200], ["/v1/carriers", {}, 200],
    ["/webhooks/tracktry/a-webhook-secret-of-tests", { method: "POST", body: "{" }, 400],
  ]) {
    const answer = await signed.ask(what, init);
    assert.equal(answer.status, status, `${init.method ?? "GET"} ${what}: ${answer.text.slice(0, 200)}`);
    assert.equal(answer.headers["server-timing"], undefined, `${init.method ?? "GET"} ${what}`);
  }
});
