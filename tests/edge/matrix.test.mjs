// Who may do what: every route of the contract, for every caller, in both modes of access, from every origin.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { SHOP, startEdge } from "./edge.mjs";
import { envelope, startFake, tracking } from "./fake.mjs";
import { BACK_ENDS, LINK_KEYS, MERCHANT_TOKENS, badgeLink, orderLink, parcelLink } from "./tokens.mjs";

const contract = JSON.parse(await readFile(join(root, "docs/openapi.json"), "utf8"));
const { version } = JSON.parse(await readFile(join(root, "pkg/package.json"), "utf8"));

const [NUMBER, OTHER, GONE, WRITTEN] = ["MX000000001DE", "MX000000002DE", "MX000000003DE", "MX000000004DE"];
const [ORDER, GONE_ORDER] = ["5001", "5003"];
const HOOK = "a-webhook-secret-of-the-tests";

const CALLERS = {
  nobody: undefined,
  nonsense: "nonsense",
  expired: parcelLink("ups", NUMBER, { expires: 1_700_000_000 }),
  parcel: parcelLink("ups", NUMBER),
  "another parcel": parcelLink("ups", OTHER),
  order: orderLink(ORDER),
  "another order": orderLink("5002"),
  badge: badgeLink("ups", NUMBER),
  ...BACK_ENDS,
};
const ORIGINS = { none: undefined, ours: SHOP, foreign: "https://evil.example" };

/** Statuses by caller; `rest` for those not named, `nobody` of public access after a comma. */
const only = (status, ...names) => ({ nobody: 401, rest: 403, ...Object.fromEntries(names.map((name) => [name, status])) });
const always = (status) => ({ rest: status });

/** What each operation answers. One that is not here fails the test. */
const EXPECTED = {
  journey: { ...only(200, "parcel", "order", "read"), public: { nobody: 200 } },
  order: only(200, "order", "read"),
  erase_order: only(204, "write"),
  verify: always(400),
  links: only(200, "links"),
  erase_parcel: only(204, "write"),
  form: always(200),
  find: always(400),
  page: { ...only(200, "parcel", "order"), public: { nobody: 200 } },
  order_page: only(200, "order"),
  embed: { ...only(200, "parcel", "order"), public: { nobody: 200 } },
  fragment: { ...only(200, "parcel", "order"), public: { nobody: 200 } },
  badge: always(200),
  brand: always(200),
  openapi: always(200),
  asset: always(200),
  health: always(200),
  metrics: only(200, "read"),
  expected: only(204, "write"),
  exceptions: only(200, "read"),
  // Who knows the secret is Tracktry, whatever else they bring.
  webhook: always(200),
  // In Tracktry's envelope; each endpoint: v1.test.mjs.
  v1_get: { opens: "read" },
  v1_post: { opens: "write" },
  v1_put: { opens: "write" },
  v1_delete: { opens: "write" },
};
/** Tracktry's codes: the key is none, and the key is not good for this or a page asks. */
const [NO_KEY, FORBIDDEN] = [4001, 403];
/** What is sent along. */
const BODIES = {
  expected: { date: "2026-12-24" }, links: { links: [{ order: ORDER }] }, verify: {}, find: {}, v1_post: { tracking_number: WRITTEN, carrier_code: "ups" }, v1_put: { title: "x" },
};
/** Routes that take a token in the address. */
const PAGES = ["form", "find", "page", "order_page", "embed", "fragment", "badge"];

const pathOf = (pattern, operation) => pattern
  .replace("{carrier}", "ups")
  .replace("{number}", { erase_parcel: GONE, badge: `${NUMBER}.png` }[operation] ?? NUMBER)
  .replace("{order}", operation === "erase_order" ? GONE_ORDER : ORDER)
  .replace("{secret}", HOOK)
  .replace("{rest}", {
    v1_get: `trackings/get?numbers=${NUMBER}&lang=en&limit=7`, v1_post: "trackings/post", v1_put: `trackings/ups/${WRITTEN}`, v1_delete: `trackings/ups/${WRITTEN}`,
  }[operation])
  .replace("{file}", `v${version.split(".")[0]}/tracktry-widget.js`);

let fake;
const edges = {};
before(async () => {
  fake = await startFake();
  fake.on(NUMBER, envelope(200, [tracking(NUMBER, { order_id: ORDER })]));
  fake.on(OTHER, envelope(200, [tracking(OTHER, { order_id: "5002" })]));
  fake.on(GONE, envelope(200, [tracking(GONE, { order_id: GONE_ORDER })]));
  fake.post(WRITTEN, envelope(200, tracking(WRITTEN)));
  fake.at(`PUT /v1/trackings/ups/${WRITTEN}`, envelope(200, tracking(WRITTEN)));
  fake.at(`DELETE /v1/trackings/ups/${WRITTEN}`, envelope(200, []));
  for (const ACCESS of ["signed", "public"]) {
    const edge = (edges[ACCESS] = await startEdge({
      ACCESS, LINK_KEYS, MERCHANT_TOKENS, PROOF_PEPPER: "a-pepper-of-the-tests", WEBHOOK_SECRET: HOOK, TRACKTRY_BASE_URL: fake.base,
    }));
    for (const number of [NUMBER, OTHER]) {
      const headers = { authorization: `Bearer ${parcelLink("ups", number)}` };
      assert.equal((await edge.ask(`/journeys/ups/${number}`, { headers })).status, 200);
    }
  }
});
after(async () => {
  await Promise.all(Object.values(edges).map((edge) => edge.close()));
  await fake?.close();
});

