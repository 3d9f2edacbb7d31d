// AUTO_REGISTER: a link with the flag "r" has a parcel that Tracktry does not know posted, once at
// most, whatever happens in between.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { absent, envelope, json, parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { SIGNED, bearer, orderLink, parcelLink } from "./tokens.mjs";

const { fake, fresh, withEdge, bothWays } = await lab("AR", { ...SIGNED, AUTO_REGISTER: "on" });

const path = (number) => `/journeys/ups/${number}`;
const may = (number) => bearer(parcelLink("ups", number, { flags: "r" }));
const mayNot = (number) => bearer(parcelLink("ups", number));
const posts = (number) => fake.requests.filter(({ method, body }) => method === "POST" && body.includes(number));

/** A parcel that Tracktry does not know before it is posted. */
function unknown() {
  const number = fresh();
  fake.on(number, absent());
  fake.post(number, (request, response) => {
    fake.on(number, parcel(number));
    parcel(number)(request, response);
  });
  return number;
}

bothWays((withEdge) => {
  test("fifty views at once post a parcel once, and all see it", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
    const number = unknown();
    const views = await Promise.all(Array.from({ length: 50 }, () => edge.ask(path(number), may(number))));
    assert.deepEqual([...new Set(views.map(({ status }) => status))], [200], views.at(-1).text);
    const [{ url, headers, body }, ...more] = posts(number);
    assert.deepEqual([url, JSON.parse(body), more], ["/v1/trackings/post", { tracking_number: number, carrier_code: "ups" }, []]);
    assert.match(headers["content-type"], /^application\/json/);
    assert.equal((await edge.ask(path(number), may(number))).status, 200);
    assert.equal(posts(number).length, 1);
  }));

  test("nothing is posted without the flag, for another kind of link, or where it is off", { timeout: 300_000 }, async () => {
    await withEdge({}, async (edge) => {
      const number = unknown();
      await edge.problem(path(number), 404, "parcel_unknown", mayNot(number));
      assert.deepEqual(posts(number), []);
      // Whoever has an order's link could type any number.
      const typed = unknown();
      const { status } = await edge.ask(path(typed), bearer(orderLink("1001", { flags: "r" })));
      assert.ok(status === 403 || status === 404, String(status));
      assert.deepEqual(posts(typed), []);
    });
    await withEdge({ AUTO_REGISTER: "off" }, async (edge) => {
      const number = unknown();
      await edge.problem(path(number), 404, "parcel_unknown", may(number));
      assert.deepEqual(posts(number), []);
    });
  });

  test("that a parcel is unknown may be remembered, and whoever may register it still does", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
    const number = unknown();
    await edge.problem(path(number), 404, "parcel_unknown", mayNot(number));
    await sleep(200);
    await edge.problem(path(number), 404, "parcel_unknown", mayNot(number));
    const answer = await edge.ask(path(number), may(number));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(posts(number).length, 1);
  }));

  test("a parcel that was there all along is shown, not posted again", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
    const number = fresh();
    fake.on(number, absent());
    fake.post(number, (request, response) => {
      fake.on(number, parcel(number));
      envelope(4016)(request, response);
    });
    assert.equal((await edge.ask(path(number), may(number))).status, 200);
    assert.equal(posts(number).length, 1);
  }));

  test("once the quota is used up nothing more is posted, and known parcels go on", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
    const [known, first, second] = [fresh(), unknown(), unknown()];
    fake.on(known, parcel(known));
    fake.post(first, envelope(4019));
    await edge.problem(path(first), 502, "upstream_quota", may(first));
    await edge.problem(path(second), 502, "upstream_quota", may(second));
    assert.deepEqual([posts(first).length, posts(second).length], [1, 0]);
    assert.equal((await edge.ask(path(known), may(known))).status, 200);
    const { upstream } = (await edge.ask("/healthz")).json();
    assert.ok(upstream.notes.some(({ code }) => code === "quota_used_up"), JSON.stringify(upstream));
  }));

  test("a post that upstream refuses may be tried again", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
    const number = unknown();
    fake.post(number, envelope(4015));
    await edge.problem(path(number), 400, "carrier_invalid", may(number));
    fake.post(number, parcel(number));
    assert.equal((await edge.ask(path(number), may(number))).status, 200);
    assert.equal(posts(number).length, 2);
  }));
});

describe("a post whose end nobody knows", { concurrency: true }, () => {
  /** Waits until the parcel is looked for by itself. */
  async function looked(number, edge) {
    const end = Date.now() + 120_000;
    while (!fake.requests.some(({ url }) => url.includes(`/ups/${number}/`))) {
      assert.ok(Date.now() < end, "it is not looked up");
      await sleep(500);
    }
    return edge;
  }

  const TROUBLES = {
    "is not answered": () => {},
    "breaks off": (request) => request.socket.destroy(),
    "is answered by an error of a proxy": json("<h1>Bad gateway</h1>", 502),
    "is answered by garbage": json("garbage"),
  };
  for (const [what, trouble] of Object.entries(TROUBLES)) {
    test(`where it ${what} it is looked up and never sent twice`, { timeout: 300_000 }, () => withEdge({}, async (edge) => {
      const number = fresh();
      fake.on(number, absent());
      fake.post(number, (request, response) => {
        // It was done all the same.
        fake.on(number, parcel(number));
        trouble(request, response);
      });
      const first = await edge.ask(path(number), may(number));
      assert.ok([200, 503].includes(first.status), first.text);
      fake.on(number, absent());
      await edge.ask(path(number), may(number));
      fake.single("ups", number, parcel(number));
      await looked(number, edge);
      const end = Date.now() + 120_000;
      while ((await edge.ask(path(number), may(number))).status !== 200) {
        assert.ok(Date.now() < end, "what was found is not shown");
        await sleep(500);
      }
      assert.equal(posts(number).length, 1);
      const { upstream } = (await edge.ask("/healthz")).json();
      assert.ok(upstream);
    }));
  }

  test("a restart in between does not send it again", { timeout: 300_000 }, async () => {
    const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
    const number = fresh();
    fake.on(number, absent());
    let arrived;
    const came = new Promise((resolve) => (arrived = resolve));
    fake.post(number, () => arrived());
    try {
      await withEdge({}, async (edge) => {
        edge.ask(path(number), may(number)).catch(() => "cut off");
        await came;
      }, { state });
      await withEdge({}, async (edge) => {
        for (let view = 0; view < 3; view += 1) {
          const { status } = await edge.ask(path(number), may(number));
          assert.ok([404, 503].includes(status), String(status));
        }
        fake.single("ups", number, parcel(number));
        await looked(number, edge);
        assert.equal(posts(number).length, 1);
      }, { state });
    } finally {
      await rm(state, { recursive: true, force: true });
    }
  });
});
