// Paths, methods, preflights, settings: what is answered before any parcel is looked for.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { request as rawRequest } from "node:http";
import { OTHER, SHOP, startEdge } from "./edge.mjs";
import { startFake } from "./fake.mjs";

const ALLOW = "GET, HEAD, OPTIONS";

/** A request line as it stands; `fetch` would tidy the path up. */
const raw = (url, path, method = "GET") => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(url);
  const request = rawRequest({ hostname, port, path, method }, (response) => {
    let text = "";
    response.setEncoding("utf8").on("data", (chunk) => (text += chunk)).on("end", () => resolve({ status: response.statusCode, text }));
  });
  request.on("error", reject).end();
});

describe("routes", () => {
  let fake, edge;
  before(async () => {
    fake = await startFake();
    edge = await startEdge({ TRACKTRY_BASE_URL: fake.base });
  });
  after(async () => {
    await edge.close();
    assert.deepEqual(fake.requests, [], "none of these may reach upstream");
    await fake.close();
  });

  test("unknown paths are 404", async () => {
    const paths = ["/", "/journeys", "/journeys/dhl", "/journeys/dhl/RN123456789CN/x", "/healthz/x", "/v1/trackings/get", "/.env", "/widget", "/orders", "/orders/", "/orders/1/2", "/parcels/dhl", "/metrics/x"];
    for (const path of paths) {
      await edge.problem(path, 404, "route_unknown");
      await edge.problem(path, 404, "route_unknown", { method: "POST", body: "x" });
    }
    await edge.problem(`/journeys/dhl/${"1".repeat(3_000)}`, 404, "route_unknown");
  });

  test("another method is 405 and names those that work", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      for (const path of ["/journeys/dhl/RN123456789CN", "/healthz", "/metrics", "/widget/v0/tracktry-widget.js"]) {
        const { headers } = await edge.problem(path, 405, "method_not_allowed", { method });
        assert.equal(headers.allow, ALLOW);
      }
    }
    for (const [path, method, allow] of [
      ["/orders/1001", "POST", "GET, HEAD, DELETE, OPTIONS"],
      ["/orders/1001", "PUT", "GET, HEAD, DELETE, OPTIONS"],
      ["/parcels/dhl/RN123456789CN", "GET", "DELETE, OPTIONS"],
      ["/parcels/dhl/RN123456789CN", "POST", "DELETE, OPTIONS"],
    ]) {
      const { headers } = await edge.problem(path, 405, "method_not_allowed", { method });
      assert.equal(headers.allow, allow);
    }
  });

  test("what cannot be a carrier or a number is 400 and is not repeated", async () => {
    for (const [path, code] of [
      ["/journeys/d.hl/RN123456789CN", "carrier_invalid"],
      ["/journeys/%3Cscript%3E/RN123456789CN", "carrier_invalid"],
      ["/journeys/dhl/abc", "number_invalid"],
      ["/journeys/dhl/%3Cscript%3E", "number_invalid"],
      ["/journeys/-/..%2f..%2fadmin", "number_invalid"],
      [`/journeys/dhl/${"1".repeat(65)}`, "number_invalid"],
      ["/journeys/dhl/%F0%9F%93%A6%F0%9F%93%A6", "number_invalid"],
      ["/orders/%00", "order_invalid"],
      [`/orders/${"1".repeat(65)}`, "order_invalid"],
    ]) {
      const { text, headers } = await edge.problem(path, 400, code, { headers: { origin: SHOP } });
      assert.doesNotMatch(text, /script|admin|1111/);
      assert.equal(headers["access-control-allow-origin"], SHOP, "a page can read why");
    }
  });

  test("hostile request lines are answered", async () => {
    for (const path of ["/journeys/dhl/%", "/journeys/%zz/%zz", "//healthz", "/journeys/dhl/%00%00%00%00", "/widget/v0/%2e%2e/%2e%2e/x", "/widget/../../x"]) {
      const { status, text } = await raw(edge.url, path);
      assert.ok(status === 400 || status === 404, `${path}: ${status}`);
      assert.match(JSON.parse(text).code, /^(carrier_invalid|number_invalid|route_unknown)$/);
    }
  });

  test("request ids are unique", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => edge.ask("/healthz")));
    assert.equal(new Set(answers.map(({ headers }) => headers["tracktry-request-id"])).size, 30);
  });

  test("an allowed page's preflight is answered, before anything is looked into", async () => {
    const preflight = (origin) => ({
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "GET", "access-control-request-headers": "authorization" },
    });
    for (const path of ["/journeys/dhl/RN123456789CN", "/journeys/dhl/x", "/healthz"]) {
      for (const origin of [SHOP, OTHER]) {
        const { status, headers, text } = await edge.ask(path, preflight(origin));
        assert.deepEqual([status, text], [204, ""]);
        assert.equal(headers["access-control-allow-origin"], origin);
        assert.match(headers["access-control-allow-headers"], /Authorization/);
        assert.match(headers["access-control-allow-methods"], /\bGET\b/);
        assert.equal(headers["access-control-max-age"], "7200");
        assert.equal(headers["access-control-allow-credentials"], undefined);
        assert.match(headers.vary, /Origin/);
      }
      const { status, headers } = await edge.ask(path, preflight("https://evil.example"));
      assert.equal(status, 204);
      assert.deepEqual(Object.keys(headers).filter((name) => name.startsWith("access-control-")), []);
    }
    await edge.problem("/nowhere", 404, "route_unknown", preflight(SHOP));
    const { headers } = await edge.ask("/widget/v0/tracktry-widget.js", preflight("https://any.example"));
    assert.equal(headers["access-control-allow-origin"], "*");
    assert.equal(headers["access-control-max-age"], "7200");
  });

  test("OPTIONS that is no preflight names the methods", async () => {
    const { status, headers } = await edge.ask("/healthz", { method: "OPTIONS" });
    assert.deepEqual([status, headers.allow], [204, ALLOW]);
    assert.equal(headers["access-control-max-age"], undefined);
  });

  test("health says so without asking upstream", async () => {
    const { status, headers, json } = await edge.ask("/healthz");
    assert.equal(status, 200);
    assert.equal(headers["cache-control"], "no-store");
    assert.deepEqual([json().status, json().settings], ["ok", []]);
  });
});

