// Nobody learns from the form which orders there are: a wrong proof, an unknown order, one without any proof and one that
// is locked are answered alike, in what is said and in how long it takes, to pages of another origin, while upstream takes two
// seconds for each order that nobody knows.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { ensureChromium } from "../../scripts/lib/tools.mjs";
import { SHOP, startEdge } from "../edge/edge.mjs";
import { absent, envelope, startFake, tracking } from "../edge/fake.mjs";
import { SIGNED, bearer, orderLink, parcelLink } from "../edge/tokens.mjs";
import { withLag } from "./lag.mjs";
import { shuffled } from "./load.mjs";
import { limit, long, size } from "./size.mjs";

const KINDS = ["wrong", "unheld", "locked", "unknown"];
/** Lookups by each door: as JSON, by the form without a script, and as JSON from a page in Chromium. */
const LOOKUPS = { json: size(160, 1_000), form: size(80, 1_000), page: size(24, 1_000) };
/** A browser opens six connections to one host. */
const AT_ONCE = { json: 8, form: 8, page: 6 };
/** An order is locked after five attempts, so each takes fewer. */
const TRIES = 4;
/** Milliseconds by which the medians may differ: few alike, and other proofs beside it, in the short form. */
const APART = size(40, 5);
/** Milliseconds after which every answer is sent. */
const FIXED = 400;
const SLOW = 2_000;
const ADDRESS = "jo@shop.example";

const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];

/** An answer that comes late, and is counted as it leaves. */
const late = (answer, count) => (request, response) => setTimeout(() => {
  count();
  answer(request, response);
}, SLOW);

