// What a shopper sees when something is amiss, and that it passes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, picture, start } from "./demo.mjs";

let demo;
before(async () => (demo = await start({ settings: { CACHE_SECONDS: "0" } })));
after(() => demo?.close());

/** A page with one element of ours in place of the shop's. */
async function openWith(attributes) {
  const opened = await demo.open("/order.html");
  await opened.page.evaluate((given) => {
    const shops = document.querySelector("tracktry-widget");
    for (const other of document.querySelectorAll("tracktry-widget")) if (other !== shops) other.remove();
    const ours = document.createElement("tracktry-widget");
    for (const [name, value] of Object.entries({ endpoint: shops.getAttribute("endpoint"), ...given })) ours.setAttribute(name, value);
    shops.replaceWith(ours);
  }, attributes);
  return { ...opened, card: opened.page.locator("tracktry-widget .tt") };
}

const state = (card) => card.getAttribute("data-state");
const stage = (card) => card.getAttribute("data-stage");

test("an unknown number is not found, in words and without an alarm", async () => {
  const { page, card, close } = await openWith({ carrier: "dhl", number: "NOSUCHNUMBER1" });
  await eventually(async () => (await state(card)) === "not_found", { what: "the state not_found" });
  assert.match(await card.innerText(), /\w+ \w+/);
  assert.equal(await card.locator('[data-action="retry"]').count(), 0);
  await picture(page, "not-found");
  await close();
});

test("a number that cannot be one is refused kindly", async () => {
  const { card, close } = await openWith({ carrier: "dhl", number: "!!" });
  await eventually(async () => (await state(card)) === "invalid", { what: "the state invalid" });
  await close();
});

test("a page that shows a journey keeps it while the sandbox is away, says so, and recovers", async () => {
  const { page, card, close } = await openWith({ carrier: "dhl", number: "SBX-TRANSIT-001", refresh: "5" });
  await eventually(() => stage(card), { what: "a journey" });
  await demo.stopSandbox();
  const note = page.locator('tracktry-widget [data-note="stale"]');
  await eventually(() => note.isVisible(), { what: "the note" });
  assert.ok(await stage(card), "the journey stays");
  assert.match(await note.innerText(), /\w+ \w+/);
  await picture(page, "stale");
  await demo.startSandbox();
  await eventually(async () => (await stage(card)) && !(await note.isVisible()), { what: "the recovery" });
  await close();
});

test("a page opened while the sandbox is away offers to try again, by keyboard too, and recovers", async () => {
  await demo.stopSandbox();
  const { page, card, close } = await openWith({ carrier: "dhl", number: "SBX-TRANSIT-002" });
  const retry = page.locator('tracktry-widget [data-action="retry"]');
  await eventually(() => retry.isVisible(), { what: "the button" });
  assert.match(await card.innerText(), /\w+ \w+/);
  await picture(page, "away");
  await demo.startSandbox();

  const focused = () => page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.dataset?.action ?? null;
  });
  let presses = 0;
  while ((await focused()) !== "retry") {
    assert.ok(presses < 60, "the button cannot be reached by the tabulator key");
    await page.keyboard.press("Tab");
    presses += 1;
  }
  await page.keyboard.press("Enter");
  await eventually(() => stage(card), { what: "the journey" });
  await close();
});
