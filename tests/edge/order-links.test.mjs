// What an order's link opens: the order's own parcels, and no question to Tracktry about any other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { envelope, parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { SIGNED, bearer, orderLink } from "./tokens.mjs";

const { fake, fresh, withEdge } = await lab("OL", { ...SIGNED, AUTO_REGISTER: "on" });

/** An order of one parcel, posted as shops post it. */
function posted(id) {
  const number = fresh();
  fake.on(number, parcel(number, { order_id: id }));
  return number;
}

test("no number of its holder's choice is asked for, and none is told from another", () => withEdge({ REFRESH_SECONDS: 0 }, async (edge) => {
  const [own, foreign, unknown] = [posted("7001"), posted("7002"), fresh()];
  const link = bearer(orderLink("7001"));
  assert.equal((await edge.ask(`/journeys/ups/${own}`, link)).status, 200);
  assert.equal((await edge.ask(`/journeys/-/${own}`, link)).status, 200);
  const refused = [];
  for (const number of [foreign, unknown]) {
    for (const carrier of ["ups", "dhl", "-"]) {
      const { problem } = await edge.problem(`/journeys/${carrier}/${number}`, 403, "token_refused", link);
      refused.push(JSON.stringify({ ...problem, request_id: "" }));
      assert.equal((await edge.ask(`/track/${carrier}/${number}?t=${orderLink("7001")}`)).status, 403);
    }
  }
  assert.equal(new Set(refused).size, 1);
  assert.equal(fake.asked(foreign) + fake.asked(unknown), 0);
  await edge.problem(`/journeys/ups/${own}`, 403, "token_refused", bearer(orderLink("7002")));
}));

test("an order that shops post with a # is found by its link, whichever form the filter takes", () => withEdge({}, async (edge) => {
  const parcels = [["7003", posted("7003")], ["7004", posted("#7004")]];
  for (const [id, number] of parcels) {
    const { status, text, json } = await edge.ask(`/orders/${id}`, bearer(orderLink(id)));
    assert.equal(status, 200, text);
    assert.deepEqual(json().journeys.map((journey) => journey.number), [number]);
  }
}));

test("a parcel that joins the order later is shown once the order is asked for again", () => withEdge({ SYNC_SECONDS: 1 }, async (edge) => {
  const first = posted("7005");
  const link = bearer(orderLink("7005"));
  assert.equal((await edge.ask(`/journeys/ups/${first}`, link)).status, 200);
  const second = posted("7005");
  for (let tries = 0; (await edge.ask(`/journeys/ups/${second}`, link)).status !== 200; tries += 1) {
    assert.ok(tries < 200, "still refused");
    await new Promise((done) => setTimeout(done, 200));
  }
}));

test("its flag r registers nothing", () => withEdge({}, async (edge) => {
  const number = posted("7006");
  const link = bearer(orderLink("7006", { flags: "r" }));
  assert.equal((await edge.ask("/orders/7006", link)).status, 200);
  fake.on(number, envelope(4031));
  await edge.problem(`/journeys/ups/${fresh()}`, 403, "token_refused", link);
  assert.equal((await edge.ask("/orders/7006", link)).status, 200);
  assert.deepEqual(fake.requests.filter(({ method }) => method === "POST"), []);
}));
