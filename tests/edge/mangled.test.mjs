// Requests that nobody of good will sends: oversized, malformed, doubled, look-alike and injected. Each gets a clear answer
// that names what is wrong, none a fault of ours, and nothing of them comes back as markup or header.
import assert from "node:assert/strict";
import { request as raw } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { SHOP, startEdge } from "./edge.mjs";
import { envelope, startFake, tracking } from "./fake.mjs";
import { BACK_ENDS, LINK_KEYS, MERCHANT_TOKENS, orderLink, parcelLink } from "./tokens.mjs";

const NUMBER = "MG000000001DE";

let fake, edge;
before(async () => {
  fake = await startFake();
  fake.on(NUMBER, envelope(200, [tracking(NUMBER, { order_id: "7001", customer_email: "jo@shop.example" })]));
  edge = await startEdge({
    ACCESS: "public", LINK_KEYS, MERCHANT_TOKENS, PROOF_PEPPER: "a-pepper-of-the-tests", WEBHOOK_SECRET: "a-webhook-secret-of-tests", TRACKTRY_BASE_URL: fake.base,
  });
  assert.equal((await edge.ask(`/journeys/ups/${NUMBER}`)).status, 200);
});
after(async () => {
  await edge?.close();
  await fake?.close();
});

/** As it is written: fetch would put right what is wrong. Again where the answer was lost with the connection, which is closed before all is read. */
const send = async (path, init, left = 5) => once(path, init).catch((error) => {
  if (left === 0 || error.code !== "ECONNRESET") throw error;
  return send(path, init, left - 1);
});

const once = (path, { method = "GET", headers = {}, body, ends = true } = {}) => new Promise((done, fail) => {
  const { hostname, port } = new URL(edge.url);
  const request = raw({ hostname, port, path, method, headers }, (response) => {
    const chunks = [];
    response.on("data", (chunk) => chunks.push(chunk));
    response.on("end", () => done({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }));
  });
  request.on("error", fail);
  if (ends) request.end(body);
  else request.write(body);
});

/** A problem of the caller's own doing, in the form of a problem. */
function isProblem({ status, headers, text }, what) {
  assert.ok(status >= 400 && status < 500, `${what}: ${status} ${text.slice(0, 200)}`);
  assert.equal(headers["content-type"], "application/problem+json", what);
  const { code, title, status: told } = JSON.parse(text);
  assert.ok(/^[a-z_]+$/.test(code) && title && told === status, what);
}

const SEGMENTS = [
  "%00", "%ff%fe", "%c0%ae%c0%ae", "%2e%2e%2f%2e%2e%2fetc", "..%2f..", "%0d%0aSet-Cookie:%20x=y", "%E2%80%AE%52%4e", "%EF%BC%92%EF%BC%93", // right to left, full width
  "%D0%A0%D0%9D123456", "%F0%9F%93%A6%F0%9F%93%A6", "'%20OR%201=1--", "%3Cscript%3Ealert(1)%3C/script%3E", "{{7*7}}", "$%7Bjndi:ldap%7D", "%", "%zz", "a%2Cb%2Cc", "x".repeat(65), "x".repeat(1500),
  "%e2%80%8b%e2%80%8b%e2%80%8b%e2%80%8b", "a;b=c", "a%3Fb%23c", "a*b?c",
];

test("paths that cannot be are named, whatever is in them", async () => {
  for (const segment of SEGMENTS) {
    for (const path of [`/journeys/ups/${segment}`, `/journeys/${segment}/${NUMBER}`, `/parcels/ups/${segment}`]) {
      const method = path.startsWith("/parcels") ? "DELETE" : "GET";
      const answer = await send(path, { method, headers: { authorization: `Bearer ${BACK_ENDS.write}` } });
      isProblem(answer, path.slice(0, 80));
      assert.ok(!answer.text.includes("script") && !answer.headers["set-cookie"], path);
    }
    for (const path of [`/track/ups/${segment}`, `/embed/${segment}/${NUMBER}`, `/fragment/ups/${segment}`, `/orders/${segment}/track`]) {
      const { status, headers, text } = await send(path);
      assert.ok(status >= 400 && status < 500, `${path.slice(0, 80)}: ${status}`);
      assert.doesNotMatch(text, /<script|alert\(1\)<|\u202e/, path.slice(0, 80));
      assert.equal(headers["set-cookie"], undefined);
    }
    const badge = await send(`/badge/ups/${segment}.png`);
    assert.ok(badge.status === 200 || badge.status === 404, `${segment.slice(0, 40)}: ${badge.status}`);
  }
  assert.ok(fake.requests.every(({ url }) => !/script|etc|jndi|OR/.test(url)), "none of it goes to Tracktry");
});

