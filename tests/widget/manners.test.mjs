// How an element behaves on a page: requests, timers, focus, events, the page's own policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { POLICY, eventually, journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const element = (attributes = "", inner = "") =>
  `<tracktry-widget endpoint="/edge/" carrier="dhl" number="RB000000005CN" ${attributes}>${inner}</tracktry-widget>`;
const moving = (changes) => journey({ stage: "in_transit", reason: null, ...changes });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** An edge whose answers are given one by one. */
function held() {
  const waiting = [];
  return { edge: (path) => new Promise((answer) => waiting.push({ path, answer })), waiting };
}

test("elements of the same parcel share one request and one wasm", async () => {
  const { edge, waiting } = held();
  const it = await browser.open({ body: element().repeat(20), edge });
  const loaded = [];
  it.page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await eventually(() => waiting.length, "the request");
  await pause(200);
  assert.equal(waiting.length, 1);
  waiting[0].answer(await moving());
  await it.page.waitForFunction(() => [...document.querySelectorAll("tracktry-widget")].every((one) => one.state === "journey"));
  assert.equal(it.asked.length, 1);
  assert.equal(await it.page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm")).length), 1);
  await it.close();
});

test("the newer request wins, and the older one is aborted", async () => {
  const { edge, waiting } = held();
  const it = await browser.open({ body: element(), edge });
  await eventually(() => waiting.length === 1, "the first request");
  await it.element.evaluate((one) => one.setAttribute("number", "NEWER00001"));
  await eventually(() => waiting.length === 2, "the second request");
  await eventually(() => it.asked[0].aborted, "the abort");
  waiting[1].answer(await moving({ number: "NEWER00001" }));
  waiting[0].answer(await moving());
  await it.state("journey");
  await pause(100);
  assert.match(await it.card.innerText(), /NEWER00001/);
  assert.deepEqual((await it.told()).map(({ name }) => name), ["load"]);
  await it.close();
});

test("an older answer that comes although it was aborted is thrown away", async () => {
  const it = await browser.open({ body: element(), script: false, edge: () => moving() });
  await it.page.evaluate(() => {
    const real = fetch;
    window.answers = [];
    window.fetch = (url, init) => (String(url).includes("/edge/")
      ? new Promise((done) => window.answers.push(() => done(real(url, { headers: init.headers }))))
      : real(url, init));
  });
  await it.page.evaluate(() => import("/widget/v0/tracktry-widget.js"));
  await it.page.waitForFunction(() => window.answers.length === 1);
  await it.element.evaluate((one) => (one.number = "NEWER00001"));
  await it.page.waitForFunction(() => window.answers.length === 2);
  await it.page.evaluate(() => window.answers[0]());
  await pause(200);
  assert.equal(await it.element.evaluate((one) => one.state), "loading");
  await it.close();
});

test("an element taken off the page aborts, unless another one waits for the same", async () => {
  const { edge, waiting } = held();
  const it = await browser.open({ body: element() + element(), edge });
  await eventually(() => waiting.length, "the request");
  await it.page.evaluate(() => document.querySelector("tracktry-widget").remove());
  await pause(150);
  assert.equal(it.asked[0].aborted, false);
  await it.page.evaluate(() => document.querySelector("tracktry-widget").remove());
  await eventually(() => it.asked[0].aborted, "the abort");
  await it.close();
});

test("an element put somewhere else on the page keeps its journey and asks nothing", async () => {
  const it = await browser.open({ body: `${element()}<main></main>`, edge: () => moving() });
  await it.state("journey");
  await it.element.evaluate((one) => {
    window.seen = [];
    new MutationObserver(() => window.seen.push(one.state)).observe(one.shadowRoot, { subtree: true, childList: true });
    document.querySelector("main").append(one);
  });
  await pause(200);
  assert.deepEqual(await it.page.evaluate(() => window.seen), []);
  assert.equal(it.asked.length, 1);
  assert.deepEqual((await it.told()).map(({ name }) => name), ["load"]);
  await it.element.evaluate((one) => one.reload());
  await eventually(() => it.asked.length === 2, "a look at the new place");
  await it.close();
});

test("an element put somewhere else before its answer came still gets it", async () => {
  const { edge, waiting } = held();
  const it = await browser.open({ body: `${element()}<main></main>`, edge });
  await eventually(() => waiting.length, "the request");
  await it.page.evaluate(() => document.querySelector("main").append(document.querySelector("tracktry-widget")));
  await eventually(() => waiting.length === 2, "the request anew");
  waiting[1].answer(await moving());
  await it.state("journey");
  await it.close();
});

test("an element that is not on the page asks nothing", async () => {
  const it = await browser.open({ body: element(), edge: () => moving() });
  await it.state("journey");
  await it.element.evaluate((one) => {
    one.remove();
    one.reload();
  });
  await pause(200);
  assert.equal(it.asked.length, 1);
  await it.close();
});

test("only the element's own controls act, whatever the page's content says", async () => {
  const it = await browser.open({
    body: `<div data-action="retry">${element("", '<b data-action="retry">Ask us</b>')}</div>`,
    edge: () => problem(502, "upstream_fault"),
  });
  await it.state("error");
  await it.page.getByText("Ask us").click();
  await it.card.locator("h2").click();
  await pause(200);
  assert.equal(it.asked.length, 1);
  await it.card.locator('[data-action="retry"]').click();
  await eventually(() => it.asked.length === 2, "the retry");
  await it.close();
});

test("nothing but what the documentation names is public", async () => {
  const it = await browser.open({ body: "" });
  await it.page.waitForFunction(() => customElements.get("tracktry-widget"));
  const names = await it.page.evaluate(() => Object.getOwnPropertyNames(customElements.get("tracktry-widget").prototype));
  assert.deepEqual(names.filter((name) => !name.endsWith("Callback")).sort(),
    ["carrier", "constructor", "demo", "endpoint", "expected", "journey", "journeys", "layout", "lookup", "number", "order", "refresh", "reload",
      "state", "texts", "theme", "token", "tracking"]);
  await it.close();
});

test("a hidden page asks nothing; in sight it does", async () => {
  const it = await browser.open({
    body: element(), edge: () => moving(),
    before: (page) => page.addInitScript(() => {
      window.veiled = true;
      Object.defineProperty(document, "hidden", { get: () => window.veiled });
    }),
  });
  await it.state("loading");
  await pause(300);
  assert.equal(it.asked.length, 0);
  await it.page.evaluate(() => {
    window.veiled = false;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await it.state("journey");
  await it.close();
});

/** The seconds at which an element asks, in the page's own time. */
async function looks(attributes, edge, seconds, step = 5) {
  const it = await browser.open({ body: element(attributes), edge, before: (page) => page.clock.install({ time: 0 }) });
  await eventually(async () => {
    await it.page.clock.runFor(20);
    return !["empty", "loading"].includes(await it.element.evaluate((one) => one.state));
  }, "the first answer");
  const times = [];
  let known = it.asked.length;
  for (let now = step; now <= seconds; now += step) {
    await it.page.clock.runFor(step * 1000);
    await pause(40);
    if (it.asked.length === known) continue;
    known = it.asked.length;
    times.push(now);
    // The page's time stands still till the answer is in.
    await pause(300);
  }
  const requests = it.asked;
  await it.close();
  return { times, requests };
}

test("news is asked for after 60 s, then every 2 minutes, past the browser's cache, for 15 minutes at most", async () => {
  const { times, requests } = await looks("", () => moving(), 1200, 20);
  assert.ok(times.length >= 6 && times.length <= 8, String(times));
  assert.ok(times[0] <= 80 && times[0] >= 60, String(times));
  assert.ok(times.at(-1) <= 900, String(times));
  assert.equal(requests[0].headers["cache-control"], undefined);
  assert.equal(requests[1].headers["cache-control"], "max-age=0");
});

test("a delivered parcel is not asked for again, unless refresh says so", async () => {
  assert.deepEqual((await looks("", () => journey(), 300, 20)).times, []);
  assert.ok((await looks('refresh="30"', () => journey(), 100, 10)).times.length >= 2);
});

test("refresh sets the pace: at least 5 s; 0 is never; what is no number counts as absent", async () => {
  assert.ok((await looks('refresh="1"', () => moving(), 60)).times.length <= 12);
  assert.ok((await looks('refresh="10"', () => moving(), 60)).times.length >= 4);
  assert.deepEqual((await looks('refresh="0"', () => moving(), 200, 20)).times, []);
  assert.equal((await looks('refresh="often"', () => moving(), 80, 20)).times.length, 1);
});

test("failures are asked again later and later", async () => {
  const { times } = await looks("", () => problem(502, "upstream_fault"), 200);
  const gaps = times.map((time, i) => time - (times[i - 1] ?? 0));
  assert.ok(times.length >= 3 && times.length <= 6, String(times));
  assert.ok(gaps.every((gap, i) => i === 0 || gap >= gaps[i - 1]), String(gaps));
});

test("Retry-After is obeyed, up to two minutes", async () => {
  assert.deepEqual((await looks("", () => problem(503, "upstream_busy", { "retry-after": "60" }), 55)).times, []);
  assert.equal((await looks("", () => problem(503, "upstream_busy", { "retry-after": "86400" }), 155)).times.length, 1);
});

test("a request without an answer ends in words within its deadline", async () => {
  const { edge } = held();
  const it = await browser.open({ body: element(), edge, before: (page) => page.clock.install({ time: 0 }) });
  await eventually(async () => (await it.page.clock.runFor(20), it.asked.length), "the request");
  await it.page.clock.runFor(20_000);
  await it.state("error", { polling: 50 });
  assert.ok(it.asked[0].aborted);
  await it.close();
});

test("what a replaced fetch throws or gives never stops the element", async () => {
  for (const wild of ["() => { throw 'blocked' }", "() => Promise.reject(undefined)", "() => Promise.reject(7)", "() => 'text'", "() => ({ text: () => 1 })", "() => null"]) {
    const it = await browser.open({ body: element(), script: false, edge: () => moving() });
    await it.page.evaluate((wild) => {
      const real = fetch;
      const odd = eval(wild);
      window.fetch = (url, init) => (String(url).includes("/edge/") && !window.well ? odd() : real(url, init));
      return import("/widget/v0/tracktry-widget.js");
    }, wild);
    await it.state("error");
    await it.page.evaluate(() => {
      window.well = true;
      document.querySelector("tracktry-widget").reload();
    });
    await it.state("journey");
    assert.deepEqual(it.faults, [], wild);
    await it.close();
  }
});

test("properties set before the element was known count, and mirror the attributes", async () => {
  const it = await browser.open({ body: "<tracktry-widget></tracktry-widget>", script: false, edge: () => moving() });
  await it.element.evaluate((one) => Object.assign(one, { endpoint: "/edge/", carrier: "dhl", number: "RB000000005CN", refresh: 7 }));
  await it.page.evaluate(() => import("/widget/v0/tracktry-widget.js"));
  await it.state("journey");
  const seen = await it.element.evaluate((one) => [one.getAttribute("number"), one.getAttribute("refresh"), one.endpoint, Object.keys(one)]);
  assert.deepEqual(seen, ["RB000000005CN", "7", "/edge/", []]);
  assert.equal(await it.element.evaluate((one) => ((one.carrier = null), one.hasAttribute("carrier"))), false);
  await it.close();
});

test("attributes set one after the other are one request", async () => {
  const it = await browser.open({ body: "", edge: () => moving() });
  await it.page.waitForFunction(() => customElements.get("tracktry-widget"));
  await it.page.evaluate(() => {
    const one = document.createElement("tracktry-widget");
    document.body.append(one);
    for (const number of ["AAAA0001", "AAAA0002", "RB000000005CN"]) Object.assign(one, { endpoint: "/edge/", number });
  });
  await it.state("journey");
  assert.deepEqual(it.asked.map(({ path }) => path), ["journeys/-/RB000000005CN"]);
  await it.close();
});

test("events: load once, change only when the journey changes, both from the element and across shadow roots", async () => {
  const it = await browser.open({
    body: "<div></div>",
    edge: (_, count) => moving({ days_under_way: count < 3 ? 4 : 5 }),
  });
  await it.page.evaluate((html) => {
    document.querySelector("div").attachShadow({ mode: "open" }).innerHTML = html;
    window.one = document.querySelector("div").shadowRoot.firstChild;
  }, element());
  const ready = (count) => eventually(() => it.asked.length >= count, `request ${count}`);
  await it.page.waitForFunction(() => window.one.state === "journey");
  for (const count of [2, 3]) {
    await it.page.evaluate(() => window.one.reload());
    await ready(count);
    await pause(100);
  }
  await eventually(async () => (await it.told()).length === 2, "two events");
  const [load, change] = await it.told();
  assert.deepEqual([load.name, change.name], ["load", "change"]);
  assert.equal(change.detail.journey.days_under_way, 5);
  assert.equal(change.detail.previous.days_under_way, 4);
  assert.deepEqual(load.detail.journey, await moving({ days_under_way: 4 }));
  await it.close();
});

test("a change keeps focus, unfolded events and everything that did not change", async () => {
  const first = await moving();
  const second = { ...first, stage: "out_for_delivery", days_under_way: 20 };
  const it = await browser.open({ body: element(), edge: (_, count) => (count < 2 ? first : second) });
  await it.state("journey");
  await it.card.locator("summary").click();
  await it.card.locator('[data-action="copy"]').focus();
  await it.element.evaluate((one) => {
    window.button = one.shadowRoot.activeElement;
    window.whole = one.shadowRoot.querySelector(".tt");
    one.reload();
  });
  await eventually(async () => (await it.card.getAttribute("data-stage")) === "out_for_delivery", "the change");
  const kept = await it.element.evaluate((one) => ({
    focus: one.shadowRoot.activeElement === window.button,
    whole: one.shadowRoot.querySelector(".tt") === window.whole,
    open: one.shadowRoot.querySelector("details").open,
  }));
  assert.deepEqual(kept, { focus: true, whole: true, open: true });
  await it.close();
});

test("the same journey again touches nothing in the DOM", async () => {
  const it = await browser.open({ body: element(), edge: () => moving() });
  await it.state("journey");
  await it.element.evaluate((one) => {
    window.touched = [];
    new MutationObserver((list) => window.touched.push(...list.map(({ type, attributeName }) => attributeName ?? type)))
      .observe(one.shadowRoot, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["class", "hidden", "data-stage", "href", "lang"] });
    one.reload();
  });
  await eventually(() => it.asked.length === 2, "the second request");
  await pause(150);
  assert.deepEqual(await it.page.evaluate(() => window.touched), []);
  await it.close();
});

test("news is announced once and politely; the first journey is not", async () => {
  const it = await browser.open({ body: element(), edge: (_, count) => moving(count < 2 ? {} : { stage: "out_for_delivery" }) });
  await it.state("journey");
  const status = it.element.locator('[role="status"]');
  assert.equal(await status.textContent(), "");
  await it.element.evaluate((one) => one.reload());
  await eventually(async () => /out for delivery/i.test(await status.textContent()), "the announcement");
  assert.equal(await status.evaluate((one) => one.closest(".tt")), null, "outside of what changes");
  await it.close();
});

test("a trouble is announced", async () => {
  const it = await browser.open({ body: element(), edge: () => problem(404, "parcel_unknown") });
  await it.state("not_found");
  assert.match(await it.element.locator('[role="status"]').textContent(), /\w+ \w+/);
  await it.close();
});

test("the number can be copied", async () => {
  const it = await browser.open({ body: element(), edge: () => moving(), context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await it.state("journey");
  const button = it.card.locator('[data-action="copy"]');
  await button.click();
  await eventually(async () => (await button.getAttribute("data-copied")) === "", "the mark");
  assert.equal(await it.page.evaluate(() => navigator.clipboard.readText()), "RB000000005CN");
  assert.match(await it.element.locator('[role="status"]').textContent(), /copied/i);
  await eventually(async () => (await button.getAttribute("data-copied")) === null, "the mark's end");
  await it.close();
});

test("the strictest policy is enough: no inline style, no eval, one Trusted Types policy", async () => {
  const it = await browser.open({ body: element() + element('theme="dark"'), edge: () => moving(), headers: { "content-security-policy": `${POLICY}; img-src data:` } });
  await it.state("journey");
  assert.notEqual(await it.card.evaluate((card) => getComputedStyle(card).borderTopWidth), "0px", "the sheet is in force");
  assert.deepEqual(await it.page.evaluate(() => window.refused), []);
  assert.deepEqual(it.faults, []);
  await it.close();
});

test("two copies of the script share the Trusted Types policy", async () => {
  const it = await browser.open({ body: element(), edge: () => moving(), headers: { "content-security-policy": `${POLICY}; img-src data:` } });
  await it.state("journey");
  const state = await it.page.evaluate(async () => {
    const { TracktryWidgetElement } = await import("/widget/0.1.0/tracktry-widget.js");
    customElements.define("other-widget", class extends TracktryWidgetElement {});
    const other = document.createElement("other-widget");
    Object.assign(other, { endpoint: "/edge/", number: "RB000000005CN" });
    document.body.append(other);
    for (let i = 0; i < 100 && other.state !== "journey"; i += 1) await new Promise((done) => setTimeout(done, 50));
    return other.state;
  });
  assert.equal(state, "journey");
  assert.deepEqual(await it.page.evaluate(() => window.refused), []);
  await it.close();
});

for (const [what, policy] of [
  ["wasm", "script-src 'self'; style-src 'self'"],
  ["the Trusted Types policy", "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types none-of-ours"],
]) {
  test(`where the page refuses ${what} its own content is shown`, async () => {
    const it = await browser.open({ body: element("", '<a href="/help">Ask us</a>'), edge: () => moving(), headers: { "content-security-policy": policy } });
    await it.state("unavailable");
    assert.ok(await it.page.getByText("Ask us").isVisible());
    assert.equal((await it.told("error"))[0].detail.code, "widget_unavailable");
    await it.close();
  });
}

test("the page's own content is not shown beside a journey, and is offered beside an error", async () => {
  let broken = true;
  const it = await browser.open({ body: element("", "<b>Ask us</b>"), edge: () => (broken ? problem(502, "upstream_fault") : moving()) });
  await it.state("error");
  assert.ok(await it.page.getByText("Ask us").isVisible());
  broken = false;
  await it.element.evaluate((one) => one.reload());
  await it.state("journey");
  assert.ok(await it.page.getByText("Ask us").isHidden());
  await it.close();
});

test("hostile words of an edge stay words", async () => {
  const nasty = '"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
  const hostile = await moving({ from: nasty, to: nasty });
  hostile.carrier = { ...hostile.carrier, name: nasty, url: "javascript:window.pwned=1", phone: nasty };
  hostile.events = [{ ...hostile.events[0], text: nasty, place: nasty }];
  const it = await browser.open({ body: element(), edge: () => hostile });
  await it.state("journey");
  const found = await it.element.evaluate((one) => ({
    pwned: window.pwned,
    strange: one.shadowRoot.querySelectorAll("img, script, iframe, [onerror]").length,
    links: [...one.shadowRoot.querySelectorAll("a")].map((a) => a.protocol),
  }));
  assert.equal(found.pwned, undefined);
  assert.equal(found.strange, 0);
  assert.ok(found.links.every((protocol) => ["http:", "https:", "tel:"].includes(protocol)), String(found.links));
  await it.close();
});
