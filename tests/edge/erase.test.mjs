// DELETE of a parcel and of an order: gone at once, and no list brings it back.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { operate, shelfOfOrder } from "../soak/surgeon.mjs";
import { parcel } from "./fake.mjs";
import { WAYS, lab } from "./lab.mjs";
import { BACK_ENDS, SIGNED, bearer, orderLink } from "./tokens.mjs";

const { fake, fresh, withEdge } = await lab("ER", SIGNED);

const read = bearer(BACK_ENDS.read);
const erase = { ...bearer(BACK_ENDS.write), method: "DELETE" };

/** Erases, and expects 204. */
async function erased(edge, path) {
  const { status, text, headers } = await edge.ask(path, erase);
  assert.deepEqual([status, text, headers["cache-control"]], [204, "", "no-store"], path);
}

for (const [way, cacheSeconds] of WAYS) {
  test(`a parcel is gone at once, ${way}`, () => withEdge({ CACHE_SECONDS: cacheSeconds }, async (edge) => {
    const [number, other] = [fresh(), fresh()];
    for (const one of [number, other]) fake.on(one, parcel(one, { order_id: `E${one}` }));
    const paths = [`/journeys/ups/${number}`, `/journeys/-/${number}`];
    for (const path of [...paths, `/journeys/ups/${other}`]) assert.equal((await edge.ask(path, read)).status, 200);
    // What is remembered is written after the answer has left.
    await sleep(200);
    await edge.problem(`/parcels/ups/${number}`, 403, "token_refused", { ...read, method: "DELETE" });
    await edge.problem(`/parcels/ups/${number}`, 401, "token_required", { method: "DELETE" });
    assert.equal((await edge.ask(paths[0], read)).status, 200);

    await erased(edge, `/parcels/UPS/${number.toLowerCase()}`);
    for (const path of [...paths, ...paths]) await edge.problem(path, 404, "parcel_unknown", read);
    await edge.problem(`/orders/E${number}`, 404, "order_unknown", read);
    assert.equal((await edge.ask(`/journeys/ups/${other}`, read)).status, 200, "another one is untouched");
    await erased(edge, `/parcels/ups/${number}`);
    await erased(edge, `/parcels/ups/${fresh()}`);
  }));
}

test("an order's parcels are gone at once, and the order with them", () => withEdge({ CACHE_SECONDS: 60 }, async (edge) => {
  const [one, two] = [fresh(), fresh()];
  fake.on(one, parcel(one, { order_id: "E1" }));
  fake.on(two, parcel(two, { order_id: "E1", carrier_code: "dhl" }));
  assert.equal((await edge.ask("/orders/E1", bearer(orderLink("E1")))).json().journeys.length, 2);
  await edge.problem("/orders/E1", 403, "token_refused", { ...read, method: "DELETE" });
  await edge.problem("/orders/E1", 401, "token_required", { method: "DELETE" });
  await erased(edge, "/orders/E1");
  await edge.problem("/orders/E1", 404, "order_unknown", bearer(orderLink("E1")));
  for (const path of [`/journeys/ups/${one}`, `/journeys/dhl/${two}`]) await edge.problem(path, 404, "parcel_unknown", read);
  await erased(edge, "/orders/E1");
  await erased(edge, "/orders/never-heard-of");
}));

test("an order that shops post with a # is erased under either form", () => withEdge({}, async (edge) => {
  for (const [id, form] of [["E21", "E21"], ["E22", "#E22"]]) {
    const number = fresh();
    fake.on(number, parcel(number, { order_id: `#${id}` }));
    assert.equal((await edge.ask(`/journeys/ups/${number}`, read)).status, 200);
    await erased(edge, `/orders/${encodeURIComponent(form)}`);
    await edge.problem(`/journeys/ups/${number}`, 404, "parcel_unknown", read);
  }
}));

test("an order that still lists a parcel of another one loses it and erases nothing of it", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [number, from, to] = [fresh(), "order-it-left", "order-it-is-in"];
  fake.on(number, parcel(number, { order_id: to }));
  const binds = [from, `ups/${number}`];
  const listed = "SELECT key FROM place WHERE order_id = ? AND key = ?";
  try {
    await withEdge({}, async (edge) => {
      assert.equal((await edge.ask(`/journeys/ups/${number}`, read)).status, 200);
      // Its Shelf has its tables from now on.
      await edge.problem(`/orders/${from}`, 404, "order_unknown", read);
    }, { state });
    await operate(state, (on) => on(shelfOfOrder(from), { sql: "INSERT INTO place (order_id, key, proofs) VALUES (?, ?, '')", binds }));
    await withEdge({}, async (edge) => {
      await erased(edge, `/orders/${from}`);
      assert.equal((await edge.ask(`/journeys/ups/${number}`, read)).status, 200);
      const { status, json } = await edge.ask(`/orders/${to}`, read);
      assert.deepEqual([status, json().journeys.map((journey) => journey.number)], [200, [number]]);
    }, { state });
    assert.deepEqual(await operate(state, (on) => on(shelfOfOrder(from), { sql: listed, binds })), [[]]);
    await withEdge({}, async (edge) => {
      await erased(edge, `/orders/${to}`);
      await edge.problem(`/journeys/ups/${number}`, 404, "parcel_unknown", read);
    }, { state });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});

/** The texts of all files below a folder. */
async function files(folder) {
  const texts = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) texts.push((await readFile(join(entry.parentPath ?? entry.path, entry.name))).toString("latin1"));
  }
  return texts;
}

test("no sync brings an erased parcel back, nor its place in the order", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [gone, stays] = [fresh(), fresh()];
  const order = "order-of-the-erased";
  fake.on(gone, parcel(gone, { order_id: order }));
  fake.on(stays, parcel(stays, { order_id: "order-that-stays" }));
  const settings = { SYNC_SECONDS: 1, PROOF_PEPPER: "a-pepper-of-the-tests-0123" };
  try {
    await withEdge(settings, async (edge) => {
      assert.equal((await edge.ask(`/orders/${order}`, read)).status, 200);
      await erased(edge, `/parcels/ups/${gone}`);
      const windows = () => fake.asked("created_at_min");
      const from = windows();
      const end = Date.now() + 120_000;
      for (let look = 0; windows() < from + 6; look += 1) {
        // Somebody looks, so the sync keeps its pace.
        assert.equal((await edge.ask(`/journeys/ups/${stays}`, read)).status, 200);
        await edge.problem(`/journeys/ups/${gone}`, 404, "parcel_unknown", read);
        if (look % 4 === 0) await edge.problem(`/orders/${order}`, 404, "order_unknown", read);
        assert.ok(Date.now() < end, `${windows() - from} windows in a minute`);
        await sleep(300);
      }
      await edge.problem(`/orders/${order}`, 404, "order_unknown", read);
    }, { state });
    await withEdge({ SYNC_SECONDS: 0 }, async (edge) => {
      await edge.problem(`/journeys/ups/${gone}`, 404, "parcel_unknown", read);
      assert.equal((await edge.ask(`/journeys/ups/${stays}`, read)).status, 200);
    }, { state });
    assert.ok((await files(state)).some((text) => text.includes("order-that-stays")), "files hold what is kept");
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});
