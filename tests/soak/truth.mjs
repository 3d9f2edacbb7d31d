// What the sandbox has, and whether an answer of the edge is that, or was.
import assert from "node:assert/strict";
import { journey } from "../../pkg/core-node.js";

/** What has to be right of a journey. Upstream counts days anew each day and tells nobody. */
export const told = ({ days_under_way: _under, days_quiet: _quiet, ...rest }) => JSON.stringify(rest);

export class Truth {
  /** Versions of each parcel by path, the newest last. */
  #versions = new Map();

  constructor(sandbox) {
    this.sandbox = sandbox;
  }

  static async of(sandbox) {
    const truth = new Truth(sandbox);
    await truth.read();
    return truth;
  }

  /** Reads every parcel; those that are gone are no more. */
  async read() {
    const rows = await this.sandbox.all();
    const before = this.#versions;
    this.#versions = new Map();
    for (const row of rows) {
      const path = pathOf(row);
      this.#versions.set(path, before.get(path) ?? []);
      this.#learn(path, row);
    }
  }

  get paths() {
    return [...this.#versions.keys()];
  }

  has(path) {
    return this.#versions.has(path);
  }

  /** Takes a parcel as it is now. */
  async look(path) {
    const { code, data } = await this.sandbox.api("GET", path.replace("/journeys/", "/trackings/"));
    if (code === 200) this.#learn(path, data[0]);
  }

  #learn(path, row) {
    const versions = this.#versions.get(path) ?? [];
    const text = told(journey(row));
    if (versions.at(-1) !== text) versions.push(text);
    this.#versions.set(path, versions);
  }

  /** The parcel as it is, as far as is known here. */
  now(path) {
    return JSON.parse(this.#versions.get(path).at(-1));
  }

  /** Whether a journey is the parcel as it is, as far as is known here. */
  is(path, seen) {
    return this.#versions.get(path)?.at(-1) === told(seen);
  }

  /** Whether a journey is or was the parcel; what moved meanwhile is looked up. */
  async holds(path, seen) {
    const text = told(seen);
    const known = () => this.#versions.get(path)?.includes(text) ?? false;
    if (known()) return true;
    await this.look(path);
    return known();
  }

  /** That it holds. */
  async check(path, seen) {
    assert.ok(await this.holds(path, seen), `${path} is told wrongly: ${told(seen)}; it is ${this.#versions.get(path)?.at(-1)}`);
  }
}

export const pathOf = ({ carrier_code: carrier, tracking_number: number }) => `/journeys/${carrier}/${number}`;
