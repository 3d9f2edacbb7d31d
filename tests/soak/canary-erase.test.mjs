// What carriers write of a customer, and what is left in the files of a parcel that was erased.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { inFiles, seeker } from "./forms.mjs";
import { folder, startKillable } from "./process.mjs";
import { operate, shelfOf, shelfOfOrder } from "./surgeon.mjs";
import { row, startUpstream } from "./upstream.mjs";

const TOKEN = "a-merchants-token";
const PEPPER = "pepper-of-this-test";

const edgeOf = (t, upstream, state) => startKillable(t, {
  state,
  settings: {
    TRACKTRY_BASE_URL: upstream.base, TRACKTRY_API_KEY: "x", SYNC_SECONDS: "0", LIST_INTERVAL_MS: "0", PROOF_PEPPER: PEPPER,
    MERCHANT_TOKENS: `shop:write:${createHash("sha256").update(TOKEN).digest("hex")}`,
  },
});

const scan = (text, hour = 10) => ({ Date: `2026-01-19 ${hour}:33`, StatusDescription: text, Details: "LEIDEN,NL", checkpoint_status: "transit" });

test("what a carrier writes of the customer is not kept", { timeout: 300_000 }, async (t) => {
  const upstream = await startUpstream(t);
  const [name, email, phone, signer] = ["Qvorbert Canaryman", "qvorbert@canary.example", "+49 171 5544332", "Zyxelina"];
  const words = [`Delivered to ${name}`, `Notice sent to ${email.toUpperCase()}`, `Called ${phone}`, `Signed by ${signer}`, `Left with CANARYMAN at the door`];
  const customer = { customer_name: name, customer_email: email, customer_phone: phone, signed_by: signer, title: "Canarytitle", comment: "Canarycomment" };
  upstream.know(row("CW00000001", "dhl", { ...customer, origin_info: { trackinfo: words.map((text, index) => scan(text, 10 + index)) } }));
  const state = folder(t);
  const edge = await edgeOf(t, upstream, state);
  const { text, json } = await edge.ask("/journeys/dhl/CW00000001");
  assert.equal(json().events.length, words.length, text);
  const seek = seeker([name, "Canaryman", email, phone, "715544332", signer, "Canarytitle", "Canarycomment"]);
  await edge.stop();
  assert.deepEqual(seek(text), []);
  assert.deepEqual(inFiles(state, seek), []);
  assert.deepEqual(edge.logs.flatMap(seek), []);
  assert.ok(inFiles(state, seeker(["Notice sent to"])).length > 0, "the journey is not in the files that were searched");
});

/** What is kept of what proves an order, as docs/privacy.md says. */
const proofOf = (kind, normalised) => createHmac("sha256", PEPPER).update(`${kind}:${normalised}`).digest("hex");

test("the bytes of an erased journey and of its customer's proofs are gone once the database has written them down", { timeout: 300_000 }, async (t) => {
  const upstream = await startUpstream(t);
  const state = folder(t);
  const edge = await edgeOf(t, upstream, state);
  // Longer than a page of the database, so that most of it stands in pages of its own.
  const story = (mark, { email, phone }) => ({
    order_id: orderOf(mark), customer_email: email, customer_phone: phone,
    origin_info: { trackinfo: Array.from({ length: 60 }, (_, index) => scan(`${mark} said the carrier, ${index} ${"and on ".repeat(20)}`)) },
  });
  const customers = { KEPTWORDS: { email: "kept@canary.example", phone: "+49 171 5544332" }, ERASEDWORDS: { email: "erased@canary.example", phone: "+49 171 6655443" } };
  const proofs = (mark) => [proofOf("email", customers[mark].email), proofOf("phone", customers[mark].phone.replaceAll(/\D/g, "").slice(-8))];
  // Parcels and orders of one Shelf.
  const numbers = Array.from({ length: 400 }, (_, index) => `CE${String(index).padStart(8, "0")}`);
  const home = shelfOf(`dhl/${numbers[0]}`);
  const [kept, erased] = numbers.filter((number) => shelfOf(`dhl/${number}`) === home);
  const orderOf = (mark) => Array.from({ length: 2_000 }, (_, index) => `ORDER-${mark}-${index}`).find((order) => shelfOfOrder(order) === home);
  upstream.know(row(kept, "dhl", story("KEPTWORDS", customers.KEPTWORDS)));
  upstream.know(row(erased, "dhl", story("ERASEDWORDS", customers.ERASEDWORDS)));
  for (const number of [kept, erased]) assert.equal((await edge.ask(`/journeys/dhl/${number}`)).status, 200);

  // A thousand pages written make the database move its log into the file, and begin the log anew.
  const fill = "CREATE TABLE IF NOT EXISTS filling AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) SELECT i, zeroblob(3900) AS b FROM n";
  const settle = async () => {
    await edge.stop();
    await operate(state, async (on) => {
      await on(home, fill);
      for (let turn = 0; turn < 3; turn += 1) await on(home, `UPDATE filling SET i = i + ${turn + 1}`);
    });
    await edge.start();
  };
  await settle();
  const all = ["KEPTWORDS", "ERASEDWORDS", ...proofs("KEPTWORDS"), ...proofs("ERASEDWORDS")];
  const seek = seeker(all);
  const marks = () => [...new Set(inFiles(state, seek).map((found) => found.split(" ")[0]))].sort();
  assert.deepEqual(marks(), [...all].sort());
  const answer = await edge.ask(`/parcels/dhl/${erased}`, { method: "DELETE", headers: { authorization: `Bearer ${TOKEN}` } });
  assert.equal(answer.status, 204, answer.text);
  assert.equal((await edge.ask(`/journeys/dhl/${erased}`)).status, 404);
  await settle();
  await edge.stop();
  assert.deepEqual(inFiles(state, seeker(["ERASEDWORDS said", ...proofs("ERASEDWORDS")])), []);
  assert.deepEqual(["KEPTWORDS", ...proofs("KEPTWORDS")].filter((mark) => !marks().includes(mark)), []);
});
