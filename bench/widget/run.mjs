// How long elements take in Chromium, and what they hold: on a page that has the script, from their being put there to every
// journey, one refresh of all with news, one without, for 1, 20 and 200 elements of as many parcels.
import { parseArgs } from "node:util";
import { build } from "../../scripts/build.mjs";
import { journey, start } from "../../tests/widget/page.mjs";

const HELP = `npm run bench:widget -- [--rounds 5] [--elements 1,20,200]

Prints medians: milliseconds to load the first time (wasm, words and answers, after the script), to the first journeys with everything cached, for a refresh with and
without news; of "again", the milliseconds spent in scripts and in style and layout; and the megabytes held afterwards.`;

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, elements: { type: "string", default: "1,20,200" }, help: { type: "boolean" } },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const columns = ["elements", "load", "again", "news", "no news", "script", "layout", "MB"];
const row = (cells) => console.log(cells.map((cell, index) => String(cell).padStart(index ? 9 : 8)).join(""));

await build(["widget"]);
const browser = await start();
row(columns);
for (const count of values.elements.split(",").map(Number)) {
  const rounds = [];
  for (let i = 0; i < Number(values.rounds); i += 1) rounds.push(await measure(count));
  row([count, ...columns.slice(1).map((name) => median(rounds.map((round) => round[name])).toFixed(1))]);
}
await browser.close();
process.exit(0);

async function measure(count) {
  const bodies = [await journey({ stage: "in_transit", reason: null }), await journey({ stage: "out_for_delivery", reason: null })];
  let turn = 0;
  const tags = Array.from({ length: count }, (_, i) => `<tracktry-widget endpoint="/edge/" carrier="dhl" number="PARCEL${i}"></tracktry-widget>`).join("");
  const it = await browser.open({ body: `<template>${tags}</template>`, edge: (path) => ({ ...bodies[turn], number: path.split("/").at(-1) }) });
  await it.page.waitForFunction(() => customElements.get("tracktry-widget"));
  const session = await it.page.context().newCDPSession(it.page);
  await session.send("Performance.enable");
  const metric = async (wanted) => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === wanted).value;
  const shown = () => it.page.evaluate(async () => {
    const began = performance.now();
    document.body.append(document.querySelector("template").content.cloneNode(true));
    const all = [...document.querySelectorAll("tracktry-widget")];
    while (!all.every((one) => one.state === "journey")) await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
  const refreshed = () => it.page.evaluate(async () => {
    const began = performance.now();
    const all = [...document.querySelectorAll("tracktry-widget")];
    all.forEach((one) => one.reload());
    while (all.some((one) => one.shadowRoot.querySelector("[aria-busy]"))) await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
  const load = await shown();
  await it.page.evaluate(() => document.querySelectorAll("tracktry-widget").forEach((one) => one.remove()));
  const spent = async () => [await metric("ScriptDuration"), await metric("LayoutDuration") + await metric("RecalcStyleDuration")];
  const before = await spent();
  const again = await shown();
  const [script, layout] = (await spent()).map((seconds, index) => (seconds - before[index]) * 1000);
  turn = 1;
  const news = await refreshed();
  const quiet = await refreshed();
  await session.send("HeapProfiler.collectGarbage");
  const held = await metric("JSHeapUsedSize") / 1e6;
  await it.close();
  return { load, again, news, "no news": quiet, script, layout, MB: held };
}
