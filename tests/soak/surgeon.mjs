// Reads and changes what a stopped edge has stored: a Worker of the same name whose classes do what
// they are told in SQL.
import { createHash } from "node:crypto";
import { Miniflare, NoOpLog } from "miniflare";

const SCRIPT = `
class Surgeon {
  constructor(state) {
    this.storage = state.storage;
    this.sql = this.storage.sql;
  }
  // What is due is for the edge to do.
  alarm() { return this.storage.setAlarm(Date.now() + 60_000); }
  async fetch(request) {
    return Response.json((await request.json()).map(({ sql, binds = [] }) => [...this.sql.exec(sql, ...binds)]));
  }
}
export class Shelf extends Surgeon {}
export class Gate extends Surgeon {}
export default {
  fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const binding = env[searchParams.get("binding")];
    return binding.get(binding.idFromName(searchParams.get("name"))).fetch(request);
  },
};`;

/** The 64 Shelves' names. */
export const SHELVES = Array.from({ length: 64 }, (_, index) => `shelf-${String(index).padStart(2, "0")}`);

const first = (text) => createHash("sha256").update(text).digest()[0] % 64;

/** The Shelf of a parcel, by its key. */
export const shelfOf = (key) => SHELVES[first(key)];
/** The Shelf of an order. */
export const shelfOfOrder = (order) => SHELVES[first(`order:${order}`)];
/** The Gate of an account. */
export const gateOf = (base, key) => `gate-${createHash("sha256").update(`cache:${base}\n${key}`).digest("hex").slice(0, 16)}`;

/**
 * Works on the state in a folder, which no edge may have open.
 * @param {string} state
 * @param {(operate: (object: string, ...statements: (string | {sql: string, binds?: any[]})[]) => Promise<object[][]>) => Promise<any>} work
 *   `operate` gives the rows of each statement.
 */
export async function operate(state, work) {
  const miniflare = new Miniflare({
    name: "edge",
    modules: true,
    script: SCRIPT,
    compatibilityDate: "2026-04-01",
    host: "127.0.0.1",
    log: new NoOpLog(),
    durableObjects: { SHELF: { className: "Shelf", useSQLite: true }, GATE: { className: "Gate", useSQLite: true } },
    durableObjectsPersist: state,
  });
  try {
    const { origin } = await miniflare.ready;
    return await work(async (object, ...statements) => {
      const binding = object.startsWith("gate-") ? "GATE" : "SHELF";
      const body = JSON.stringify(statements.map((each) => (typeof each === "string" ? { sql: each } : each)));
      const response = await fetch(`${origin}/?binding=${binding}&name=${object}`, { method: "POST", body });
      const text = await response.text();
      if (!response.ok) throw new Error(text);
      return JSON.parse(text);
    });
  } finally {
    await miniflare.dispose();
  }
}
