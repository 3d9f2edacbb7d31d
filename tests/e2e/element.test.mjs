// The element on a page of another origin, on the real edge and sandbox: its form, languages, layouts, words, slots, and no network.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ORDER } from "../../scripts/lib/demo.mjs";
import { root } from "../../scripts/lib/process.mjs";
import { eventually, start } from "./demo.mjs";

let demo;
before(async () => (demo = await start()));
after(() => demo?.close());

/** The shop's order page with one element of ours alone in the place of its first. */
async function openWith(attributes, { content = [], ...look } = {}) {
  const opened = await demo.open("/order.html", look);
  const { page } = opened;
  const sent = [];
  page.on("response", (response) => {
    const request = response.request();
    if (request.url().startsWith(`${demo.url}/`) && !request.url().includes("/widget/")) sent.push({ path: request.url().slice(demo.url.length), method: request.method(), status: response.status(), origin: new URL(request.frame().url()).origin });
  });
  await page.evaluate(({ given, content }) => {
    const shops = document.querySelector("tracktry-widget");
    for (const other of document.querySelectorAll("tracktry-widget")) if (other !== shops) other.remove();
    const ours = document.createElement("tracktry-widget");
    for (const [name, value] of Object.entries({ endpoint: shops.getAttribute("endpoint"), ...given })) ours.setAttribute(name, value);
    for (const { name, slot, ...properties } of content) ours.append(Object.assign(document.createElement(name), { slot, ...properties }));
    shops.replaceWith(ours);
  }, { given: attributes, content });
  const element = page.locator("tracktry-widget");
  const state = (wanted) => eventually(() => element.evaluate((one, wanted) => one.state === wanted, wanted), { what: `the state ${wanted}` });
  return { ...opened, element, card: element.locator(".tt").first(), state, sent };
}

const field = (card, name) => card.locator(`input[name=${name}]`);
const picture = (element, name) => element.screenshot({ path: join(root, `build/screenshots/${name}.png`), animations: "disabled" });

test("the form proves an order across origins, refuses what is wrong beside its field, and finds the way back", async () => {
  const { page, element, card, state, sent, faults, close } = await openWith({ lookup: "order" });
  await state("lookup");
  await picture(element, "element-form");
  await field(card, "order").fill(`#${ORDER.id}`);
  await field(card, "contact").fill("somebody@else.example");
  // Till the edge has read the shop's orders for the first time it asks for patience.
  await eventually(async () => {
    await card.locator("form button").click();
    await eventually(async () => (await card.locator(".wrong:visible").count()) > 0 && (await card.getAttribute("aria-busy")) === "false", { what: "an answer" });
    return /no order that matches/.test(await card.innerText());
  }, { what: "the refusal" });
  await picture(element, "element-form-wrong");
  await field(card, "contact").fill(ORDER.email);
  await card.locator("form button").click();
  await state("order");
  assert.match(await card.innerText(), /of 3 delivered/);
  const posts = sent.filter(({ method, status }) => method === "POST" && status !== 503);
  assert.deepEqual(posts.map(({ path, status }) => [path, status]), [[`/orders/${ORDER.id}/verify`, 403], [`/orders/${ORDER.id}/verify`, 200]]);
  // JSON of another origin: the browser asked first whether it may.
  assert.ok(posts.every(({ origin }) => origin === demo.shopUrl && origin !== demo.url));
  await element.locator("[part~=again]").click();
  await state("lookup");
  assert.equal(await field(card, "contact").inputValue(), "");
  await page.waitForTimeout(100);
  // Refusals are noted by the browser's console.
  assert.deepEqual(faults.filter((fault) => !/Failed to load resource.*(403|503)/.test(fault)), []);
  await close();
});

test("the form finds a parcel by its number, whose carriers it offers", async () => {
  const { card, state, faults, close } = await openWith({ lookup: "number" });
  await state("lookup");
  await field(card, "number").fill("1Z5R89390357567127");
  await eventually(async () => /UPS/.test(await card.innerText()), { what: "the carrier" });
  await field(card, "number").fill("SBX-DELIVERED");
  await eventually(async () => (await card.locator(".carriers:visible").count()) === 0, { what: "no carrier for it" });
  await field(card, "number").press("Enter");
  await state("journey");
  assert.equal(await card.getAttribute("data-stage"), "delivered");
  assert.deepEqual(faults, []);
  await close();
});

