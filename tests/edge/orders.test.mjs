// GET /orders/{order}: all parcels of an order, for who has its link or reads for the merchant; with the Cache API at
// work and without it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { SHOP, startEdge } from "./edge.mjs";
import { envelope, parcel, startFake } from "./fake.mjs";
import { WAYS } from "./lab.mjs";
import { BACK_ENDS, SIGNED, badgeLink, bearer, orderLink, parcelLink } from "./tokens.mjs";

let count = 0;
const fresh = () => `OR${String((count += 1)).padStart(9, "0")}CN`;
let orders = 1_000;
const order = () => String((orders += 1));

for (const [way, cacheSeconds] of WAYS) {
  describe(way, () => {
    let fake, edge;
    before(async () => {
      fake = await startFake();
      edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, ...SIGNED, CACHE_SECONDS: cacheSeconds });
    });
    after(async () => {
      await edge.close();
      assert.deepEqual(fake.unmatched, []);
      await fake.close();
    });

    /** An order of one parcel a carrier. */
    function split(id, carriers) {
      const parcels = carriers.map((carrier) => ({ carrier, number: fresh() }));
      for (const { carrier, number } of parcels) fake.on(number, parcel(number, { carrier_code: carrier, order_id: `#${id}` }));
      fake.order(id, envelope(200, parcels.flatMap(({ carrier, number }) => parcel(number, { carrier_code: carrier, order_id: `#${id}` }).rows)));
      return parcels;
    }

    test("an order's link shows its parcels of all carriers, with all places and nothing of the customer", async () => {
      const id = order();
      const parcels = split(id, ["ups", "dhl"]);
      const { status, headers, text, json } = await edge.ask(`/orders/${id}`, bearer(orderLink(id), { origin: SHOP }));
      assert.equal(status, 200, text);
      const { v, order: named, journeys } = json();
      assert.deepEqual([v, named], [1, id]);
      assert.deepEqual(journeys.map(({ carrier, number }) => `${carrier.code} ${number}`).sort(), parcels.map(({ carrier, number }) => `${carrier} ${number}`).sort());
      assert.match(text, /LEIDEN/);
      assert.doesNotMatch(text, /canary/i);
      assert.match(headers["cache-control"], /^private, /);
      assert.match(headers["tracktry-fetched-at"], /^\d{4}-\d\d-\d\dT/);
      assert.equal(headers["tracktry-stale"], "false");
      assert.match(headers.vary, /Authorization/);
      assert.equal(headers["access-control-allow-origin"], SHOP);
    });

    test("a second look costs upstream nothing and a browser that has it is told so", async () => {
      const id = order();
      split(id, ["ups", "dhl", "fedex"]);
      const { headers } = await edge.ask(`/orders/${id}`, bearer(orderLink(id)));
      const before = fake.requests.length;
      const known = await edge.ask(`/orders/${id}`, bearer(orderLink(id), { "if-none-match": headers.etag }));
      assert.deepEqual([known.status, known.text, known.headers.etag], [304, "", headers.etag]);
      const head = await edge.ask(`/orders/${id}`, { ...bearer(orderLink(id)), method: "HEAD" });
      assert.deepEqual([head.status, head.text, head.headers.etag], [200, "", headers.etag]);
      // An order that is known may be asked for once more behind an answer, its parcels are not.
      assert.ok(fake.requests.slice(before).every(({ url }) => url.includes("orders=")), "parcels were asked for again");
      assert.ok(fake.requests.length <= before + 1);
    });

    test("a back end that may read sees it, others do not, and nobody without a token", async () => {
      const id = order();
      split(id, ["ups"]);
      assert.equal((await edge.ask(`/orders/${id}`, bearer(BACK_ENDS.read))).status, 200);
      for (const token of [
        BACK_ENDS.write, BACK_ENDS.links, "no-such-token", orderLink(order()), parcelLink("ups", "RN123456789CN"), badgeLink("ups", "RN123456789CN"),
        orderLink(id, { expires: 1_700_000_000 }), orderLink(id, { key: "t:another-secret-under-the-same-name-0123" }),
      ]) await edge.problem(`/orders/${id}`, 403, "token_refused", bearer(token));
      const { headers } = await edge.problem(`/orders/${id}`, 401, "token_required");
      assert.equal(headers["www-authenticate"], "Bearer");
    });

    test("an order that nobody knows is 404, and asked for once", async () => {
      const id = order();
      for (let look = 0; look < 3; look += 1) await edge.problem(`/orders/${id}`, 404, "order_unknown", bearer(orderLink(id)));
      assert.equal(fake.asked(`orders=${id}`), 1);
    });

    test("an id is taken as people type it, and escaped on its way upstream", async () => {
      const id = "A/1 &b,c";
      fake.order("A/1 &b", envelope(4031));
      fake.order("c", envelope(4031));
      await edge.problem(`/orders/${encodeURIComponent(`#${id}`)}`, 404, "order_unknown", bearer(orderLink(id)));
      assert.ok(fake.requests.some(({ url }) => url.includes("orders=A%2F1%20%26b%2Cc,%23A%2F1%20%26b%2Cc&limit=2000")), fake.requests.at(-1).url);
    });

    test("a parcel that moved to another order is no more in the first", { timeout: 300_000 }, async () => {
      // A deployment that asks each time.
      const asking = await startEdge({ TRACKTRY_BASE_URL: fake.base, ...SIGNED, CACHE_SECONDS: cacheSeconds, REFRESH_SECONDS: 0 });
      try {
        const [from, to] = [order(), order()];
        const [moving, staying] = split(from, ["ups", "dhl"]);
        const numbers = async (id) => (await asking.ask(`/orders/${id}`, bearer(orderLink(id)))).json().journeys.map(({ number }) => number);
        assert.equal((await numbers(from)).length, 2);
        fake.on(moving.number, parcel(moving.number, { carrier_code: moving.carrier, order_id: to }));
        fake.order(to, envelope(200, parcel(moving.number, { carrier_code: moving.carrier, order_id: to }).rows));
        fake.order(from, envelope(200, parcel(staying.number, { carrier_code: staying.carrier, order_id: from }).rows));
        assert.deepEqual(await numbers(from), [staying.number]);
        assert.deepEqual(await numbers(to), [moving.number]);
        const path = `/journeys/${moving.carrier}/${moving.number}`;
        await asking.problem(path, 403, "token_refused", bearer(orderLink(from)));
        assert.equal((await asking.ask(path, bearer(orderLink(to)))).status, 200);
      } finally {
        await asking.close();
      }
    });

    /** Has a first look wait while a merchant's PUT is answered otherwise; the look's answer comes after it. */
    async function overtaken(edge, number, before, after) {
      let release;
      const held = new Promise((done) => (release = done));
      fake.on(number, (request, response) => held.then(() => before(request, response)));
      const look = edge.ask(`/journeys/ups/${number}`, bearer(BACK_ENDS.read));
      for (const end = Date.now() + 60_000; fake.asked(number) === 0; await sleep(20)) assert.ok(Date.now() < end, "nothing was asked");

      fake.at(`PUT /v1/trackings/ups/${number}`, after);
      const headers = { "content-type": "application/json", "tracktry-api-key": BACK_ENDS.write };
      const put = await edge.ask(`/v1/trackings/ups/${number}`, { method: "PUT", headers, body: JSON.stringify({ title: "another" }) });
      assert.equal(put.json().meta.code, 200, put.text);
      fake.on(number, after);
      release();
      // On a busy machine it has waited for too long.
      assert.ok([200, 503].includes((await look).status));
    }

    const proofOf = (email) => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email }) });
    const proving = async (work) => {
      const edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, ...SIGNED, CACHE_SECONDS: cacheSeconds, PROOF_PEPPER: "a-pepper-of-the-tests" });
      await work(edge).finally(() => edge.close());
    };

    test("an answer from before a move brings the parcel back into no order it has left", { timeout: 300_000 }, () => proving(async (edge) => {
      const [from, to, number] = [order(), order(), fresh()];
      await overtaken(edge, number, parcel(number, { order_id: `#${from}` }), parcel(number, { order_id: to }));
      const proof = proofOf("jane@canary.example");
      assert.equal((await edge.ask(`/orders/${to}/verify`, proof)).status, 200);
      await edge.problem(`/orders/${from}/verify`, 403, "proof_refused", proof);
      const erased = await edge.ask(`/orders/${from}`, { ...bearer(BACK_ENDS.write), method: "DELETE" });
      assert.equal(erased.status, 204, erased.text);
      assert.equal((await edge.ask(`/journeys/ups/${number}`, bearer(BACK_ENDS.read))).status, 200);
      const { status, text, json } = await edge.ask(`/orders/${to}`, bearer(orderLink(to)));
      assert.equal(status, 200, text);
      assert.deepEqual(json().journeys.map((journey) => journey.number), [number]);
    }));

    test("an answer from before a customer's address changed does not bring the old one back", { timeout: 300_000 }, () => proving(async (edge) => {
      const [of, number] = [order(), fresh()];
      const known = (email) => parcel(number, { order_id: of, customer_email: email, customer_phone: null });
      await overtaken(edge, number, known("old@shop.example"), known("new@shop.example"));
      assert.equal((await edge.ask(`/orders/${of}/verify`, proofOf("new@shop.example"))).status, 200);
      await edge.problem(`/orders/${of}/verify`, 403, "proof_refused", proofOf("old@shop.example"));
    }));

    test("part of an order is not shown as all of it", { timeout: 300_000 }, async () => {
      const silent = await startEdge({ TRACKTRY_BASE_URL: fake.base, ...SIGNED, CACHE_SECONDS: cacheSeconds });
      try {
        const id = order();
        split(id, ["ups"]);
        fake.order(id, envelope(429));
        const { headers } = await silent.problem(`/orders/${id}`, 503, "upstream_busy", bearer(orderLink(id)));
        assert.ok(Number(headers["retry-after"]) > 100);
      } finally {
        await silent.close();
      }
    });
  });
}
