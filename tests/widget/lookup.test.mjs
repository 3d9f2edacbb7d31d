// The form that finds a parcel.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { POLICY, eventually, journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const tag = (attributes = "", inner = "") => `<tracktry-widget id="w" endpoint="/edge/" ${attributes}>${inner}</tracktry-widget>`;
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const field = (it, name) => it.card.locator(`input[name=${name}]`);
const wrong = (it, name) => it.card.locator(`#${name}-wrong`);
const submit = (it) => it.card.locator("form button").click();

/** An edge that knows one order, and one proof of it. */
const edge = async (path, _, request) => {
  if (path === "orders/1001/verify") {
    let text = "";
    for await (const piece of request) text += piece;
    const { email, phone } = JSON.parse(text);
    if (email === "anna@shop.example" || phone === "+49 30 123456") return { body: { token: "k1.t", expires: 1_800_000_000 } };
    return problem(403, "proof_refused");
  }
  if (path === "orders/1001") return { body: { v: 1, order: "1001", journeys: [await journey({ stage: "in_transit", reason: null })] } };
  return path.startsWith("journeys/") ? journey() : problem(403, "proof_refused");
};

test("without a number there is a form, with the page's own content below it, and nothing is asked", async () => {
  const it = await browser.open({ body: tag("", '<a href="/help">Help</a>'), edge });
  await it.state("lookup");
  assert.match(await it.card.innerText(), /Find your parcel/);
  assert.ok(await it.page.getByText("Help").isVisible());
  await later(150);
  assert.equal(it.asked.length, 0);
  assert.deepEqual(it.faults, []);
  await it.close();
});

for (const proof of ["anna@shop.example", "+49 30 123456"]) {
  test(`order and ${proof} give a token and the order, and a way back`, async () => {
    const it = await browser.open({ body: tag(), edge, before: (page) => page.addInitScript(() => addEventListener("tracktry-token", ({ detail }) => (window.token = detail))) });
    await it.state("lookup");
    await field(it, "order").fill(" #1001 ");
    await field(it, "contact").fill(proof);
    await submit(it);
    await it.state("order");
    assert.deepEqual(await it.page.evaluate(() => window.token), { order: "1001", token: "k1.t", expires: 1_800_000_000 });
    assert.deepEqual(await it.element.evaluate((one) => [one.order, one.token]), ["1001", "k1.t"]);
    assert.equal(await it.element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.matches(".tt")), true, "the focus is not lost");
    await it.element.locator("[part~=again]").click();
    await it.state("lookup");
    await eventually(() => it.element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.name === "order"), "the focus");
    assert.deepEqual(await it.element.evaluate((one) => [one.order, one.token]), [null, null]);
    await it.close();
  });
}

test("errors stand beside their field, are tied to it, take the focus and go as one types", async () => {
  const it = await browser.open({ body: tag(), edge });
  await it.state("lookup");
  await submit(it);
  assert.match(await wrong(it, "order").innerText(), /fill this in/);
  assert.match(await wrong(it, "contact").innerText(), /fill this in/);
  const told = () => field(it, "order").evaluate((input) => [input.getAttribute("aria-invalid"), input.getAttribute("aria-describedby").includes("order-wrong"), input.getRootNode().activeElement === input]);
  assert.deepEqual(await told(), ["true", true, true]);
  await field(it, "order").fill("1001");
  assert.equal(await wrong(it, "order").innerText(), "");
  assert.equal(await field(it, "order").getAttribute("aria-invalid"), "false");
  await field(it, "contact").fill("12");
  await submit(it);
  assert.match(await wrong(it, "contact").innerText(), /e-mail address or a phone number/);
  await field(it, "contact").fill("eve@shop.example");
  await submit(it);
  await eventually(async () => /no order that matches/.test(await wrong(it, "contact").innerText()), "the refusal");
  assert.match(await it.element.locator('[role="status"]').textContent(), /no order that matches/);
  assert.equal(await field(it, "order").inputValue(), "1001", "what was typed stays");
  await it.close();
});

