// Pages, frames, fragments and badges: what they say, whom they open for, and what the browser may do in them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SHOP, startEdge } from "./edge.mjs";
import { envelope, startFake, tracking } from "./fake.mjs";
import { LINK_KEYS, SIGNED, badgeLink, orderLink, parcelLink } from "./tokens.mjs";

const [ONE, TWO] = ["PG000000001DE", "PG000000002DE"];
const BRAND = { name: "Lumen <Supply>", color: "#ffcc00", logo: "https://cdn.shop.example/logo.svg", url: "https://shop.example/" };
const HOSTILE = `"><script>alert(1)</script>`;

let fake, signed, open;
before(async () => {
  fake = await startFake();
  const customer = { order_id: "#2001", customer_email: "jo@shop.example" };
  const event = { Date: "2026-01-19 10:33", StatusDescription: HOSTILE, Details: HOSTILE, checkpoint_status: "transit" };
  fake.on(ONE, envelope(200, [tracking(ONE, { ...customer, status: "transit", origin_info: { trackinfo: [event] } })]));
  fake.on(TWO, envelope(200, [tracking(TWO, { ...customer, status: "delivered" })]));
  const settings = { TRACKTRY_BASE_URL: fake.base, LINK_KEYS, PROOF_PEPPER: "a-pepper-of-the-tests" };
  signed = await startEdge({ ...SIGNED, ...settings, BRAND: JSON.stringify(BRAND), BASE_PATH: "/parcels" });
  open = await startEdge(settings);
  for (const number of [ONE, TWO]) {
    const answer = await signed.ask(`/parcels/track/ups/${number}?t=${parcelLink("ups", number)}`);
    assert.equal(answer.status, 200, answer.text);
  }
});
after(async () => {
  await Promise.all([signed?.close(), open?.close()]);
  await fake?.close();
});

const page = (path, init) => signed.ask(`/parcels${path}`, init);

/** What is true of every page. */
function holds({ headers, text }, { frames = "'none'" } = {}) {
  assert.equal(headers["content-type"], "text/html; charset=utf-8");
  assert.equal(headers["cache-control"], "private, no-store");
  assert.equal(headers["x-robots-tag"], "noindex");
  assert.match(headers["content-security-policy"], /^default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; img-src 'self'/);
  assert.ok(headers["content-security-policy"].includes(`frame-ancestors ${frames}`), headers["content-security-policy"]);
  assert.doesNotMatch(text, /<style|style=|<script>|alert\(1\)<|javascript:/);
}

test("a link opens its parcel, in the language that is asked for", async () => {
  const answer = await page(`/track/ups/${ONE}?t=${parcelLink("ups", ONE)}&lang=de`);
  assert.equal(answer.status, 200);
  holds(answer);
  assert.equal(answer.headers["content-language"], "de");
  assert.match(answer.text, /<html lang="de" dir="ltr">/);
  assert.match(answer.text, /Unterwegs/);
  assert.ok(answer.text.includes("Lumen &lt;Supply&gt;"));
  assert.match(answer.headers["content-security-policy"], /img-src 'self' https:\/\/cdn\.shop\.example;/);
  assert.match(answer.headers["tracktry-fetched-at"], /^20\d\d-/);
});

test("without a wish the browser's languages count, and their order", async () => {
  const of = async (header) => (await page("/track", { headers: { "accept-language": header } })).headers["content-language"];
  assert.equal(await of("ar-EG,ar;q=0.9,en;q=0.5"), "ar-EG");
  assert.equal(await of("en;q=0.2, xx, fr-CA;q=0.7"), "fr-CA");
  assert.equal(await of("zh-TW"), "zh-TW");
  assert.equal(await of("de;q=0, nl"), "nl");
  assert.equal(await of("tlh, *;q=0.1, ,;;;q=x"), "en");
  assert.equal(await of("x".repeat(5000)), "en");
  const rtl = await page("/track?lang=fa");
  assert.match(rtl.text, /<html lang="fa" dir="rtl">/);
});

