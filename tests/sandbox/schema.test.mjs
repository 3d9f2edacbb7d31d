// A database that an earlier version of the sandbox has left, opened by this one.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask, control, setClock } from "./ask.mjs";

// Runs SQL in the object in which the sandbox keeps its state.
const WRITER = `
import { DurableObject } from "cloudflare:workers";
export class Sandbox extends DurableObject {
  async fetch(request) {
    this.ctx.storage.sql.exec(await request.text());
    return new Response("done");
  }
}
export default {
  fetch: (request, { SANDBOX }) => SANDBOX.get(SANDBOX.idFromName("sandbox")).fetch(request),
};`;

const META = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;";
const POSTED = Date.parse("2026-11-23T10:00:00Z") / 1000;
const PARCEL = `
INSERT INTO parcel (id, key, number, carrier, story, start, created_at, touched_at, archived, fields, order_id, status, updated_at, next_at)
VALUES ('${"0".repeat(32)}', 'OLD-0001', 'Old-0001', 'ups', 'a story no longer told', ${POSTED}, ${POSTED}, ${POSTED}, 0,
  '{"title":"Shoes","order_id":"1001"}', '1001', 'pending', ${POSTED}, ${POSTED});`;

/** What a sandbox of that version kept: copies of its statements, which the sources must not change. */
async function leave(state, version) {
  const steps = Array.from({ length: version }, (_, index) => readFile(new URL(`schema/${index + 1}.sql`, import.meta.url), "utf8"));
  const sql = [META, ...(await Promise.all(steps)), PARCEL, `INSERT INTO meta VALUES ('schema', '${version}');`].join("\n");
  const modules = [{ type: "ESModule", path: "writer.mjs", contents: WRITER }];
  const worker = await startWorker({ name: "sandbox", state, overrides: { modules, modulesRoot: "." } });
  try {
    const answer = await fetch(worker.url, { method: "POST", body: sql });
    assert.equal(await answer.text(), "done");
  } finally {
    await worker.close();
  }
}

for (const version of [1, 2]) {
  test(`parcels kept at schema ${version} are found, and move`, async () => {
    const state = await mkdtemp(join(tmpdir(), "sandbox-"));
    let worker;
    try {
      await leave(state, version);
      worker = await startWorker({ name: "sandbox", state, settings: { SANDBOX_CONTROL: "loopback" } });
      const { url } = worker;
      assert.equal((await control(url, "bulk")).parcels, 1);
      await setClock(url, { rate: 0, now: "2026-11-23T10:00:00Z" });
      const find = async () => (await ask(url, { path: "/v1/trackings/get?orders=1001" })).json.data.items[0];
      const { tracking_number: number, title, status } = await find();
      assert.deepEqual([number, title, status], ["Old-0001", "Shoes", "pending"]);
      // What newer versions have added works on it, too.
      await control(url, "webhook", { url: "http://127.0.0.1:9/hook", email: "shop@shop.example" });
      await setClock(url, { now: "2026-12-23T10:00:00Z" });
      assert.match((await find()).status, /^(delivered|exception)$/);
      assert.equal((await control(url, "webhook")).log[0].tracking_number, "Old-0001");
      const body = [{ tracking_number: "Old-0001", carrier_code: "ups" }];
      const { json } = await ask(url, { method: "POST", path: "/v1/trackings/notupdate", body });
      assert.equal(json.data.change, 1);
    } finally {
      await worker?.close();
      await rm(state, { recursive: true });
    }
  });
}
