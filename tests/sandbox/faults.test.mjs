// Faults over the network: each is what its name says, and is gone when it is cleared.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask } from "./ask.mjs";

let worker;
const lines = [];
const settings = { SANDBOX_CONTROL: "loopback" };
before(async () => (worker = await startWorker({ name: "sandbox", settings, onLog: (line) => lines.push(line) })));
after(() => worker?.close());

const LIST = "GET /trackings/get";
const PARCEL = "/v1/trackings/dhl/SBX-TRAVEL";

const control = (method, body, path = "/sandbox/faults") => ask(worker.url, { method, path, body, key: null });

/** Does the work while a fault is set. */
async function under(fault, work) {
  const set = await control("POST", fault);
  assert.equal(set.status, 200, set.text);
  try {
    return await work();
  } finally {
    const { json } = await control("DELETE");
    assert.deepEqual(json, { faults: [] });
  }
}

const parcel = () => ask(worker.url, { path: PARCEL });

test("a code instead of the answer, on its route alone, and with the HTTP status asked for", async () => {
  await under([{ kind: "code", route: "/trackings/get" }, { kind: "code", route: "POST /trackings/realtime", code: 503, status: 503 }], async () => {
    const list = await ask(worker.url, { path: "/v1/trackings/get" });
    assert.deepEqual([list.status, list.json.meta.code, list.json.data], [200, 429, []]);
    const realtime = await ask(worker.url, { method: "POST", path: "/v1/trackings/realtime", body: { tracking_number: "SBX-TRAVEL", carrier_code: "dhl" } });
    assert.deepEqual([realtime.status, realtime.json.meta.code], [503, 503]);
    assert.equal((await parcel()).json.meta.code, 200);
  });
  assert.equal((await parcel()).json.meta.code, 200);
});

test("HTML instead of JSON, and the request is not carried out", async () => {
  const body = { tracking_number: "NOT-POSTED-1", carrier_code: "ups" };
  await under({ kind: "html" }, async () => {
    const { status, headers, text } = await ask(worker.url, { method: "POST", path: "/v1/trackings/post", body });
    assert.equal(status, 502);
    assert.match(headers["content-type"], /^text\/html/);
    assert.match(text, /^<html>/);
  });
  const { json } = await ask(worker.url, { path: "/v1/trackings/ups/NOT-POSTED-1" });
  assert.equal(json.meta.code, 4031);
});

