// What an element shows, for each answer the edge can give.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, fixture, journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const TAG = '<tracktry-widget id="w" endpoint="/edge" carrier="dhl" number=" rb000000005cn "></tracktry-widget>';
const later = (ms) => new Promise((done) => setTimeout(done, ms));

test("while the answer is on its way there is a skeleton, then the journey in its place", async () => {
  let answer;
  const waiting = new Promise((done) => (answer = done));
  const it = await browser.open({ body: TAG, edge: () => waiting });
  await it.state("loading");
  assert.equal(await it.card.getAttribute("data-state"), "loading");
  assert.equal(await it.card.getAttribute("aria-busy"), "true");
  await eventually(() => it.asked.length, "the request");
  answer(await journey());
  await it.state("journey");
  assert.equal(await it.card.getAttribute("data-stage"), "delivered");
  assert.equal(await it.card.getAttribute("aria-busy"), null);
  assert.match(await it.card.innerText(), /RB000000005CN/);
  assert.deepEqual(it.faults, []);
  assert.deepEqual(it.lost, []);
  await it.close();
});

test("the request names the parcel as it is looked up, asks for JSON and sends no credentials", async () => {
  const it = await browser.open({
    body: TAG, edge: () => journey(),
    before: (page) => page.context().addCookies([{ name: "session", value: "1", url: "http://127.0.0.1" }]),
  });
  await it.state("journey");
  const [{ path, headers }] = it.asked;
  assert.equal(path, "journeys/dhl/RB000000005CN");
  assert.equal(headers.accept, "application/json");
  assert.equal(headers.cookie, undefined);
  await it.close();
});

test("no carrier leaves finding it to the edge", async () => {
  const it = await browser.open({ body: '<tracktry-widget endpoint="/edge/" number="RB000000005CN"></tracktry-widget>', edge: () => journey() });
  await it.state("journey");
  assert.equal(it.asked[0].path, "journeys/-/RB000000005CN");
  await it.close();
});

const TROUBLES = [
  { answer: problem(404, "parcel_unknown"), state: "not_found", retry: false },
  { answer: problem(400, "number_invalid"), state: "invalid", retry: false },
  { answer: problem(400, "carrier_invalid"), state: "invalid", retry: false },
  { answer: problem(503, "upstream_busy", { "retry-after": "120" }), state: "busy", retry: true },
  { answer: { status: 429, headers: { "retry-after": "9" }, text: "slow down" }, state: "busy", retry: true, code: "unreadable" },
  { answer: problem(404, "route_unknown"), state: "error", retry: true },
  { answer: problem(502, "upstream_key_refused"), state: "error", retry: true },
  { answer: problem(504, "upstream_timeout"), state: "error", retry: true },
  { answer: { text: "<html>" }, state: "error", retry: true, code: "unreadable" },
  { answer: { body: [] }, state: "error", retry: true, code: "unreadable" },
  { answer: { body: { v: 2, number: "RB000000005CN" } }, state: "error", retry: true, code: "unreadable" },
  { answer: "cut", state: "error", retry: true, code: "unreachable" },
];

for (const { answer, state, retry, code = answer.body?.code } of TROUBLES) {
  test(`${answer.status ?? ""} ${code} is shown as ${state} and told to the page`, async () => {
    const it = await browser.open({ body: TAG, edge: () => answer });
    await it.state(state);
    assert.equal(await it.card.getAttribute("data-state"), state);
    assert.match(await it.card.innerText(), /\w+ \w+/);
    assert.equal(await it.card.locator('[data-action="retry"]').count(), retry ? 1 : 0);
    const [told] = await it.told("error");
    assert.deepEqual([told.id, told.detail.code, told.detail.status], ["w", code, answer === "cut" ? 0 : (answer.status ?? 200)]);
    await it.close();
  });
}

test("a number or carrier that cannot be one is refused without asking", async () => {
  for (const [attributes, code] of [['number="!!"', "number_invalid"], ['number="RB000000005CN" carrier="a/b"', "carrier_invalid"]]) {
    const it = await browser.open({ body: `<tracktry-widget endpoint="/edge/" ${attributes}></tracktry-widget>` });
    await it.state("invalid");
    assert.equal((await it.told("error"))[0].detail.code, code);
    assert.equal(it.asked.length, 0);
    await it.close();
  }
});

