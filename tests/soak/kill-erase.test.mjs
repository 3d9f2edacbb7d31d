// workerd is killed at random points of erasures; and what is left of a parcel once it was erased.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filled } from "./filled.mjs";
import { LONG, dice, sleep } from "./process.mjs";
import { operate, shelfOf, shelfOfOrder } from "./surgeon.mjs";

const KILLS = LONG ? 20 : 1;
/** Rows of any table of any Shelf that name the number, the order or a proof; a tombstone is none. */
async function traces(state, number, order) {
  return operate(state, async (on) => {
    const found = [];
    for (const shelf of new Set([shelfOf(`dhl/${number}`), shelfOf(`-/${number}`), shelfOfOrder(order)])) {
      const tables = await on(shelf, "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('parcel', 'place', 'alias', 'due')");
      for (const { name } of tables[0]) {
        const column = name === "alias" ? "number" : "key";
        const [rows] = await on(shelf, { sql: `SELECT * FROM ${name} WHERE ${column} LIKE ?`, binds: [`%${number}%`] });
        found.push(...rows.filter((row) => row.kind !== "tomb").map((row) => ({ shelf, name, ...row })));
      }
    }
    return found;
  });
}

test(`killed ${KILLS} times during erasures`, { timeout: LONG ? 1_800_000 : 300_000 }, async (t) => {
  const roll = dice("kill-erase");
  const world = await filled(t, 2 * KILLS);
  const { edge, parcels } = world;
  let completed = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const { number, order } = parcels[2 * round];
    const { number: sibling } = parcels[2 * round + 1];
    const erased = world.erase(`/parcels/dhl/${number}`);
    await sleep(roll() * 40);
    await edge.kill();
    const first = await erased;
    await edge.start();
    if (first === null) completed += 1;
    else assert.equal(first.status, 204, first.text);
    if (first === null) assert.equal((await world.erase(`/parcels/dhl/${number}`)).status, 204);
    assert.equal((await world.parcel(number)).status, 404, "an erased parcel is shown");
    assert.equal((await world.parcel(sibling)).status, 200, "another parcel is lost");
    const { text, json } = await world.order(order);
    assert.ok(!text.includes(number), text);
    assert.deepEqual(json().journeys.map((journey) => journey.number), [sibling]);
  }
  await edge.stop();
  for (let round = 0; round < KILLS; round += 1) {
    const { number, order } = parcels[2 * round];
    assert.deepEqual(await traces(world.state, number, order), []);
  }
  console.log(`soak kill-erase: ${KILLS} kills, ${completed} erasures completed by asking again`);
});

test("an erasure that the order's Shelf fails is completed by asking again", { timeout: 300_000 }, async (t) => {
  const { edge, state, parcels, erase, parcel } = await filled(t, 2);
  const { number, order } = parcels[0];
  const home = shelfOfOrder(order);
  assert.notEqual(home, shelfOf(`dhl/${number}`));
  await edge.stop();
  const version = (change) => operate(state, (on) => on(home, `UPDATE meta SET value = value ${change} WHERE key = 'schema'`));
  await version("+ 90");
  await edge.start();
  assert.equal((await erase(`/parcels/dhl/${number}`)).status, 503);
  await edge.stop();
  await version("- 90");
  await edge.start();
  assert.equal((await erase(`/parcels/dhl/${number}`)).status, 204);
  assert.equal((await parcel(number)).status, 404);
  await edge.stop();
  assert.deepEqual(await traces(state, number, order), []);
});

test("a sync does not bring back what is known of an erased parcel's order", { timeout: 300_000 }, async (t) => {
  const { edge, state, parcels, erase, parcel } = await filled(t, 2);
  const { number, order } = parcels[0];
  assert.equal((await erase(`/parcels/dhl/${number}`)).status, 204);
  await edge.stop();
  await edge.start({ SYNC_SECONDS: "1" });
  // The sync brings the parcel again, as upstream still has it.
  let rounds = 0;
  for (let from = Date.now(); Date.now() < from + 60_000 && rounds < 2;) {
    await parcel(parcels[1].number);
    await sleep(1_500);
    const { upstream } = (await edge.ask("/healthz")).json();
    if (upstream.sync.until > from) [rounds, from] = [rounds + 1, Date.now()];
  }
  assert.equal(rounds, 2);
  assert.equal((await parcel(number)).status, 404);
  await edge.stop();
  // The last round may have been stopped half way.
  await edge.start();
  await Promise.all([parcel(number), parcel(parcels[1].number)]);
  await sleep(7_000);
  await edge.stop();
  assert.deepEqual(await traces(state, number, order), []);
});

test("an order of more parcels than an answer has is erased whole", { timeout: 300_000 }, async (t) => {
  const { sandbox, edge, order, erase, parcel } = await filled(t, 2);
  const many = Array.from({ length: 45 }, (_, index) => `KM${String(index).padStart(8, "0")}`);
  await sandbox.api("/trackings/batch", many.map((number) => ({ tracking_number: number, carrier_code: "dhl", order_id: "MANY" })));
  assert.equal((await order("MANY")).status, 200);
  assert.equal((await erase("/orders/MANY")).status, 204);
  const answers = await Promise.all(many.map((number) => parcel(number)));
  assert.deepEqual(answers.filter(({ status }) => status !== 404).length, 0);
  assert.deepEqual(edge.logs.filter((line) => /"event":"(crash|panic)"/.test(line)), []);
});

test("the alarm deletes a parcel that nothing was heard of for RETENTION_DAYS, and its order forgets it", { timeout: 300_000 }, async (t) => {
  const { sandbox, edge, state, parcels, parcel } = await filled(t, 2, { RETENTION_DAYS: "1" });
  const [{ number, order }, { number: young }] = parcels;
  for (const each of [number, young]) await sandbox.api(`/trackings/dhl/${each}`, undefined, "DELETE");
  await edge.stop();
  const age = (key, ms) => ({ sql: "UPDATE parcel SET changed_at = changed_at - ?, check_at = 0 WHERE key = ?", binds: [ms, `dhl/${key}`] });
  await operate(state, async (on) => {
    await on(shelfOf(`dhl/${number}`), age(number, 86_400_000));
    await on(shelfOf(`dhl/${young}`), age(young, 86_000_000));
  });
  await edge.start();
  // Whoever asks an object has it see to its alarm.
  await Promise.all([parcel(number), parcel(young)]);
  await sleep(8_000);
  assert.deepEqual([(await parcel(number)).status, (await parcel(young)).status], [404, 200]);
  await edge.stop();
  assert.deepEqual(await traces(state, number, order), []);
});
