// Nobody learns from the form which orders there are: a wrong proof, an unknown order, one without any proof and one that
// is locked are answered alike, in what is said and in how long it takes, while upstream is slow.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startEdge } from "../edge/edge.mjs";
import { envelope, startFake, tracking } from "../edge/fake.mjs";
import { SIGNED, parcelLink } from "../edge/tokens.mjs";
import { limit, size } from "./size.mjs";

const LOOKUPS = size(160, 1_000);
const AT_ONCE = 8;
/** An order is locked after five attempts, so each takes fewer. */
const TRIES = 4;
/** Milliseconds by which the medians may differ: few alike, and other proofs beside it, in the short form. */
const APART = size(40, 5);
const SLOW = 2_000;

const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];

test(`${LOOKUPS} lookups that open nothing are told apart by nothing`, limit(600, 3_600), async () => {
  const fake = await startFake();
  const edge = await startEdge({ ...SIGNED, PROOF_PEPPER: "a-pepper-of-the-tests", TRACKTRY_BASE_URL: fake.base });
  try {
    const each = Math.ceil(LOOKUPS / 4 / TRIES);
    const orders = { wrong: [], unheld: [], locked: ["locked-1"] };
    const know = async (order, customer) => {
      const number = `LU${String(orders.wrong.length + orders.unheld.length).padStart(8, "0")}${customer.customer_email ? "A" : "B"}`;
      fake.on(number, envelope(200, [tracking(number, { order_id: order, ...customer })]));
      const answer = await edge.ask(`/journeys/ups/${number}`, { headers: { authorization: `Bearer ${parcelLink("ups", number)}` } });
      assert.equal(answer.status, 200, answer.text);
    };
    for (let at = 0; at < each; at += 1) {
      orders.wrong.push(`wrong-${at}`);
      await know(`wrong-${at}`, { customer_email: "jo@shop.example" });
      orders.unheld.push(`unheld-${at}`);
      await know(`unheld-${at}`, { customer_email: "", customer_phone: null });
    }
    await know("locked-1", { customer_email: "jo@shop.example" });

    const send = async (order, email) => {
      const began = performance.now();
      const answer = await edge.ask(`/orders/${order}/verify`, { method: "POST", body: JSON.stringify({ email }) });
      return { took: performance.now() - began, answer };
    };
    for (let at = 0; at < 6; at += 1) await send("locked-1", "eve@shop.example");
    const right = await send("locked-1", "jo@shop.example");
    assert.equal(right.answer.status, 403, "locked: even the right proof");

    // From now on upstream takes its time: whoever waited for it would be seen.
    const before = fake.requests.length;
    fake.order("unknown", (_request, response) => setTimeout(() => response.writeHead(200).end("{}"), SLOW));
    const asked = Array.from({ length: Math.ceil(LOOKUPS / 4) }, (_, at) => [
      ["wrong", orders.wrong[at % each]], ["unheld", orders.unheld[at % each]], ["locked", "locked-1"], ["unknown", `unknown-${at}`],
    ]).flat().slice(0, LOOKUPS);
    const took = {};
    const said = new Set();
    let next = 0;
    const worker = async () => {
      while (next < asked.length) {
        const [kind, order] = asked[next++];
        const { took: ms, answer } = await send(order, `eve${next}@shop.example`);
        const { "tracktry-request-id": id, date: _date, ...headers } = answer.headers;
        said.add(JSON.stringify([answer.status, headers, answer.text.replace(id, "")]));
        (took[kind] ??= []).push(ms);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));

    assert.equal(said.size, 1, [...said].join("\n"));
    const medians = Object.fromEntries(Object.entries(took).map(([kind, times]) => [kind, Math.round(median(times) * 10) / 10]));
    const spread = Math.max(...Object.values(medians)) - Math.min(...Object.values(medians));
    console.log(`soak lookups: ${asked.length} answered alike; medians ${JSON.stringify(medians)} ms, ${spread.toFixed(1)} ms apart`);
    assert.ok(spread <= APART, `medians ${spread} ms apart`);
    assert.ok(Math.min(...Object.values(medians)) >= 400, "each after the fixed time");
    assert.ok(fake.requests.length - before <= 2, "unknown orders are looked for one a minute");
  } finally {
    await edge.close();
    await fake.close();
  }
});
