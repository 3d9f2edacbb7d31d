// Links as a merchant's back end signs and reads them with the package in Node.
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import { signLink, verifyLink } from "../../pkg/core-node.js";
import { opened, vectors, wish } from "./vectors.mjs";

const KEYS = "new:canary-0123456789abcdef-0123456789,old:canary-fedcba9876543210-9876543210";
const NOW = vectors.now;
const DAY = 86_400;
const parcel = { keys: KEYS, carrier: "dhl", number: "JD014600003SE", days: 30, now: NOW };

/** That it throws a real error with this code and reason, which holds nothing of the keys. */
function fails(work, code, reason) {
  assert.throws(work, (error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.name, "TracktryError");
    assert.deepEqual([error.code, error.reason], [code, reason]);
    assert.doesNotMatch(inspect(error) + JSON.stringify(error), /canary/);
    return true;
  });
}

test("every vector is signed as it stands and read back", () => {
  assert.ok(vectors.sign.length >= 20);
  for (const vector of vectors.sign) {
    assert.equal(signLink(wish(vector)), vector.token, vector.name);
    assert.deepEqual(verifyLink(vector.token, { keys: vector.keys, now: NOW }), opened(vector), vector.name);
  }
});

test("every refusal is refused for its reason", () => {
  for (const { keys, token, now, reason } of vectors.refuse) fails(() => verifyLink(token, { keys, now }), "link_refused", reason);
});

test("a link is to a parcel or to an order, as the number or the order says", () => {
  const kind = (options) => verifyLink(signLink({ keys: KEYS, days: 1, ...options }), { keys: KEYS }).kind;
  assert.equal(kind({ carrier: "dhl", number: "JD014600003SE" }), "parcel");
  assert.equal(kind({ order: "1001" }), "order");
  assert.equal(kind({ kind: "badge", number: "JD014600003SE" }), "badge");
  for (const carrier of [undefined, null, "-"]) {
    assert.equal(verifyLink(signLink({ ...parcel, carrier }), parcel).carrier, null);
  }
});

test("days and moments are what they say", () => {
  const end = (options) => verifyLink(signLink({ ...parcel, ...options }), parcel).expires;
  assert.equal(end({}), NOW + 30 * DAY);
  assert.equal(end({ days: 0.5 }), NOW + DAY / 2);
  assert.equal(end({ days: undefined, expires: NOW + 7 }), NOW + 7);
  assert.equal(end({ days: undefined, expires: new Date((NOW + 7) * 1000 + 999) }), NOW + 7);
  assert.equal(end({ now: new Date(NOW * 1000) }), NOW + 30 * DAY);
  const { now, ...byTheClock } = parcel;
  const { expires } = verifyLink(signLink(byTheClock), { keys: KEYS });
  assert.ok(Math.abs(expires - Date.now() / 1000 - 30 * DAY) < 120);
});

test("the first key signs and all verify", () => {
  const [first, second] = KEYS.split(",");
  const token = signLink(parcel);
  assert.match(token, /^new\./);
  assert.equal(verifyLink(token, { keys: `${second},${first}`, now: NOW }).number, parcel.number);
  fails(() => verifyLink(token, { keys: second, now: NOW }), "link_refused", "key_unknown");
});

test("what cannot be a link is not signed", () => {
  const wrong = (reason, options) => fails(() => signLink({ ...parcel, ...options }), "link_invalid", reason);
  wrong("subject", { order: "1001" });
  wrong("subject", { number: undefined });
  wrong("subject", { number: "12" });
  wrong("subject", { number: 123456789 });
  wrong("subject", { carrier: "d h l" });
  wrong("subject", { carrier: 7 });
  wrong("subject", { number: null, order: "" });
  wrong("subject", { number: null, order: "x".repeat(65) });
  wrong("subject", { kind: "order" });
  wrong("kind", { kind: "p" });
  wrong("kind", { kind: 1 });
  wrong("expiry", { days: undefined });
  wrong("expiry", { expires: NOW + DAY });
  wrong("expiry", { days: "30" });
  wrong("expiry", { days: NaN });
  wrong("expiry", { days: undefined, expires: NOW + 0.5 });
  wrong("expiry", { days: undefined, expires: new Date(NaN) });
  wrong("expiry", { now: "today" });
  wrong("expiry", { now: -1 });
  wrong("expired", { days: 0 });
  wrong("expired", { days: -1 });
  wrong("lives_too_long", { days: 91 });
  wrong("lives_too_long", { days: undefined, expires: (NOW + DAY) * 1000 });
  fails(() => verifyLink(signLink(parcel), { keys: KEYS, now: {} }), "link_invalid", "expiry");
});

test("keys that are none are refused without being named", () => {
  for (const keys of [undefined, null, 7, {}, "", "canary", "canary:short", "a:canary with spaces 0123456789abcdef", `${KEYS},${KEYS}`]) {
    fails(() => signLink({ ...parcel, keys }), "keys_invalid");
    fails(() => verifyLink("a.b.c", { keys }), "keys_invalid");
  }
  for (const options of [undefined, null, 7, "canary"]) {
    fails(() => signLink(options), "keys_invalid");
    fails(() => verifyLink("a.b.c", options), "keys_invalid");
  }
});

test("what is no text is no token", () => {
  for (const token of [undefined, null, 7, {}, [], ["a.b.c"]]) fails(() => verifyLink(token, { keys: KEYS }), "link_refused", "form");
});
