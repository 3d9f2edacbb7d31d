// `/v1/*`: Tracktry's own API for the merchant's back end, against the sandbox and against a fake.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createServer, request as raw } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { CANARY } from "../../scripts/lib/canary.mjs";
import { root } from "../../scripts/lib/process.mjs";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { SHOP, startEdge } from "./edge.mjs";
import { KEPT_ALIVE_MS, tracking } from "./fake.mjs";
import { BACK_ENDS, LINK_KEYS, MERCHANT_TOKENS, badgeLink, bearer, orderLink, parcelLink } from "./tokens.mjs";

const BOTH = "back-end-that-does-all";
const TOKENS = `${MERCHANT_TOKENS},all:read+write:${createHash("sha256").update(BOTH).digest("hex")}`;
const SLOW = { timeout: 300_000 };

/** Asks as a client of Tracktry would, and expects an envelope of that code. */
async function call(edge, method, path, body, code, { token = BOTH, headers = {} } = {}) {
  const init = { method, headers: { "content-type": "application/json", "tracktry-api-key": token, ...headers } };
  if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await edge.ask(`/v1${path}`, init);
  assert.deepEqual([answer.status, answer.headers["content-type"], answer.headers["cache-control"]], [200, "application/json", "no-store"], path);
  assert.equal(answer.headers["access-control-allow-origin"], undefined);
  const envelope = answer.json();
  assert.equal(envelope.meta.code, code, `${method} ${path}: ${answer.text.slice(0, 500)}`);
  assert.deepEqual([typeof envelope.meta.type, typeof envelope.meta.message], ["string", "string"]);
  return { ...envelope, headers: answer.headers };
}