test("what no link opens tells nothing and has the status of the JSON", async () => {
  for (const [query, status] of [["", 401], [`?t=${parcelLink("ups", TWO)}`, 403], ["?t=nonsense", 403], [`?t=${badgeLink("ups", ONE)}`, 403],
    [`?t=${parcelLink("ups", ONE, { expires: 1_700_000_000 })}`, 403], [`?t=${"x".repeat(3000)}`, 403]]) {
    const answer = await page(`/track/ups/${ONE}${query}`);
    assert.equal(answer.status, status, query);
    holds(answer);
    assert.match(answer.text, /This link has run out/);
    assert.ok(!answer.text.includes("On its way"));
  }
  const order = await page("/orders/2001/track");
  assert.equal(order.status, 401);
  holds(order);
});

test("an order's page has all its parcels", async () => {
  const answer = await page(`/orders/%232001/track?t=${orderLink("2001")}`);
  assert.equal(answer.status, 200);
  holds(answer);
  assert.match(answer.text, /1 of 2 delivered/);
  assert.ok(answer.text.includes(ONE) && answer.text.includes(TWO));
  assert.equal((await page(`/orders/2002/track?t=${orderLink("2001")}`)).status, 403);
  assert.equal((await page(`/orders/%00/track?t=${orderLink("2001")}`)).status, 400);
});

test("numbers that cannot be one are told on the page", async () => {
  for (const path of ["/track/ups/x", "/track/u.s/PG000000001DE", "/track/ups/%3Cscript%3E", "/track/-/%ff%ff%ff%ff"]) {
    const answer = await page(path);
    assert.equal(answer.status, 400, path);
    holds(answer);
    assert.match(answer.text, /This number cannot be right/);
  }
  fake.on("NOBODY1234", envelope(4031));
  const unknown = await open.ask("/track/ups/NOBODY1234");
  assert.equal(unknown.status, 404);
  assert.match(unknown.text, /We cannot find this parcel/);
});

test("the form finds an order by what proves it, and leads to its page", async () => {
  const form = await page("/track?lang=de");
  assert.equal(form.status, 200);
  holds(form);
  assert.match(form.text, /<form part="form" method="post" action="\/parcels\/track">/);
  assert.ok(!form.text.includes('name="number"'), "a number alone opens nothing here");
  const send = (fields) => page("/track", { method: "POST", body: new URLSearchParams(fields) });
  const found = await send({ order: "#2001", contact: " JO@shop.example ", lang: "de" });
  assert.equal(found.status, 303, found.text);
  assert.match(found.headers.location, /^\/parcels\/orders\/2001\/track\?lang=de&t=t\./);
  const order = await signed.ask(found.headers.location);
  assert.equal(order.status, 200);
  assert.ok(order.text.includes(ONE));
  const refused = [await send({ order: "2001", contact: "eve@shop.example" }), await send({ order: "9999", contact: "eve@shop.example" })];
  for (const answer of refused) {
    assert.equal(answer.status, 403);
    holds(answer);
    assert.match(answer.text, /We found no order that matches both/);
  }
  const masked = refused.map(({ text }) => text.replace(/value="(2001|9999)"/, ""));
  assert.equal(masked[0], masked[1], "nobody learns which orders there are");
  for (const [fields, status, words] of [
    [{ contact: "a@b.example" }, 400, "Please fill this in."], [{ order: "1" }, 400, "Please fill this in."],
    [{ order: "1", contact: "nobody" }, 400, "Please enter an e-mail address"], [{ order: "x".repeat(5000), contact: "a@b" }, 413, "This is on our side"],
  ]) {
    const answer = await send(fields);
    assert.equal(answer.status, status, JSON.stringify(fields).slice(0, 60));
    assert.ok(answer.text.includes(words), answer.text);
  }
  const echoed = await send({ order: HOSTILE, contact: HOSTILE });
  holds(echoed);
});

test("where a number is enough the form takes one, as people write it", async () => {
  const answer = await open.ask("/track?number=%20pg0000%2000001de%20&carrier=UPS&lang=fr");
  assert.deepEqual([answer.status, answer.headers.location], [303, "/track/ups/PG000000001DE?lang=fr"]);
  const wrong = await open.ask("/track?number=x%3Cb%3E");
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /This number cannot be right/);
  assert.match(wrong.text, /value="x&lt;b&gt;"/);
});

