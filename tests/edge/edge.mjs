// The built edge on workerd, with a canary for a key; every answer and log line is searched for it.
import assert from "node:assert/strict";
import { CANARY, holdsCanary } from "../../scripts/lib/canary.mjs";
import { startWorker } from "../../scripts/lib/workerd.mjs";

export const SHOP = "https://shop.example";
export const OTHER = "https://other.example";

/** Fetches; again where the other side closed a kept connection just as it was used again. */
const request = (url, init, left = 3) => fetch(url, init).catch((error) => {
  if (left === 0 || !["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"].includes(error.cause?.code)) throw error;
  return request(url, init, left - 1);
});

/**
 * Starts the edge, without a sync, without a pause between lists and without the Cache API. It
 * shows what is kept as long as a deployment does; `REFRESH_SECONDS: 0` has it ask each time.
 * @param {Record<string, string | number>} settings over those every test has.
 * @param {object} options `state`, a folder its objects are kept in; the rest are miniflare's own.
 * @returns {Promise<{ask: typeof fetch, problem: Function, logs: string[], url: string, close: () => Promise<void>}>}
 */
export async function startEdge(settings = {}, { state = null, ...overrides } = {}) {
  const logs = [];
  const worker = await startWorker({
    name: "edge",
    settings: {
      TRACKTRY_API_KEY: CANARY,
      ACCESS: "public",
      ALLOWED_ORIGINS: `${SHOP},${OTHER}`,
      CACHE_SECONDS: "0",
      SYNC_SECONDS: "0",
      LIST_INTERVAL_MS: "0",
      ...settings,
    },
    state,
    // A suite asks more than one address would.
    overrides: { ratelimits: undefined, ...overrides },
    onLog: (line) => logs.push(line),
  });

  /** Asks, reads the whole answer, and holds it to what is true of every answer. */
  async function ask(path, init = {}) {
    const response = await request(worker.url + path, { redirect: "manual", ...init });
    const body = Buffer.from(await response.arrayBuffer());
    const headers = Object.fromEntries(response.headers);
    assert.ok(!holdsCanary(body) && !holdsCanary(JSON.stringify(headers)), `${path} gave the key away`);
    assert.match(headers["tracktry-request-id"], /^[0-9a-f-]{36}$/, path);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.equal(headers["referrer-policy"], "no-referrer", path);
    const text = body.toString();
    return { status: response.status, headers, body, text, json: () => JSON.parse(text) };
  }

  /** Asks and expects a problem of that code. */
  async function problem(path, status, code, init) {
    const answer = await ask(path, init);
    assert.deepEqual([answer.status, answer.headers["content-type"]], [status, "application/problem+json"], `${path}: ${answer.text}`);
    const body = answer.json();
    assert.equal(body.code, code, path);
    assert.equal(body.status, status);
    assert.equal(body.type, `urn:tracktry-edge:problem:${code}`);
    assert.equal(body.request_id, answer.headers["tracktry-request-id"]);
    assert.equal(answer.headers["cache-control"], "no-store");
    return { ...answer, problem: body };
  }

  return {
    ...worker,
    logs,
    ask,
    problem,
    close: async () => {
      await worker.close();
      const leaks = logs.filter((line) => holdsCanary(line));
      assert.deepEqual(leaks, [], "a log line holds the key");
    },
  };
}