/** An empty page of a shop, the second origin for a browser. */
const serveShop = () => new Promise((done) => {
  const server = createServer((_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Shop</title>"));
  server.listen(0, "127.0.0.1", () => done({ url: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) }));
});

/** What can differ from one answer to the next without telling anything. */
const plain = ({ status, headers, text }, ...typed) => {
  const { "tracktry-request-id": id, date: _date, ...rest } = headers;
  return JSON.stringify([status, rest, typed.reduce((left, value) => left.replaceAll(`value="${value}"`, ""), text.replace(id, ""))]);
};

test(`${Object.values(LOOKUPS).join(" + ")} lookups that open nothing are told apart by nothing`, limit(600, 3_600), async () => {
  const [fake, shop] = [await startFake(), await serveShop()];
  const edge = await startEdge({ ...SIGNED, PROOF_PEPPER: "a-pepper-of-the-tests", TRACKTRY_BASE_URL: fake.base, ALLOWED_ORIGINS: `${SHOP},${shop.url}` });
  let browser;
  try {
    const all = Object.values(LOOKUPS).reduce((sum, count) => sum + count);
    const each = Math.ceil(all / KINDS.length / TRIES);
    const orders = { wrong: [], unheld: [], locked: ["locked-1"] };
    let count = 0;
    const know = async (order, customer) => {
      const number = `LU${String((count += 1)).padStart(8, "0")}`;
      fake.on(number, envelope(200, [tracking(number, { order_id: order, ...customer })]));
      const answer = await edge.ask(`/journeys/ups/${number}`, bearer(parcelLink("ups", number)));
      assert.equal(answer.status, 200, answer.text);
    };
    const known = [know("locked-1", { customer_email: ADDRESS })];
    for (let at = 0; at < each; at += 1) {
      orders.wrong.push(`wrong-${at}`);
      orders.unheld.push(`unheld-${at}`);
      known.push(know(`wrong-${at}`, { customer_email: ADDRESS }), know(`unheld-${at}`, { customer_email: "", customer_phone: null }));
      // As many as one question to upstream names, so that nobody waits for more than one.
      if (known.length >= 38) await Promise.all(known.splice(0));
    }
    await Promise.all(known);

    const doors = {
      json: (order, email) => edge.ask(`/orders/${order}/verify`, {
        method: "POST", headers: { origin: SHOP, "content-type": "application/json" }, body: JSON.stringify({ email }),
      }),
      form: (order, contact) => edge.ask("/track", { method: "POST", headers: { origin: SHOP }, body: new URLSearchParams({ order, contact, lang: "en" }) }),
      page: async (order, email) => page.evaluate(async ([url, body]) => {
        const began = performance.now();
        const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
        const text = await answer.text();
        return { took: performance.now() - began, status: answer.status, headers: Object.fromEntries(answer.headers), text };
      }, [`${edge.url}/orders/${order}/verify`, JSON.stringify({ email })]),
    };
    for (let at = 0; at < 6; at += 1) await doors.json("locked-1", "eve@shop.example");
    assert.equal((await doors.json("locked-1", ADDRESS)).status, 403, "locked: even the right proof");

    browser = await chromium.launch({ executablePath: await ensureChromium(), args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
    const page = await browser.newPage();
    await page.goto(shop.url);

    // From now on upstream takes its time for what nobody knows: whoever waited for it would be seen.
    let lateAnswers = 0;
    fake.order((id) => (/^(unknown|looked)-/.test(id) ? late(absent(), () => (lateAnswers += 1)) : undefined));
    // Somebody with a link keeps the Gate busy with such an order all the time.
    let isDone = false;
    let looks = 0;
    const looker = (async () => {
      for (; !isDone; looks += 1) {
        const order = `looked-${looks}`;
        const began = performance.now();
        assert.equal((await edge.ask(`/orders/${order}`, bearer(orderLink(order)))).status, 404);
        assert.ok(performance.now() - began >= SLOW - 50, "who waits for upstream waits long");
        await sleep(100);
      }
    })();
    looker.catch(() => {});

    const began = Date.now();
    const next = { wrong: 0, unheld: 0, locked: 0, unknown: 0 };
    const orderOf = (kind) => {
      const at = next[kind]++;
      return kind === "unknown" ? `unknown-${at}` : orders[kind][at % orders[kind].length];
    };
    for (const [door, send] of Object.entries(doors)) {
      const took = {};
      const said = new Set();
      const kinds = shuffled(Array.from({ length: LOOKUPS[door] }, (_, at) => KINDS[at % KINDS.length]), 7);
      let at = 0;
      const asker = async () => {
        while (at < kinds.length) {
          const kind = kinds[at++];
          const [order, proof] = [orderOf(kind), `eve${at}@shop.example`];
          const from = performance.now();
          const answer = await send(order, proof);
          // The browser's own clock tells what a page can tell.
          (took[kind] ??= []).push(answer.took ?? performance.now() - from);
          said.add(plain(answer, order, proof));
        }
      };
      const askers = () => Promise.all(Array.from({ length: AT_ONCE[door] }, asker));
      // The long form is for a quiet machine; the short one shares it, and few medians even that out.
      const lag = long ? (await askers(), 0) : (await withLag(edge.url, askers)).lag;

      const [one] = said;
      assert.equal(said.size, 1, [...said].slice(0, 4).join("\n"));
      const [status, headers, text] = JSON.parse(one);
      assert.equal(status, 403, one);
      assert.match(text, door === "form" ? /no order that matches both/ : /"code":"proof_refused"/);
      // A page is not told of this header, and could not read the answer without it.
      if (door !== "page") assert.equal(headers["access-control-allow-origin"], SHOP);
      const medians = Object.fromEntries(KINDS.map((kind) => [kind, Math.round(median(took[kind]) * 10) / 10]));
      const spread = Math.max(...Object.values(medians)) - Math.min(...Object.values(medians));
      console.log(`soak lookups: ${door}, ${kinds.length} answered alike; medians ${JSON.stringify(medians)} ms, ${spread.toFixed(1)} ms apart`);
      // Few of each kind are too few for a median where the machine is shared.
      if (door !== "page" || long) assert.ok(spread <= APART + lag, `${door}: medians ${spread} ms apart, lag ${Math.round(lag)}`);
      assert.ok(Math.min(...Object.values(took).flat()) >= FIXED - 5, "each after the fixed time");
    }
    isDone = true;
    await looker;
    const minutes = (Date.now() - began) / 60_000;
    assert.ok(lateAnswers >= looks && looks >= 2, "upstream was slow meanwhile");
    assert.ok(fake.asked("unknown-") <= Math.ceil(minutes) + 1, "unknown orders are looked for one a minute");
  } finally {
    await browser?.close();
    await edge.close();
    await fake.close();
    shop.close();
  }
});
