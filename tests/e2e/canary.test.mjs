// The key is in no answer, header, log line or built file.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CANARY, holdsCanary } from "../../scripts/lib/canary.mjs";
import { root } from "../../scripts/lib/process.mjs";
import { SANDBOX_KEY, serve } from "../../scripts/lib/serve.mjs";

const PATHS = [
  "/journeys/dhl/SBX-TRANSIT-001", "/journeys/-/SBX-DELIVERED-001", "/journeys/dhl/NOSUCHNUMBER1", "/journeys/dhl/!!", "/journeys/DHL!/X",
  "/journeys", "/healthz", "/nothing", "/widget/v0/tracktry-widget.js", "/v1/trackings/get",
];

/** Asks the edge in many ways and gives all that came back, headers included. */
async function answers({ url, shopUrl }) {
  const found = [];
  for (const path of PATHS) {
    for (const init of [{}, { method: "POST", body: "{}" }, { method: "OPTIONS" }, { headers: { Origin: shopUrl } }]) {
      const answer = await fetch(url + path, init);
      found.push({ what: `${init.method ?? "GET"} ${path} ${answer.status}`, text: `${JSON.stringify([...answer.headers])}\n${await answer.text()}` });
    }
  }
  return found;
}

const cases = [
  ["the key is right", { settings: { TRACKTRY_API_KEY: CANARY }, sandboxSettings: { SANDBOX_KEYS: CANARY } }, 200],
  ["the key is refused", { settings: { TRACKTRY_API_KEY: CANARY }, sandboxSettings: { SANDBOX_KEYS: SANDBOX_KEY } }, 502],
  ["the upstream is away", { settings: { TRACKTRY_API_KEY: CANARY, TRACKTRY_BASE_URL: "http://127.0.0.1:9/v1" }, sandbox: false }, 502],
  ["a setting is wrong", { settings: { TRACKTRY_API_KEY: CANARY, TRACKTRY_BASE_URL: `ftp://${CANARY}@x` }, sandbox: false }, 500],
];

for (const [name, options, status] of cases) {
  test(`no answer and no log line holds the key when ${name}`, async () => {
    const log = [];
    const demo = await serve({ ...options, onLog: (line) => log.push(line) });
    try {
      const found = await answers(demo);
      const first = found[0];
      assert.ok(first.what.endsWith(` ${status}`), `${first.what}\n${first.text}`);
      assert.deepEqual(found.filter(({ text }) => holdsCanary(text)), []);
    } finally {
      await demo.close();
    }
    assert.deepEqual(log.filter(holdsCanary), []);
  });
}

test("no built file holds the key of the environment it was built in", () => {
  const files = ["build", "pkg"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((path) => join(root, folder, path)).filter((path) => statSync(path).isFile()));
  assert.ok(files.length > 10);
  assert.deepEqual(files.filter((file) => holdsCanary(readFileSync(file))), []);
});

test("the search for the key would find it", () => {
  const wrapped = [`x${CANARY}y`, Buffer.from(CANARY).toString("hex"), Buffer.from(CANARY).toString("base64"), CANARY.toUpperCase()];
  assert.deepEqual(wrapped.filter((text) => !holdsCanary(text)), []);
});
