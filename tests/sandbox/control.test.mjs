// Who may control the sandbox, asked over the network; and the page for people.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask } from "./ask.mjs";

const TOKEN = "a-token-for-the-tests";

async function using(settings, work) {
  const lines = [];
  const { url, close } = await startWorker({ name: "sandbox", settings, onLog: (line) => lines.push(line) });
  try {
    await work(url, lines);
  } finally {
    await close();
  }
}

const CONTROLS = [
  { path: "/sandbox" }, { path: "/sandbox/clock" }, { method: "POST", path: "/sandbox/clock", body: { rate: 5 } },
  { path: "/sandbox/nothing" }, { method: "DELETE", path: "/sandbox/clock" }, { path: "/sandbox/live" },
  { path: "/sandbox/faults" }, { method: "POST", path: "/sandbox/faults", body: { kind: "huge" } }, { method: "DELETE", path: "/sandbox/faults" },
  { path: "/sandbox/webhook" }, { method: "DELETE", path: "/sandbox/webhook" },
  { method: "POST", path: "/sandbox/webhook", body: { url: "https://shop.example/", email: "me@shop.example" } },
];

test("as deployed, without a token, there is no control at all", () => using({}, async (url) => {
  for (const control of CONTROLS) {
    for (const headers of [{}, { Authorization: "Bearer x" }, { Authorization: "Bearer " }]) {
      const { status, json } = await ask(url, { ...control, headers });
      assert.deepEqual([status, json.meta.code], [404, 404], control.path);
    }
  }
}));

test("with a token, who has it is in control, and nobody else", () => using({ SANDBOX_TOKEN: TOKEN }, async (url, lines) => {
  for (const control of CONTROLS) {
    for (const headers of [{}, { Authorization: `Bearer ${TOKEN}x` }, { Authorization: TOKEN }]) {
      const { status, json, text } = await ask(url, { ...control, headers });
      assert.deepEqual([status, json.code], [403, "control_refused"], control.path);
      assert.ok(!text.includes(TOKEN));
    }
  }
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const set = await ask(url, { method: "POST", path: "/sandbox/clock", body: { rate: 5 }, headers });
  assert.deepEqual([set.status, set.json.rate], [200, 5]);
  const page = await ask(url, { path: "/sandbox", headers });
  assert.ok(page.status === 200 && !page.text.includes(TOKEN));
  assert.match(page.headers["content-security-policy"], /^default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';/);
  assert.deepEqual(page.text.match(/<script[^>]*>/g), ['<script type="module" src="/page.js">'], "none inline");
  assert.equal((await ask(url, { path: "/sandbox/nothing", headers })).status, 404);
  const wrong = await ask(url, { method: "PUT", path: "/sandbox/clock", headers });
  assert.deepEqual([wrong.status, wrong.headers.allow], [405, "GET, HEAD, POST"]);
  assert.ok(!lines.join("\n").includes(TOKEN));
}));

test("opened for this machine, nobody from elsewhere gets in", () => using({ SANDBOX_CONTROL: "loopback" }, async (url) => {
  const { host } = new URL(url);
  assert.equal((await ask(url, { path: "/sandbox/clock" })).status, 200);
  assert.equal((await ask(url, { path: "/sandbox/clock", headers: { Origin: "http://localhost:8787" } })).status, 200);
  for (const headers of [
    { Host: "sandbox.example" },
    { Host: "localhost.example" },
    { Host: "sandbox.example", "MF-Original-URL": `http://${host}/sandbox/clock` },
    { Host: host, "CF-Connecting-IP": "203.0.113.9" },
    { Host: host, Origin: "https://shop.example" },
    { Host: host, "Sec-Fetch-Site": "cross-site" },
  ]) {
    const { status, json } = await ask(url, { path: "/sandbox/clock", headers });
    assert.deepEqual([status, json.code], [403, "control_refused"], JSON.stringify(headers));
  }
}));

test("a clock set wrongly stays as it is, and the answer says why", () => using({ SANDBOX_CONTROL: "loopback" }, async (url) => {
  const set = (request) => ask(url, { method: "POST", path: "/sandbox/clock", ...request });
  await set({ body: { rate: 0, now: "2026-11-23T10:00:00Z" } });
  for (const request of [{ raw: "" }, { raw: "{" }, { body: { rate: -1 } }, { body: { now: "today" } }, { body: { pace: 2 } }, { raw: "[".repeat(2_000_000) }]) {
    const { status, json } = await set(request);
    assert.deepEqual([status, json.code, typeof json.detail], [400, "clock_invalid", "string"]);
  }
  assert.deepEqual((await ask(url, { path: "/sandbox/clock" })).json, { now: "2026-11-23T10:00:00+00:00", rate: 0 });
}));

test("a setting that cannot be used is named, and its value is not", async () => {
  for (const [name, value] of Object.entries({ SANDBOX_CLOCK_RATE: "quickly", SANDBOX_CONTROL: "everyone", SANDBOX_TOKEN: "tooshort", SANDBOX_KEYS: " , ,," })) {
    await using({ [name]: value }, async (url) => {
      const { status, json, text } = await ask(url, { path: "/v1/carriers" });
      assert.deepEqual([status, json.code], [500, "setting_invalid"]);
      assert.ok(text.includes(name) && !text.includes(value), text);
    });
  }
});

test("keys are those of the settings", () => using({ SANDBOX_KEYS: "first-key, second-key" }, async (url) => {
  for (const [key, code] of [["first-key", 200], ["second-key", 200], ["sandbox-key", 4001], ["", 4001], ["first-key, second-key", 4001]]) {
    assert.equal((await ask(url, { path: "/v1/carriers", key })).json.meta.code, code, key);
  }
}));

test("the page lists every special number and loads nothing but its own sheet", () => using({}, async (url) => {
  const { status, headers, text } = await ask(url, { path: "/", key: null });
  assert.equal(status, 200);
  assert.match(headers["content-type"], /^text\/html/);
  assert.match(headers["content-security-policy"], /^default-src 'none'; style-src 'self';/);
  for (const number of ["SBX-TRAVEL", "SBX-PENDING", "SBX-TRANSIT-005", "SBX-EXCEPTION-011", "SBX-EXPIRED"]) assert.ok(text.includes(`>${number}<`), number);
  assert.ok(text.includes(`${url}/v1/trackings/dhl/SBX-TRAVEL`), "the example is of this very host");
  assert.doesNotMatch(text.replaceAll(url, ""), /<script|<style|style=|https?:/);
  const sheet = await ask(url, { path: "/style.css", key: null });
  assert.match(sheet.headers["content-type"], /^text\/css/);
  assert.doesNotMatch(sheet.text, /url\(|@import/);
  const script = await ask(url, { path: "/page.js", key: null });
  assert.match(script.headers["content-type"], /^text\/javascript/);
  for (const path of ["/", "/page.js"]) assert.equal((await ask(url, { method: "POST", path, key: null })).status, 405);
  assert.deepEqual([(await ask(url, { path: "/favicon.ico", key: null })).status], [404]);
}));
