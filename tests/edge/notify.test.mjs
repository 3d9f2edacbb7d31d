// Notifications to the shop: signed, sent at least once, lost by no crash, and waited for by nobody.
import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { operate, shelfOf } from "../soak/surgeon.mjs";
import { parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { BACK_ENDS, MERCHANT_TOKENS, bearer } from "./tokens.mjs";

const KEY = randomBytes(32);

const { fake, fresh, withEdge: withSettings } = await lab("NT", { MERCHANT_TOKENS, REFRESH_SECONDS: 0 }, [KEY.toString("base64"), "Jane Canary", "jane@canary.example", "words of the shop"]);

/** A shop's server: notes what comes, and answers what it is told to. */
async function startShop() {
  const shop = { status: 200, headers: {}, hold: null, refuses: null, givenUp: 0, seen: [] };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const status = shop.refuses && body.includes(shop.refuses) ? 400 : shop.status;
    shop.seen.push({ method: request.method, path: request.url, headers: request.headers, body, status });
    response.on("close", () => (shop.givenUp += response.writableFinished ? 0 : 1));
    await shop.hold;
    response.writeHead(status, shop.headers).end("words of the shop");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return Object.assign(shop, {
    url: `http://127.0.0.1:${server.address().port}/hook?shop=1`,
    of: (number) => shop.seen.filter(({ body }) => body.includes(number)),
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  });
}

/** Holds a message to the scheme, by another program than ours; gives what it says. */
function verified({ method, path, headers, body }) {
  assert.deepEqual([method, path, headers["content-type"]], ["POST", "/hook?shop=1", "application/json"]);
  const [id, timestamp] = [headers["webhook-id"], headers["webhook-timestamp"]];
  assert.match(id, /^msg_[0-9a-f]{32}$/);
  assert.ok(Math.abs(Number(timestamp) - Date.now() / 1_000) < 60, timestamp);
  const signature = createHmac("sha256", KEY).update(`${id}.${timestamp}.${body}`).digest("base64");
  assert.equal(headers["webhook-signature"], `v1,${signature}`);
  assert.doesNotMatch(body + JSON.stringify(headers), /canary/i);
  const message = JSON.parse(body);
  assert.equal(message.type, "parcel.changed");
  assert.equal(new Date(message.timestamp).toISOString(), message.timestamp);
  return message.data;
}

async function until(holds, what, seconds = 45) {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const held = await holds();
    if (held) return held;
    assert.ok(Date.now() < end, `still not: ${what}`);
    await sleep(100);
  }
}

const withEdge = (shop, work, { settings = {}, ...options } = {}) =>
  withSettings({ NOTIFY_URL: shop.url, NOTIFY_SECRET: `whsec_${KEY.toString("base64")}`, ...settings }, work, options);

async function withShop(work) {
  const shop = await startShop();
  try {
    await work(shop);
  } finally {
    await shop.close();
  }
}

const read = bearer(BACK_ENDS.read);
const customer = { customer_phone: "+49 30 5550123987", comment: "canary-comment", title: "canary-title", signed_by: "N. Canary" };
async function look(edge, number, changes = {}) {
  fake.on(number, parcel(number, { order_id: `N${number}`, ...customer, ...changes }));
  const { status, text, json } = await edge.ask(`/journeys/ups/${number}`, read);
  assert.equal(status, 200, text);
  return json();
}
async function metrics(edge) {
  const { text } = await edge.ask("/metrics", read);
  const number = (name) => Number(text.split("\n").find((line) => line.startsWith(`${name} `))?.split(" ")[1]);
  const total = (result) => number(`tracktry_notifications_total{result="${result}"}`);
  return { waiting: number("tracktry_notifications_waiting"), sent: total("sent"), failed: total("failed"), dropped: total("dropped") };
}

test("a change of stage or reason is told, signed, and a first arrival or other news is not", { timeout: 300_000 }, () => withShop((shop) => withEdge(shop, async (edge) => {
  const number = fresh();
  await look(edge, number);
  await look(edge, number, { stayTimeLength: 3 });
  await look(edge, number, { status: "exception", substatus: "exception006" });
  await until(() => shop.of(number).length === 1, "told");
  const told = verified(shop.of(number)[0]);
  assert.deepEqual(told, {
    carrier: "ups", number, order: `N${number}`, stage: "exception", reason: "customs", previous: { stage: "in_transit", reason: null },
  });
  await look(edge, number, { status: "exception", substatus: "exception009" });
  await until(() => shop.of(number).length === 2, "told of the reason");
  assert.deepEqual(verified(shop.of(number)[1]).previous, { stage: "exception", reason: "customs" });
  await look(edge, number, { status: "exception", substatus: "exception009", stayTimeLength: 9 });
  await sleep(1_500);
  assert.equal(shop.seen.length, 2);
  assert.notEqual(shop.seen[0].headers["webhook-id"], shop.seen[1].headers["webhook-id"]);
  assert.deepEqual(await metrics(edge), { waiting: 0, sent: 2, failed: 0, dropped: 0 });
})));

