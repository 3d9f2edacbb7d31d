// Shoppers: bounded in how many ask at once, how often and for how long, and on loopback only.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./http.mjs";

/** The most at once: more would measure this machine. */
const MAX_WIDTH = 200;

/**
 * workerd leaves single connections waiting, and after a few seconds closes them, for as long as others keep it busy
 * without any pause. On one machine that is soon; where a Worker is deployed to, never. So all draw breath together.
 */
const BREATH = { every: 500, ms: 250 };

/** The same order each time. */
export function shuffled(list, seed = 1) {
  const all = [...list];
  let state = seed;
  const draw = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let i = all.length - 1; i > 0; i -= 1) {
    const j = draw(i + 1);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

/** What a shopper's page is answered. */
export async function look(url, path) {
  const answer = await ask(url + path);
  return { ...answer, stale: answer.header("tracktry-stale") === "true", retryAfter: Number(answer.header("retry-after")) };
}

/** What shoppers met. */
export class Met {
  answers = 0;
  statuses = {};
  stale = 0;
  slowest = 0;
  #times = [];

  add({ status, ms, stale }) {
    this.answers += 1;
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    this.stale += Number(stale);
    this.slowest = Math.max(this.slowest, ms);
    this.#times.push(ms);
  }

  get median() {
    const sorted = this.#times.toSorted?.((a, b) => a - b) ?? [...this.#times].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }
}

/**
 * Has shoppers ask for each path, in that order, `width` at once.
 * @param {object} options
 * @param {string} options.url
 * @param {string[]} options.paths
 * @param {number} options.width
 * @param {number} options.seconds after which no further one is asked.
 * @param {boolean} [options.patient] asks again where a 503 says when.
 * @param {(path: string, answer: object) => unknown} [options.check] of each answer.
 */
export async function view({ url, paths, width, seconds, patient = false, check = () => {} }) {
  assert.ok(width <= MAX_WIDTH);
  const met = new Met();
  const end = Date.now() + seconds * 1_000;
  let next = 0;
  let served = 0;
  let breath = null;
  const shopper = async () => {
    while (next < paths.length && Date.now() < end) {
      const path = paths[next];
      next += 1;
      if (next % BREATH.every === 0) breath = sleep(BREATH.ms);
      await breath;
      for (;;) {
        const answer = await look(url, path);
        met.add(answer);
        await check(path, answer);
        if (answer.status === 200) served += 1;
        if (answer.status !== 503 || !patient || Date.now() > end) break;
        await sleep(Math.min(answer.retryAfter * 1_000, Math.max(0, end - Date.now())));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, paths.length) }, shopper));
  met.served = served;
  return met;
}

/** Has the edge learn of each of these, however long the machine makes it take. */
export async function learn(url, paths, seconds = 200) {
  const end = Date.now() + seconds * 1_000;
  let left = paths;
  while (left.length > 0) {
    assert.ok(Date.now() < end, `${left.length} of ${paths.length} are not known after ${seconds} s`);
    const unknown = new Set(left);
    await view({
      url, paths: left, width: 80, seconds,
      check: (path, { status }) => status === 200 && unknown.delete(path),
    });
    left = [...unknown];
    await sleep(left.length > 0 ? 1_000 : 0);
  }
}