for (const [what, answer, words] of [["an edge that imports", problem(503, "importing"), /minute/], ["a fault", problem(500, "internal"), /our side/], ["a dead line", "cut", /reached/], ["nonsense", { text: "<html>" }, /reached/]]) {
  test(`${what} is told beside the field`, async () => {
    const it = await browser.open({ body: tag(), edge: () => answer });
    await it.state("lookup");
    await field(it, "order").fill("1001");
    await field(it, "contact").fill("anna@shop.example");
    await submit(it);
    await eventually(async () => words.test(await wrong(it, "contact").innerText()), "the words");
    await it.close();
  });
}

test("a number's carriers are offered as one types, without asking the edge", async () => {
  const it = await browser.open({ body: tag('lookup="number"'), edge });
  await it.state("lookup");
  assert.equal(await it.card.locator(".ways").isHidden(), true);
  await field(it, "number").fill("1Z 5R89390357567127");
  await eventually(async () => /UPS/.test(await it.card.innerText()), "the carrier");
  assert.equal(await it.card.locator("input[name=carrier]:checked").getAttribute("value"), "ups");
  assert.match(await it.element.locator('[role="status"]').textContent(), /UPS/);
  assert.equal(it.asked.length, 0);
  await field(it, "number").press("Enter");
  await it.state("journey");
  assert.deepEqual(it.asked.map(({ path }) => path), ["journeys/ups/1Z5R89390357567127"]);
  await it.close();
});

test("a number that cannot be one is refused beside the field", async () => {
  const it = await browser.open({ body: tag(), edge });
  await it.state("lookup");
  await it.card.locator(".way", { hasText: "Tracking number" }).click();
  await field(it, "number").fill("??");
  await submit(it);
  assert.match(await wrong(it, "number").innerText(), /cannot be right/);
  assert.equal(it.asked.length, 0);
  await it.close();
});

test("a link that has run out says so, above the form with its order", async () => {
  const it = await browser.open({ body: tag('order="1001" token="old"'), edge: (path, ...more) => (path === "orders/1001" && more[1].headers.authorization === "Bearer old" ? problem(403, "token_refused") : edge(path, ...more)) });
  await it.state("lookup");
  assert.match(await it.card.innerText(), /This link has run out/);
  assert.equal((await it.told("error"))[0].detail.code, "token_refused");
  assert.equal(await field(it, "order").inputValue(), "1001");
  await field(it, "contact").fill("anna@shop.example");
  await submit(it);
  await it.state("order");
  await it.close();
});

test("what is typed stays while the page is out of sight, in another language, and where the element is moved", async () => {
  for (const body of [tag(), tag('order="1001" token="old"')]) {
    const it = await browser.open({ body: `${body}<main></main>`, edge: () => problem(403, "token_refused") });
    await it.state("lookup");
    await field(it, "contact").fill("anna@");
    await it.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await it.element.evaluate((one) => (one.lang = "en-US"));
    await eventually(async () => (await it.card.getAttribute("lang")) === "en-US", "the language");
    await it.page.evaluate(() => document.querySelector("main").append(document.querySelector("tracktry-widget")));
    await later(200);
    assert.equal(await field(it, "contact").inputValue(), "anna@");
    assert.equal(/run out/.test(await it.card.innerText()), body.includes("token"), "the reason too");
    await it.close();
  }
});

test("why a link is no good is told in the language that is spoken, and what is typed stays in focus", async () => {
  const it = await browser.open({ body: tag('order="1001" token="old"'), edge: () => problem(403, "token_refused") });
  await it.state("lookup");
  await field(it, "contact").fill("anna@");
  await it.element.evaluate((one) => (one.lang = "de"));
  await eventually(async () => (await it.card.getAttribute("lang")) === "de", "the language");
  assert.match(await it.card.innerText(), /abgelaufen/);
  assert.doesNotMatch(await it.card.innerText(), /run out/);
  assert.equal(await field(it, "contact").inputValue(), "anna@");
  await eventually(() => it.element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.name === "contact"), "the focus");
  await it.close();
});

