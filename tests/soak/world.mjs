// A sandbox that keeps Tracktry's limits, and an edge that has it for its upstream: both on workerd, on
// loopback, with folders of their own that go with them.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SANDBOX_KEY } from "../../scripts/lib/serve.mjs";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask } from "./http.mjs";
import { Sandbox } from "./sandbox.mjs";
import { Truth } from "./truth.mjs";

/**
 * Starts both.
 * @param {object} options
 * @param {number} options.parcels how many the account has.
 * @param {number} [options.days] over which their posts are spread.
 * @param {number} [options.rate] of the sandbox's clock: where it stands, parcels do.
 * @param {Record<string, string | number>} [options.settings] the edge's.
 */
export async function startWorld({ parcels, days = 60, rate = 1, settings = {} }) {
  const folder = mkdtempSync(join(tmpdir(), "tracktry-soak-"));
  const world = new World(folder);
  try {
    world.workers.sandbox = await startWorker({
      name: "sandbox",
      settings: { SANDBOX_CONTROL: "loopback", SANDBOX_CLOCK_RATE: "1" },
      state: join(folder, "sandbox"),
      onLog: (line) => world.logs.push(line),
    });
    world.sandbox = new Sandbox(world.workers.sandbox.url);
    await world.sandbox.fill({ count: parcels, days });
    await world.sandbox.set("clock", { rate });
    world.truth = await Truth.of(world.sandbox);
    await world.sandbox.set("switches", { limits: "on" });
    await world.sandbox.forget();
    await world.startEdge(settings);
    return world;
  } catch (error) {
    await world.close();
    throw error;
  }
}

class World {
  workers = {};
  logs = [];

  constructor(folder) {
    this.folder = folder;
  }

  /** The edge's folder of SQLite files. */
  get state() {
    return join(this.folder, "edge");
  }

  /** What the edge's log says of faults of its own. */
  get faults() {
    return this.logs.filter((line) => /"event":"(fault|crash|lost|delivery_failed)"|Uncaught/.test(line));
  }

  get url() {
    return this.workers.edge.url;
  }

  /** Starts the edge, with what it kept. */
  async startEdge(settings = this.settings) {
    this.settings = settings;
    this.workers.edge = await startWorker({
      name: "edge",
      settings: {
        TRACKTRY_BASE_URL: `${this.sandbox.url}/v1`,
        TRACKTRY_API_KEY: SANDBOX_KEY,
        ACCESS: "public",
        PUBLIC_PLACES: "all",
        CACHE_SECONDS: "0",
        SYNC_SECONDS: "0",
        ...settings,
      },
      state: this.state,
      // All shoppers come from one address here.
      overrides: { ratelimits: undefined },
      onLog: (line) => this.logs.push(line),
    });
  }

  async stopEdge() {
    await this.workers.edge?.close();
    delete this.workers.edge;
  }

  /** The platform's cron, as it rings every five minutes. */
  async cron(at = Date.now()) {
    const worker = await this.workers.edge.miniflare.getWorker();
    await worker.scheduled({ cron: "*/5 * * * *", scheduledTime: new Date(at) });
  }

  async health() {
    const answer = await ask(`${this.url}/healthz`);
    return answer.json().upstream;
  }

  /** Waits until healthz says what is wanted of the sync. */
  async until(what, says, seconds) {
    const end = Date.now() + seconds * 1_000;
    for (;;) {
      const { sync, ...upstream } = await this.health();
      if (sync && says(sync, upstream)) return sync;
      assert.ok(Date.now() < end, `not within ${seconds} s: ${what}; ${JSON.stringify(sync)}`);
      await sleep(500);
    }
  }

  imported(seconds) {
    return this.until("the import is complete", (sync) => sync.on && !sync.importing, seconds);
  }

  /** Waits for a round that begins from now on, and returns when it began. */
  async synced(seconds) {
    const now = Date.now();
    const { until } = await this.until("a sync round is complete", (sync) => sync.until > now, seconds);
    return until;
  }

  async close() {
    await this.workers.edge?.close();
    await this.workers.sandbox?.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