test("while the number is still to come the page's own content stays", async () => {
  const it = await browser.open({ body: '<tracktry-widget endpoint="/edge/" number=""><a href="/help">Help</a></tracktry-widget>' });
  await it.page.waitForFunction(() => customElements.get("tracktry-widget"));
  await later(100);
  assert.equal(await it.element.evaluate((element) => element.state), "empty");
  assert.ok(await it.page.getByText("Help").isVisible());
  assert.equal(it.asked.length, 0);
  await it.close();
});

test("an endpoint that is none is told to the page", async () => {
  for (const endpoint of ["", "javascript:alert(1)", "http://"]) {
    const it = await browser.open({ body: `<tracktry-widget endpoint="${endpoint}" number="RB000000005CN">Mail us</tracktry-widget>` });
    await eventually(async () => (await it.told("error"))[0]?.detail.code === "endpoint_invalid", "the event");
    assert.ok(await it.page.getByText("Mail us").isVisible());
    await it.close();
  }
});

test("retry asks again and keeps the message till the answer is there", async () => {
  const it = await browser.open({ body: TAG, edge: (_, count) => (count < 2 ? problem(502, "upstream_fault") : journey()) });
  await it.state("error");
  await it.card.locator('[data-action="retry"]').click();
  await it.state("journey");
  assert.equal(await it.page.evaluate(() => document.querySelector("tracktry-widget").shadowRoot.activeElement?.className), "tt", "the focus is not lost");
  await it.close();
});

test("a failed refresh keeps the journey and says it is old; the next good one takes that back", async () => {
  const it = await browser.open({
    body: TAG.replace(">", ' refresh="5">'),
    edge: async (_, count) => (count === 2 ? problem(502, "upstream_unreachable") : journey({ stage: "in_transit" })),
  });
  await it.state("journey");
  const note = it.card.locator("[data-note=stale]");
  assert.ok(await note.isHidden());
  await it.element.evaluate((element) => element.reload());
  await eventually(() => note.isVisible(), "the note");
  assert.equal(await it.element.evaluate((element) => element.state), "journey");
  assert.equal((await it.told("error"))[0].detail.code, "upstream_unreachable");
  await it.element.evaluate((element) => element.reload());
  await eventually(() => note.isHidden(), "the recovery");
  await it.close();
});

test("an answer the edge itself calls stale is marked", async () => {
  const it = await browser.open({ body: TAG, edge: async () => ({ body: await journey(), headers: { "tracktry-stale": "true" } }) });
  await it.state("journey");
  assert.ok(await it.card.locator("[data-note=stale]").isVisible());
  await it.close();
});

test("offline is said, and the network's return ends it", async () => {
  let online = false;
  const it = await browser.open({ body: TAG, edge: () => (online ? journey() : "cut"), script: false });
  await it.page.evaluate(() => import("/widget/v0/tracktry-widget.js"));
  await it.state("error");
  await it.page.context().setOffline(true);
  await it.element.evaluate((element) => element.reload());
  await it.state("offline");
  assert.equal((await it.told("error")).at(-1).detail.code, "offline");
  online = true;
  await it.page.context().setOffline(false);
  await it.state("journey");
  await it.close();
});

test("element.tracking shows a raw answer of Tracktry without any edge", async () => {
  const raw = await fixture("raw/international.json");
  const answers = [raw, { meta: { code: 200, type: "Success", message: "Success" }, data: [raw] }];
  for (const answer of answers) {
    const it = await browser.open({ body: '<tracktry-widget id="w"></tracktry-widget>' });
    await it.element.evaluate((element, raw) => (element.tracking = raw), answer);
    await it.state("journey");
    const [{ name, detail }] = await it.told();
    assert.equal(name, "load");
    assert.deepEqual(detail.journey, await journey());
    assert.equal(it.asked.length, 0);
    await it.close();
  }
});

test("element.tracking that is no tracking is an error, whatever it is", async () => {
  const it = await browser.open({ body: "<tracktry-widget></tracktry-widget>" });
  const odd = ["7", "'text'", "[]", "({})", "({ toJSON() { throw 1 } })", "(() => { const a = {}; a.a = a; return a })()", "10n", "Symbol()", "() => 1",
    "JSON.parse('{\"hasOwnProperty\":1,\"__proto__\":{\"tracking_number\":\"RB000000005CN\"}}')"];
  for (const [i, value] of odd.entries()) {
    await it.element.evaluate((element, value) => (element.tracking = eval(value)), value);
    await eventually(async () => (await it.told("error")).length === i + 1, `an error for ${value}`);
    assert.equal((await it.told("error"))[i].detail.code, "unreadable");
    await it.state("error");
  }
  assert.deepEqual(it.faults, []);
  await it.close();
});

