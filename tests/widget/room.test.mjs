// The room an element takes: nothing around it moves, whatever it shows and whenever that comes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { eventually, journey, problem, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const moving = (changes) => journey({ stage: "in_transit", reason: null, ...changes });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** All facts there can be, so that no other parcel needs more room. */
const ample = { days_under_way: 12, days_quiet: 5, carrier: { code: "china-post", name: "China Post", phone: "+86 11183", url: "https://carrier.example/" } };
const ordered = async (stage) => ({
  body: {
    v: 1, order: "1001",
    journeys: await Promise.all([["AAAA0001", "delivered"], ["AAAA0002", stage], ["AAAA0003", "registered"]].map(([number, stage]) => journey({ ...ample, number, stage, reason: null }))),
  },
});
/** What an element shows: its attributes, its state, and what the edge answers at first and then. */
const KINDS = {
  parcel: { attributes: 'carrier="dhl" number="RB000000005CN"', state: "journey", answers: [() => moving(), () => moving({ stage: "out_for_delivery" })] },
  order: { attributes: 'order="1001" token="t"', state: "order", answers: [() => ordered("in_transit"), () => ordered("out_for_delivery")] },
  form: { attributes: "", state: "lookup" },
  "form of an order": { attributes: 'order="1001"', state: "lookup" },
};
const LOOKS = [
  ["parcel", [[390, ""], [600, ""], [800, ""], [390, "compact"], [800, "compact"], [390, "line"], [800, "line"]]],
  ["order", [[390, ""], [500, ""], [600, ""], [800, ""], [390, "compact"], [800, "compact"], [390, "line"], [800, "line"]]],
  ["form", [[320, ""], [390, ""], [800, ""], [390, "compact"], [800, "line"]]],
  ["form of an order", [[390, ""], [800, ""]]],
].flatMap(([kind, looks]) => looks.map(([width, layout]) => [kind, width, layout]));
for (const [kind, width, layout] of LOOKS) {
  test(`nothing around ${layout ? `a ${layout} ` : ""}${kind} moves in ${width} px, from the first paint to what is shown and its refresh`, async () => {
    // What the README tells a page to do.
    const readme = await readFile(join(root, "pkg/README.md"), "utf8");
    const [, reserve] = readme.match(/```css\n([^`]*:not\(:defined\)[^`]*)```/);
    const { attributes, state, answers } = KINDS[kind];
    const it = await browser.open({
      body: `<style>${reserve}</style><h1>Your order</h1><div class="parcel"><tracktry-widget endpoint="/edge/" ${attributes} ${layout && `layout="${layout}"`}></tracktry-widget></div><p>What follows</p>`,
      edge: (_, count) => answers[Math.min(count, answers.length) - 1](),
      // All of it in sight: what is not is not counted as a shift.
      context: { viewport: { width, height: 1600 } },
      script: false,
    });
    const below = () => it.page.locator("body > p").evaluate((p) => p.getBoundingClientRect().top);
    const place = await below();
    assert.ok(place > (layout === "line" ? 100 : 300), String(place));
    // The form's own part comes late, as from far away.
    await it.page.route(/\/lookup-\w+\.js$/, async (route) => (await pause(300), route.continue()));
    await it.page.evaluate(() => import("/widget/v0/tracktry-widget.js"));
    await it.state(state);
    assert.equal(await below(), place);
    if (answers) {
      await it.element.evaluate((one) => one.reload());
      await eventually(async () => (await it.told(kind === "order" ? "order" : "change")).length > (kind === "order" ? 1 : 0), "the change");
      await pause(200);
      assert.equal(await below(), place);
    }
    await pause(100);
    const around = (await it.page.evaluate(() => window.shifts)).filter(({ nodes }) => nodes.some((name) => ["P", "H1", "BODY"].includes(name)));
    assert.deepEqual(around, []);
    await it.close();
  });
}

test("a form that is refused stays as large as it became when it was sent; an order takes its place without a move", async () => {
  for (const lookup of ["", 'lookup="order"']) {
    const it = await browser.open({
      body: `<tracktry-widget endpoint="/edge/" ${lookup}></tracktry-widget><p>What follows</p>`, context: { viewport: { width: 800, height: 1600 } },
      edge: async (path, count) => (path.endsWith("/verify") ? (await pause(800), count < 2 ? problem(403, "proof_refused") : { body: { token: "k1.t", expires: 1_800_000_000 } }) : ordered("in_transit")),
    });
    await it.state("lookup");
    await it.card.locator("input[name=order]").fill("1001");
    await it.card.locator("input[name=contact]").fill("anna@shop.example");
    const below = () => it.page.locator("body > p").evaluate((p) => p.getBoundingClientRect().top);
    await it.card.locator("form button").click();
    const place = await below();
    await eventually(async () => /no order that matches/.test(await it.card.innerText()), "the refusal");
    assert.equal(await below(), place);
    // What moves under the reader's own hand is no shift.
    await it.card.locator("input[name=contact]").press("End");
    await it.page.keyboard.type("m");
    assert.ok((await below()) < place);
    await it.card.locator("form button").click();
    await it.state("order");
    assert.equal(await below(), place);
    await it.close();
  }
});