test("a truncated answer has been carried out", async () => {
  const body = { tracking_number: "POSTED-1", carrier_code: "ups" };
  await under({ kind: "truncated" }, async () => {
    const { status, json, text } = await ask(worker.url, { method: "POST", path: "/v1/trackings/post", body });
    assert.deepEqual([status, json], [200, undefined]);
    assert.match(text, /^\{/);
  });
  assert.equal((await ask(worker.url, { path: "/v1/trackings/ups/POSTED-1" })).json.meta.code, 200);
});

test("the first byte is late, and nobody else waits for it", async () => {
  await under({ kind: "slow", delay_ms: 3_000, route: LIST }, async () => {
    const begin = Date.now();
    let isLate = true;
    const late = ask(worker.url, { path: "/v1/trackings/get?numbers=SBX-TRAVEL" }).then((answer) => {
      isLate = false;
      return [answer, Date.now() - begin];
    });
    await parcel();
    assert.ok(isLate);
    const [answer, took] = await late;
    assert.equal(answer.json.meta.code, 200);
    assert.ok(took >= 2_950, `${took} ms`);
  });
});

test("an answer drips, and is whole in the end", async () => {
  await under({ kind: "drip", delay_ms: 1_200 }, async () => {
    const begin = Date.now();
    const answer = await fetch(`${worker.url}${PARCEL}`, { headers: { "Tracktry-Api-Key": "sandbox-key" } });
    const first = Date.now() - begin;
    const { data } = await answer.json();
    const took = Date.now() - begin;
    assert.equal(data[0].tracking_number, "SBX-TRAVEL");
    assert.ok(first < took - 600 && took >= 1_000, `${first} of ${took} ms`);
  });
});

test("the connection breaks in the middle of an answer", async () => {
  await under({ kind: "reset" }, async () => {
    await assert.rejects(async () => {
      const answer = await fetch(`${worker.url}${PARCEL}`, { headers: { "Tracktry-Api-Key": "sandbox-key" } });
      await answer.text();
    });
  });
});

test("wrong types: one field, chosen by the seed or by name", async () => {
  const look = async (fault) => under({ kind: "types", ...fault }, async () => (await parcel()).json);
  const plain = (await parcel()).json;
  const named = await look({ field: "/data/0/status" });
  assert.notEqual(typeof named.data[0].status, "string");
  named.data[0].status = plain.data[0].status;
  assert.deepEqual(named, plain);
  assert.deepEqual(await look({ seed: 4 }), await look({ seed: 4 }));
  const many = [];
  for (let seed = 0; seed < 8; seed += 1) many.push(JSON.stringify(await look({ seed })));
  assert.ok(new Set(many).size >= 6);
  assert.ok(!many.includes(JSON.stringify(plain)));
});

test("another envelope", async () => {
  const plain = (await parcel()).text;
  await under({ kind: "envelope", seed: 1 }, async () => {
    const forms = new Set();
    for (let count = 0; count < 30; count += 1) forms.add((await parcel()).text);
    assert.ok(forms.size >= 8 && !forms.has(plain), `${forms.size} forms`);
  });
});

test("an answer of 20 MB, and the sandbox lives on", async () => {
  await under({ kind: "huge", bytes: 20_000_000, route: LIST }, async () => {
    const answer = await fetch(`${worker.url}/v1/trackings/get`, { headers: { "Tracktry-Api-Key": "sandbox-key" } });
    let length = 0;
    for await (const chunk of answer.body) length += chunk.length;
    assert.equal(length, 20_000_000);
    // a client that leaves early
    const left = await fetch(`${worker.url}/v1/trackings/get`, { headers: { "Tracktry-Api-Key": "sandbox-key" } });
    await left.body.cancel();
    assert.equal((await parcel()).json.meta.code, 200);
  });
});

test("a share of requests, the same ones each time", async () => {
  const run = () => under({ kind: "code", code: 500, rate: 0.4, seed: 11 }, async () => {
    const codes = [];
    for (let count = 0; count < 25; count += 1) codes.push((await parcel()).json.meta.code);
    const { json } = await control("GET");
    assert.deepEqual([json.faults[0].seen, json.faults[0].hits], [25, codes.filter((code) => code === 500).length]);
    return codes;
  });
  const codes = await run();
  assert.deepEqual(codes, await run());
  assert.ok(codes.includes(200) && codes.includes(500));
});

test("what cannot be set is refused, and nothing is set", async () => {
  for (const body of [{}, { kind: "flood" }, [{ kind: "slow" }, { kind: "slow", delay_ms: 1e9 }], { kind: "slow", seconds: 1e9 }]) {
    const { status, json } = await control("POST", body);
    assert.deepEqual([status, json.code, typeof json.detail], [400, "faults_invalid", "string"]);
  }
  assert.deepEqual((await control("GET")).json, { faults: [] });
  const { status, headers } = await control("PUT");
  assert.deepEqual([status, headers.allow], [405, "GET, HEAD, POST, DELETE"]);
});

test("the page shows faults, and every number", async () => {
  await under({ kind: "drip", route: "/trackings/get", rate: 0.5 }, async () => {
    const { text } = await control("GET", undefined, "/sandbox");
    assert.match(text, /drip/);
    for (const number of ["SBX-LOST", "SBX-QUIRK-TRACKINFO-HOLE", "SBX-HOSTILE-NUL", "SBX-QUIRK-SCANS-500"]) assert.ok(text.includes(`>${number}<`), number);
    const live = await control("GET", undefined, "/sandbox/live");
    assert.match(live.text, /data-live="faults"[^]*drip/);
  });
});

test("no fault leaves a crash behind", () => {
  assert.deepEqual(lines.filter((line) => /crash|panic|could not|lost/i.test(line)), []);
});