const LOOKS = { ar: ["rtl", "ar-EG"], de: ["ltr", "de-DE"] };
for (const [lang, [dir, locale]] of Object.entries(LOOKS)) {
  for (const [name, attributes, state] of [
    ["customs", { carrier: "dpd", number: "SBX-EXCEPTION-006" }, "journey"], ["pickup", { carrier: "dhl", number: "SBX-PICKUP-002" }, "journey"],
    ["order", {}, "order"], ["form", {}, "lookup"],
  ]) {
    test(`${name} speaks ${lang} in its own direction, in every width, light and dark`, async () => {
      const opened = await openWith({ lang, ...attributes, ...(name === "order" && { order: ORDER.id, token: await linkOf() }) }, { locale });
      const { page, element, card, faults, close } = opened;
      await opened.state(state);
      const [tongue, way] = await card.evaluate((one) => [one.lang, getComputedStyle(one).direction]);
      assert.deepEqual([tongue.slice(0, 2), way], [lang, dir]);
      for (const [look, width, colorScheme] of [["desk", 1280, "light"], ["phone", 360, "dark"]]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        const spilt = await card.evaluate((one) => [one, ...one.querySelectorAll("*")].filter((each) => !each.closest(".vh, [hidden]") && each.localName !== "input" && each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1).map((each) => each.className));
        assert.deepEqual(spilt, [], look);
        await picture(element, `element-${name}-${lang}-${look}`);
      }
      assert.deepEqual(faults, []);
      await close();
    });
  }
}

/** The link's token that the shop's own page holds. */
async function linkOf() {
  const html = await (await fetch(`${demo.shopUrl}/order.html`)).text();
  return html.match(/order="Q-20433" token="([^"]+)"/)[1];
}

test("the smaller layouts show the newest event alone, and one line", async () => {
  for (const [layout, event, facts] of [["compact", true, true], ["line", false, false]]) {
    const { card, element, state, faults, close } = await openWith({ carrier: "dhl", number: "SBX-PICKUP-001", layout });
    await state("journey");
    await eventually(() => element.evaluate(({ shadowRoot }) => shadowRoot.adoptedStyleSheets.length > 1), { what: "the layout's sheet" });
    assert.equal((await card.locator(".event:visible").count()) === 1, event, layout);
    assert.equal(await card.locator(".facts").isVisible(), facts, layout);
    assert.ok(await card.locator("h2").isVisible());
    assert.deepEqual(faults, []);
    await close();
  }
});

test("a page's own words, contents and help stand in the card", async () => {
  const { page, element, card, state, faults, close } = await openWith({ carrier: "ups", number: "SBX-DELIVERED" }, {
    content: [{ name: "p", slot: "contents", textContent: "Two shirts, blue" }, { name: "a", slot: "help", href: "/contact", textContent: "Write to us" }],
  });
  await state("journey");
  await element.evaluate((one) => (one.texts = { "stage.delivered": "Yours at last", "reason.signed_for": "Yours at last", "reason.collected": "Yours at last", "reason.left_with_neighbour": "Yours at last" }));
  await eventually(async () => (await card.locator("h2").innerText()) === "Yours at last", { what: "the shop's own words" });
  assert.ok(await page.getByText("Two shirts, blue").isVisible());
  assert.ok(await page.getByRole("link", { name: "Write to us" }).isVisible());
  assert.deepEqual(faults, []);
  await close();
});

test("without a network the journey stays and says that it is old; back online there is news", async () => {
  const { page, card, element, state, close } = await openWith({ carrier: "dhl", number: "SBX-TRANSIT-001", refresh: "5" });
  await state("journey");
  const note = element.locator("[data-note=stale]");
  await page.context().setOffline(true);
  await eventually(() => note.isVisible(), { what: "the note" });
  assert.ok(await card.getAttribute("data-stage"));
  await page.context().setOffline(false);
  await eventually(async () => !(await note.isVisible()), { what: "the recovery" });
  await close();
});

test("opened without a network it says so, and shows the parcel as soon as there is one", async () => {
  const { page, element, state, close } = await openWith({ carrier: "dhl", number: "" });
  await state("empty");
  // The words and the wasm came with the shop's own element.
  await page.context().setOffline(true);
  await element.evaluate((one) => (one.number = "SBX-TRANSIT-002"));
  await state("offline");
  await page.context().setOffline(false);
  await state("journey");
  await close();
});