test("another order named by the page takes the place of the one before", async () => {
  const it = await browser.open({ body: tag('order="1001"'), edge });
  await it.state("lookup");
  await it.element.evaluate((one) => (one.order = "1002"));
  await eventually(async () => (await it.element.evaluate((one) => one.state)) === "lookup" && (await field(it, "order").inputValue()) === "1002", "the other order");
  await field(it, "contact").fill("anna@shop.example");
  await submit(it);
  await eventually(() => it.asked.length, "the request");
  assert.equal(it.asked[0].path, "orders/1002/verify");
  assert.equal(await it.element.evaluate((one) => one.order), "1002");
  await it.close();
});

for (const [what, file] of [["file", /\/lookup-\w+\.js$/], ["words", /\/lang\/.*\.js$/]]) {
  test(`a form whose ${what} did not come is asked for again: by itself, by reload and back online`, async () => {
    for (const way of ["itself", "reload", "online"]) {
      let blocked = true;
      const it = await browser.open({
        body: tag("", "<b>Ask us</b>"), edge,
        before: async (page) => {
          await page.clock.install({ time: 0 });
          await page.route(file, (route) => (blocked ? route.abort() : route.continue()));
        },
      });
      await eventually(async () => (await it.page.clock.runFor(20), (await it.told("error")).length), "the failure");
      await it.state("unavailable", { polling: 50 });
      assert.ok(await it.page.getByText("Ask us").isVisible());
      blocked = false;
      if (way === "reload") await it.element.evaluate((one) => one.reload());
      if (way === "online") await it.page.evaluate(() => dispatchEvent(new Event("online")));
      await eventually(async () => {
        await it.page.clock.runFor(way === "itself" ? 1000 : 10);
        return (await it.element.evaluate((one) => one.state)) === "lookup";
      }, `the form, by ${way}`);
      await it.close();
    }
  });
}

test("a form that cannot have the words of another language keeps those it has, and what is typed", async () => {
  const it = await browser.open({ body: tag(), edge });
  await it.state("lookup");
  await field(it, "order").fill("10");
  await it.page.route(/\/lang\/.*\.js$/, (route) => route.abort());
  await it.element.evaluate((one) => (one.lang = "de"));
  await later(400);
  assert.equal(await it.element.evaluate((one) => one.state), "lookup");
  assert.equal(await field(it, "order").inputValue(), "10");
  await it.close();
});

test("an element taken off before its form came shows it when it is back", async () => {
  const it = await browser.open({ body: "", edge });
  await it.page.waitForFunction(() => customElements.get("tracktry-widget"));
  await it.page.evaluate(async (html) => {
    document.body.innerHTML = html;
    const one = document.querySelector("tracktry-widget");
    await Promise.resolve();
    one.remove();
    await new Promise((done) => setTimeout(done, 500));
    document.body.append(one);
  }, tag());
  await it.state("lookup");
  await it.close();
});

test("an order without a token asks for proof at once", async () => {
  const it = await browser.open({ body: tag('order="1001"'), edge });
  await it.state("lookup");
  assert.equal(await field(it, "order").inputValue(), "1001");
  assert.equal(it.asked.length, 0);
  await it.close();
});

test("the strictest policy lets the form work", async () => {
  const it = await browser.open({ body: tag(), edge, headers: { "content-security-policy": `${POLICY}; img-src data:` } });
  await it.state("lookup");
  await field(it, "order").fill("1001");
  await field(it, "contact").fill("anna@shop.example");
  await submit(it);
  await it.state("order");
  assert.deepEqual(await it.page.evaluate(() => window.refused), []);
  assert.deepEqual(it.faults, []);
  await it.close();
});
