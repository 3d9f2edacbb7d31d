// Proves the whole: installs what is missing, builds, runs every suite and counts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./lib/process.mjs";
import { stages } from "./lib/suites.mjs";
import { ensureChromium, ensureLinters, ensureNodeModules, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

const HELP = `npm test -- [--only edge,e2e] [--raise]

Installs what is missing, builds, runs every suite and ends with the line "N passed, N failed".
  --only   these suites and nothing else; they build what they need
  --raise  write the counts into tests/minimum.json where they have grown
A suite that runs fewer tests than tests/minimum.json says has failed.`;

const MINIMUM = join(root, "tests/minimum.json");

async function main() {
  const { values } = parseArgs({
    options: { only: { type: "string" }, raise: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(HELP);
  const chosen = choose(stages(), values.only);

  await ensureNodeModules();
  await ensureWasmTarget();
  await ensureLinters();
  await ensureWasmBindgen();
  const chromium = await ensureChromium();
  // For whoever looks for a browser further down.
  process.env.CHROME ??= chromium;

  const minimum = JSON.parse(readFileSync(MINIMUM, "utf8"));
  const began = performance.now();
  const results = [];
  const run = async (lane) => {
    for (const suite of lane) {
      const broken = suite.needsBuild && results.some(({ name, failed }) => name === "build" && failed > 0);
      results.push(await runSuite(suite, minimum[suite.name] ?? 1, broken));
    }
  };
  for (const lanes of chosen) await Promise.all(lanes.map(run));

  if (values.raise) raise(minimum, results);
  const seconds = Math.round((performance.now() - began) / 1000);
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  const bad = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
  console.log(`\n${results.length} suites in ${seconds} s${bad.length > 0 ? `; failed: ${bad.join(", ")}` : ""}`);
  console.log(`${total("passed")} passed, ${total("failed")} failed`);
  process.exit(total("failed") > 0 ? 1 : 0);
}

/** Of all stages the suites named, and the build before those that need it. */
function choose(all, only) {
  if (only === undefined) return all;
  const suites = all.flat(2);
  const names = only.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) throw new Error(`no suite ${unknown.join(", ")}; there are ${suites.map(({ name }) => name).join(", ")}`);
  const needsBuild = suites.some((suite) => names.includes(suite.name) && suite.needsBuild);
  const wanted = ({ name }) => names.includes(name) || (needsBuild && name === "build");
  return all.map((lanes) => lanes.map((lane) => lane.filter(wanted)));
}

async function runSuite({ name, work }, least, broken) {
  const began = performance.now();
  const elapsed = () => `${Math.round((performance.now() - began) / 1000)} s`;
  const timer = setInterval(() => console.log(`… ${name}, ${elapsed()}`), 30_000);
  let outcome;
  try {
    outcome = broken ? { passed: 0, failed: 1, output: "not run: the build failed" } : await work();
  } catch (error) {
    outcome = { passed: 0, failed: 1, output: error.stack };
  }
  clearInterval(timer);
  let { passed, failed, output, always } = outcome;
  if (failed === 0 && passed < least) {
    failed = 1;
    output += `\n${passed} ran; tests/minimum.json says at least ${least}`;
  }
  if (failed > 0) console.log(`${output}\n`);
  if (always) console.log(always);
  console.log(`${failed > 0 ? "✗" : "✓"} ${name.padEnd(10)} ${String(passed).padStart(5)} passed, ${failed} failed, ${elapsed()}`);
  return { name, passed, failed };
}

/** Minima only grow. */
function raise(minimum, results) {
  for (const { name, passed, failed } of results) {
    if (failed === 0) minimum[name] = Math.max(minimum[name] ?? 0, passed);
  }
  writeFileSync(MINIMUM, `${JSON.stringify(minimum, null, 2)}\n`);
}

main().catch((error) => {
  console.error(error.message);
  console.log("0 passed, 1 failed");
  process.exit(1);
});
