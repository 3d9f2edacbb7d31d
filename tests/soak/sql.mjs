// The SQLite of the edge's objects while the edge is not running: another Worker takes the place of its
// classes, so that the platform hands it their storage.
import { Miniflare, NoOpLog } from "miniflare";

const SCRIPT = `
import { DurableObject } from "cloudflare:workers";
class Storage extends DurableObject {
  async fetch(request) {
    const { sql, binds } = await request.json();
    return Response.json([...this.ctx.storage.sql.exec(sql, ...binds)]);
  }
  // Theirs; without a handler the platform would drop it.
  alarm() {
    return this.ctx.storage.setAlarm(Date.now() + 30_000);
  }
}
export class Shelf extends Storage {}
export class Gate extends Storage {}
export default {
  fetch(request, env) {
    const name = new URL(request.url).pathname.slice(1);
    return env.SHELF.get(env.SHELF.idFromName(name)).fetch(request);
  },
};`;

export const SHELVES = Array.from({ length: 64 }, (_, at) => `shelf-${String(at).padStart(2, "0")}`);

/** Opens the objects that the edge left in that folder; `run` has one Shelf run a statement. */
export async function openShelves(state) {
  const miniflare = new Miniflare({
    name: "edge",
    modules: true,
    script: SCRIPT,
    compatibilityDate: "2026-04-01",
    durableObjects: {
      SHELF: { className: "Shelf", useSQLite: true },
      GATE: { className: "Gate", useSQLite: true },
    },
    durableObjectsPersist: state,
    host: "127.0.0.1",
    log: new NoOpLog(),
    handleRuntimeStdio: (...streams) => streams.forEach((stream) => stream.resume()),
  });
  await miniflare.ready;
  return {
    async run(shelf, sql, ...binds) {
      const answer = await miniflare.dispatchFetch(`http://localhost/${shelf}`, { method: "POST", body: JSON.stringify({ sql, binds }) });
      return answer.json();
    },
    close: () => miniflare.dispose(),
  };
}
