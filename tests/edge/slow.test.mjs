// What never answers, or too slowly: cache, files and upstream. None keeps anybody waiting.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { CANARY } from "../../scripts/lib/canary.mjs";
import { root } from "../../scripts/lib/process.mjs";
import { withLag } from "../soak/lag.mjs";
import { startEdge } from "./edge.mjs";
import { parcel, startFake } from "./fake.mjs";

const FILE = "/widget/v0/tracktry-widget.js";
const dir = join(root, "build/edge");
const DEADLINE_MS = 8_000;

/** The edge among a cache that never answers and files that a query's words describe. */
const MAIN = `
import worker from "./index.mjs";
export { Gate, Shelf } from "./index.mjs";
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

test("a cache that never answers is as good as none, after a second", { timeout: 300_000 }, async () => {
  const number = "SR000000001DE";
  fake.on(number, parcel(number));
  for (let look = 0; look < 2; look += 1) {
    assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
  }
});

test("files that never come are given up after eight seconds", { timeout: 300_000 }, async () => {
  const took = await timed(() => edge.problem(`${FILE}?files=never`, 503, "internal"));
  assert.ok(took > 7_500, `${Math.round(took)} ms`);
});

test("a fault of the files is no missing file", async () => {
  for (const files of ["broken", "odd", "fault"]) {
    const { headers, text } = await edge.problem(`${FILE}?files=${files}`, 503, "internal");
    assert.deepEqual([headers["access-control-allow-origin"], headers["retry-after"]], ["*", "1"]);
    assert.doesNotMatch(text, /canary/);
  }
  await edge.problem(`${FILE}?files=gone`, 404, "route_unknown");
});

describe("an upstream too slow", { concurrency: true }, () => {
  const silent = () => {};
  const dripping = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 200);
    response.on("close", () => clearInterval(timer));
  };
  const stalled = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write("{");
  };
  const CASES = [["silent", silent], ["dripping byte by byte", dripping], ["stalled after the head", stalled]];
  for (const [index, [what, answer]] of CASES.entries()) {
    test(`where it is ${what} a shopper is told so after eight seconds, and known parcels are shown`, { timeout: 300_000 }, async () => {
      // One that asks each time, and one that shows what it has.
      const [asking, showing] = await Promise.all([0, 1].map((seconds) =>
        startEdge({ TRACKTRY_BASE_URL: fake.base, TRACKTRY_API_KEY: `${CANARY}-${index}`, REFRESH_SECONDS: seconds })));
      const [known, other] = [0, 1].map((which) => `SU0000000${index}${which}DE`);
      try {
        fake.on(known, parcel(known));
        fake.on(other, answer);
        for (const edge of [asking, showing]) assert.equal((await edge.ask(`/journeys/ups/${known}`)).status, 200);
        fake.on(known, answer);
        await Promise.all([asking, showing].map(async (edge) => {
          const { value: took, lag } = await withLag(edge.url, () => timed(async () => {
            const { headers, text } = await edge.problem(`/journeys/ups/${other}`, 503, "upstream_busy");
            assert.ok(Number(headers["retry-after"]) >= 1, text);
          }));
          assert.ok(took > DEADLINE_MS - 500 && took < DEADLINE_MS + 2_500 + lag, `${Math.round(took)} ms, lag ${Math.round(lag)}`);
        }));
        const look = async () => {
          let stale;
          const { value: took, lag } = await withLag(showing.url, () => timed(async () => {
            const { status, headers } = await showing.ask(`/journeys/ups/${known}`);
            assert.equal(status, 200);
            stale = headers["tracktry-stale"];
          }));
          assert.ok(took < DEADLINE_MS / 2 + lag, `${Math.round(took)} ms, lag ${Math.round(lag)}: nobody waits for what is kept`);
          return stale;
        };
        // It is due, and asked for behind this answer.
        await look();
        const ask = async () => {
          let seen;
          const { value: waited, lag } = await withLag(asking.url, () => timed(async () => {
            seen = await asking.ask(`/journeys/ups/${known}`);
          }));
          assert.ok(waited < DEADLINE_MS + 2_500 + lag, `${Math.round(waited)} ms, lag ${Math.round(lag)}`);
          return seen;
        };
        let last = await ask();
        // The Worker gives its Shelf up a second after the Shelf gives up upstream, which a busy machine may take.
        for (let tries = 1; tries < 5 && last.status === 503; tries += 1) last = await ask();
        assert.deepEqual([last.status, last.headers["tracktry-stale"]], [200, "true"]);
        const end = Date.now() + 120_000;
        while ((await look()) !== "true") {
          assert.ok(Date.now() < end, "not marked as stale though nobody could be asked");
          await sleep(250);
        }
      } finally {
        await Promise.all([asking.close(), showing.close()]);
      }
    });
  }
});
