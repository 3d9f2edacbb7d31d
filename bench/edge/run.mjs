// How much processor time the edge takes for a request, as a ratio to a Hono Worker doing the same, both on workerd.
// Paired rounds, one Worker right after the other, since a machine's speed wanders; the median says what holds.
import { Agent, createServer, request } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build as bundle } from "esbuild";
import { Miniflare, NoOpLog } from "miniflare";
import { build } from "../../scripts/build.mjs";
import { root } from "../../scripts/lib/process.mjs";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { cpuOf, workerds } from "./cpu.mjs";
import { answerFor } from "./upstream.mjs";

const HELP = `npm run bench:edge -- [--rounds 12] [--requests 1500] [--only hello,hit,304,shelf,page,miss]

Prints for each kind of request the processor time of the edge and of a Hono Worker, and their ratio (the budget is 1.10).`;

const ORIGIN = "http://localhost:8789";
const KNOWN = "/journeys/ups/1Z0000000000000001";
const MINUTES = 10;
const CONCURRENCY = 8;

let fresh = 0;
// `shelf` is asked of Workers without the Cache API: each request goes on to the object that remembers the parcel.
const KINDS = {
  hello: () => ({ path: "/healthz", status: 200 }),
  hit: () => ({ path: KNOWN, status: 200 }),
  304: (tag) => ({ path: KNOWN, status: 304, headers: { "If-None-Match": tag } }),
  shelf: () => ({ path: KNOWN, status: 200 }),
  page: () => ({ path: KNOWN.replace("/journeys", "/track"), status: 200 }),
  miss: () => ({ path: `/journeys/ups/1Z${String((fresh += 1)).padStart(16, "0")}`, status: 200 }),
};

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "12" }, requests: { type: "string", default: "1500" },
    only: { type: "string", default: Object.keys(KINDS).join(",") }, help: { type: "boolean", short: "h" },
  },
});
if (values.help || process.platform !== "linux") {
  console.log(values.help ? HELP : "This benchmark reads /proc and so runs on Linux only.");
  process.exit(0);
}
const rounds = Math.min(Math.max(Number(values.rounds) || 12, 10), 100);
const requests = Math.min(Math.max(Number(values.requests) || 1500, 100), 20_000);
const deadline = Date.now() + MINUTES * 60_000;

const upstream = createServer((incoming, outgoing) => {
  const body = answerFor(incoming.url);
  outgoing.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }).end(body);
});
await new Promise((resolve) => upstream.listen(0, "127.0.0.1", resolve));

const settings = {
  ACCESS: "public", PUBLIC_PLACES: "all", ALLOWED_ORIGINS: ORIGIN, TRACKTRY_API_KEY: "bench-key",
  TRACKTRY_BASE_URL: `http://127.0.0.1:${upstream.address().port}/v1`,
  // What is measured is a request, not the pace that upstream wants, nor what goes on beside.
  LIST_INTERVAL_MS: "0", SYNC_SECONDS: "0",
};

// Past miniflare's own entry Worker as well.
const direct = { unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] };

async function edge(bindings) {
  // Without assets: miniflare's own router for them, a Worker itself, would be measured along.
  const { miniflare, close } = await startWorker({ name: "edge", settings: bindings, overrides: { assets: undefined, ...direct } });
  return { url: await miniflare.unsafeGetDirectURL("edge"), close };
}

async function hono(bindings) {
  const { outputFiles: [{ text }] } = await bundle({
    entryPoints: [join(root, "bench/edge/hono.mjs")], bundle: true, minify: true, format: "esm", target: "es2022", write: false, external: ["cloudflare:*"],
  });
  const miniflare = new Miniflare({
    name: "hono", modules: true, script: text, compatibilityDate: "2026-04-01", bindings, log: new NoOpLog(), host: "127.0.0.1",
    durableObjects: { SHELF: { className: "Shelf", useSQLite: true } }, ...direct,
  });
  return { url: await miniflare.unsafeGetDirectURL("hono"), close: () => miniflare.dispose() };
}

/** Starts a Worker and finds the process that is its. */
async function launch(start, bindings) {
  const before = new Set(workerds());
  const worker = await start(bindings);
  const [pid] = workerds().filter((found) => !before.has(found));
  return { ...worker, pid, tag: undefined };
}

/** One request; once more on a connection of its own where workerd has closed the idle one it was to go over. */
function send({ url }, { path, status, headers = {} }, over = agent) {
  return new Promise((resolve, reject) => {
    const { hostname, port } = url;
    const outgoing = request({ hostname, port, path, headers: { Origin: ORIGIN, ...headers }, agent: over }, (answer) => {
      answer.resume().on("end", () => (answer.statusCode === status
        ? resolve(answer.headers)
        : reject(new Error(`${path}: ${answer.statusCode} instead of ${status}`))));
    });
    outgoing.on("error", (error) => {
      if (error.code !== "ECONNRESET" || !outgoing.reusedSocket) return reject(error);
      return resolve(send({ url }, { path, status, headers }, false));
    }).end();
  });
}

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });

/** Microseconds of processor time for one request. */
async function measure(worker, kind, count) {
  const began = cpuOf(worker.pid);
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await send(worker, kind(worker.tag));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  return (cpuOf(worker.pid) - began) / count / 1000;
}

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

const pair = async (more) => [await launch(edge, { ...settings, ...more }), await launch(hono, { ...settings, ...more })];

await build(["edge"]);
const remembering = await pair({ CACHE_SECONDS: "60" });
const asking = await pair({ CACHE_SECONDS: "0" });
try {
  console.log("kind    edge     hono     ratio   (least – most of the rounds)");
  for (const name of values.only.split(",")) {
    const kind = KINDS[name];
    if (!kind) throw new Error(`no kind ${name}; there are ${Object.keys(KINDS).join(", ")}`);
    const workers = name === "shelf" ? asking : remembering;
    for (const worker of workers) {
      worker.tag = (await send(worker, KINDS.hit())).etag;
      await measure(worker, kind, Math.ceil(requests / 2));
    }
    const taken = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      if (Date.now() > deadline) throw new Error(`given up after ${MINUTES} minutes`);
      // Who goes first changes, so that neither has the warmer machine.
      for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) taken[side].push(await measure(workers[side], kind, requests));
    }
    const ratios = taken[0].map((edgeTime, round) => edgeTime / taken[1][round]);
    const [mine, theirs] = taken.map((times) => `${median(times).toFixed(0)} µs`.padEnd(8));
    const spread = `${Math.min(...ratios).toFixed(2)} – ${Math.max(...ratios).toFixed(2)}`;
    console.log(`${name.padEnd(7)} ${mine} ${theirs} ${median(ratios).toFixed(2).padEnd(7)} (${spread})`);
  }
} finally {
  agent.destroy();
  for (const worker of [...remembering, ...asking]) await worker.close();
  upstream.close();
}
process.exit(0);