const operations = Object.entries(contract.paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, { operationId }]) => ({ path, method: method.toUpperCase(), operation: operationId })));

test("the matrix knows every operation of the contract, and no other", () => {
  assert.deepEqual(operations.map(({ operation }) => operation).sort(), Object.keys(EXPECTED).sort());
});

/** Every caller, in both modes, from every origin. */
async function eachCell(what, work) {
  let cells = 0;
  for (const [mode, edge] of Object.entries(edges)) {
    for (const [caller, token] of Object.entries(CALLERS)) {
      for (const [whose, origin] of Object.entries(ORIGINS)) {
        await work({ edge, mode, caller, token, whose, origin, cell: `${what} ${mode} ${caller} ${whose}` });
        cells += 1;
      }
    }
  }
  assert.equal(cells, 2 * Object.keys(CALLERS).length * 3);
}

const bodyOf = (method, operation) => (method === "GET" || method === "DELETE" ? undefined : JSON.stringify(BODIES[operation] ?? {}));
const isOfTracktry = ({ operation }) => operation.startsWith("v1_");

for (const { path, method, operation } of operations.filter((one) => !isOfTracktry(one))) {
  test(`${method} ${path} opens for whom it should, and for nobody else`, () => eachCell(`${method} ${path}`, async ({ edge, mode, caller, token, whose, origin, cell }) => {
    const { rest, [caller]: own = rest, public: open = {} } = EXPECTED[operation];
    const status = (mode === "public" && open[caller]) || own;
    const isPage = PAGES.includes(operation);
    const headers = { ...(origin && { origin }), ...(token && !isPage && { authorization: `Bearer ${token}` }) };
    const query = token && isPage ? `?t=${encodeURIComponent(token)}` : "";
    const answer = await edge.ask(pathOf(path, operation) + query, { method, headers, body: bodyOf(method, operation) });
    assert.equal(answer.status, status, `${cell}: ${answer.text.slice(0, 200)}`);
    const allowed = operation === "asset" ? "*" : whose === "ours" ? SHOP : undefined;
    assert.equal(answer.headers["access-control-allow-origin"], allowed, cell);
    if (status >= 401) assert.ok(!answer.text.includes("LEIDEN") && !answer.text.includes("Arrived at facility"), cell);
  }));
}

for (const { path, method, operation } of operations.filter(isOfTracktry)) {
  test(`${method} ${path} is Tracktry's for a back end of the right scope, and for nobody else`, () => eachCell(`${method} ${path}`, async ({ edge, caller, token, origin, cell }) => {
    const opens = EXPECTED[operation].opens === caller;
    const isBackEnd = caller in BACK_ENDS;
    // As an existing client sends its key; and where everything else here takes a token, which is no place for this one.
    for (const [where, headers, code] of [
      ["key", token && { "tracktry-api-key": token }, origin ? FORBIDDEN : opens ? 200 : isBackEnd ? FORBIDDEN : NO_KEY],
      ["bearer", token && { authorization: `Bearer ${token}` }, origin ? FORBIDDEN : NO_KEY],
    ]) {
      const from = fake.requests.length;
      const answer = await edge.ask(pathOf(path, operation), { method, headers: { ...headers, ...(origin && { origin }) }, body: bodyOf(method, operation) });
      assert.deepEqual([answer.status, answer.headers["content-type"]], [200, "application/json"], `${cell} ${where}`);
      assert.equal(answer.json().meta.code, code, `${cell} ${where}: ${answer.text.slice(0, 200)}`);
      assert.equal(answer.headers["access-control-allow-origin"], undefined, `${cell} ${where}`);
      // The edge may ask for itself meanwhile, but not so.
      const mark = operation === "v1_get" ? "limit=7" : pathOf("{rest}", operation);
      const sent = fake.requests.slice(from).filter((request) => request.method === method && request.url.includes(mark)).length;
      assert.equal(sent, code === 200 ? 1 : 0, `${cell} ${where}: what was sent to Tracktry`);
      assert.ok(code === 200 || !answer.text.includes("LEIDEN"), `${cell} ${where}`);
    }
  }));
}

test("a badge shows a parcel to the same callers as its page, and to who has its own link", async () => {
  for (const [mode, edge] of Object.entries(edges)) {
    const of = async (token) => (await edge.ask(`/badge/ups/${NUMBER}.svg?lang=en${token ? `&t=${encodeURIComponent(token)}` : ""}`)).text;
    for (const [caller, token] of Object.entries(CALLERS)) {
      const shown = ["parcel", "order", "badge"].includes(caller) || (mode === "public" && caller === "nobody");
      assert.equal((await of(token)).includes("On its way"), shown, `${mode} ${caller}`);
    }
  }
});
