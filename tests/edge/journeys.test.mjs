// GET /journeys/{carrier}/{number}, with the Cache API at work and without it. Upstream is asked each
// time the Shelf is, so that what the cache spares shows; shelf.test.mjs tells what the Shelf spares.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { OTHER, SHOP, startEdge } from "./edge.mjs";
import { absent, envelope, json, parcel, startFake, tracking } from "./fake.mjs";
import { WAYS } from "./lab.mjs";

const EXPOSED = ["age", "etag", "retry-after", "tracktry-fetched-at", "tracktry-request-id", "tracktry-stale"];
const KEYS = [
  "v", "number", "carrier", "last_mile", "stage", "reason", "substatus", "raw_status", "events", "steps", "milestones", "from", "to",
  "days_under_way", "days_quiet", "expected",
];

let count = 0;
/** A number no other test uses. */
const fresh = () => `RN${String((count += 1)).padStart(9, "0")}CN`;

for (const [way, cacheSeconds] of WAYS) {
  const remembers = cacheSeconds > 0;
  describe(way, () => {
    let fake, edge;
    before(async () => {
      fake = await startFake();
      edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, CACHE_SECONDS: cacheSeconds, REFRESH_SECONDS: 0 });
    });
    after(async () => {
      await edge.close();
      assert.deepEqual(fake.unmatched, []);
      await fake.close();
    });

    test("a journey has every key, and of the customer nothing", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      const { status, headers, text, json: read } = await edge.ask(`/journeys/ups/${number}`);
      assert.equal(status, 200, text);
      assert.equal(headers["content-type"], "application/json");
      const journey = read();
      assert.deepEqual(Object.keys(journey).sort(), [...KEYS].sort());
      assert.deepEqual([journey.v, journey.number, journey.stage], [1, number, "in_transit"]);
      assert.equal(journey.events.length, 2);
      assert.doesNotMatch(text, /canary|LEIDEN/i);
    });

    test("one list is asked for it; the key goes in its header, the language in the query", async () => {
      const number = fresh();
      fake.on(number, parcel(number, { carrier_code: "dhl" }));
      assert.equal((await edge.ask(`/journeys/DHL/${number.toLowerCase()}/`)).status, 200);
      const [{ url, headers }, ...more] = fake.requests.filter((request) => request.url.includes(number));
      assert.deepEqual([url, more], [`/v1/trackings/get?numbers=${number}&limit=2000&lang=en`, []]);
      assert.match(headers["tracktry-api-key"], /^canary-/);
      assert.equal(headers.origin, undefined);
    });

    test("without a carrier the best match is found", async () => {
      const number = fresh();
      const newer = tracking(number, { carrier_code: "dhl" });
      newer.origin_info.trackinfo[0].Date = "2021-02-01 10:00";
      fake.on(number, envelope(200, { page: 1, limit: 100, total: "2", count: 2, items: [tracking(number), newer] }));
      const { status, json: read } = await edge.ask(`/journeys/-/${number}`);
      assert.equal(status, 200);
      assert.equal(read().carrier.code, "dhl");
      assert.ok(fake.requests.every(({ url }) => url.startsWith("/v1/trackings/get?numbers=")), "a list told it already");
    });

    test("a number that others have is asked for by its carrier alone", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      fake.single("dhl", number, parcel(number, { carrier_code: "dhl", status: "delivered" }));
      const { status, json: read } = await edge.ask(`/journeys/dhl/${number}`);
      assert.deepEqual([status, read().carrier.code, read().stage], [200, "dhl", "delivered"]);
      assert.equal(fake.asked(`/dhl/${number}/en`), 1);
      fake.single("fedex", number, absent());
      await edge.problem(`/journeys/fedex/${number}`, 404, "parcel_unknown");
    });

    test("where upstream ignores the filter a parcel is asked for alone", async () => {
      const [number, other] = [fresh(), fresh()];
      fake.on(number, envelope(200, { page: 1, limit: 100, total: "1", count: 1, items: [tracking(other)] }));
      fake.single("ups", number, parcel(number));
      assert.equal((await edge.ask(`/journeys/ups/${number}`)).json().number, number);
    });

    test("one number that upstream takes for none spoils no other's list", async () => {
      const [bad, good, nobodys] = [fresh(), fresh(), fresh()];
      fake.on(bad, envelope(4014));
      for (const number of [good, nobodys]) fake.on(number, parcel(number));
      const [first, second, third] = await Promise.all([
        edge.problem(`/journeys/ups/${bad}`, 400, "number_invalid"),
        edge.ask(`/journeys/ups/${good}`),
        edge.ask(`/journeys/-/${nobodys}`),
      ]);
      assert.deepEqual([first.status, second.status, third.status], [400, 200, 200], third.text);
    });

    test("freshness is in headers, for pages to read", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      const before = Date.now();
      const { headers } = await edge.ask(`/journeys/ups/${number}`, { headers: { origin: SHOP } });
      const fetched = Date.parse(headers["tracktry-fetched-at"]);
      assert.ok(fetched >= before - 1_000 && fetched <= Date.now() + 1_000, headers["tracktry-fetched-at"]);
      assert.match(headers["tracktry-fetched-at"], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.equal(headers["tracktry-stale"], "false");
      assert.equal(headers.age, "0");
      assert.match(headers.etag, /^W\/"[0-9a-f]{16}"$/);
      assert.equal(headers["cache-control"], remembers ? "max-age=60, must-revalidate" : "no-cache");
      const exposed = headers["access-control-expose-headers"].toLowerCase().split(", ");
      assert.deepEqual(exposed.sort(), EXPOSED);
    });

    test("the second look is remembered, with its age, or asked again", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      const first = await edge.ask(`/journeys/ups/${number}`);
      await sleep(1_100);
      const second = await edge.ask(`/journeys/ups/${number}`);
      assert.equal(second.text, first.text);
      assert.equal(second.headers.etag, first.headers.etag);
      assert.notEqual(second.headers["tracktry-request-id"], first.headers["tracktry-request-id"]);
      assert.equal(fake.asked(number), remembers ? 1 : 2);
      assert.equal(Number(second.headers.age) >= 1, remembers);
      assert.equal(second.headers["tracktry-fetched-at"] === first.headers["tracktry-fetched-at"], remembers);
    });

    test("who holds the newest gets 304 with the freshness and no body", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      const { headers } = await edge.ask(`/journeys/ups/${number}`);
      for (const tags of [headers.etag, headers.etag.slice(2), `"x", ${headers.etag}`, "*"]) {
        const known = await edge.ask(`/journeys/ups/${number}`, { headers: { "if-none-match": tags, origin: SHOP } });
        assert.deepEqual([known.status, known.text], [304, ""], tags);
        assert.equal(known.headers.etag, headers.etag);
        assert.equal(known.headers["access-control-allow-origin"], SHOP);
        for (const name of ["age", "cache-control", "tracktry-fetched-at", "tracktry-stale"]) assert.ok(known.headers[name], name);
      }
      const changed = await edge.ask(`/journeys/ups/${number}`, { headers: { "if-none-match": '"x"' } });
      assert.equal(changed.status, 200);
    });

    test("HEAD is GET without a body", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      const get = await edge.ask(`/journeys/ups/${number}`);
      const head = await edge.ask(`/journeys/ups/${number}`, { method: "HEAD" });
      assert.deepEqual([head.status, head.text], [200, ""]);
      for (const name of ["etag", "content-type", "cache-control", "vary"]) assert.equal(head.headers[name], get.headers[name], name);
    });

    test("two shops never see each other's origin, and strangers see none", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      for (const origin of [SHOP, OTHER, SHOP, undefined, "https://evil.example", "null", OTHER]) {
        // What is remembered is written after the answer has left.
        await sleep(50);
        const { status, headers } = await edge.ask(`/journeys/ups/${number}`, { headers: origin ? { origin } : {} });
        assert.equal(status, 200);
        assert.equal(headers["access-control-allow-origin"], [SHOP, OTHER].includes(origin) ? origin : undefined, origin);
        assert.equal(headers["access-control-allow-credentials"], undefined);
        assert.equal(headers.vary.toLowerCase().includes("origin"), true);
      }
      assert.equal(fake.asked(number), remembers ? 1 : 7);
    });

    test("faults are not remembered", async () => {
      for (const [answer, status, code] of [
        [envelope(500), 502, "upstream_fault"],
        [json("garbage"), 502, "upstream_garbled"],
      ]) {
        const number = fresh();
        fake.on(number, answer);
        await edge.problem(`/journeys/ups/${number}`, status, code);
        assert.equal(fake.asked(number), 3, "twice again");
        fake.on(number, parcel(number));
        assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
      }
    });

    test("a carrier and no carrier are remembered apart", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      fake.single("dhl", number, parcel(number, { carrier_code: "dhl" }));
      for (const [carrier, code] of [["ups", "ups"], ["-", "ups"], ["dhl", "dhl"], ["ups", "ups"]]) {
        await sleep(50);
        assert.equal((await edge.ask(`/journeys/${carrier}/${number}`)).json().carrier.code, code, carrier);
      }
    });

    test("fifty at once are all answered", async () => {
      const number = fresh();
      fake.on(number, parcel(number));
      const answers = await Promise.all(Array.from({ length: 50 }, () => edge.ask(`/journeys/ups/${number}`)));
      assert.ok(answers.every(({ status }) => status === 200));
      assert.ok(fake.asked(number) <= 3, `${fake.asked(number)} requests for one parcel`);
      assert.equal(new Set(answers.map(({ headers }) => headers["tracktry-request-id"])).size, 50);
    });
  });
}