test("what fails is sent again under the same id, and health says so until it gets through", { timeout: 300_000 }, () => withShop((shop) => withEdge(shop, async (edge) => {
  const number = fresh();
  await look(edge, number);
  shop.status = 500;
  await look(edge, number, { status: "delivered" });
  await until(() => shop.seen.length >= 2, "sent again");
  assert.equal((await look(edge, number, { status: "delivered" })).stage, "delivered", "nobody waits for the shop");
  const notes = async () => (await edge.ask("/healthz")).json().upstream.notes.map(({ code }) => code);
  await until(async () => (await notes()).includes("notify_failing"), "health says so");
  const [first, second] = shop.seen;
  assert.deepEqual([second.headers["webhook-id"], second.body], [first.headers["webhook-id"], first.body]);
  for (const each of shop.seen) verified(each);
  shop.status = 204;
  const other = fresh();
  await look(edge, other);
  await look(edge, other, { status: "delivered" });
  await until(() => shop.of(other).some(({ status }) => status === 204), "another one gets through");
  const { failed, waiting, dropped } = await metrics(edge);
  assert.deepEqual([failed >= 2, waiting <= 1, dropped], [true, true, 0]);
})));

test("one that is refused again and again is no failure of the shop's server", { timeout: 300_000 }, () => withShop((shop) => withEdge(shop, async (edge) => {
  const number = fresh();
  await look(edge, number);
  shop.refuses = number;
  await look(edge, number, { status: "delivered" });
  await until(async () => (await metrics(edge)).failed >= 2, "sent again");
  await sleep(1_500);
  const { notes } = (await edge.ask("/healthz")).json().upstream;
  assert.ok(!notes.some(({ code }) => code === "notify_failing"), JSON.stringify(notes));
})));

test("a redirect is no delivery and is not followed", { timeout: 300_000 }, () => withShop((shop) => withEdge(shop, async (edge) => {
  const number = fresh();
  await look(edge, number);
  Object.assign(shop, { status: 307, headers: { location: "/elsewhere" } });
  await look(edge, number, { status: "delivered" });
  await until(() => shop.seen.length === 2, "sent again");
  assert.deepEqual([...new Set(shop.seen.map(({ path }) => path))], ["/hook?shop=1"]);
  assert.equal((await metrics(edge)).sent, 0);
})));

test("a slow shop holds up no parcel", { timeout: 300_000 }, () => withShop((shop) => withEdge(shop, async (edge) => {
  const number = fresh();
  await look(edge, number);
  let release;
  shop.hold = new Promise((done) => (release = done));
  await look(edge, number, { status: "delivered" });
  await until(() => shop.seen.length === 1, "under way");
  await look(edge, number, { status: "exception" });
  assert.equal(shop.givenUp, 0, "answered while the shop takes its time");
  release();
  await until(() => shop.of(number).length === 2, "told of both");
})));

test("no restart loses one, and the first import tells nothing", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const numbers = Array.from({ length: 15 }, fresh);
  try {
    await withShop(async (shop) => {
      shop.status = 503;
      for (const number of numbers) fake.on(number, parcel(number));
      const settings = { SYNC_SECONDS: 1 };
      await withEdge(shop, async (edge) => {
        await until(async () => {
          const { upstream } = (await edge.ask("/healthz")).json();
          return upstream.sync?.until && !upstream.sync.importing;
        }, "imported");
        assert.deepEqual(shop.seen, []);
        for (const number of numbers) fake.on(number, parcel(number, { status: "delivered", order_id: `N${number}` }));
        await until(() => numbers.some((number) => shop.of(number).length > 0), "told of the first");
      }, { settings, state });
      const ids = new Map(shop.seen.map(({ headers, body }) => [JSON.parse(body).data.number, headers["webhook-id"]]));
      shop.status = 200;
      const from = shop.seen.length;
      await withEdge(shop, async (edge) => {
        await until(() => numbers.every((number) => shop.seen.slice(from).some(({ body }) => body.includes(number))), "told of all", 90);
        for (const each of shop.seen.slice(from)) {
          const { number, stage, previous } = verified(each);
          assert.deepEqual([stage, previous.stage], ["delivered", "in_transit"]);
          assert.equal(ids.get(number) ?? each.headers["webhook-id"], each.headers["webhook-id"]);
        }
        await until(async () => (await metrics(edge)).waiting === 0, "nothing waits");
      }, { settings, state });
    });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});

