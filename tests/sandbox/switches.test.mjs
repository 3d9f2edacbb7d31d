// What nobody knows of Tracktry, each way.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask, control, setClock } from "./ask.mjs";

let worker;
before(async () => (worker = await startWorker({ name: "sandbox", settings: { SANDBOX_CONTROL: "loopback" } })));
after(() => worker?.close());
beforeEach(async () => {
  await control(worker.url, "reset", {});
  await setClock(worker.url, { rate: 0, now: "2026-11-23T10:00:00Z" });
});

const set = (switches) => control(worker.url, "switches", switches);
const api = (method, path, body) => ask(worker.url, { method, path: `/v1/trackings/${path}`, body });
const post = (number, more) => api("POST", "post", { tracking_number: number, carrier_code: "ups", ...more });
const rows = async (query = "") => (await api("GET", `get?${query}`)).json.data?.items ?? [];

test("the order of a list's rows", async () => {
  for (const [index, number] of ["ORDER-A", "ORDER-B", "ORDER-C"].entries()) {
    await setClock(worker.url, { now: `2026-11-23T10:0${index}:00Z` });
    await post(number);
  }
  await setClock(worker.url, { now: "2026-11-23T10:05:00Z" });
  await api("PUT", "ups/ORDER-B", { title: "changed" });
  for (const [order, expected] of Object.entries({ created_desc: "CBA", created_asc: "ABC", updated_desc: "BCA", updated_asc: "ACB" })) {
    await set({ order });
    assert.equal((await rows()).map((row) => row.tracking_number.at(-1)).join(""), expected, order);
    const pages = [...(await rows("limit=2")), ...(await rows("limit=2&page=2"))];
    assert.equal(pages.map((row) => row.tracking_number.at(-1)).join(""), expected, order);
  }
});

test("what moves updated_at, in the list's filter as in each parcel", async () => {
  await post("MOVED-1");
  const at = async (now) => {
    await setClock(worker.url, { now });
    const [row] = await rows();
    const seconds = Date.parse(row.updated_at) / 1000;
    assert.equal((await rows(`update_time_min=${seconds}`)).length, 1);
    assert.equal((await rows(`update_time_min=${seconds + 1}`)).length, 0);
    const [{ updated_at: single }] = (await api("GET", "ups/MOVED-1")).json.data;
    assert.equal(single, row.updated_at);
    return row.updated_at.slice(0, 16);
  };
  const later = "2026-11-25T09:00:00Z";
  const news = await at(later);
  assert.ok(news > "2026-11-23T10:00" && news < "2026-11-25T09:00", news);
  await set({ updated_by: { news: false } });
  assert.equal(await at(later), "2026-11-23T10:00");
  // Every four hours from 10:00 on.
  await set({ updated_by: { look: true } });
  assert.equal(await at(later), "2026-11-25T06:00");
  assert.equal(await at("2026-11-25T10:00:00Z"), "2026-11-25T10:00");
  assert.equal(await at("2026-11-25T13:59:59Z"), "2026-11-25T10:00");
  await set({ updated_by: { look: false, put: false } });
  await api("PUT", "ups/MOVED-1", { title: "x" });
  assert.equal(await at("2026-11-25T13:59:59Z"), "2026-11-23T10:00");
  await set({ updated_by: { put: true } });
  await api("PUT", "ups/MOVED-1", { title: "y" });
  assert.equal(await at("2026-11-26T00:00:00Z"), "2026-11-25T13:59");
});

test("a parcel that is not looked at any more stays as it is", async () => {
  await post("STILL-1");
  await setClock(worker.url, { now: "2026-11-23T22:00:00Z" });
  const [before] = await rows();
  await api("POST", "notupdate", [{ tracking_number: "STILL-1", carrier_code: "ups" }]);
  await setClock(worker.url, { now: "2026-12-23T22:00:00Z" });
  const [later] = await rows();
  assert.deepEqual(later, before);
  assert.equal((await rows(`status=${before.status}`)).length, 1);
  assert.deepEqual((await api("GET", "ups/STILL-1")).json.data[0].origin_info, before.origin_info);
});

test("errors of a batch", async () => {
  await post("BATCH-1");
  const errors = async () => (await api("POST", "batch", [{ tracking_number: "BATCH-1", carrier_code: "ups" }])).json.data.errors;
  const [object] = await errors();
  assert.deepEqual([object.tracking_number, object.code], ["BATCH-1", 4016]);
  await set({ batch_errors: "text" });
  assert.deepEqual(JSON.parse((await errors())[0]), object);
  await set({ batch_errors: "meta" });
  const [text] = await errors();
  assert.deepEqual(Object.keys(JSON.parse(text)), ["meta"]);
  assert.equal(JSON.parse(text).meta.code, 4016);
});

test("a single answer as the object, total as a number, real HTTP statuses", async () => {
  await set({ single: "object", total: "number", http_status: "real" });
  assert.equal((await api("GET", "dhl/SBX-TRAVEL")).json.data.tracking_number, "SBX-TRAVEL");
  assert.equal((await api("GET", "get?numbers=SBX-TRAVEL")).json.data.total, 1);
  const statuses = [];
  for (const number of ["SBX-CODE-429", "SBX-CODE-4001", "SBX-CODE-503", "NOBODY-1"]) statuses.push((await api("GET", `ups/${number}`)).status);
  assert.deepEqual(statuses, [429, 401, 503, 404]);
});

test("the sister's endpoints, off and not activated; maintenance", async () => {
  const code = async (method, path, body) => (await api(method, path, body)).json.meta.code;
  await set({ sister: "off" });
  assert.equal(await code("GET", "getuserinfo"), 404);
  await set({ sister: "inactive" });
  assert.equal(await code("POST", "remote", [{ country: "CN", postcode: "412000" }]), 4018);
  assert.equal(await code("GET", "dhl/SBX-TRAVEL"), 200);
  await set({ maintenance: true });
  assert.equal(await code("GET", "dhl/SBX-TRAVEL"), 503);
});

test("a switch that cannot be set leaves all as they are; reset makes everything new", async () => {
  const standard = await control(worker.url, "switches");
  await set({ order: "created_asc" });
  const { code, detail } = await control(worker.url, "switches", { order: "random", total: "number" }, 400);
  assert.equal(code, "switches_invalid");
  assert.match(detail, /random/);
  assert.deepEqual(await control(worker.url, "switches"), { ...standard, order: "created_asc" });
  await post("RESET-1");
  await control(worker.url, "reset", {});
  assert.deepEqual(await control(worker.url, "switches"), standard);
  assert.deepEqual(await rows(), []);
  assert.equal((await control(worker.url, "counters")).requests, 1);
  assert.equal((await control(worker.url, "clock")).rate, 1);
});
