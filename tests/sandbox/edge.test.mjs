// Every special number, read by the edge: what a page would show of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { KEY, ask } from "./ask.mjs";

test("the edge shows a journey of every special number", async () => {
  const sandbox = await startWorker({ name: "sandbox" });
  const settings = { TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: KEY, ACCESS: "public", PUBLIC_PLACES: "all", SYNC_SECONDS: "0" };
  const edge = await startWorker({ name: "edge", settings });
  try {
    const { text: page } = await ask(sandbox.url, { path: "/", key: null });
    const numbers = [...page.matchAll(/<th scope="row"><code>(SBX-[A-Z0-9-]+)<\/code>/g)].map(([, number]) => number);
    assert.ok(numbers.length >= 110, `${numbers.length} numbers`);
    const look = async (number) => {
      const { status, json, text } = await ask(edge.url, { path: `/journeys/dhl/${number}`, key: null });
      assert.equal(status, 200, `${number}: ${text.slice(0, 300)}`);
      assert.equal(json.number, number);
      if (/HOSTILE|SCANS/.test(number)) assert.equal(json.stage, "delivered", number);
    };
    for (let from = 0; from < numbers.length; from += 10) await Promise.all(numbers.slice(from, from + 10).map(look));
    const { json } = await ask(edge.url, { path: "/journeys/dhl/SBX-QUIRK-SCANS-500", key: null });
    assert.equal(json.events.length, 500);
  } finally {
    await edge.close();
    await sandbox.close();
  }
});
