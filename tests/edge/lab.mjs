// What a file of tests needs around the edge: an upstream, numbers of its own, and edges that end with their work.
import assert from "node:assert/strict";
import { after, describe } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startEdge } from "./edge.mjs";
import { startFake } from "./fake.mjs";

/** The Cache API answers first, or is not there: by the seconds that it may keep an answer. */
export const WAYS = [["with the Cache API absent", 0], ["with the Cache API", 60]];

/**
 * Starts an upstream for a file of tests. When all are done it has to have been asked nothing it was not told of.
 * @param {string} prefix two letters that the file's numbers begin with
 * @param {Record<string, string | number>} settings of every edge
 * @param {string[]} canaries what no log line may hold
 * @returns {Promise<{fake: Awaited<ReturnType<typeof startFake>>, fresh: () => string, withEdge: Function, bothWays: Function}>}
 *   `fresh` gives a number that no other test uses, `withEdge(settings, work, options)` does some work with an edge, and
 *   `bothWays((withEdge) => …)` has tests written once for edges without the Cache API and once for edges with it
 */
export async function lab(prefix, settings = {}, canaries = []) {
  const fake = await startFake();
  after(async () => {
    await fake.close();
    assert.deepEqual(fake.unmatched, []);
  });

  let count = 0;
  const fresh = () => `${prefix}${String((count += 1)).padStart(9, "0")}CN`;

  async function withEdge(more, work, options) {
    const edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, ...settings, ...more }, options);
    try {
      return await work(edge);
    } finally {
      await edge.close();
      for (const canary of canaries) assert.ok(!edge.logs.some((line) => line.includes(canary)), `a log line holds ${canary}`);
    }
  }

  const bothWays = (write) => {
    for (const [way, seconds] of WAYS) describe(way, () => write((more, ...rest) => withEdge({ CACHE_SECONDS: seconds, ...more }, ...rest)));
  };

  return { fake, fresh, withEdge, bothWays };
}

/** Waits, for at most two minutes, until the edge says whether it imports. */
export async function imports(edge, wanted) {
  const end = Date.now() + 120_000;
  while ((await edge.ask("/healthz")).json().upstream.sync?.importing !== wanted) {
    assert.ok(Date.now() < end, `importing is not ${wanted} within two minutes`);
    await sleep(200);
  }
}
