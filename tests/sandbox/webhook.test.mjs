// Webhooks, sent to a server of this test.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask, setClock } from "./ask.mjs";

const EMAIL = "shop@shop.example";
const START = "2026-11-23T10:00:00Z";
const settings = { SANDBOX_CONTROL: "loopback" };

/** A receiver: `answer` gives status, body and headers for the count of the request. */
async function receiver(answer = () => [200, "200"]) {
  const got = [];
  const waiting = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      got.push({ method: request.method, url: request.url, headers: request.headers, json: JSON.parse(Buffer.concat(chunks).toString()) });
      const [status, body, headers = {}] = answer(got.length);
      response.writeHead(status, headers).end(body);
      for (const { count, resolve } of waiting) if (got.length >= count) resolve();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    got,
    url: `http://127.0.0.1:${server.address().port}/hook`,
    /** Resolves once so many have come. */
    came: (count) => Promise.race([
      new Promise((resolve) => (got.length >= count ? resolve() : waiting.push({ count, resolve }))),
      new Promise((_, reject) => setTimeout(() => reject(new Error(`${got.length} of ${count} webhooks came`)), 15_000).unref()),
    ]),
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

const hook = (url, method, body) => ask(url, { method, path: "/sandbox/webhook", body, key: null });

async function configure(url, target) {
  const { status, text } = await hook(url, "POST", { url: target, email: EMAIL });
  assert.equal(status, 200, text);
}

async function post(url, number) {
  const body = { tracking_number: number, carrier_code: "ups" };
  const { json } = await ask(url, { method: "POST", path: "/v1/trackings/post", body });
  assert.equal(json.meta.code, 200);
}

const log = async (url) => (await hook(url, "GET")).json;

/** Waits until the log says so. */
async function until(url, says) {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const state = await log(url);
    if (says(state)) return state;
    if (Date.now() > deadline) throw new Error(JSON.stringify(state));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function using(work, answer, options = {}) {
  const lines = [];
  const receiving = await receiver(answer);
  const worker = await startWorker({ name: "sandbox", settings, onLog: (line) => lines.push(line), ...options });
  try {
    await setClock(worker.url, { rate: 0, now: START });
    await work(worker.url, receiving);
    assert.deepEqual(lines.filter((line) => /crash|panic|could not/.test(line)), []);
  } finally {
    await worker.close();
    await receiving.close();
  }
}

const later = (seconds) => new Date(Date.parse(START) + seconds * 1_000).toISOString();

test("a change of status is told by itself, signed, and once", () => using(async (url, receiving) => {
  await configure(url, receiving.url);
  await post(url, "HOOK-0001");
  await setClock(url, { rate: 3_600 });
  await receiving.came(2);
  await setClock(url, { rate: 0 });
  const [first] = receiving.got;
  assert.deepEqual([first.method, first.url, first.headers["content-type"]], ["POST", "/hook", "application/json"]);
  assert.equal(first.json.meta.code, 200);
  assert.equal(first.json.data.tracking_number, "HOOK-0001");
  assert.equal(first.json.data.status, "notfound");
  assert.equal(receiving.got[1].json.data.status, "transit");
  const { timeStr, signature } = first.json.verifyInfo;
  assert.equal(signature, createHmac("sha256", EMAIL).update(String(timeStr)).digest("hex"));
  assert.ok(Math.abs(timeStr - Date.now() / 1_000) < 60);
  const state = await until(url, ({ waiting }) => waiting === 0);
  assert.equal(state.url, receiving.url);
  assert.ok(!JSON.stringify(state).includes(EMAIL));
  assert.deepEqual([state.log.at(-1).status, state.log.at(-1).outcome, state.log.at(-1).attempts], ["notfound", "taken", 1]);
  const page = await ask(url, { path: "/sandbox", key: null });
  assert.ok(page.text.includes("ups/HOOK-0001") && !page.text.includes(EMAIL));
}));

test("what is not taken comes again after 60, 120, 240 seconds of the clock", () => using(async (url, receiving) => {
  await configure(url, receiving.url);
  await post(url, "HOOK-0002");
  let now = 3_600;
  await setClock(url, { now: later(now) });
  await receiving.came(1);
  for (const [count, wait] of [[1, 60], [2, 120], [3, 240]]) {
    const state = await until(url, ({ log: [line] }) => line.attempts === count && line.outcome !== null);
    assert.equal(Date.parse(state.log[0].next_at), Date.parse(later(now + wait)), JSON.stringify(state.log[0]));
    await setClock(url, { now: later(now + wait - 1) });
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(receiving.got.length, count, "not before its time");
    now += wait;
    await setClock(url, { now: later(now) });
    await receiving.came(count + 1);
  }
  const state = await until(url, ({ waiting }) => waiting === 0);
  assert.deepEqual([state.log[0].attempts, state.log[0].outcome, state.log[0].next_at], [4, "taken", null]);
}, (count) => [[500, "200"], [200, "ok"], [302, "", { Location: "/elsewhere" }], [200, "200"]][count - 1]));

test("redirects are not followed, and after fourteen retries it is given up", () => using(async (url, receiving) => {
  await configure(url, receiving.url);
  await post(url, "HOOK-0003");
  let now = 3_600;
  // The parcel has other news meanwhile, which fails as well; the oldest line is the first one's.
  for (let attempt = 1; attempt <= 15; attempt += 1) {
    await setClock(url, { now: later(now) });
    const { log: all } = await until(url, ({ log: [...lines] }) => lines.at(-1)?.attempts === attempt);
    assert.match(all.at(-1).outcome, /redirect, not followed/);
    assert.equal(all.at(-1).next_at === null, attempt === 15, `attempt ${attempt}`);
    now += 30 * 2 ** attempt;
  }
  assert.ok(receiving.got.every((request) => request.url === "/hook"));
}, () => [307, "", { Location: "/elsewhere" }]));

test("what waits outlives a restart", async () => {
  const state = await mkdtemp(join(tmpdir(), "sandbox-"));
  let well = false;
  const receiving = await receiver(() => (well ? [200, "200"] : [503, ""]));
  try {
    const first = await startWorker({ name: "sandbox", settings, state });
    await setClock(first.url, { rate: 0, now: START });
    await configure(first.url, receiving.url);
    await post(first.url, "HOOK-0004");
    await setClock(first.url, { now: later(3_600) });
    await until(first.url, ({ log: [line] }) => line?.attempts === 1);
    await first.close();
    well = true;
    const second = await startWorker({ name: "sandbox", settings, state });
    assert.equal((await log(second.url)).waiting, 1);
    await setClock(second.url, { now: later(3_660) });
    await receiving.came(2);
    await until(second.url, ({ waiting, log: [line] }) => waiting === 0 && line.outcome === "taken");
    await second.close();
  } finally {
    await receiving.close();
    await rm(state, { recursive: true });
  }
});

test("a parcel deleted meanwhile is not sent, and a stopped webhook is forgotten", () => using(async (url, receiving) => {
  await configure(url, receiving.url);
  for (const number of ["HOOK-0005", "HOOK-0006"]) await post(url, number);
  await setClock(url, { now: later(3_600) });
  await until(url, ({ log: all }) => all.length === 2 && all.every((line) => line.attempts === 1));
  await ask(url, { method: "DELETE", path: "/v1/trackings/ups/HOOK-0005" });
  await setClock(url, { now: later(3_660) });
  const state = await until(url, ({ log: all }) => all.some((line) => line.outcome === "the parcel is gone"));
  assert.equal(state.log.filter((line) => line.tracking_number === "HOOK-0005").length, 1);
  assert.deepEqual((await hook(url, "DELETE")).json, { url: null, waiting: 0, dropped: 0, log: [] });
  const count = receiving.got.length;
  await setClock(url, { now: later(90_000) });
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(receiving.got.length, count);
}, () => [500, ""]));

test("an answer to what has been forgotten meanwhile changes nothing of what waits now", async () => {
  const held = [];
  const slow = createServer((_, response) => held.push(response));
  await new Promise((resolve) => slow.listen(0, "127.0.0.1", resolve));
  try {
    await using(async (url, receiving) => {
      await configure(url, `http://127.0.0.1:${slow.address().port}/`);
      await post(url, "HOOK-0008");
      await setClock(url, { now: later(3_600) });
      while (held.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await configure(url, receiving.url);
      await setClock(url, { now: START });
      assert.equal((await log(url)).waiting, 1);
      held[0].end("200");
      const { waiting } = await until(url, ({ log: [line] }) => line?.attempts === 1);
      assert.equal(waiting, 1);
    }, () => [500, ""]);
  } finally {
    slow.close();
    slow.closeAllConnections();
  }
});

test("a receiver that is not there is no connection, and no crash", () => using(async (url, receiving) => {
  await configure(url, receiving.url);
  await receiving.close();
  await post(url, "HOOK-0007");
  await setClock(url, { now: later(3_600) });
  const { log: [line] } = await until(url, ({ log: [first] }) => first?.attempts === 1);
  assert.equal(line.outcome, "no connection");
}));

test("nobody but the one in control says where they go, and never into a private network", async () => {
  const token = "a-token-for-the-tests";
  const worker = await startWorker({ name: "sandbox", settings: { SANDBOX_TOKEN: token } });
  try {
    const set = (target, headers) =>
      ask(worker.url, { method: "POST", path: "/sandbox/webhook", body: { url: target, email: EMAIL }, headers, key: null });
    assert.equal((await set("https://shop.example/hook", {})).status, 403);
    const headers = { Authorization: `Bearer ${token}` };
    for (const target of ["http://127.0.0.1:1/", "http://localhost/", "https://10.0.0.1/", "https://169.254.169.254/", "http://shop.example/"]) {
      const { status, json } = await set(target, headers);
      assert.deepEqual([status, json.code], [400, "webhook_invalid"], target);
    }
    assert.equal((await set("https://shop.example/hook", headers)).status, 200);
  } finally {
    await worker.close();
  }
});