test("orders that cannot be, or that nobody has, are told so as JSON, and none leaks into what Tracktry is asked", async () => {
  const json = { "content-type": "application/json" };
  const body = JSON.stringify({ email: "eve@shop.example" });
  const asked = fake.requests.length;
  // Each lookup takes its fixed time, so they go side by side.
  const ids = [...SEGMENTS.filter((segment) => !segment.includes("?")), "%23", "%20", "%23%20%23", "%23%23", "%09", "a%0ab", "%E2%80%8F7001", "%23-1", "1%27--"];
  await Promise.all(ids.map(async (segment) => {
    const what = segment.slice(0, 40);
    const verified = await send(`/orders/${segment}/verify`, { method: "POST", headers: { ...json, "content-length": String(body.length) }, body });
    isProblem(verified, `verify ${what}`);
    const isOne = JSON.parse(verified.text).code === "proof_refused";
    assert.ok(isOne || ["order_invalid", "route_unknown"].includes(JSON.parse(verified.text).code), `verify ${what}: ${verified.text}`);
    for (const [token, method, code] of [[undefined, "GET", "token_required"], [orderLink("7002"), "GET", "token_refused"], [BACK_ENDS.read, "DELETE", "token_refused"], [BACK_ENDS.read, "GET", "order_unknown"]]) {
      const answer = await send(`/orders/${segment}`, { method, headers: token && { authorization: `Bearer ${token}` } });
      isProblem(answer, `${method} ${what}`);
      assert.equal(JSON.parse(answer.text).code, isOne ? code : JSON.parse(verified.text).code, `${method} ${what}: ${answer.text}`);
      assert.ok(!/script|%3C|\u202e/i.test(answer.text) && !answer.headers["set-cookie"], what);
    }
  }));
  // An id that can be one is a value of one filter, whatever is in it.
  for (const { method, url } of fake.requests.slice(asked)) {
    const { pathname, searchParams } = new URL(url, "http://fake.invalid");
    assert.deepEqual([method, pathname, [...searchParams.keys()].sort().join()], ["GET", "/v1/trackings/get", "lang,limit,orders"], url);
    assert.doesNotMatch(url, /[<>"'{}\\\s]/, url);
  }
});

test("addresses as no browser writes them lead nowhere or where they say", async () => {
  for (const path of ["//evil.example/journeys/ups/X", "/\\evil.example", "/journeys//ups//x", "/./journeys/ups/x", "/%6aourneys/ups/RN123456", "/journeys/ups/RN123456/../../../healthz/x",
    "/JOURNEYS/ups/RN123456", `/${"a/".repeat(1500)}`, "/healthz%00", "/metrics/..;/x", "/widget/..%2f..%2fwrangler.toml", "/widget/%2e%2e/%2e%2e/index.mjs", "/v1"]) {
    const answer = await send(path);
    assert.ok(answer.status >= 400 && answer.status < 500, `${path.slice(0, 60)}: ${answer.status} ${answer.text.slice(0, 100)}`);
  }
});

test("queries that are doubled, nested, endless or broken change nothing", async () => {
  const token = encodeURIComponent(parcelLink("ups", NUMBER));
  for (const query of [`t=${token}&t=nonsense`, `t=${token}&lang[]=de&lang=de&lang=fr`, `t=${token}&${"a=b&".repeat(3000)}`, `t=${token}&lang=%ff%fe`, `t=${token}&theme=%22%3E%3Cscript%3E`,
    `t=${token}&lang=${"x".repeat(4000)}`, `t=${token}&__proto__=x&constructor=y`, `t=${token}&&&==&%`]) {
    const answer = await send(`/track/ups/${NUMBER}?${query}`);
    assert.equal(answer.status, 200, query.slice(0, 80));
    assert.doesNotMatch(answer.text, /<script|"><script/);
  }
  assert.equal((await send(`/track/ups/${NUMBER}?t=nonsense&t=${token}`)).status, 403, "the first counts");
  for (const query of ["days=x", "limit=501", "limit=-1", "stage=nowhere", "reason=%00", "after=%ff", "days=1e9", "limit=1;drop"]) {
    isProblem(await send(`/exceptions?${query}`, { headers: { authorization: `Bearer ${BACK_ENDS.read}` } }), query);
  }
});

test("tokens with a byte changed, cut, doubled or of another kind are refused", async () => {
  const good = parcelLink("ups", NUMBER);
  const of = (token) => send(`/journeys/ups/${NUMBER}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await of(good)).status, 200);
  for (let at = 0; at < good.length; at += 1) {
    const other = good[at] === "A" ? "B" : "A";
    const changed = `${good.slice(0, at)}${other}${good.slice(at + 1)}`;
    isProblem(await of(changed), `byte ${at}`);
    if (at % 7 === 0) isProblem(await of(good.slice(0, at) || "x"), `cut at ${at}`);
  }
  for (const token of [`${good}x`, `${good}${good}`, good.toUpperCase(), `${good}\u00a0`, "a.b.c", "..", "x".repeat(600), "x".repeat(8000), orderLink("7002"), parcelLink("ups", NUMBER, { key: "u:another-secret-that-is-not-set-here" }),
    parcelLink("ups", NUMBER, { expires: 1 }), parcelLink("ups", NUMBER, { expires: 99_999_999_999 }), parcelLink("ups", NUMBER, { flags: "x" })]) {
    isProblem(await of(token), token.slice(0, 40));
  }
  for (const header of ["Bearer", "Bearer ", "bearer  x", `Bearer ${good}, Bearer ${good}`]) isProblem(await send(`/journeys/ups/${NUMBER}`, { headers: { authorization: header } }), header.slice(0, 30));
});

test("bodies that are none of what is wanted are named", async () => {
  const json = { "content-type": "application/json" };
  const merchant = (scope) => ({ ...json, authorization: `Bearer ${BACK_ENDS[scope]}` });
  const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
  for (const body of ["", "{", "null", "[]", "7", '"x"', deep, "\u0000", "\ufeff{}", '{"links":{}}', '{"links":[{"order":{}}]}', '{"links":[{"carrier":"ups","number":"x"}]}', '{"links":[],"links":7}', '{"links":[{"order":"1","more":1}]}', "a=b"]) {
    isProblem(await send("/links", { method: "POST", headers: merchant("links"), body }), `links ${body.slice(0, 40)}`);
    isProblem(await send("/orders/7001/verify", { method: "POST", headers: json, body }), `verify ${body.slice(0, 40)}`);
    isProblem(await send("/orders/7001/expected", { method: "PUT", headers: merchant("write"), body }), `expected ${body.slice(0, 40)}`);
  }
  for (const date of ["2026-13-01", "2026-02-30", "tomorrow", 7, {}, "2026-12-24T00:00:00Z"]) {
    isProblem(await send("/orders/7001/expected", { method: "PUT", headers: merchant("write"), body: JSON.stringify({ date }) }), `date ${date}`);
  }
  isProblem(await send("/links", { method: "POST", headers: { ...merchant("links"), "content-length": String(2 * 1024 * 1024) }, body: "{", ends: false }), "two megabytes, of which one byte has come");
  isProblem(await send("/orders/7001/verify", { method: "POST", headers: json, body: "x".repeat(9_000) }), "nine kilobytes");
  isProblem(await send("/webhooks/tracktry/a-webhook-secret-of-tests", { method: "POST", headers: json, body: "{" }), "a broken webhook");
});

test("headers that are odd are taken as they are, and none comes back", async () => {
  for (const headers of [{ origin: "null" }, { origin: `${SHOP}.evil.example` }, { origin: SHOP.toUpperCase() }, { origin: `${SHOP}, ${SHOP}` }, { "if-none-match": "x".repeat(4000) }, { "if-none-match": '*, W/"' },
    { "accept-language": ",;q=,,=".repeat(300) }, { "x-forwarded-host": "evil.example" }, { "x-http-method-override": "DELETE" }, { "cf-connecting-ip": "1.2.3.4, 5.6.7.8" }, { range: "bytes=0-1" }, { host: "evil.example" }]) {
    const answer = await send(`/journeys/ups/${NUMBER}`, { headers });
    assert.ok([200, 304].includes(answer.status), `${JSON.stringify(headers).slice(0, 80)}: ${answer.status}`);
    assert.equal(answer.headers["access-control-allow-origin"], undefined);
    assert.ok(!JSON.stringify(answer.headers).includes("evil"));
  }
  const page = await send(`/fragment/ups/${NUMBER}?as=shadow`, { headers: { "accept-language": "de\"><script>" } });
  assert.doesNotMatch(page.text, /<script/);
});

test("methods nobody has heard of, and requests that break off, harm nobody", async () => {
  for (const method of ["PROPFIND", "PATCH", "MKCOL", "SEARCH", "LOCK"]) isProblem(await send(`/journeys/ups/${NUMBER}`, { method }), method);
  const { hostname, port } = new URL(edge.url);
  for (const text of ["GET /journeys/ups/", "POST /links HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", "GET /healthz HTTP/9.9\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n"]) {
    await new Promise((done) => {
      const socket = connect(Number(port), hostname, () => socket.write(text, () => setTimeout(() => socket.destroy(), 100)));
      socket.on("close", done);
      socket.on("error", () => {});
    });
  }
  assert.equal((await send("/healthz")).status, 200);
  assert.equal((await send(`/journeys/ups/${NUMBER}`)).status, 200);
});
