// An edge in a process group of its own, whose Durable Objects keep their state in a folder, and
// which can be killed and started again; the sandbox it asks; and the dice of a run.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startWorker } from "../../scripts/lib/workerd.mjs";

/** Whether the long form was asked for. */
export const LONG = process.env.SOAK === "long";

const HOST = fileURLToPath(new URL("host.mjs", import.meta.url));
const PATIENCE_MS = 60_000;

const groups = new Set();
process.once("exit", () => groups.forEach(killGroup));

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** A folder that is gone after the test. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "tracktry-soak-"));
  t.after(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

/** Numbers from 0 to 1 that a seed decides; the seed is printed, so that a run can be made again. */
export function dice(name, seed = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 1e9))) {
  console.log(`soak ${name}: seed ${seed}, to be given as SOAK_SEED`);
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Waits until `look` gives something true, which it returns. */
export async function until(what, look, ms = PATIENCE_MS) {
  const end = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    assert.ok(Date.now() < end, `${what}: not within ${ms / 1000} s`);
    await sleep(100);
  }
}

/**
 * An edge that can be killed. Everything it writes is in `logs`.
 * @param {import("node:test").TestContext} t
 * @param {{settings: Record<string, string>, state: string, overrides?: object}} options
 */
export async function startKillable(t, options) {
  const child = fork(HOST, { detached: process.platform !== "win32", stdio: ["ignore", "inherit", "inherit", "ipc"] });
  groups.add(child.pid);
  const ended = new Promise((done) => child.once("exit", done));
  const logs = [];
  const waiting = new Map();
  let last = 0;
  child.on("message", ({ id, result, error, log }) => {
    if (log !== undefined) return logs.push(log);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error === undefined) resolve?.(result);
    else reject?.(new Error(error));
  });
  const tell = (command, given) => new Promise((resolve, reject) => {
    last += 1;
    const id = last;
    const timer = setTimeout(() => reject(new Error(`${command} took too long`)), PATIENCE_MS);
    const settle = (how) => (value) => {
      clearTimeout(timer);
      how(value);
    };
    waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
    child.send({ id, command, options: given });
  });
  const edge = {
    logs,
    url: null,
    async start(more = {}) {
      const settings = { ALLOWED_ORIGINS: "https://shop.example", CACHE_SECONDS: "0", ACCESS: "public", ...options.settings, ...more };
      const { url, pids } = await tell("start", { ...options, settings });
      assert.ok(pids.length > 0, "workerd is not to be found among the processes");
      edge.url = url;
    },
    kill: () => tell("kill"),
    stop: () => tell("stop"),
    /** Asks; `null` where the edge is gone meanwhile. */
    async ask(path, init = {}) {
      try {
        const response = await fetch(edge.url + path, { signal: AbortSignal.timeout(30_000), ...init });
        const text = await response.text();
        return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
      } catch {
        return null;
      }
    },
  };
  t.after(async () => {
    if (child.connected) await tell("stop").catch(() => {});
    if (child.connected) child.disconnect();
    killGroup(child.pid);
    groups.delete(child.pid);
    await ended;
  });
  await edge.start();
  return edge;
}

/**
 * The sandbox, with its control open.
 * @param {import("node:test").TestContext} t
 */
export async function startSandbox(t, settings = {}) {
  const worker = await startWorker({ name: "sandbox", settings: { SANDBOX_CLOCK_RATE: "1", SANDBOX_CONTROL: "loopback", ...settings } });
  t.after(() => worker.close());
  const read = async (response) => {
    const text = await response.text();
    assert.ok(response.ok, `${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
  const sandbox = {
    url: worker.url,
    /** Posts JSON to control, or reads there. */
    control: async (path, body) => read(await fetch(`${worker.url}/sandbox/${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) })),
    clear: async (path) => read(await fetch(`${worker.url}/sandbox/${path}`, { method: "DELETE" })),
    /** Asks as another client than the edge, beside its limits. */
    api: async (path, body, method = body === undefined ? "GET" : "POST") => read(await fetch(`${worker.url}/v1${path}`, {
      method, headers: { "tracktry-api-key": "sandbox-key", "sandbox-client": "the-test" }, body: body === undefined ? undefined : JSON.stringify(body),
    })),
  };
  return sandbox;
}