test("a frame is for the shops that are named, and tells one of them its height", async () => {
  const frames = `'self' ${SHOP} https://other.example`;
  const token = parcelLink("ups", ONE);
  const answer = await page(`/embed/ups/${ONE}?t=${token}&parent=${encodeURIComponent(SHOP)}`);
  assert.equal(answer.status, 200);
  holds(answer, { frames });
  assert.match(answer.text, new RegExp(`<script type="module" src="/parcels/widget/[^"]+/embed-\\w+\\.js" data-parent="${SHOP}"></script>`));
  assert.match(answer.headers["content-security-policy"], /script-src 'self'; require-trusted-types-for 'script'$/);
  const other = await page(`/embed/ups/${ONE}?t=${token}&parent=https://evil.example`);
  assert.ok(!other.text.includes("<script"));
  assert.ok(!other.text.includes("evil"));
  const script = answer.text.match(/src="([^"]+)"/)[1];
  assert.equal((await signed.ask(script)).headers["content-type"], "text/javascript; charset=utf-8");
});

test("a fragment is a card, or a shadow root with its sheet", async () => {
  const token = parcelLink("ups", ONE);
  const headers = { origin: SHOP };
  const inner = await page(`/fragment/ups/${ONE}?as=inner&t=${token}`, { headers });
  assert.equal(inner.status, 200);
  assert.match(inner.text, /^<section class="tt"/);
  assert.equal(inner.headers["access-control-allow-origin"], SHOP);
  const shadow = await page(`/fragment/ups/${ONE}?as=shadow&t=${token}&lang=he`, { headers });
  assert.match(shadow.text, /^<template shadowrootmode="open"><link rel="stylesheet" href="http:\/\/[^"]+\/parcels\/widget\/[^"]+\/card-\w+\.css">/);
  assert.match(shadow.text, /<section lang="he" dir="rtl" class="tt"/);
  const sheet = await fetch(shadow.text.match(/href="([^"]+)"/)[1]);
  assert.match(await sheet.text(), /:host/);
  const locked = await page(`/fragment/ups/${ONE}`, { headers });
  assert.equal(locked.status, 401);
  assert.match(locked.text, /^<section class="tt".*data-state="locked"/);
});

test("a badge is always a picture, of a parcel only for who has a link", async () => {
  const of = async (path) => {
    const answer = await page(path);
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers["cache-control"], /no-cache/);
    assert.equal(answer.headers["cross-origin-resource-policy"], "cross-origin");
    return answer;
  };
  const neutral = await of(`/badge/ups/${ONE}.png`);
  assert.equal(neutral.headers["content-type"], "image/png");
  assert.deepEqual([...neutral.body.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  const moving = await of(`/badge/ups/${ONE}.png?t=${badgeLink("ups", ONE)}`);
  assert.notDeepEqual(moving.body, neutral.body);
  assert.deepEqual((await of(`/badge/ups/${ONE}.png?t=${parcelLink("ups", ONE)}`)).body, moving.body);
  for (const path of [`/badge/ups/${TWO}.png?t=${badgeLink("ups", ONE)}`, "/badge/ups/NOBODY1234.png?t=x", "/badge/%00/%ff.png",
    `/badge/ups/${ONE}.png?t=${badgeLink("ups", ONE, { expires: 1_700_000_000 })}`]) {
    assert.deepEqual((await of(path)).body, neutral.body, path);
  }
  const words = await of(`/badge/ups/${TWO}.svg?t=${badgeLink("ups", TWO)}&lang=de`);
  assert.equal(words.headers["content-type"], "image/svg+xml");
  assert.match(words.text, /aria-label="Zugestellt"/);
  assert.equal((await page(`/badge/ups/${ONE}.gif`)).status, 404);
  assert.equal((await page(`/badge/ups/${ONE}`)).status, 404);
});

test("every file that a page names is there", async () => {
  const { text } = await page("/track");
  const files = [...text.matchAll(/(?:href|src)="(\/[^"?]+\.(?:css|js))"/g)].map(([, file]) => file);
  assert.equal(files.length, 2, text.slice(0, 600));
  for (const file of files) {
    const answer = await signed.ask(file);
    assert.deepEqual([answer.status, answer.headers["content-type"]], [200, "text/css; charset=utf-8"], file);
  }
  assert.match((await page("/brand.css")).text, /--brand:#ffcc00;--tracktry-accent:light-dark\(#[0-9a-f]{6},#ffcc00\)/);
  assert.equal((await open.ask("/brand.css")).text, "");
  const contract = (await page("/openapi.json")).json();
  assert.equal(contract.openapi, "3.1.0");
});
