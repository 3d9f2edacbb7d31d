// The brakes on who has no link: numbers that nobody knows, and the platform's rate limits.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEdge } from "./edge.mjs";
import { absent, envelope, startFake, tracking } from "./fake.mjs";
import { LINK_KEYS, parcelLink } from "./tokens.mjs";

const KNOWN = "GU000000001DE";
const unknown = (at) => `GX${String(at).padStart(8, "0")}DE`;

let fake;
before(async () => {
  fake = await startFake();
  fake.on(KNOWN, envelope(200, [tracking(KNOWN)]));
  for (let at = 0; at < 40; at += 1) fake.on(unknown(at), absent());
});
after(() => fake?.close());

const from = (address, more = {}) => ({ headers: { "cf-connecting-ip": address, ...more } });

test("who has found ten numbers that nobody knows is refused before Tracktry is asked", async () => {
  const edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, LINK_KEYS });
  try {
    const us = "2001:db8:1:2::1";
    assert.equal((await edge.ask(`/journeys/ups/${KNOWN}`, from(us))).status, 200);
    for (let at = 0; at < 10; at += 1) await edge.problem(`/journeys/${at % 2 ? "-" : "ups"}/${unknown(at)}`, 404, "parcel_unknown", from(us));
    const before = fake.requests.length;
    const refused = await edge.problem(`/journeys/ups/${unknown(10)}`, 429, "too_many", from("2001:db8:1:2:ffff::9"));
    assert.ok(Number(refused.headers["retry-after"]) > 500 && Number(refused.headers["retry-after"]) <= 600);
    await edge.problem(`/journeys/-/${unknown(11)}`, 429, "too_many", from(us));
    const page = await edge.ask(`/track/ups/${unknown(12)}`, from(us));
    assert.equal(page.status, 429);
    assert.match(page.text, /A lot of parcels are on the move/);
    assert.equal(fake.requests.length, before, "Tracktry is not asked");
    assert.equal((await edge.ask(`/journeys/ups/${KNOWN}`, from(us))).status, 200, "what is known is shown");
    const link = parcelLink("ups", unknown(13));
    await edge.problem(`/journeys/ups/${unknown(13)}`, 404, "parcel_unknown", from(us, { authorization: `Bearer ${link}` }));
    await edge.problem(`/journeys/ups/${unknown(14)}`, 404, "parcel_unknown", from("2001:db8:1:3::1"));
    assert.ok(edge.logs.every((line) => !line.includes("2001:db8")), "no line holds an address");
  } finally {
    await edge.close();
  }
});

test("a rate limit of the platform counts guests by their network, and nobody who has a link", async () => {
  const ratelimits = { GUESTS: { simple: { limit: 3, period: 60 } }, LOOKUPS: { simple: { limit: 2, period: 60 } } };
  const settings = { TRACKTRY_BASE_URL: fake.base, LINK_KEYS, PROOF_PEPPER: "a-pepper-of-the-tests" };
  const edge = await startEdge(settings, { ratelimits });
  try {
    const path = `/journeys/ups/${KNOWN}`;
    for (let at = 0; at < 3; at += 1) assert.equal((await edge.ask(path, from("192.0.2.1"))).status, 200);
    const refused = await edge.problem(path, 429, "too_many", from("192.0.2.1"));
    assert.equal(refused.headers["retry-after"], "60");
    assert.equal((await edge.ask(path, from("192.0.2.2"))).status, 200);
    assert.equal((await edge.ask(path, from("192.0.2.1", { authorization: `Bearer ${parcelLink("ups", KNOWN)}` }))).status, 200);
    const prove = { method: "POST", body: JSON.stringify({ email: "a@b.example" }), ...from("192.0.2.1") };
    for (let at = 0; at < 2; at += 1) await edge.problem(`/orders/${at}/verify`, 403, "proof_refused", prove);
    await edge.problem("/orders/3/verify", 429, "too_many", prove);
  } finally {
    await edge.close();
  }
});
