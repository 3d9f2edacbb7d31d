// Shoppers read while upstream fails, in each of its ways alone and in two at once. Nobody is told anything
// wrong, nobody waits past the deadline, and when it is over all is well within a breaker's interval.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { eachKept } from "./kept.mjs";
import { withLag } from "./lag.mjs";
import { learn, shuffled, view } from "./load.mjs";
import { keepsLimits, report } from "./report.mjs";
import { limit, long, size } from "./size.mjs";
import { KINDS, faults, isBent, pairs } from "./troubles.mjs";
import { pathOf } from "./truth.mjs";
import { startWorld } from "./world.mjs";

const WIDTH = size(20, 200);
const KNOWN = size(40, 400);
/** Of each trouble: parcels nobody has seen yet. */
const FRESH = size(5, 40);
/** A shopper's deadline, and a second for the way; besides, what the machine takes. */
const DEADLINE = 8_000 + 1_000;
const BREAKER = 30_000;
/** What upstream may take for an answer: a request that met the fault can end so long after it. */
const ANSWER = 10_000;
/** A list of forty a second, with its answer; and a retry, and a look that finds it. */
const listing = (parcels) => Math.ceil(parcels / 40) * 1_500 + 5_000;
/** An answer of this age has to be marked. The rule is a minute; a list that was asked then is at most a while on its way. */
const OLD = 61_000 + ANSWER;

const alone = Object.keys(KINDS).map((name) => [name]);
const troubles = [...alone, ...(long ? pairs() : [["truncated", "types"], ["reset", "envelope"]])];

let world, known, fresh, rows;
before(async () => {
  world = await startWorld({ parcels: KNOWN + FRESH * troubles.length, rate: 0, settings: { REFRESH_SECONDS: "1" } });
  rows = new Map((await world.sandbox.all()).map((row) => [pathOf(row), row]));
  known = world.truth.paths.slice(0, KNOWN);
  fresh = world.truth.paths.slice(KNOWN);
  await learn(world.url, known);
}, limit(240, 240));
after(() => world.close());

/** Has an hour pass since every known parcel was heard of. */
async function age() {
  await world.stopEdge();
  await eachKept(world.state, (path, row, run) => run("UPDATE parcel SET fetched_at = fetched_at - 3600000 WHERE key = ?", row.key));
  await world.startEdge();
}

/** Holds an answer to what is true in a trouble, and counts those that are old and those that came of a bent field. */
async function check(path, answer, bends, seen) {
  const { status, text, stale } = answer;
  if (status !== 200) {
    assert.ok(!known.includes(path), `${path} is known: ${status} ${text}`);
    assert.ok([502, 503, 504].includes(status), `${path} exists: ${status} ${text}`);
    assert.equal(answer.header("content-type"), "application/problem+json");
    return;
  }
  const journey = JSON.parse(text);
  if (bends && !world.truth.is(path, journey)) {
    assert.ok(isBent(rows.get(path), journey), `${path} is told wrongly: ${text}; it is ${JSON.stringify(world.truth.now(path))}`);
    seen.bent += 1;
  } else {
    await world.truth.check(path, journey);
  }
  const ms = Date.now() - Date.parse(answer.header("tracktry-fetched-at"));
  if (ms <= OLD) return;
  assert.ok(stale, `${path} is ${ms} ms old and not marked`);
  seen.old += 1;
}

/** Waits until each parcel is right, not stale and asked for since a time. How long that took, and the first of them. */
async function recovery(paths, since, limits) {
  const began = Date.now();
  let first;
  let left = paths;
  while (left.length > 0) {
    const passed = Date.now() - began;
    assert.ok(passed < limits.all + limits.lag, `${left.length} of ${paths.length} not well after ${passed} ms, the first ${left[0]}`);
    const ill = new Set(left);
    await view({
      url: world.url, paths: left, width: WIDTH, seconds: 60,
      check: (path, { status, text, stale, header }) => {
        const isWell = status === 200 && !stale && world.truth.is(path, JSON.parse(text));
        if (!isWell || Date.parse(header("tracktry-fetched-at")) < since) return;
        first ??= Date.now() - began;
        ill.delete(path);
      },
    });
    left = [...ill];
    await sleep(500);
  }
  return { first, all: Date.now() - began };
}

for (const [at, names] of troubles.entries()) {
  test(`${WIDTH} shoppers while upstream fails: ${names.join(" and ")}`, limit(240, 240), async () => {
    const { sandbox } = world;
    const bends = names.some((name) => KINDS[name].kind === "types");
    const unseen = fresh.splice(0, FRESH);
    // In the short form one trouble opens the breaker and finds the parcels old; in the whole form each.
    const isHard = long || names[0] === "html";
    if (isHard) await age();
    const { url } = world;
    await sandbox.forget();
    await sandbox.faults(faults(names, { rate: size(1, 0.9), count: isHard ? undefined : 2, seed: at }));
    const paths = shuffled([...known, ...unseen, ...(long ? known : [])], at + 1);
    const seen = { old: 0, bent: 0 };
    const reading = () => view({ url, paths, width: WIDTH, seconds: 60, check: (path, answer) => check(path, answer, bends, seen) });
    const { value: met, lag } = await withLag(url, reading);
    // What a bent answer brought is there for the next who looks.
    if (bends) await sleep(1_500);
    if (bends) await reading();
    await sandbox.heal();
    const limits = { first: BREAKER + ANSWER + listing(0), all: BREAKER + ANSWER + listing(KNOWN + FRESH), lag };
    const { value: took, lag: slow } = await withLag(url, () => recovery([...known, ...unseen], isHard ? Date.now() : 0, limits));
    const counts = await sandbox.counts();
    const { old, bent } = seen;
    report(`${names.join("+")}, ${old} old and ${bent} bent, well after ${took.first} to ${took.all} ms, lag ${Math.round(lag)} and ${Math.round(slow)} ms`, counts, met);
    assert.ok(met.slowest < DEADLINE + lag, `${met.slowest} ms`);
    assert.ok(took.first < limits.first + slow, `nobody is well within ${took.first} ms`);
    if (isHard) assert.ok(met.stale >= 1 && old >= 1, "nobody was shown anything old");
    if (names.includes("status")) assert.ok(bent >= 1, "nobody was shown anything bent");
    keepsLimits(counts);
  });
}