test("raw trackings one after the other change what is shown; null goes back to the attributes", async () => {
  const it = await browser.open({ body: "<tracktry-widget></tracktry-widget>", edge: () => journey({ number: "EDGE0001" }) });
  const raw = await fixture("raw/international.json");
  const set = (value) => it.element.evaluate((element, value) => (element.tracking = value), value);
  await set({ ...raw, status: "transit", substatus: "transit001" });
  await it.state("journey");
  await set(raw);
  await eventually(async () => (await it.told()).length === 2, "the change");
  assert.deepEqual((await it.told()).map(({ name }) => name), ["load", "change"]);
  assert.equal((await it.told())[1].detail.previous.stage, "in_transit");
  await it.element.evaluate((element) => {
    element.endpoint = "/edge/";
    element.number = "EDGE0001";
    element.tracking = null;
  });
  await eventually(async () => /EDGE0001/.test(await it.card.innerText()), "the edge's journey");
  await it.close();
});

test("what cannot be read never leaves another parcel on show", async () => {
  const it = await browser.open({ body: TAG, edge: () => journey({ number: "EDGE0001" }) });
  const raw = await fixture("raw/international.json");
  const set = (value) => it.element.evaluate((element, value) => (element.tracking = value), value);
  await it.state("journey");
  await set({ unreadable: true });
  await it.state("error");
  assert.equal(await it.element.evaluate((element) => element.journey), null);
  assert.doesNotMatch(await it.card.innerText(), /EDGE0001/);
  await set(raw);
  await it.state("journey");
  await set({ unreadable: true });
  await it.state("error");
  assert.doesNotMatch(await it.card.innerText(), /RB000000005CN/);
  await it.close();
});

test("while a raw tracking is read, the edge's parcel is no longer on show", async () => {
  const it = await browser.open({ body: TAG, edge: () => journey({ number: "EDGE0001" }) });
  await it.state("journey");
  await it.page.route(/\/raw.*\.js$/, () => {});
  await it.element.evaluate((element) => (element.tracking = { unreadable: true }));
  await it.state("loading");
  assert.equal(await it.element.evaluate((element) => element.journey), null);
  await it.close();
});

test("another number never leaves the one before on show", async () => {
  const it = await browser.open({ body: TAG, edge: (path) => (path.endsWith("OTHER0001") ? problem(502, "upstream_fault") : journey()) });
  await it.state("journey");
  await it.element.evaluate((element) => (element.number = "OTHER0001"));
  await it.state("error");
  assert.equal(await it.element.evaluate((element) => element.journey), null);
  await it.close();
});

test("the promised date stands in the journey", async () => {
  const it = await browser.open({ body: TAG.replace(">", ' expected="2031-05-09">'), edge: () => journey({ stage: "in_transit", reason: null }) });
  await it.state("journey");
  assert.match(await it.card.innerText(), /9 May/);
  await it.element.evaluate((element) => (element.expected = "soon"));
  await eventually(async () => !/9 May/.test(await it.card.innerText()), "the promise gone");
  assert.equal(it.asked.length, 1, "new words need no new request");
  await it.close();
});

test("dates are wall-clock times in the reader's way of writing, whatever the zone", async () => {
  for (const [timezoneId, locale, expected] of [["Pacific/Kiritimati", "en-GB", /11:48/], ["America/Los_Angeles", "en-US", /11:48 AM/]]) {
    const it = await browser.open({ body: TAG, edge: () => journey(), context: { timezoneId, locale } });
    await it.state("journey");
    const text = await it.card.innerText();
    assert.match(text, expected);
    assert.match(text, locale === "en-GB" ? /20 March/ : /March 20/);
    await it.close();
  }
});

test("a page in a language that is not there speaks English and says so", async () => {
  const it = await browser.open({ body: TAG.replace(">", ' lang="tlh">'), edge: () => journey() });
  await it.state("journey");
  assert.match(await it.card.getAttribute("lang"), /^en/);
  await it.close();
});
