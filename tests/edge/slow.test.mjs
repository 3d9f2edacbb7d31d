// A cache and a store of files that never answer, or badly: neither keeps anybody waiting.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { startEdge } from "./edge.mjs";
import { envelope, parcel, startFake } from "./fake.mjs";

const FILE = "/widget/v0/tracktry-widget.js";
const dir = join(root, "build/edge");

/** The edge among a cache that never answers and files that a query's words describe. */
const MAIN = `
import worker from "./index.mjs";
const never = () => new Promise(() => {});
Object.defineProperty(globalThis, "caches", { value: { default: { match: never, put: never } } });
const FILES = {
  never,
  broken: () => Promise.reject(new Error("canary")),
  odd: async () => "canary",
  fault: async () => new Response("canary", { status: 500 }),
  gone: async () => new Response("canary", { status: 404 }),
};
export default {
  fetch: (request, env, context) => {
    const fetch = FILES[new URL(request.url).searchParams.get("files")];
    return worker.fetch(request, { ...env, ASSETS: { fetch } }, context);
  },
};
`;

let fake, edge;
before(async () => {
  fake = await startFake();
  edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, CACHE_SECONDS: 60 }, {
    modules: [
      { type: "ESModule", path: join(dir, "slow.mjs"), contents: MAIN },
      { type: "ESModule", path: join(dir, "index.mjs") },
      { type: "CompiledWasm", path: join(dir, "index_bg.wasm") },
    ],
    assets: undefined,
  });
});
after(async () => {
  await edge.close();
  await fake.close();
});

/** Runs and returns the milliseconds it took. */
async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

test("a cache that never answers is as good as none, after a second", { timeout: 20_000 }, async () => {
  const number = "SR000000001DE";
  fake.on(number, parcel(number));
  for (let look = 0; look < 2; look += 1) {
    const took = await timed(async () => assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200));
    assert.ok(took < 4_000, `${Math.round(took)} ms`);
  }
});

test("upstream is left alone after a 429 even then", { timeout: 20_000 }, async () => {
  const number = "SR000000002DE";
  fake.on(number, envelope(429));
  const took = await timed(() => edge.problem(`/journeys/ups/${number}`, 503, "upstream_busy"));
  assert.ok(took < 5_000, `${Math.round(took)} ms`);
  await edge.problem(`/journeys/ups/${number}`, 503, "upstream_busy");
  assert.equal(fake.requests.filter(({ url }) => url.includes(number)).length, 1);
});

test("files that never come are given up after eight seconds", { timeout: 20_000 }, async () => {
  const took = await timed(() => edge.problem(`${FILE}?files=never`, 503, "internal"));
  assert.ok(took > 7_500 && took < 9_500, `${Math.round(took)} ms`);
});

test("a fault of the files is no missing file", async () => {
  for (const files of ["broken", "odd", "fault"]) {
    const { headers, text } = await edge.problem(`${FILE}?files=${files}`, 503, "internal");
    assert.deepEqual([headers["access-control-allow-origin"], headers["retry-after"]], ["*", "1"]);
    assert.doesNotMatch(text, /canary/);
  }
  await edge.problem(`${FILE}?files=gone`, 404, "route_unknown");
});