describe("what a merchant can set", () => {
  let fake;
  before(async () => {
    fake = await startFake();
  });
  after(() => fake.close());

  test("all places, another language, a base path", async () => {
    const edge = await startEdge({
      TRACKTRY_BASE_URL: `${fake.base}/`, PUBLIC_PLACES: "all", EVENT_LANG: "cn", BASE_PATH: "/shop/parcels", CACHE_SECONDS: 0,
    });
    try {
      const number = fresh();
      fake.on(number, parcel(number));
      const { status, text } = await edge.ask(`/shop/parcels/journeys/ups/${number}`);
      assert.equal(status, 200);
      assert.match(text, /LEIDEN/);
      assert.equal(fake.requests.at(-1).url, `/v1/trackings/get?numbers=${number}&limit=2000&lang=cn`);
      await edge.problem(`/journeys/ups/${number}`, 404, "route_unknown");
      assert.equal((await edge.ask("/shop/parcels/healthz")).status, 200);
    } finally {
      await edge.close();
    }
  });

  test("the tag changes when the journey does", async () => {
    const edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, REFRESH_SECONDS: 0 });
    try {
      const number = fresh();
      fake.on(number, parcel(number));
      const { headers } = await edge.ask(`/journeys/ups/${number}`);
      fake.on(number, parcel(number, { status: "delivered" }));
      const next = await edge.ask(`/journeys/ups/${number}`, { headers: { "if-none-match": headers.etag } });
      assert.equal(next.status, 200);
      assert.notEqual(next.headers.etag, headers.etag);
      assert.equal(next.json().stage, "delivered");
    } finally {
      await edge.close();
    }
  });

  test("an answer is forgotten after the seconds that were set", async () => {
    const edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, CACHE_SECONDS: 1, REFRESH_SECONDS: 0 });
    try {
      const number = fresh();
      fake.on(number, parcel(number));
      const first = await edge.ask(`/journeys/ups/${number}`);
      assert.equal(first.headers["cache-control"], "max-age=1, must-revalidate");
      fake.on(number, parcel(number, { status: "delivered" }));
      await sleep(2_100);
      assert.equal((await edge.ask(`/journeys/ups/${number}`)).json().stage, "delivered");
    } finally {
      await edge.close();
    }
  });
});
