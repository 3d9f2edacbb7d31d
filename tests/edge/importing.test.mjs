// While the account's parcels are read for the first time nobody can know which orders there are: whatever opens nothing is
// told to come again, alike for all, and what is known opens all the same. Afterwards it is refused.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { SHOP } from "./edge.mjs";
import { parcel } from "./fake.mjs";
import { imports, lab } from "./lab.mjs";
import { SIGNED, bearer, orderLink, parcelLink } from "./tokens.mjs";

const { fake, fresh, withEdge } = await lab("IM", { ...SIGNED, PROOF_PEPPER: "a-pepper-of-the-tests", SYNC_SECONDS: 1 });

const ADDRESS = "jo@shop.example";
const FIXED = 400;

/** The two ways to look an order up, and what each says of an order that is known, that will be, and that is not. */
const DOORS = {
  "POST /orders/…/verify": {
    ask: (edge, order, email) => edge.ask(`/orders/${encodeURIComponent(order)}/verify`, {
      method: "POST", headers: { "content-type": "application/json", origin: SHOP }, body: JSON.stringify({ email }),
    }),
    opens: ({ status, text }) => status === 200 && /"token":"t\./.test(text),
    importing: /"code":"importing"/,
    refused: /"code":"proof_refused"/,
  },
  "POST /track": {
    ask: (edge, order, contact) => edge.ask("/track", { method: "POST", headers: { origin: SHOP }, body: new URLSearchParams({ order, contact, lang: "en" }) }),
    opens: ({ status, headers }) => status === 303 && /[?&]t=t\./.test(headers.location),
    importing: /data-state="lookup"/,
    refused: /no order that matches both/,
  },
};

/** An answer without what differs from one to the next. */
const plain = ({ status, headers, text }, ...typed) => {
  const { "tracktry-request-id": id, date: _date, ...rest } = headers;
  return JSON.stringify([status, rest, typed.reduce((left, value) => left.replaceAll(`value="${value}"`, ""), text.replace(id, ""))]);
};

test("during the first import whatever opens nothing is 503 alike, and what is known opens", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [known, unheld, locked, later] = ["import-known", "import-unheld", "import-locked", "import-later"];
  const numbers = Object.fromEntries([known, unheld, locked, later].map((order) => [order, fresh()]));
  for (const [order, number] of Object.entries(numbers)) {
    fake.on(number, parcel(number, { order_id: order, customer_email: order === unheld ? "" : ADDRESS, customer_phone: null }));
  }
  const learn = async (edge) => {
    for (const order of [known, unheld, locked]) {
      const number = numbers[order];
      assert.equal((await edge.ask(`/journeys/ups/${number}`, bearer(parcelLink("ups", number)))).status, 200);
    }
  };
  // The import is not over while its questions have no answer.
  const held = [];
  const hold = (request, response, answer) => held.push(() => answer(request, response));

  const proves = async (edge) => {
    await imports(edge, true);

    const { ask } = DOORS["POST /orders/…/verify"];
    await Promise.all(Array.from({ length: 6 }, (_, attempt) => ask(edge, locked, `eve${attempt}@shop.example`)));
    const closed = [
      ["an unknown order", "import-nobody", ADDRESS], ["an order that is still to come, and its right proof", later, ADDRESS],
      ["a wrong proof", known, "eve@shop.example"], ["an order without a proof", unheld, ADDRESS], ["a locked order, and its right proof", locked, ADDRESS],
    ];
    for (const [door, { ask, opens, importing, refused }] of Object.entries(DOORS)) {
      const said = new Map();
      await Promise.all(closed.map(async ([what, order, proof]) => {
        const began = performance.now();
        const answer = await ask(edge, order, proof);
        assert.ok(performance.now() - began >= FIXED - 5, `${door}, ${what}: before the fixed time`);
        assert.equal(answer.status, 503, `${door}, ${what}: ${answer.text}`);
        assert.match(answer.text, importing, what);
        assert.doesNotMatch(answer.text, refused, what);
        assert.ok(Number(answer.headers["retry-after"]) >= 1, `${door}, ${what}: when to come again`);
        assert.equal(answer.headers["access-control-allow-origin"], SHOP);
        said.set(plain(answer, order, proof), what);
      }));
      assert.equal(said.size, 1, `${door} tells apart:\n${[...said].join("\n")}`);
      const right = await ask(edge, known, ADDRESS);
      assert.ok(opens(right), `${door}: ${right.status} ${right.text}`);
    }
    const { token } = (await ask(edge, known, ADDRESS)).json();
    assert.equal((await edge.ask(`/orders/${known}`, bearer(token))).status, 200);
    assert.equal(fake.asked("import-nobody"), 0, "nobody asks upstream for what may come by itself");
    assert.ok(held.length > 0, "the import did ask");

    // The import goes on, with all there is.
    fake.window(undefined);
    for (const answer of held.splice(0)) answer();
    await imports(edge, false);
    for (const [door, { ask, opens, refused }] of Object.entries(DOORS)) {
      await Promise.all(closed.filter(([, order]) => order !== later).map(async ([what, order, proof]) => {
        const answer = await ask(edge, order, proof);
        assert.equal(answer.status, 403, `${door}, ${what}: ${answer.text}`);
        assert.match(answer.text, refused, what);
      }));
      await Promise.all([known, later].map(async (order) => {
        const answer = await ask(edge, order, ADDRESS);
        assert.ok(opens(answer), `${door}, ${order}: ${answer.status} ${answer.text}`);
      }));
    }
    assert.equal((await edge.ask(`/orders/${later}`, bearer(orderLink(later)))).status, 200);
  };
  try {
    await withEdge({ SYNC_SECONDS: 0 }, learn, { state });
    fake.window(hold);
    await withEdge({}, proves, { state });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});
