// A process of its own around one edge on workerd, so that workerd can be killed in the middle of
// anything. Told what to do by messages of `process.mjs`.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { startWorker } from "../../scripts/lib/workerd.mjs";

let worker = null;
let pids = [];

/** The processes this one has started. */
function children() {
  const own = String(process.pid);
  try {
    return readFileSync(`/proc/${own}/task/${own}/children`, "utf8").split(/\s+/).filter(Boolean).map(Number);
  } catch {
    const rows = execFileSync("ps", ["-A", "-o", "pid=", "-o", "ppid=", "-o", "comm="], { encoding: "utf8" }).split("\n");
    return rows.map((row) => row.trim().split(/\s+/)).filter(([, parent, name]) => parent === own && !/ps$/.test(name)).map(([pid]) => Number(pid));
  }
}

const commands = {
  async start({ settings, state, overrides }) {
    const before = new Set(children());
    // All shoppers come from one address here.
    worker = await startWorker({ name: "edge", settings, state, overrides: { ratelimits: undefined, ...overrides }, onLog: (line) => process.send?.({ log: line }) });
    pids = children().filter((pid) => !before.has(pid));
    return { url: worker.url, pids };
  },
  // As by a power cut: nothing of workerd's own runs any more.
  async kill() {
    for (const pid of pids) process.kill(pid, "SIGKILL");
    await commands.stop();
  },
  async stop() {
    const gone = worker;
    worker = null;
    await gone?.close().catch(() => {});
  },
};

process.on("message", async ({ id, command, options }) => {
  try {
    process.send({ id, result: await commands[command](options) });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});
// Whoever started us is gone.
process.on("disconnect", async () => {
  await commands.stop();
  process.exit(0);
});
