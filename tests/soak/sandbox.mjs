// The sandbox as its operator sees it. What is asked here goes by another address than the edge's requests.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { SANDBOX_KEY } from "../../scripts/lib/serve.mjs";
import { ask } from "./http.mjs";

const LIST = "GET /trackings/get";
const MAX_ROWS = 2_000;

export class Sandbox {
  constructor(url) {
    this.url = url;
  }

  async #control(path, init) {
    const { status, text } = await ask(`${this.url}/sandbox/${path}`, init);
    assert.ok(status < 300, `/sandbox/${path}: ${status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  get(path) {
    return this.#control(path);
  }

  set(path, value) {
    return this.#control(path, { method: "POST", body: JSON.stringify(value) });
  }

  /** Makes parcels and waits for them. */
  async fill({ count, days, seed = 1 }) {
    await this.set("bulk", { count, days, seed });
    const end = Date.now() + 120_000;
    while ((await this.get("bulk")).running) {
      assert.ok(Date.now() < end, "the parcels are not made within two minutes");
      await sleep(100);
    }
  }

  /** Sets the counters to zero. */
  forget() {
    return this.set("counters/reset", {});
  }

  faults(faults) {
    return this.set("faults", faults);
  }

  heal() {
    return this.#control("faults", { method: "DELETE" });
  }

  /** The counters, in words of a proof. */
  async counts() {
    const counters = await this.get("counters");
    const of = (route) => Object.values(counters.routes[route] ?? {}).reduce((sum, count) => sum + count, 0);
    return {
      requests: counters.requests,
      lists: of(LIST),
      listPeak: counters.list_peak.all,
      realtimePeak: counters.realtime_peak.all,
      refusals: counters.refusals,
      duringSilence: counters.during_silence,
      routes: counters.routes,
    };
  }

  /** A request of the API, by an address of its own, which has limits of its own. */
  async api(method, path, body) {
    const answer = await ask(`${this.url}/v1${path}`, {
      method,
      headers: { "Tracktry-Api-Key": SANDBOX_KEY, "Sandbox-Client": "proof" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { meta, data } = answer.json();
    return { code: meta.code, data };
  }

  /** Every parcel, page by page. Only while nobody counts: these are list requests, too. */
  async all() {
    const { limits } = await this.get("switches");
    await this.set("switches", { limits: "off" });
    const rows = [];
    for (let page = 1; ; page += 1) {
      const { code, data } = await this.api("GET", `/trackings/get?limit=${MAX_ROWS}&page=${page}`);
      if (code === 4031) break;
      assert.equal(code, 200);
      rows.push(...data.items);
      if (rows.length >= Number(data.total)) break;
    }
    await this.set("switches", { limits });
    return rows;
  }
}