test("what is older than three days is given up in steps, though the shop is left alone and no attempt is due", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [old, young] = [fresh(), fresh()];
  const [key, shelf] = [`ups/${old}`, shelfOf(`ups/${old}`)];
  // More than two steps take.
  const more = 450;
  try {
    await withShop(async (shop) => {
      shop.status = 503;
      await withEdge(shop, async (edge) => {
        for (const number of [old, young]) {
          await look(edge, number);
          await look(edge, number, { status: "delivered" });
        }
        await until(() => shop.of(old).length > 0 && shop.of(young).length > 0, "both were tried");
        assert.equal((await metrics(edge)).waiting, 2);
      }, { state });
      const later = Date.now() + 3_600_000;
      await operate(state, async (on) => {
        await on(shelf,
          { sql: "UPDATE outbox SET made_at = made_at - 4 * 86400000, at = ?, tries = 8 WHERE key = ?", binds: [later, key] },
          {
            sql: `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${more})
              INSERT INTO outbox (id, key, made_at, at, tries, body) SELECT 'msg_old_' || i, ?, made_at + i, at, 8, body FROM n, outbox WHERE key = ?`,
            binds: [key, key],
          },
          { sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('notify', ?)", binds: [`0 1 0 1 ${later}`] });
        const [[{ waiting }]] = await on(shelf, { sql: "SELECT count(*) AS waiting FROM outbox WHERE key = ?", binds: [key] });
        assert.equal(waiting, more + 1);
      });
      const told = shop.of(old).length;
      await withEdge(shop, async (edge) => {
        assert.equal((await edge.ask(`/journeys/${key}`, read)).status, 200);
        await until(async () => (await metrics(edge)).dropped === more + 1, "given up");
        assert.equal((await metrics(edge)).waiting, 1, "the young one is kept");
      }, { state });
      assert.equal(shop.of(old).length, told, "given up unsent");
      await operate(state, async (on) => {
        const rows = async (number) => (await on(shelfOf(`ups/${number}`), { sql: "SELECT id FROM outbox WHERE key = ?", binds: [`ups/${number}`] }))[0].length;
        assert.deepEqual([await rows(old), await rows(young)], [0, 1]);
      });
    });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});

test("an erased parcel is told of no more, and without an address nothing is kept", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [gone, stays] = [fresh(), fresh()];
  try {
    await withShop(async (shop) => {
      shop.status = 500;
      await withEdge(shop, async (edge) => {
        for (const number of [gone, stays]) {
          await look(edge, number);
          await look(edge, number, { status: "delivered" });
        }
        await until(() => shop.of(gone).length > 0 && shop.of(stays).length > 0, "both were tried");
        assert.equal((await metrics(edge)).waiting, 2);
        assert.equal((await edge.ask(`/parcels/ups/${gone}`, { ...bearer(BACK_ENDS.write), method: "DELETE" })).status, 204);
        await until(async () => (await metrics(edge)).waiting === 1, "one waits");
      }, { state });
      const waiting = () => operate(state, async (on) => {
        const rows = await Promise.all([gone, stays].map((number) => on(shelfOf(`ups/${number}`), { sql: "SELECT id FROM outbox WHERE key = ?", binds: [`ups/${number}`] })));
        return rows.map(([list]) => list.length);
      });
      assert.deepEqual(await waiting(), [0, 1]);
      for (const entry of await readdir(state, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const text = (await readFile(join(entry.parentPath ?? entry.path, entry.name))).toString("latin1");
        assert.doesNotMatch(text, /canary|5550123987/i, entry.name);
        assert.ok(!text.includes(KEY.toString("base64")), entry.name);
      }
      await withEdge(shop, async (edge) => {
        await edge.ask(`/journeys/ups/${stays}`, read);
        await until(async () => (await metrics(edge)).waiting === 0, "forgotten");
      }, { state, settings: { NOTIFY_URL: "", NOTIFY_SECRET: "" } });
    });
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});
