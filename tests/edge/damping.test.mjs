// What spares upstream: silence after a 429, unknown parcels remembered for a while, and neither without a cache.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startEdge } from "./edge.mjs";
import { envelope, parcel, startFake } from "./fake.mjs";

let count = 0;
/** A number no other test uses. */
const fresh = () => `DR${String((count += 1)).padStart(9, "0")}DE`;

let fake;
before(async () => {
  fake = await startFake();
});
after(async () => {
  assert.deepEqual(fake.unmatched, []);
  await fake.close();
});

const asked = (number) => fake.requests.filter(({ url }) => url.includes(number)).length;

/** Runs with an edge of these settings. */
async function withEdge(settings, work) {
  const edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, ...settings });
  try {
    return await work(edge);
  } finally {
    await edge.close();
  }
}

for (const cacheSeconds of [0, 60]) {
  const remembers = cacheSeconds > 0;
  describe(remembers ? "with the Cache API" : "with the Cache API absent", () => {
    test("after a 429 upstream is left alone, if anything is remembered at all", () => withEdge({ CACHE_SECONDS: cacheSeconds }, async (edge) => {
      const [known, limited, other] = [fresh(), fresh(), fresh()];
      fake.on(known, parcel(known));
      fake.on(limited, envelope(429));
      fake.on(other, parcel(other));
      assert.equal((await edge.ask(`/journeys/ups/${known}`)).status, 200);
      const first = await edge.problem(`/journeys/ups/${limited}`, 503, "upstream_busy");
      assert.equal(first.headers["retry-after"], "120");

      await sleep(1_100);
      if (remembers) {
        for (const path of [`/journeys/ups/${other}`, `/journeys/-/${other}`, `/journeys/ups/${limited}`]) {
          const { headers } = await edge.problem(path, 503, "upstream_busy");
          const left = Number(headers["retry-after"]);
          assert.ok(left >= 100 && left <= 119, `${left} s are left`);
        }
        assert.deepEqual([asked(other), asked(limited)], [0, 1]);
      } else {
        assert.equal((await edge.ask(`/journeys/ups/${other}`)).status, 200);
        assert.equal(asked(other), 1);
      }
      // What is remembered is told all the same.
      assert.equal((await edge.ask(`/journeys/ups/${known}`)).status, 200);
    }));

    test("an unknown parcel is asked for once, if anything is remembered at all", () => withEdge({ CACHE_SECONDS: cacheSeconds }, async (edge) => {
      const number = fresh();
      fake.on(number, envelope(4031));
      for (let look = 0; look < 4; look += 1) {
        await edge.problem(`/journeys/ups/${number}`, 404, "parcel_unknown");
        await sleep(50);
      }
      assert.equal(asked(number), remembers ? 1 : 4);
      // Without a carrier it is another question.
      await edge.problem(`/journeys/-/${number}`, 404, "parcel_unknown");
      assert.equal(asked(number), remembers ? 2 : 5);
    }));
  });
}

test("an unknown parcel is looked for again after the seconds that were set", () => withEdge({ CACHE_SECONDS: 1 }, async (edge) => {
  const number = fresh();
  fake.on(number, envelope(4031));
  await edge.problem(`/journeys/ups/${number}`, 404, "parcel_unknown");
  fake.on(number, parcel(number));
  await sleep(2_100);
  assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
}));