describe("settings", () => {
  const CASES = [
    ["TRACKTRY_API_KEY", ""],
    ["TRACKTRY_API_KEY", "canary two words"],
    ["TRACKTRY_BASE_URL", "http://canary.example/v1"],
    ["ACCESS", "signed-canary"],
    ["LINK_KEYS", "canary:too-short-a-secret"],
    ["MERCHANT_TOKENS", "canary:read:the-token-itself"],
    ["PROOF_PEPPER", "canary"],
    ["ALLOWED_ORIGINS", "https://shop.example/canary"],
    ["CACHE_SECONDS", "canary"],
    ["REFRESH_SECONDS", "canary"],
    ["SYNC_SECONDS", "canary"],
    ["RETENTION_DAYS", "0"],
    ["AUTO_REGISTER", "canary"],
    ["LIST_INTERVAL_MS", "canary"],
  ];
  for (const [setting, value] of CASES) {
    test(`${setting}=${JSON.stringify(value)} stops every request and is named, without its value`, async () => {
      const edge = await startEdge({ [setting]: value });
      try {
        for (const path of ["/journeys/dhl/RN123456789CN", "/widget/v0/tracktry-widget.js", "/nowhere"]) {
          const { problem, text, headers } = await edge.problem(path, 500, "setting_invalid", { headers: { origin: OTHER } });
          assert.equal(headers["access-control-allow-origin"], "*", "any page can read why");
          assert.equal(problem.setting, setting);
          assert.ok(problem.detail.startsWith(`${setting} must `), problem.detail);
          assert.doesNotMatch(text, /canary/);
        }
        const preflight = await edge.ask("/journeys/dhl/RN123456789CN", {
          method: "OPTIONS",
          headers: { origin: OTHER, "access-control-request-method": "GET", "access-control-request-headers": "if-none-match" },
        });
        assert.deepEqual([preflight.status, preflight.text, preflight.headers["access-control-allow-origin"]], [204, "", "*"]);
        assert.match(preflight.headers["access-control-allow-headers"], /If-None-Match/);
        assert.match(preflight.headers["access-control-allow-methods"], /GET/);
        const health = await edge.ask("/healthz");
        assert.equal(health.status, 500);
        assert.deepEqual(health.json().settings.map(({ name }) => name), [setting]);
        assert.doesNotMatch(health.text, /canary/);
        const lines = edge.logs.join("\n");
        assert.match(lines, new RegExp(`"code":"setting_invalid".*"setting":"${setting}"`));
        assert.doesNotMatch(lines, /canary/);
      } finally {
        await edge.close();
      }
    });
  }

  test("a number in wrangler.toml is as good as its text", async () => {
    const edge = await startEdge({ CACHE_SECONDS: 60 });
    try {
      assert.equal((await edge.ask("/healthz")).status, 200);
    } finally {
      await edge.close();
    }
  });
});
