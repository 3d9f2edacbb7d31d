// What a Shelf keeps: a page view costs upstream nothing, and nothing that was learnt is lost.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { absent, envelope, parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { LINK_KEYS, bearer, orderLink } from "./tokens.mjs";

const { fake, fresh, withEdge, bothWays } = await lab("SH");

/** Looks, for at most two minutes, until that is seen. */
async function until(look, sees) {
  const end = Date.now() + 120_000;
  for (;;) {
    const answer = await look();
    if (sees(answer)) return answer;
    assert.ok(Date.now() < end, `still ${answer.status} ${answer.text.slice(0, 300)}`);
    await sleep(200);
  }
}

bothWays((withEdge) => {
  test("views of what is kept cost upstream nothing, with a carrier and without one", () => withEdge({}, async (edge) => {
    const number = fresh();
    fake.on(number, parcel(number));
    const { headers } = await edge.ask(`/journeys/ups/${number}`);
    for (let look = 0; look < 5; look += 1) {
      const kept = await edge.ask(`/journeys/ups/${number}`);
      assert.deepEqual([kept.status, kept.headers.etag, kept.headers["tracktry-stale"]], [200, headers.etag, "false"]);
      assert.equal(kept.headers["tracktry-fetched-at"], headers["tracktry-fetched-at"]);
      const known = await edge.ask(`/journeys/ups/${number}`, { headers: { "if-none-match": headers.etag } });
      assert.equal(known.status, 304);
    }
    assert.equal(fake.asked(number), 1);
    for (let look = 0; look < 3; look += 1) assert.equal((await edge.ask(`/journeys/-/${number}`)).status, 200);
    assert.equal(fake.asked(number), 2, "whose it is was asked once");
  }));

  test("a parcel missing from one answer is not gone", () => withEdge({ REFRESH_SECONDS: 0 }, async (edge) => {
    const number = fresh();
    fake.on(number, parcel(number));
    await edge.ask(`/journeys/ups/${number}`);
    fake.on(number, absent());
    for (let look = 0; look < 3; look += 1) assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
  }));

  test("what is kept outlives a restart, and holds nothing of the customer", { timeout: 300_000 }, async () => {
    const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
    const number = fresh();
    const customer = {
      customer_name: "Nora Needle", customer_email: "needle@canary.example", customer_phone: "+49 30 5550123987", comment: "needle-comment",
      title: "needle-title", order_id: "4711", signed_by: "N. Needle",
    };
    fake.on(number, parcel(number, customer));
    const settings = { PROOF_PEPPER: "a-pepper-of-the-tests-0123" };
    try {
      const first = await withEdge(settings, (edge) => edge.ask(`/journeys/ups/${number}`), { state });
      assert.equal(first.status, 200, first.text);
      await withEdge(settings, async (edge) => {
        const kept = await edge.ask(`/journeys/ups/${number}`);
        assert.deepEqual([kept.status, kept.text, kept.headers.etag], [200, first.text, first.headers.etag]);
      }, { state });
      assert.equal(fake.asked(number), 1);
      let bytes = 0;
      for (const entry of await readdir(state, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const text = (await readFile(join(entry.parentPath ?? entry.path, entry.name))).toString("latin1");
        bytes += text.length;
        assert.doesNotMatch(text, /needle|5550123987/i, entry.name);
      }
      assert.ok(bytes > 10_000, `${bytes} bytes were looked through`);
    } finally {
      await rm(state, { recursive: true, force: true });
    }
  });

  test("after a restart the first look already takes the sync's word for parcels and orders", { timeout: 300_000 }, async () => {
    const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
    const number = fresh();
    fake.on(number, parcel(number, { order_id: "4712" }));
    const settings = { SYNC_SECONDS: 1, REFRESH_SECONDS: 1, LINK_KEYS };
    const synced = async (edge, after) => {
      const told = ({ json: read }) => (read().upstream.sync?.until ?? 0) > after;
      const answer = await until(() => edge.ask("/healthz"), told);
      return answer.json().upstream.sync.until;
    };
    try {
      const last = await withEdge(settings, async (edge) => synced(edge, await synced(edge, 0)), { state });
      await withEdge(settings, async (edge) => {
        const parcels = await edge.ask(`/journeys/ups/${number}`);
        assert.deepEqual([parcels.status, parcels.headers["tracktry-stale"]], [200, "false"], parcels.text);
        assert.ok(Date.parse(parcels.headers["tracktry-fetched-at"]) >= last, `${parcels.headers["tracktry-fetched-at"]} is before the last round`);
        const order = await edge.ask("/orders/4712", bearer(orderLink("4712")));
        assert.equal(order.status, 200, order.text);
      }, { state });
      assert.equal(fake.asked("orders=4712"), 0, "the sync brings the parcels of all orders");
    } finally {
      await rm(state, { recursive: true, force: true });
    }
  });
});

// What the Shelf does at each look, so nothing may answer before it.
test("what is due is shown at once and asked for behind the answer, once for all who look", () => withEdge({ REFRESH_SECONDS: 1 }, async (edge) => {
  const number = fresh();
  fake.on(number, parcel(number));
  await edge.ask(`/journeys/ups/${number}`);
  await sleep(1_100);
  let asked;
  const came = new Promise((resolve) => (asked = resolve));
  const release = [];
  fake.on(number, (_request, response) => {
    release.push(response);
    asked();
  });
  const views = await Promise.all(Array.from({ length: 20 }, () => edge.ask(`/journeys/ups/${number}`)));
  assert.deepEqual([...new Set(views.map(({ status }) => status))], [200], "answered though upstream is not");
  await came;
  assert.equal(fake.asked(number), 2);
  fake.on(number, parcel(number, { status: "delivered" }));
  fake.on(number, parcel(number, { status: "delivered" }));
  parcel(number, { status: "delivered" })({}, release[0]);
  await until(() => edge.ask(`/journeys/ups/${number}`), (answer) => answer.json().stage === "delivered");
}));

test("a parcel that is kept outlives faults, marked as stale, and recovers", { timeout: 300_000 }, () => withEdge({ REFRESH_SECONDS: 0 }, async (edge) => {
  const number = fresh();
  const look = () => edge.ask(`/journeys/ups/${number}`);
  fake.on(number, parcel(number));
  const first = await look();
  for (const trouble of [envelope(500), envelope(4019)]) {
    fake.on(number, trouble);
    const stale = await look();
    assert.deepEqual([stale.status, stale.text, stale.headers["tracktry-stale"]], [200, first.text, "true"]);
    fake.on(number, parcel(number));
    assert.equal((await look()).headers["tracktry-stale"], "false");
  }
}));
