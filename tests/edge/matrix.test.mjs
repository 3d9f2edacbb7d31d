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

const [NUMBER, OTHER, GONE] = ["MX000000001DE", "MX000000002DE", "MX000000003DE"];
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
  // By the envelope in it: v1.test.mjs.
  ...Object.fromEntries(["get", "post", "put", "delete"].map((method) => [`v1_${method}`, always(200)])),
};
/** What is sent along. */
const BODIES = { links: { links: [{ order: ORDER }] }, verify: {}, find: {} };
/** Routes that take a token in the address. */
const PAGES = ["form", "find", "page", "order_page", "embed", "fragment", "badge"];

const pathOf = (pattern, operation) => pattern
  .replace("{carrier}", "ups")
  .replace("{number}", { erase_parcel: GONE, badge: `${NUMBER}.png` }[operation] ?? NUMBER)
  .replace("{order}", operation === "erase_order" ? GONE_ORDER : ORDER)
  .replace("{secret}", HOOK)
  .replace("{rest}", "trackings/get")
  .replace("{file}", `v${version.split(".")[0]}/tracktry-widget.js`);

let fake;
const edges = {};
before(async () => {
  fake = await startFake();
  fake.on(NUMBER, envelope(200, [tracking(NUMBER, { order_id: ORDER })]));
  fake.on(OTHER, envelope(200, [tracking(OTHER, { order_id: "5002" })]));
  fake.on(GONE, envelope(200, [tracking(GONE, { order_id: GONE_ORDER })]));
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

for (const { path, method, operation } of operations) {
  test(`${method} ${path} opens for whom it should, and for nobody else`, async () => {
    let cells = 0;
    for (const [mode, edge] of Object.entries(edges)) {
      for (const [caller, token] of Object.entries(CALLERS)) {
        const { rest, [caller]: own = rest, public: open = {} } = EXPECTED[operation];
        const status = (mode === "public" && open[caller]) || own;
        for (const [whose, origin] of Object.entries(ORIGINS)) {
          const isPage = PAGES.includes(operation);
          const headers = { ...(origin && { origin }), ...(token && !isPage && { authorization: `Bearer ${token}` }) };
          const query = token && isPage ? `?t=${encodeURIComponent(token)}` : "";
          const body = method === "GET" || method === "DELETE" ? undefined : JSON.stringify(BODIES[operation] ?? {});
          const cell = `${method} ${path} ${mode} ${caller} ${whose}`;
          const answer = await edge.ask(pathOf(path, operation) + query, { method, headers, body });
          assert.equal(answer.status, status, `${cell}: ${answer.text.slice(0, 200)}`);
          const allowed = operation === "asset" ? "*" : whose === "ours" && !operation.startsWith("v1_") ? SHOP : undefined;
          assert.equal(answer.headers["access-control-allow-origin"], allowed, cell);
          if (status >= 401) assert.ok(!answer.text.includes("LEIDEN") && !answer.text.includes("Arrived at facility"), cell);
          cells += 1;
        }
      }
    }
    assert.equal(cells, 2 * Object.keys(CALLERS).length * 3);
  });
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
