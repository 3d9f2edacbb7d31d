// Who knows an order's e-mail address or telephone number gets a link to it; whoever does not learns nothing.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { startEdge } from "./edge.mjs";
import { envelope, startFake, tracking } from "./fake.mjs";

const OPS = "ops-token-of-the-tests";
const SETTINGS = {
  ACCESS: "signed",
  LINK_KEYS: "k1:0123456789abcdef0123456789abcdef",
  PROOF_PEPPER: "0123456789abcdef",
  MERCHANT_TOKENS: `ops:read+links:${createHash("sha256").update(OPS).digest("hex")}`,
};
const NUMBER = "LK000000001DE";
const ops = { authorization: `Bearer ${OPS}` };
const send = (body, headers = {}) => ({ method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

let fake, edge;
before(async () => {
  fake = await startFake();
  fake.on(NUMBER, envelope(200, [tracking(NUMBER, { order_id: "#1001", customer_email: "Jo@Shop.example", customer_phone: "+49 151 23456789" })]));
  edge = await startEdge({ ...SETTINGS, TRACKTRY_BASE_URL: fake.base });
  // A look at the parcel tells its order's Shelf.
  assert.equal((await edge.ask(`/journeys/ups/${NUMBER}`, { headers: ops })).status, 200);
});
after(async () => {
  await edge?.close();
  await fake?.close();
});

const verify = (order, body) => edge.ask(`/orders/${order}/verify`, send(body));

test("the e-mail address and the telephone number open the order, however they are written", async () => {
  for (const proof of [{ email: " jo@SHOP.example " }, { phone: "0151 / 234 567 89" }, { phone: "+4915123456789" }]) {
    const answer = await verify("1001", proof);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers["cache-control"], "no-store");
    const { token, expires } = answer.json();
    assert.ok(expires * 1000 > Date.now() && expires * 1000 <= Date.now() + 1_860_000);
    const order = await edge.ask("/orders/1001", { headers: { authorization: `Bearer ${token}` } });
    assert.deepEqual(order.json().journeys.map(({ number }) => number), [NUMBER]);
    const other = await edge.ask("/orders/1002", { headers: { authorization: `Bearer ${token}` } });
    assert.equal(other.status, 403);
  }
});

test("what does not open an order is answered alike: a wrong proof, an unknown order, no proof", async () => {
  const strip = ({ status, headers, text }) => {
    const { "tracktry-request-id": _id, date: _date, ...rest } = headers;
    return { status, headers: rest, body: { ...JSON.parse(text), request_id: "" } };
  };
  const wrong = strip(await verify("1001", { email: "eve@shop.example" }));
  assert.equal(wrong.status, 403);
  for (const [order, proof] of [["999", { email: "jo@shop.example" }], ["1001", { phone: "123" }], ["1001", { email: "nobody" }]]) {
    assert.deepEqual(strip(await verify(order, proof)), wrong, order);
  }
});

test("after some attempts even the right proof is refused for a while", async () => {
  for (let attempt = 0; attempt < 6; attempt += 1) await verify("1001", { email: `eve${attempt}@shop.example` });
  const answer = await verify("1001", { email: "jo@shop.example" });
  assert.deepEqual([answer.status, answer.json().code], [403, "proof_refused"]);
});

test("a body that is none, or too long, is named", async () => {
  await edge.problem("/orders/1001/verify", 400, "body_invalid", send({}));
  await edge.problem("/orders/1001/verify", 400, "body_invalid", send({ email: "a@b.example", phone: "12345678" }));
  await edge.problem("/orders/1001/verify", 413, "body_too_large", send({ email: "x".repeat(9_000) }));
  await edge.problem("/orders/1001/verify", 405, "method_not_allowed");
});

test("a back end has links signed by its token, and by no other", async () => {
  const links = { links: [{ carrier: "UPS", number: NUMBER, days: 3 }, { order: "#1001" }] };
  await edge.problem("/links", 401, "token_required", send(links));
  const answer = await edge.ask("/links", send(links, ops));
  assert.equal(answer.status, 200, answer.text);
  const [parcel, order] = answer.json().links;
  const looked = await edge.ask(`/journeys/ups/${NUMBER}`, { headers: { authorization: `Bearer ${parcel.token}` } });
  assert.equal(looked.status, 200);
  await edge.problem("/links", 403, "token_refused", send(links, { authorization: `Bearer ${order.token}` }));
  await edge.problem("/links", 400, "link_invalid", send({ links: [{ order: "1001", days: 1000 }] }, ops));
  await edge.problem("/links", 400, "body_invalid", send({ link: [] }, ops));
});

test("without a pepper or keys nothing is looked up or signed", async () => {
  const plain = await startEdge({ TRACKTRY_BASE_URL: fake.base, MERCHANT_TOKENS: SETTINGS.MERCHANT_TOKENS });
  await plain.problem("/orders/1001/verify", 404, "lookup_off", send({ email: "jo@shop.example" }));
  await plain.problem("/links", 404, "links_off", send({ links: [] }, ops));
  await plain.close();
});
