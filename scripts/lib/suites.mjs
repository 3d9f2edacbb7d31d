// Every suite: what it runs, how its tests are counted and when it is given up.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkBudgets } from "./budgets.mjs";
import { CANARY } from "./canary.mjs";
import { countCargo, countNode, countOne, sum } from "./count.mjs";
import { root, run } from "./process.mjs";

const MINUTE = 60_000;

// What runs in a browser or in workerd, so for wasm32 as well.
const WASM_CRATES = ["core", "edge", "sandbox", "widget", "toolkit"].flatMap((name) => ["-p", `tracktry-${name}`]);

const DENY = ["--", "-D", "warnings"];

/**
 * @typedef {{passed: number, failed: number, output: string}} Outcome
 * @typedef {{name: string, needsBuild?: boolean, work: () => Promise<Outcome>}} Suite
 */

/** A suite that is one or more commands. */
const commands = (name, list, { needsBuild = false, minutes = 10, count = countOne } = {}) => ({
  name,
  needsBuild,
  work: async () => {
    const outcomes = [];
    for (const [command, args, env] of list) {
      const { code, output, timedOut } = await run(command, args, { env, timeout: minutes * MINUTE });
      const counted = count(output, code);
      // A tool that fails without a failed test (it did not compile, it was killed) is a failure all the same.
      const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed;
      const note = timedOut ? `\nkilled after ${minutes} minutes\n` : "";
      outcomes.push({ passed: counted.passed, failed, output: `$ ${command} ${args.join(" ")}\n${output}${note}` });
    }
    return { ...sum(outcomes), output: outcomes.map(({ output }) => output).join("\n") };
  },
});

// Node 20 learned this in 20.14; before it, a server left open costs the suite's whole time.
const [major, minor] = process.versions.node.split(".").map(Number);
const FORCE_EXIT = major > 20 || minor >= 14 ? ["--test-force-exit"] : [];

// Later than that Node learned how many files to run at once; without it, one less than there are cores.
const atOnce = (files) => (files > 0 && (major > 20 || (major === 20 && minor >= 10)) ? [`--test-concurrency=${files}`] : []);

/** `parallel`: files to run at once, where they mostly wait. */
const node = (name, { minutes = 10, needsBuild = true, parallel = 0 } = {}) => {
  const folder = join("tests", name);
  const present = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  const files = present.filter((file) => file.endsWith(".test.mjs")).map((file) => join(folder, file));
  const args = ["--test", ...FORCE_EXIT, ...atOnce(parallel), "--test-reporter=spec", ...files];
  return files.length > 0
    ? commands(name, [[process.execPath, args]], { needsBuild, minutes, count: countNode })
    : { name, needsBuild: false, work: async () => ({ passed: 0, failed: 0, output: `no ${folder}/*.test.mjs` }) };
};

/** The same suite, which tells some of its lines even where all is well. */
const telling = (suite, lines) => ({
  ...suite,
  work: async () => {
    const outcome = await suite.work();
    return { ...outcome, always: outcome.failed > 0 ? "" : (outcome.output.match(lines) ?? []).join("\n") };
  },
});

const chromium = {
  name: "chromium",
  work: async () => {
    const { wasmTestCommands } = await import("./wasm-test.mjs");
    return commands("chromium", await wasmTestCommands(), { minutes: 15, count: countCargo }).work();
  },
};

// Built as on a developer's machine whose environment holds a key; tests look for it in what is built.
const build = commands("build", [[process.execPath, ["scripts/build.mjs"], { TRACKTRY_API_KEY: CANARY }]], { minutes: 25 });

// Two files at once where each mostly waits, for a browser or for time to pass.
const folder = (name, parallel = 0) => node(name, { minutes: 30, parallel });

/**
 * Every suite, in stages that follow each other: what fails soonest comes first. The lanes of a stage run side by side,
 * since each of them waits for much of its time. `package` builds again, so nothing that reads what is built runs beside it.
 * @returns {Suite[][][]}
 */
export const stages = () => [
  [[commands("format", [["cargo", ["fmt", "--all", "--check"]]])]],
  [
    [
      commands("lint", [
        ["cargo", ["clippy", "--workspace", "--all-targets", "--all-features", ...DENY]],
        ["cargo", ["clippy", "--target", "wasm32-unknown-unknown", ...WASM_CRATES, "--lib", ...DENY]],
        ["cargo", ["doc", "--workspace", "--all-features", "--no-deps"], { RUSTDOCFLAGS: "-D warnings" }],
      ], { minutes: 20 }),
      commands("rust", [["cargo", ["test", "--quiet", "--workspace", "--all-features", "--no-fail-fast"]]], { minutes: 20, count: countCargo }),
    ],
    [build],
  ],
  [[{ name: "budgets", needsBuild: true, work: checkBudgets }, node("workspace")]],
  [
    [chromium, folder("widget", 2), folder("toolkit")],
    [folder("edge", 2)],
    [folder("sandbox"), folder("e2e"), telling(node("soak", { minutes: 30, parallel: 4 }), /^soak .*/gm)],
  ],
  [[folder("package")]],
];
