// The edge and the sandbox, both on workerd: Tracktry's wire from end to end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { startEdge } from "./edge.mjs";
import { WAYS } from "./lab.mjs";

const KEY = "sandbox-key";
const STAGES = {
  "SBX-PENDING": "registered",
  "SBX-NOTFOUND-001": "registered",
  "SBX-NOTFOUND-002": "not_found",
  "SBX-INFORECEIVED": "registered",
  "SBX-TRANSIT": "in_transit",
  "SBX-TRANSIT-005": "in_transit",
  "SBX-PICKUP-001": "out_for_delivery",
  "SBX-PICKUP-002": "ready_for_pickup",
  "SBX-DELIVERED": "delivered",
  "SBX-DELIVERED-004": "delivered",
  "SBX-UNDELIVERED-002": "attempt_failed",
  "SBX-EXCEPTION-006": "exception",
  "SBX-EXPIRED": "expired",
};
const REASONS = {
  "SBX-TRANSIT-005": "customs_cleared",
  "SBX-DELIVERED-004": "left_with_neighbour",
  "SBX-UNDELIVERED-002": "nobody_home",
  "SBX-EXCEPTION-006": "customs",
};

/** A sandbox, and an edge that has it to itself: it takes one list a second, by its own clock. */
async function pair(cacheSeconds) {
  const sandbox = await startWorker({ name: "sandbox", settings: { SANDBOX_CLOCK_RATE: "7200", SANDBOX_CONTROL: "loopback" } });
  const edge = await startEdge({
    TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: KEY, CACHE_SECONDS: cacheSeconds, REFRESH_SECONDS: 0, LIST_INTERVAL_MS: 1_000,
  });
  return { sandbox, edge };
}

let pairs, sandbox, edge;
before(async () => {
  pairs = await Promise.all(WAYS.map(([, seconds]) => pair(seconds)));
  [{ sandbox, edge }] = pairs;
});
after(() => Promise.all(pairs.map(async (one) => {
  await one.edge.close();
  await one.sandbox.close();
})));

test("every stage comes through, by carrier and without one, with the Cache API and without", () => Promise.all(pairs.map(async ({ edge }) => {
  for (const [number, stage] of Object.entries(STAGES)) {
    for (const carrier of ["dhl", "-"]) {
      const { status, text, json } = await edge.ask(`/journeys/${carrier}/${number}`);
      assert.equal(status, 200, `${number} ${text}`);
      const journey = json();
      assert.deepEqual([journey.number, journey.stage, journey.reason], [number, stage, REASONS[number] ?? null], carrier);
      assert.equal(journey.carrier.code !== null, true);
    }
  }
})));

test("a posted parcel is found, by carrier and without one", () => Promise.all(pairs.map(async ({ edge, sandbox }) => {
  const number = "RB123456785GB";
  const posted = await fetch(`${sandbox.url}/v1/trackings/post`, {
    method: "POST",
    headers: { "tracktry-api-key": KEY, "content-type": "application/json" },
    body: JSON.stringify({ tracking_number: number, carrier_code: "royal-mail", customer_name: "Jane Canary" }),
  });
  assert.equal(posted.status, 200);
  await posted.text();
  for (const carrier of ["royal-mail", "-"]) {
    const { status, text } = await edge.ask(`/journeys/${carrier}/${number}`);
    assert.equal(status, 200, text);
    assert.doesNotMatch(text, /Canary/);
  }
})));

test("a parcel that nobody posted is 404", () => Promise.all(pairs.map(async ({ edge }) => {
  for (const carrier of ["dhl", "-"]) await edge.problem(`/journeys/${carrier}/RN987654321CN`, 404, "parcel_unknown");
})));

test("a key the sandbox does not know is 502 and not spoken of", async () => {
  const other = await startEdge({ TRACKTRY_BASE_URL: `${sandbox.url}/v1` });
  try {
    await other.problem("/journeys/dhl/SBX-TRANSIT", 502, "upstream_key_refused");
  } finally {
    await other.close();
  }
});

test("a parcel travels while the clock runs", async () => {
  const setClock = async (now) => {
    const response = await fetch(`${sandbox.url}/sandbox/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ rate: 0, now }),
    });
    assert.equal(response.status, 200, await response.text());
  };
  const stages = new Set();
  let previous;
  let changes = 0;
  for (let hours = 0; hours < 24 * 8; hours += 12) {
    await setClock(new Date(Date.UTC(2026, 10, 23) + hours * 3_600_000).toISOString().replace(".000", ""));
    const { headers, json } = await edge.ask("/journeys/dhl/SBX-TRAVEL");
    stages.add(json().stage);
    changes += headers.etag === previous ? 0 : 1;
    previous = headers.etag;
  }
  for (const stage of ["registered", "in_transit", "out_for_delivery", "delivered"]) assert.ok(stages.has(stage), `${stage} of ${[...stages]}`);
  assert.ok(changes >= 5, `the tag changed ${changes} times`);
});
