// Clients in the way real ones are written, which know nothing of this sandbox.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { control } from "./ask.mjs";
import { Tracktry } from "./clients/php.mjs";

let worker;
before(async () => (worker = await startWorker({ name: "sandbox", settings: { SANDBOX_CONTROL: "loopback" } })));
after(() => worker?.close());
beforeEach(() => control(worker.url, "reset", {}));

async function python() {
  const script = fileURLToPath(new URL("clients/orders.py", import.meta.url));
  const env = { ...process.env, TRACKTRY_BASE: `${worker.url}/v1`, TRACKTRY_API_KEY: "sandbox-key" };
  try {
    const { stdout } = await promisify(execFile)("python3", [script], { env, timeout: 300_000 });
    return stdout;
  } catch (error) {
    if (error.code === "ENOENT") throw new Error("python3 is not installed: this client cannot be tried without it");
    throw new Error(error.stderr || error.message);
  }
}

test("a client in Python", async () => {
  assert.match(await python(), /^\d\d+ carriers, \d+ events, .+,\d{4}-\d\d-\d\d/);
});

for (const form of ["text", "meta"]) {
  test(`the same where errors of a batch come as ${form}`, async () => {
    await control(worker.url, "switches", { batch_errors: form });
    assert.match(await python(), /carriers/);
  });
}

test("the same within custom limits", async () => {
  await control(worker.url, "switches", { limits: { list_per_second: 100, quota: 5 } });
  assert.match(await python(), /carriers/);
  await control(worker.url, "switches", { limits: { quota: 3 } });
  await assert.rejects(python(), /pending|4016|4019|4021/);
});

test("a client in the way of PHP", async () => {
  const api = new Tracktry(worker.url);
  assert.ok((await api.carriers()).data.length > 50);
  assert.equal((await api.create("PHP-0001", "ups", { order_id: "A/1", title: "5€ \u{1f4e6}" })).meta.code, 200);
  const { meta, data } = await api.list({ page: "1", limit: "25", numbers: "", orders: "A/1", status: "", created_at_min: "" });
  assert.equal(meta.code, 200);
  assert.deepEqual([data.total, data.count, data.items[0].title], ["1", 1, "5€ \u{1f4e6}"]);
  assert.equal(typeof Tracktry.last(await api.list({ numbers: "SBX-TRANSIT-005" })), "string");
  assert.equal(typeof Tracktry.last(await api.single("dhl", "SBX-PICKUP-002", "cn")), "string");
  assert.equal(Tracktry.last(await api.single("ups", "PHP-0001")), null);
  await control(worker.url, "switches", { single: "object" });
  assert.equal(typeof Tracktry.last(await api.single("dhl", "SBX-PICKUP-002")), "string");
  assert.equal((await api.remove("ups", "PHP-0001")).meta.code, 200);
});
