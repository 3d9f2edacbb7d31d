// The processor time of workerd, which is a child process of ours: all its threads, in nanoseconds. Linux only.
import { readdirSync, readFileSync } from "node:fs";

/** The numbers of our workerd children. */
export function workerds() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      const [, name, rest] = readFileSync(`/proc/${pid}/stat`, "utf8").match(/^\d+ \((.*)\) (.*)$/s);
      return name.startsWith("workerd") && Number(rest.split(" ")[1]) === process.pid;
    } catch {
      return false; // It has ended meanwhile.
    }
  });
}

export function cpuOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]), 0);
}
