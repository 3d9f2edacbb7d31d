// The Gate's silence after a 429, its breaker, and unknown parcels: what spares upstream, with the
// Cache API and without it, and across a restart.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { absent, envelope, parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";

const { fake, fresh, withEdge, bothWays } = await lab("DR");

/** Asks for a parcel in vain; the seconds after which to ask again, in some bounds. */
async function refused(edge, path, code, least, most) {
  const { headers } = await edge.problem(path, 503, code);
  const seconds = Number(headers["retry-after"]);
  assert.ok(seconds >= least && seconds <= most, `${path}: again after ${seconds} s`);
}

bothWays((withEdge) => {
  test("after a 429 upstream is left alone, and what is kept is shown", () => withEdge({}, async (edge) => {
    const [known, limited, other] = [fresh(), fresh(), fresh()];
    fake.on(known, parcel(known));
    fake.on(limited, envelope(429));
    fake.on(other, parcel(other));
    assert.equal((await edge.ask(`/journeys/ups/${known}`)).status, 200);
    await refused(edge, `/journeys/ups/${limited}`, "upstream_busy", 115, 120);

    await sleep(1_100);
    const before = fake.requests.length;
    for (let look = 0; look < 3; look += 1) {
      for (const path of [`/journeys/ups/${other}`, `/journeys/-/${other}`, `/journeys/ups/${limited}`]) {
        await refused(edge, path, "upstream_busy", 60, 119);
      }
    }
    const kept = await edge.ask(`/journeys/ups/${known}`);
    assert.deepEqual([kept.status, kept.headers["tracktry-stale"]], [200, "false"], "it is not old yet");
    assert.equal(fake.requests.length, before);
  }));

  test("an unknown parcel is asked for once", () => withEdge({}, async (edge) => {
    const number = fresh();
    fake.on(number, absent());
    for (let look = 0; look < 4; look += 1) await edge.problem(`/journeys/ups/${number}`, 404, "parcel_unknown");
    assert.equal(fake.asked(number), 1);
    // Without a carrier it is another question.
    for (let look = 0; look < 3; look += 1) await edge.problem(`/journeys/-/${number}`, 404, "parcel_unknown");
    assert.equal(fake.asked(number), 2);
  }));
});

test("a silence is kept across a restart, and so is what is known", { timeout: 300_000 }, async () => {
  const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
  const [known, limited, other] = [fresh(), fresh(), fresh()];
  fake.on(known, parcel(known));
  fake.on(limited, envelope(429));
  fake.on(other, parcel(other));
  try {
    await withEdge({}, async (edge) => {
      assert.equal((await edge.ask(`/journeys/ups/${known}`)).status, 200);
      await refused(edge, `/journeys/ups/${limited}`, "upstream_busy", 115, 120);
    }, { state });
    const before = fake.requests.length;
    await withEdge({}, async (edge) => {
      await refused(edge, `/journeys/ups/${other}`, "upstream_busy", 30, 120);
      assert.equal((await edge.ask(`/journeys/ups/${known}`)).status, 200);
    }, { state });
    await withEdge({ REFRESH_SECONDS: 0 }, async (edge) => {
      const { status, headers } = await edge.ask(`/journeys/ups/${known}`);
      assert.deepEqual([status, headers["tracktry-stale"]], [200, "true"], "nobody could be asked");
    }, { state });
    assert.equal(fake.requests.length, before);
  } finally {
    await rm(state, { recursive: true, force: true });
  }
});

test("an upstream that fails five times in a row is left alone, and what is kept is shown as stale", { timeout: 300_000 }, () =>
  withEdge({ REFRESH_SECONDS: 0 }, async (edge) => {
    const [known, broken, other] = [fresh(), fresh(), fresh()];
    fake.on(known, parcel(known));
    assert.equal((await edge.ask(`/journeys/ups/${known}`)).status, 200);
    for (const number of [known, broken, other]) fake.on(number, envelope(500));
    await edge.problem(`/journeys/ups/${broken}`, 502, "upstream_fault");
    const { headers } = await edge.ask(`/journeys/ups/${known}`);
    assert.equal(headers["tracktry-stale"], "true");
    await refused(edge, `/journeys/ups/${other}`, "upstream_down", 1, 30);
    const before = fake.requests.length;
    await refused(edge, `/journeys/ups/${other}`, "upstream_down", 1, 30);
    const stale = await edge.ask(`/journeys/ups/${known}`);
    assert.deepEqual([stale.status, stale.headers["tracktry-stale"]], [200, "true"]);
    assert.equal(fake.requests.length, before, "nothing is sent while it is left alone");
  }));

test("those that are looked for at once go in one list, and lists keep their distance", { timeout: 300_000 }, () =>
  withEdge({ LIST_INTERVAL_MS: 1_500 }, async (edge) => {
    const lag = monitorEventLoopDelay({ resolution: 10 });
    lag.enable();
    const numbers = Array.from({ length: 60 }, fresh);
    for (const number of numbers) fake.on(number, parcel(number));
    const from = fake.requests.length;
    // On a busy machine some have to ask again.
    for (let left = numbers; left.length > 0;) {
      const answers = await Promise.all(left.map((number) => edge.ask(`/journeys/ups/${number}`)));
      assert.ok(answers.every(({ status }) => status === 200 || status === 503), JSON.stringify(answers.map(({ status }) => status)));
      left = left.filter((_, index) => answers[index].status !== 200);
    }
    const lists = fake.requests.slice(from);
    assert.ok(lists.length <= numbers.length / 4, `${lists.length} lists for ${numbers.length} parcels`);
    // A list may be noticed late, the next one not.
    const least = 750 - lag.max / 1e6;
    const gaps = lists.slice(1).map(({ at }, index) => Math.round(at - lists[index].at));
    assert.ok(gaps.every((gap) => gap >= least), `${gaps} ms between the lists`);
  }));

test("a refused key costs one request, however many are in the list", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const numbers = Array.from({ length: 10 }, fresh);
  for (const number of numbers) fake.on(number, envelope(4001));
  const from = fake.requests.length;
  await Promise.all(numbers.map((number) => edge.problem(`/journeys/ups/${number}`, 502, "upstream_key_refused")));
  const sent = fake.requests.slice(from);
  assert.ok(sent.every(({ url }) => url.includes("numbers=")) && sent.length <= 5, sent.map(({ url }) => url).join("\n"));
}));
