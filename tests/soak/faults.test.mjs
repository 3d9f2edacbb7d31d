// Shoppers read while upstream fails, in each of its ways alone and in two at once. Nobody is told anything
// wrong, nobody waits past the deadline, and when it is over all is well within a breaker's interval.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withLag } from "./lag.mjs";
import { learn, shuffled, view } from "./load.mjs";
import { keepsLimits, report } from "./report.mjs";
import { limit, long, size } from "./size.mjs";
import { KINDS, faults, isBent, pairs } from "./troubles.mjs";
import { startWorld } from "./world.mjs";

const WIDTH = size(20, 200);
const KNOWN = size(40, 400);
/** Of each trouble: parcels nobody has seen yet. */
const FRESH = size(5, 40);
/** A shopper's deadline, and a second for the way; besides, what the machine takes. */
const DEADLINE = 8_000 + 1_000;
/** The breaker's interval, a retry, and then forty parcels in somewhat more than a second. */
const RECOVERY = 30_000 + 12_000 + Math.ceil(KNOWN / 40) * 2_000;
/** After this an answer has to be marked; the rule is a minute, the rest is for a queue. */
const OLD = 70_000;

const alone = Object.keys(KINDS).map((name) => [name]);
const troubles = [...alone, ...(long ? pairs() : [["truncated", "types"], ["reset", "envelope"]])];

let world, known, fresh;
before(async () => {
  world = await startWorld({ parcels: KNOWN + FRESH * (troubles.length + 1), rate: 0, settings: { REFRESH_SECONDS: "1" } });
  known = world.truth.paths.slice(0, KNOWN);
  fresh = world.truth.paths.slice(KNOWN);
  await learn(world.url, known);
}, limit(240, 240));
after(() => world.close());

async function check(path, answer, bends) {
  const { status, text, stale } = answer;
  if (status !== 200) {
    assert.ok(!known.includes(path), `${path} is known: ${status} ${text}`);
    assert.ok([502, 503, 504].includes(status), `${path} exists: ${status} ${text}`);
    assert.equal(answer.header("content-type"), "application/problem+json");
    return;
  }
  const journey = JSON.parse(text);
  if (!bends || !isBent(world.truth.now(path), journey)) await world.truth.check(path, journey);
  const age = Date.now() - Date.parse(answer.header("tracktry-fetched-at"));
  assert.ok(stale || age < OLD, `${path} is ${age} ms old and not marked`);
}

/** Waits until every parcel is right and not stale, and returns how long that took. */
async function recovery(paths) {
  const began = Date.now();
  let left = paths;
  while (left.length > 0) {
    assert.ok(Date.now() - began < RECOVERY, `${left.length} of ${paths.length} not well after ${RECOVERY} ms, the first ${left[0]}`);
    const ill = new Set(left);
    await view({
      url: world.url, paths: left, width: WIDTH, seconds: 60,
      check: (path, { status, text, stale }) => {
        if (status === 200 && !stale && world.truth.is(path, JSON.parse(text))) ill.delete(path);
      },
    });
    left = [...ill];
    await sleep(500);
  }
  return Date.now() - began;
}

for (const [at, names] of troubles.entries()) {
  test(`${WIDTH} shoppers while upstream fails: ${names.join(" and ")}`, limit(240, 240), async () => {
    const { sandbox, url } = world;
    const bends = names.includes("types");
    const unseen = fresh.splice(0, FRESH);
    await sandbox.forget();
    // Few enough for the breaker to stay closed, but for one; the whole form opens it each time.
    const count = long ? undefined : names[0] === "html" ? 6 : 2;
    await sandbox.faults(faults(names, { rate: size(1, 0.9), count, seed: at }));
    const paths = shuffled([...known, ...unseen, ...(long ? known : [])], at + 1);
    const reading = () => view({ url, paths, width: WIDTH, seconds: 60, check: (path, answer) => check(path, answer, bends) });
    const { value: met, lag } = await withLag(url, reading);
    await sandbox.heal();
    const took = await recovery([...known, ...unseen]);
    const counts = await sandbox.counts();
    report(`${names.join("+")}, well after ${(took / 1_000).toFixed(1)} s, lag ${(lag / 1_000).toFixed(1)} s`, counts, met);
    assert.ok(met.slowest < DEADLINE + lag, `${met.slowest} ms`);
    keepsLimits(counts);
  });
}
