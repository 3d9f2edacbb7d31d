// Who sees what: kinds of tokens by routes, where access is signed and where it is public.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startEdge } from "./edge.mjs";
import { envelope, parcel, startFake } from "./fake.mjs";
import { WAYS } from "./lab.mjs";
import { BACK_ENDS, SIGNED, badgeLink, bearer, link, orderLink, parcelLink } from "./tokens.mjs";

const NUMBER = "AC000000001CN";
const OTHER = "AC000000002CN";
const ORDER = "AC-1001";

/** Everything somebody can bring. */
const TOKENS = {
  nothing: null,
  "an empty token": "",
  "a link to the parcel": parcelLink("ups", NUMBER),
  "a link to the parcel that may register": parcelLink("ups", NUMBER, { flags: "r" }),
  "a link to the parcel without its carrier": parcelLink("-", NUMBER),
  "a link to another parcel": parcelLink("ups", OTHER),
  "a badge of the parcel": badgeLink("ups", NUMBER),
  "a link to its order": orderLink(ORDER),
  "a link to another order": orderLink("AC-1002"),
  "a link that is over": parcelLink("ups", NUMBER, { expires: 1_700_000_000 }),
  "a link of another version": link("p", `ups/${NUMBER}`).replace(/^t\./, "u."),
  "a token that reads": BACK_ENDS.read,
  "a token that writes": BACK_ENDS.write,
  "a token that signs": BACK_ENDS.links,
  "any other token": "abc.def.ghi",
};

// Per route, who gets 200 or 204; without a token it is 401, with another one 403.
const ROUTES = [
  ["GET", `/journeys/ups/${NUMBER}`, ["a link to the parcel", "a link to the parcel that may register", "a link to its order", "a token that reads"]],
  ["GET", `/journeys/-/${NUMBER}`, ["a link to the parcel without its carrier", "a link to its order", "a token that reads"]],
  ["GET", `/orders/${ORDER}`, ["a link to its order", "a token that reads"]],
  ["GET", "/metrics", ["a token that reads"]],
  ["DELETE", "/orders/AC-9999", ["a token that writes"]],
  ["DELETE", "/parcels/ups/AC000009999CN", ["a token that writes"]],
];

for (const [way, cacheSeconds] of WAYS) {
  describe(way, () => {
    let fake;
    before(async () => {
      fake = await startFake();
      fake.on(NUMBER, parcel(NUMBER, { order_id: ORDER }));
      fake.on(OTHER, parcel(OTHER));
    });
    after(async () => {
      assert.deepEqual(fake.unmatched, []);
      await fake.close();
    });

    async function withEdge(settings, work) {
      const edge = await startEdge({ TRACKTRY_BASE_URL: fake.base, ...SIGNED, CACHE_SECONDS: cacheSeconds, ...settings });
      try {
        await work(edge);
      } finally {
        await edge.close();
      }
    }

    test("where access is signed, each token opens its own and nothing else", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
      // Twice: what the first round left in a cache or a Shelf opens nothing in the second.
      for (const round of [1, 2]) {
        for (const [method, path, may] of ROUTES) {
          for (const [who, token] of Object.entries(TOKENS)) {
            const answer = await edge.ask(path, token === null ? { method } : { ...bearer(token), method });
            const expected = may.includes(who) ? [200, 204] : token === null ? [401] : [403];
            assert.ok(expected.includes(answer.status), `${method} ${path} with ${who}, round ${round}: ${answer.status} ${answer.text}`);
            const code = { 401: "token_required", 403: "token_refused" }[answer.status];
            if (code) assert.equal(answer.json().code, code);
            else if (method === "GET" && path !== "/metrics") assert.match(answer.headers["cache-control"], /^private, /);
          }
        }
      }
    }));

    test("all refusals look alike", () => withEdge({}, async (edge) => {
      const bodies = [];
      for (const token of [parcelLink("ups", OTHER), orderLink("AC-1002"), "x", BACK_ENDS.links, "y".repeat(600)]) {
        const { problem } = await edge.problem(`/journeys/ups/${NUMBER}`, 403, "token_refused", bearer(token));
        bodies.push(JSON.stringify({ ...problem, request_id: "" }));
      }
      assert.equal(new Set(bodies).size, 1);
    }));

    test("where access is public, a guest sees countries only, whoever looked before", () => withEdge({ ACCESS: "public" }, async (edge) => {
      const path = `/journeys/ups/${NUMBER}`;
      const looks = [[parcelLink("ups", NUMBER), true], [null, false], [BACK_ENDS.read, true], [null, false], [orderLink(ORDER), true], [null, false]];
      const tags = new Map();
      for (const [token, sees] of [...looks, ...looks.reverse()]) {
        const { status, headers, text } = await edge.ask(path, token === null ? {} : bearer(token));
        assert.deepEqual([status, /LEIDEN/.test(text)], [200, sees], text);
        assert.equal(/private/.test(headers["cache-control"]), token !== null);
        tags.set(headers.etag, sees);
        // What is remembered is written after the answer has left.
        await sleep(100);
      }
      assert.equal(tags.size, 2, "a view of its own has a tag of its own");
      const [whole] = [...tags].find(([, sees]) => sees);
      assert.equal((await edge.ask(path, { headers: { "if-none-match": whole } })).status, 200, "the other view's tag is none");
      assert.equal(fake.asked(`/ups/${NUMBER}/`), 0);
    }));

    test("where access is public, a wrong token is refused all the same, and another scheme is none", () => withEdge({ ACCESS: "public" }, async (edge) => {
      await edge.problem(`/journeys/ups/${NUMBER}`, 403, "token_refused", bearer("x"));
      const basic = await edge.ask(`/journeys/ups/${NUMBER}`, { headers: { authorization: "Basic c2hvcDpzaG9w" } });
      assert.equal(basic.status, 200);
      await edge.problem(`/orders/${ORDER}`, 401, "token_required");
    }));

    test("an order's link opens no parcel of another order, remembered or not", () => withEdge({}, async (edge) => {
      assert.equal((await edge.ask(`/journeys/ups/${OTHER}`, bearer(BACK_ENDS.read))).status, 200);
      for (let look = 0; look < 2; look += 1) await edge.problem(`/journeys/ups/${OTHER}`, 403, "token_refused", bearer(orderLink(ORDER)));
    }));
  });
}
