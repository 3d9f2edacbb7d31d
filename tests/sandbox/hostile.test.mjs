// Whatever comes in, the answer is one of Tracktry's, and the next one is right.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask } from "./ask.mjs";

let worker;
const lines = [];
before(async () => (worker = await startWorker({ name: "sandbox", onLog: (line) => lines.push(line) })));
after(() => worker?.close());

async function refusedKindly(request) {
  const { status, json, text } = await ask(worker.url, request);
  assert.equal(status, 200, text.slice(0, 300));
  assert.ok(Number.isSafeInteger(json?.meta?.code) && json.meta.code !== 500, text.slice(0, 300));
  return json.meta.code;
}

const ENDPOINTS = [
  ["POST", "/v1/carriers/detect"], ["POST", "/v1/trackings/post"], ["POST", "/v1/trackings/batch"], ["POST", "/v1/trackings/get"],
  ["POST", "/v1/trackings/realtime"], ["PUT", "/v1/trackings/ups/AB12345"], ["POST", "/v1/trackings/updatemore"],
  ["POST", "/v1/trackings/delete"], ["POST", "/v1/trackings/notupdate"], ["POST", "/v1/trackings/update"], ["POST", "/v1/trackings/remote"],
  ["POST", "/v1/trackings/costtime"], ["POST", "/v1/trackings/aircargo"], ["POST", "/v1/trackings/getstatusnumber"],
];

test("bodies over a megabyte, with and without a length", async () => {
  const big = Buffer.alloc(10 * 1024 * 1024, "[");
  for (const [method, path] of ENDPOINTS) {
    assert.equal(await refusedKindly({ method, path, raw: big }), 4012, path);
  }
  const chunked = await fetch(`${worker.url}/v1/trackings/post`, {
    method: "POST", headers: { "Tracktry-Api-Key": "sandbox-key" }, duplex: "half",
    body: new ReadableStream({
      pull(controller) {
        this.sent = (this.sent ?? 0) + 1;
        if (this.sent > 40) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(0x5b));
      },
    }),
  });
  assert.equal((await chunked.json()).meta.code, 4012);
});

test("deep nesting, odd bytes and odd headers", async () => {
  for (const [method, path] of ENDPOINTS) {
    for (const raw of ["[".repeat(500_000), '{"a":'.repeat(100_000), Buffer.from([0xff, 0xfe, 0]), "\ufeff{}", "null", "1e999", '{"tracking_number":"\\ud800"}']) {
      await refusedKindly({ method, path, raw });
    }
  }
  await refusedKindly({ path: "/v1/trackings/get", headers: { "Content-Type": "text/plain; charset=utf-7" } });
  await refusedKindly({ path: `/v1/trackings/get?numbers=${"%00".repeat(2_000)}&page=%F0%9F` });
  await refusedKindly({ path: `/v1/trackings/${"a".repeat(3_000)}/${"%2f".repeat(1_000)}` });
  await refusedKindly({ path: "/v1/trackings/..%2f..%2fsandbox/clock" });
});

test("texts that would be SQL or markup stay texts", async () => {
  const evil = `'); DROP TABLE parcel;-- <script>alert(1)</script> \u202e \u0000 "`;
  const body = { tracking_number: "EVIL-0001", carrier_code: "ups", title: evil, order_id: evil };
  assert.equal(await refusedKindly({ method: "POST", path: "/v1/trackings/post", body }), 200);
  const { json } = await ask(worker.url, { path: `/v1/trackings/get?orders=${encodeURIComponent(evil)}` });
  assert.deepEqual([json.data.total, json.data.items[0].title], ["1", evil]);
  const [{ order_id: order }] = (await ask(worker.url, { path: "/v1/trackings/ups/EVIL-0001" })).json.data;
  assert.equal(order, evil);
});

test("five hundred requests of any shape", async () => {
  let seed = 20261123;
  const roll = (n) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const pick = (list) => list[roll(list.length)];
  const word = () => pick(["tracking_number", "carrier_code", "AB12345", "ups", "SBX-TRAVEL", "", "status", "7", "archived", "true", "numbers", "\u0000", "ü", "%", "page", "-1", "99999999999999999999"]);
  const value = (depth) => {
    const kind = roll(depth > 2 ? 5 : 7);
    if (kind < 2) return word();
    if (kind < 5) return pick([null, true, 0, -1, 1.5, 2 ** 53, 1e300]);
    if (kind === 5) return Array.from({ length: roll(4) }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: roll(5) }, () => [word(), value(depth + 1)]));
  };
  for (let count = 0; count < 500; count += 1) {
    const method = pick(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]);
    const path = roll(2) ? pick(ENDPOINTS)[1] : `/v1/${Array.from({ length: roll(5) }, () => encodeURIComponent(word())).join("/")}`;
    const query = Array.from({ length: roll(4) }, () => `${encodeURIComponent(word())}=${encodeURIComponent(word())}`).join("&");
    const text = JSON.stringify(value(0));
    const raw = roll(4) ? text : text.slice(0, roll(text.length + 1));
    await refusedKindly({ method, path: `${path}?${query}`, raw: method === "GET" && !raw ? undefined : raw });
  }
  assert.equal(await refusedKindly({ path: "/v1/trackings/dhl/SBX-TRAVEL" }), 200);
  assert.deepEqual(lines.filter((line) => /crash|panic|could not answer|Uncaught/.test(line)), []);
});

test("control takes nothing that cannot be, and says why", async () => {
  const { url, close } = await startWorker({ name: "sandbox", settings: { SANDBOX_CONTROL: "loopback" }, onLog: (line) => lines.push(line) });
  try {
    const bodies = ["", "{", "[]", "null", "7", '"on"', '{"limits":{"batch":1e9}}', '{"limits":[]}', '{"strangers":{"share":"half"}}', '{"updated_by":true}',
      '{"silence_seconds":1e99}', '{"count":"many"}', '{"count":-1}', '{"rate":-1}', '{"now":7}', '{"__proto__":{}}', `{"order":"${"x".repeat(100_000)}"}`,
      "[".repeat(200_000), Buffer.alloc(2 * 1024 * 1024, "{"), Buffer.from([0xff, 0])];
    for (const path of ["switches", "bulk", "clock"]) {
      const before = await ask(url, { path: `/sandbox/${path}` });
      for (const raw of bodies) {
        const { status, json } = await ask(url, { method: "POST", path: `/sandbox/${path}`, raw });
        assert.equal(status, 400, `${path} ${String(raw).slice(0, 50)}`);
        assert.ok(json.code && json.detail.length < 1_000, json.detail?.slice(0, 100));
      }
      const { json } = await ask(url, { path: `/sandbox/${path}` });
      if (path !== "clock") assert.deepEqual(json, before.json);
    }
    for (const path of ["switches", "bulk", "clock", "counters", "counters/reset", "reset"]) {
      const { status, headers } = await ask(url, { method: "PATCH", path: `/sandbox/${path}` });
      assert.equal(status, 405);
      assert.ok(headers.allow);
    }
  } finally {
    await close();
  }
});