/** The endpoints there are, as method, path and scope, from the table that decides it; what takes a query is taken by POST as well. */
async function endpoints() {
  const source = await readFile(join(root, "src/edge/src/v1/table.rs"), "utf8");
  const [, table] = source.match(/pub const TABLE[^\n]*\n([^]*?)\n\];/);
  const found = [...table.matchAll(/(read|write)\("(\w+)", ("[^"]+"|PARCEL),(?: Care::\w+,)? Takes::(\w+)/g)];
  assert.equal(found.length, table.split("\n").filter((line) => line.trim().endsWith(",")).length, "every line of the table was understood");
  return found.flatMap(([, scope, method, quoted, takes]) => {
    const path = (quoted === "PARCEL" ? "trackings/{carrier}/{number}" : quoted.slice(1, -1))
      .replace("{carrier}", "ups").replace("{number}", "EP123456789").replace("{lang}", "en");
    const body = { Object: {}, Array: [], Parcels: [] }[takes];
    const one = { scope, method, path: `/${path}`, body };
    return takes === "Query" ? [one, { ...one, method: "POST", body: {} }] : [one];
  });
}

/** As fetch would not send it: with a body on whatever method. */
const sendRaw = (url, { method, headers, body }) => new Promise((resolve, reject) => {
  const request = raw(url, { method, headers, signal: AbortSignal.timeout(30_000) }, async (response) => {
    let text = "";
    for await (const chunk of response) text += chunk;
    resolve({ status: response.statusCode, text });
  });
  request.on("error", reject);
  request.end(body);
});

const parcels = (prefix, count, fields = {}) => Array.from({ length: count }, (_, at) =>
  ({ tracking_number: `${prefix}${String(at).padStart(6, "0")}`, carrier_code: "ups", ...fields }));

describe("with the sandbox", SLOW, () => {
  let sandbox, edge;
  before(async () => {
    sandbox = await startWorker({ name: "sandbox", settings: { SANDBOX_CONTROL: "loopback" } });
    // It takes one list a second, by its own clock.
    edge = await startEdge({
      TRACKTRY_BASE_URL: `${sandbox.url}/v1`, TRACKTRY_API_KEY: "sandbox-key", MERCHANT_TOKENS: TOKENS, LIST_INTERVAL_MS: 1_000, PROOF_PEPPER: "a-pepper-of-tests",
    });
  });
  after(async () => {
    await edge.close();
    await sandbox.close();
  });
  const ask = (...args) => call(edge, ...args);
  const seen = (path) => edge.ask(path, bearer(BOTH));
  const code = async (path) => (await seen(path)).status;

  test("each endpoint once", SLOW, async () => {
    assert.ok((await ask("GET", "/carriers", undefined, 200)).data.length > 50);
    assert.ok((await ask("GET", "/carriers/", undefined, 200)).data.length > 50);
    await ask("POST", "/carriers/detect", { tracking_number: "1Z12345E0205271688" }, 200);
    const posted = await ask("POST", "/trackings/post", { tracking_number: "VONE000001", carrier_code: "ups", order_id: "V-1", customer_name: "Jane Canary", title: "5€ 📦" }, 200);
    assert.equal(posted.data.title, "5€ 📦");
    assert.equal(await code("/journeys/ups/VONE000001"), 200, "it is seen at once");
    await ask("POST", "/trackings/post", { tracking_number: "VONE000001", carrier_code: "ups" }, 4016);
    const batch = await ask("POST", "/trackings/batch", parcels("VTWO", 3), 201);
    assert.deepEqual([batch.data.submitted, batch.data.added], [3, 3]);
    assert.equal(await code("/journeys/ups/VTWO000002"), 200);

    const list = await ask("GET", "/trackings/get?page=1&limit=25&status=&numbers=VONE000001,VTWO000000&unknown=1", undefined, 200);
    assert.deepEqual([list.data.total, list.data.count, list.data.items.length], ["2", 2, 2]);
    assert.equal((await ask("POST", "/trackings/get", { orders: "V-1" }, 200)).data.items[0].customer_name, "Jane Canary");
    await ask("GET", "/trackings/get?numbers=NONE123456", undefined, 4031);
    for (const path of ["/trackings/ups/VONE000001", "/trackings/ups/VONE000001/en"]) {
      assert.equal((await ask("GET", path, undefined, 200)).data[0].tracking_number, "VONE000001");
    }
    await ask("GET", "/trackings/ups/NONE123456", undefined, 4031);
    await ask("POST", "/trackings/realtime", { tracking_number: "SBX-DELIVERED-003", carrier_code: "dhl" }, 200);
    const more = await ask("POST", "/trackings/updatemore", [{ tracking_number: "VTWO000000", carrier_code: "ups", title: "x" }], 200);
    assert.equal(more.data.change, 1);
    await ask("POST", "/trackings/notupdate", parcels("VTWO", 1), 200);
    await ask("POST", "/trackings/update", { tracking_number: "VTWO000001", carrier_code: "ups", update_carrier_code: "dhl" }, 200);
    assert.equal(await code("/journeys/ups/VTWO000001"), 404);
    assert.equal(await code("/journeys/dhl/VTWO000001"), 200);
    assert.ok("track_number" in (await ask("GET", "/trackings/getuserinfo", undefined, 200)).data);
    await ask("GET", "/trackings/getstatusnumber", undefined, 200);
    await ask("POST", "/trackings/remote", [{ country: "DE", postcode: "10115", company: "dhl" }], 200);
    await ask("POST", "/trackings/costtime", [{ original: "CN", destination: "US", carrier_code: "china-ems" }], 200);
    await ask("POST", "/trackings/aircargo", { track_number: ["172-28891936"], lang: "en" }, 200);
  });

  test("a PUT moves a parcel to another order", SLOW, async () => {
    await ask("POST", "/trackings/post", { tracking_number: "VPUT000001", carrier_code: "ups", order_id: "OLD-1" }, 200);
    const journeys = async (order) => {
      const { status, json } = await seen(`/orders/${order}`);
      return status === 200 ? json().journeys.map(({ number }) => number) : status;
    };
    assert.deepEqual(await journeys("OLD-1"), ["VPUT000001"]);
    assert.equal((await ask("PUT", "/trackings/ups/VPUT000001", { order_id: "NEW-1" }, 200)).data.order_id, "NEW-1");
    assert.deepEqual(await journeys("NEW-1"), ["VPUT000001"]);
    assert.equal(await journeys("OLD-1"), 404);
    await ask("PUT", "/trackings/ups/NONE123456", { title: "x" }, 4017);
  });

  test("what is deleted is unknown, and comes back when it is posted again", SLOW, async () => {
    const parcel = { tracking_number: "VDEL000001", carrier_code: "ups", order_id: "D-1" };
    for (let turn = 0; turn < 2; turn += 1) {
      await ask("POST", "/trackings/post", parcel, 200);
      assert.equal(await code("/journeys/ups/VDEL000001"), 200);
      assert.equal(await code("/orders/D-1"), 200);
      assert.deepEqual((await ask("DELETE", "/trackings/ups/VDEL000001", undefined, 200)).data, []);
      assert.equal(await code("/journeys/ups/VDEL000001"), 404);
      assert.equal(await code("/orders/D-1"), 404);
    }
    await ask("DELETE", "/trackings/ups/VDEL000001", undefined, 4017);
    const many = parcels("VDEM", 2);
    await ask("POST", "/trackings/batch", many, 201);
    const { data } = await ask("POST", "/trackings/delete", [...many, { tracking_number: "NONE123456", carrier_code: "ups" }], 200);
    assert.deepEqual([data.submitted, data.delete], [3, 2]);
    for (const { tracking_number } of many) assert.equal(await code(`/journeys/ups/${tracking_number}`), 404);
  });

  test("41 and 200 parcels are sent in pieces, 201 are not", SLOW, async () => {
    // The sandbox closes a connection that is idle for five seconds, and a busy machine's next piece meets that.
    const added = async (prefix, count, tries = 5) => {
      const { data } = await ask("POST", "/trackings/batch", parcels(prefix, count, { order_id: `${prefix}-1` }), 201);
      const wasCut = data.errors.length > 0 && data.errors.every(({ code }) => code === 503);
      if (wasCut && tries > 1) return added(`${prefix}X`, count, tries - 1);
      assert.deepEqual([data.submitted, data.added, data.trackings.length, data.errors.length], [count, count, count, 0]);
      return prefix;
    };
    const first41 = await added("VFO", 41);
    const first200 = await added("VTH", 200);
    await ask("POST", "/trackings/batch", parcels("VTO", 201), 4020);
    const names = (count) => parcels(first200, count).map(({ tracking_number }) => tracking_number).join(",");
    const [first, last] = [1, 3].map((page) => ask("GET", `/trackings/get?page=${page}&limit=80&numbers=${names(200)}`, undefined, 200));
    assert.deepEqual([(await first).data.total, (await first).data.count, (await last).data.items.length], ["200", 80, 40]);
    await ask("GET", `/trackings/get?numbers=${names(200)},NONE123456`, undefined, 4020);
    const { data } = await ask("POST", "/trackings/delete", parcels(first41, 41), 200);
    assert.deepEqual([data.submitted, data.delete, data.trackings.length], [41, 41, 41]);
    assert.equal(await code(`/journeys/ups/${first41}000040`), 404);
  });

  test("a client in Python, as it is", SLOW, async () => {
    const script = fileURLToPath(new URL("../sandbox/clients/orders.py", import.meta.url));
    const env = { ...process.env, TRACKTRY_BASE: `${edge.url}/v1`, TRACKTRY_API_KEY: BOTH };
    try {
      const { stdout } = await promisify(execFile)("python3", [script], { env, timeout: 300_000 });
      assert.match(stdout, /^\d\d+ carriers, \d+ events, .+,\d{4}-\d\d-\d\d/);
    } catch (error) {
      if (error.code === "ENOENT") throw new Error("python3 is not installed: this client cannot be tried without it");
      throw new Error(error.stderr || error.message);
    }
  });
});

describe("with a fake", SLOW, () => {
  let upstream, edge;
  /** @type {{method: string, url: string, key: string, body: string}[]} */
  const requests = [];
  let respond;
  const done = (data, code = 200) => JSON.stringify({ meta: { code, type: "Success", message: "done" }, data });
  before(async () => {
    upstream = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { method, url, headers } = request;
      requests.push({ method, url, key: headers["tracktry-api-key"], body });
      const [text, status = 200] = [respond({ method, url, body })].flat();
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    });
    upstream.keepAliveTimeout = KEPT_ALIVE_MS;
    await new Promise((ready) => upstream.listen(0, "127.0.0.1", ready));
    edge = await start();
  });
  after(async () => {
    await edge.close();
    upstream.closeAllConnections();
    upstream.close();
  });
  const start = (settings = {}, options = {}) =>
    startEdge({ TRACKTRY_BASE_URL: `http://127.0.0.1:${upstream.address().port}/v1`, MERCHANT_TOKENS: TOKENS, ...settings }, options);
  const sent = async (work) => {
    const from = requests.length;
    await work();
    return requests.slice(from).map(({ method, url }) => `${method} ${url}`);
  };

  test("whoever has no token or is a page sends nothing", SLOW, async () => {
    respond = () => done([]);
    assert.deepEqual(await sent(async () => {
      for (const headers of [{ "tracktry-api-key": "" }, { "tracktry-api-key": CANARY }, { "tracktry-api-key": "x", authorization: `Bearer ${BOTH}` }]) {
        for (const path of ["/carriers", "/nowhere"]) await call(edge, "GET", path, undefined, 4001, { headers });
      }
      for (const method of ["GET", "POST", "OPTIONS"]) {
        await call(edge, method, "/carriers", method === "POST" ? {} : undefined, 403, { headers: { origin: SHOP } });
      }
    }), []);
    assert.deepEqual(await sent(() => call(edge, "GET", "/carriers", undefined, 200, { token: BACK_ENDS.read })), ["GET /v1/carriers"]);
    assert.equal(requests.at(-1).key, CANARY);
  });

  test("each endpoint is for a back end of its scope, and for nobody else, in both modes", SLOW, async () => {
    const all = await endpoints();
    assert.ok(all.length >= 19, `${all.length} endpoints`);
    const callers = {
      nobody: "", nonsense: "nonsense", key: CANARY, parcel: parcelLink("ups", "EP123456789"), order: orderLink("EP-1"), badge: badgeLink("ups", "EP123456789"),
      expired: parcelLink("ups", "EP123456789", { expires: 1_700_000_000 }), ...BACK_ENDS,
    };
    const origins = [undefined, SHOP, "https://evil.example"];
    respond = () => done([]);
    // Each sends what opens, a third of a second after another: both at once.
    const modes = await Promise.all(["signed", "public"].map((ACCESS) => start({ ACCESS, LINK_KEYS })));
    try {
      for (const { scope, method, path, body } of all) {
        const cells = modes.flatMap((of) => Object.entries(callers).flatMap(([caller, token]) => origins.map((origin) => ({ of, caller, token, origin }))));
        const lines = await sent(() => Promise.all(cells.map(({ of, caller, token, origin }) => {
          const code = origin ? 403 : caller === scope ? 200 : caller in BACK_ENDS ? 403 : 4001;
          return call(of, method, path, body, code, { token, headers: origin && { origin } });
        })));
        assert.equal(lines.length, modes.length, `${method} ${path}: ${lines}`);
      }
    } finally {
      await Promise.all(modes.map((of) => of.close()));
    }
  });

  test("parameters are taken from JSON that comes with a GET, as some clients send them", SLOW, async () => {
    respond = () => done([tracking("JG123456789")]);
    const filters = { numbers: "JG123456789,JG000000000", orders: "", page: 2, limit: "25", lang: "en", key: "not-a-parameter" };
    const cases = [
      ["with its length", { "content-length": String(Buffer.byteLength(JSON.stringify(filters))) }, JSON.stringify(filters), "GET /v1/trackings/get?page=2&limit=25&numbers=JG123456789,JG000000000&lang=en"],
      ["in chunks", { "transfer-encoding": "chunked" }, JSON.stringify(filters), "GET /v1/trackings/get?page=2&limit=25&numbers=JG123456789,JG000000000&lang=en"],
      ["of PHP, without any", { "content-length": "2" }, "[]", "GET /v1/trackings/get"],
    ];
    for (const [how, headers, body, line] of cases) {
      assert.deepEqual(await sent(async () => {
        const answer = await sendRaw(`${edge.url}/v1/trackings/get`, { method: "GET", headers: { "content-type": "application/json", "tracktry-api-key": BOTH, ...headers }, body });
        assert.deepEqual([answer.status, JSON.parse(answer.text).meta.code], [200, 200], `${how}: ${answer.text}`);
      }), [line], how);
    }
    assert.deepEqual(await sent(async () => {
      for (const body of ["{", "7", '["x"]']) {
        const { text } = await sendRaw(`${edge.url}/v1/trackings/get`, { method: "GET", headers: { "tracktry-api-key": BOTH, "content-length": String(body.length) }, body });
        assert.equal(JSON.parse(text).meta.code, 4015, body);
      }
    }), []);
  });

  test("it is off while no token is set", SLOW, async () => {
    const off = await start({ MERCHANT_TOKENS: "" });
    try {
      for (const method of ["GET", "POST", "OPTIONS", "PATCH"]) {
        await off.problem("/v1/carriers", 404, "route_unknown", { method, headers: { "tracktry-api-key": BOTH } });
      }
    } finally {
      await off.close();
    }
  });

  test("what Tracktry would not take is not sent", SLOW, async () => {
    assert.deepEqual(await sent(async () => {
      await call(edge, "GET", "/nowhere", undefined, 404);
      await call(edge, "GET", "/", undefined, 404);
      await call(edge, "PATCH", "/carriers", {}, 405);
      await call(edge, "OPTIONS", "/carriers", undefined, 405);
      await call(edge, "GET", "/trackings/d.hl/RN123456789CN", undefined, 4015);
      await call(edge, "GET", "/trackings/dhl/..%2F..%2Fx", undefined, 4014);
      await call(edge, "GET", `/trackings/get?status=${"x".repeat(65)}`, undefined, 4012);
      for (const body of ["", "a=b", "[]", "{"]) await call(edge, "POST", "/trackings/post", body, 4015);
      await call(edge, "POST", "/trackings/batch", {}, 4015);
      await call(edge, "POST", "/trackings/post", { comment: "x".repeat(1024 * 1024) }, 4012);
    }), []);
  });

  test("path and query are made anew", SLOW, async () => {
    respond = () => done([]);
    assert.deepEqual(await sent(async () => {
      await call(edge, "GET", "/trackings/get?key=1&orders=%231%26key%3D2,b%20c&page=2&archived=", undefined, 200);
      await call(edge, "DELETE", "/trackings/dhl/RN123456789CN?x=y", undefined, 200);
    }), ["GET /v1/trackings/get?page=2&orders=%231%26key%3D2,b%20c", "DELETE /v1/trackings/dhl/RN123456789CN"]);
  });

  test("what upstream says is passed on as it is, but not the key", SLOW, async () => {
    const words = '{ "meta":{"code":4018,"type":"Bad \\/ Request","message":"\\u00e9"},"data":[] , "more": 1.0}';
    respond = () => [words, 400];
    const { text, status } = await edge.ask("/v1/carriers", { headers: { "tracktry-api-key": BOTH } });
    assert.deepEqual([status, text], [200, words]);
    for (const bare of ['{"meta":{"code":200,"type":"","message":""}}', '{"meta":{"code":200,"type":"","message":""},"data":true}']) {
      respond = () => bare;
      assert.equal((await edge.ask("/v1/trackings/ups/RN123456789CN", { method: "DELETE", headers: { "tracktry-api-key": BOTH } })).text, bare);
    }
    respond = () => done([{ echo: CANARY }]);
    await call(edge, "POST", "/trackings/costtime", [], 503);
    respond = () => ["<h1>Unauthorized</h1>", 401];
    await call(edge, "GET", "/carriers", undefined, 401);
  });

  test("a write is sent once, and a piece that fails ends the others", SLOW, async () => {
    const of = await start();
    try {
      respond = () => ["<h1>Bad gateway</h1>", 502];
      assert.equal((await sent(() => call(of, "POST", "/trackings/post", parcels("A", 1)[0], 503))).length, 1);
      respond = () => done([], 500);
      assert.equal((await sent(() => call(of, "PUT", "/trackings/ups/A000000", {}, 503))).length, 1);
      respond = ({ body }) => (body.includes("B000040") ? done([], 4021) : done({ submitted: 40, added: 40, trackings: [], errors: [] }, 201));
      const lines = await sent(async () => {
        const { data } = await call(of, "POST", "/trackings/batch", parcels("B", 100), 201);
        assert.deepEqual([data.submitted, data.added, data.errors.length], [100, 40, 60]);
        assert.deepEqual([data.errors[0].tracking_number, data.errors[0].code, data.errors[59].tracking_number], ["B000040", 4021, "B000099"]);
      });
      assert.equal(lines.length, 2);
    } finally {
      await of.close();
    }
  });

  test("after a 429 nothing is sent, and a batch tells what was not done", SLOW, async () => {
    const of = await start();
    try {
      respond = ({ body }) => (body.includes("C000040") ? [done([], 429), 429] : done({ submitted: 40, added: 40, trackings: [], errors: [] }, 201));
      const { data } = await call(of, "POST", "/trackings/batch", parcels("C", 81), 201);
      assert.deepEqual([data.submitted, data.added, data.errors.length, data.errors[40].code], [81, 40, 41, 429]);
      respond = () => done([]);
      assert.deepEqual(await sent(async () => {
        for (const [method, path, body] of [["GET", "/trackings/get"], ["GET", "/carriers"], ["POST", "/trackings/realtime", {}], ["DELETE", "/trackings/ups/C000000"]]) {
          const { headers } = await call(of, method, path, body, 429);
          assert.ok(Number(headers["retry-after"]) > 60, headers["retry-after"]);
        }
      }), []);
    } finally {
      await of.close();
    }
  });

  test("the customer's data passes through and is neither kept nor logged", SLOW, async () => {
    const state = await mkdtemp(join(tmpdir(), "tracktry-state-"));
    const customer = { customer_name: "Jane Canary", customer_email: "jane@canary.example", customer_phone: "+1 555 0100 4711", comment: "canary-comment", title: "canary-title" };
    const row = tracking("CU123456789", { order_id: "CU-1", ...customer });
    respond = ({ url }) => done(url.includes("batch") ? { submitted: 1, added: 1, trackings: [row], errors: [] } : url.includes("post") ? row : [row], url.includes("batch") ? 201 : 200);
    try {
      const of = await start({ PROOF_PEPPER: "a-pepper-of-tests" }, { state });
      for (const [method, path, body, code = 200] of [
        ["POST", "/trackings/post", row], ["POST", "/trackings/batch", [row], 201], ["PUT", "/trackings/ups/CU123456789", customer],
        ["GET", "/trackings/ups/CU123456789/en"], ["GET", "/trackings/get?numbers=CU123456789"],
      ]) assert.match(JSON.stringify((await call(of, method, path, body, code)).data), /Jane Canary/, path);
      assert.equal((await of.ask("/orders/CU-1", bearer(BOTH))).status, 200);
      await of.close();
      assert.deepEqual(of.logs.filter((line) => /canary|4711/i.test(line)), []);
      let bytes = 0;
      for (const entry of await readdir(state, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const text = (await readFile(join(entry.parentPath ?? entry.path, entry.name))).toString("latin1");
        bytes += text.length;
        assert.doesNotMatch(text, /canary|4711/i, entry.name);
      }
      assert.ok(bytes > 0);
    } finally {
      await rm(state, { recursive: true, force: true });
    }
  });

  test("what is remembered of a parcel is forgotten when it is written to", SLOW, async () => {
    const of = await start({ CACHE_SECONDS: 60 });
    try {
      respond = () => done([], 4031);
      for (let look = 0; look < 2; look += 1) {
        for (const carrier of ["ups", "-"]) await of.problem(`/journeys/${carrier}/CA123456789`, 404, "parcel_unknown");
        // What is remembered is written after the answer has left.
        await sleep(200);
      }
      const row = tracking("CA123456789");
      respond = ({ method }) => done(method === "POST" ? row : [row]);
      await call(of, "POST", "/trackings/post", { tracking_number: "ca123456789", carrier_code: "UPS" }, 200);
      for (const carrier of ["ups", "-"]) assert.equal((await of.ask(`/journeys/${carrier}/CA123456789`)).status, 200, carrier);
    } finally {
      await of.close();
    }
  });

  test("a realtime answer keeps what is known of the order", SLOW, async () => {
    const row = tracking("RT123456789", { order_id: "RT-1" });
    const { order_id: _, customer_name: __, customer_email: ___, ...bare } = row;
    // A known order may be asked for once more behind an answer: what is shown is not from there.
    respond = ({ url }) => (url.includes("realtime") ? done({ items: [{ ...bare, status: "delivered" }] }) : url.includes("orders=") ? done([], 500) : done([row]));
    const of = await start();
    try {
      await call(of, "GET", "/trackings/ups/RT123456789/en", undefined, 200);
      const lines = await sent(async () => assert.equal((await of.ask("/orders/RT-1", bearer(BOTH))).status, 200));
      assert.deepEqual(lines.filter((line) => !line.includes("orders=")), []);
      await call(of, "POST", "/trackings/realtime", { tracking_number: "RT123456789", carrier_code: "ups" }, 200);
      const { status, json } = await of.ask("/orders/RT-1", bearer(BOTH));
      assert.deepEqual([status, json().journeys.map(({ number }) => number)], [200, ["RT123456789"]]);
    } finally {
      await of.close();
    }
  });
});
