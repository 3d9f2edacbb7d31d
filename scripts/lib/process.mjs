// Child processes: each in a group of its own, so that a time limit or Ctrl-C ends the whole tree.
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

const windows = process.platform === "win32";
const live = new Set();

// How long a command's output may come after its end.
const PIPE_MS = 3_000;

const killTree = (child, signal = "SIGKILL") => {
  try {
    if (windows) spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    else process.kill(-child.pid, signal);
  } catch {
    // It had ended already.
  }
};

process.once("exit", () => live.forEach((child) => killTree(child)));
for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]]) {
  process.on(signal, () => {
    // Who listens besides us stops in its own way; our children must not outlive us either way.
    if (process.listenerCount(signal) === 1) process.exit(code);
  });
}

/**
 * Runs a command to its end. Never throws: a command that cannot start has `code` 127.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: object, timeout?: number, onOutput?: (text: string) => void}} options `timeout` in milliseconds.
 * @returns {Promise<{code: number, output: string, stdout: string, timedOut: boolean, seconds: number}>}
 */
export function run(command, args = [], { cwd = root, env = {}, timeout = 0, onOutput } = {}) {
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: !windows,
      // npm and npx are .cmd files there, which only a shell starts.
      shell: windows && /^(npm|npx)$/.test(command),
      stdio: ["ignore", "pipe", "pipe"],
    });
    live.add(child);
    let output = "";
    let stdout = "";
    let timedOut = false;
    const timer = timeout > 0 && setTimeout(() => {
      timedOut = true;
      killTree(child);
    }, timeout);
    const take = (chunk) => {
      output += chunk;
      onOutput?.(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
      take(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", take);
    let patience;
    const finish = (code) => {
      clearTimeout(timer);
      clearTimeout(patience);
      live.delete(child);
      // A leftover grandchild of the group would hold ports and processors.
      if (!windows) killTree(child);
      resolve({ code, output, stdout, timedOut, seconds: (performance.now() - began) / 1000 });
    };
    child.on("error", (error) => {
      output += `${command}: ${error.message}\n`;
      finish(127);
    });
    // Its output is whole at "close"; but a grandchild that keeps the pipe open must not make us wait for ever.
    const ended = (code, signal) => finish(code ?? (signal ? 137 : 1));
    child.on("close", ended);
    child.on("exit", (code, signal) => {
      patience = setTimeout(ended, timedOut ? 50 : PIPE_MS, code, signal);
    });
  });
}

/** Like {@link run}, but throws an Error with the end of the output when the command fails. */
export async function must(command, args, options) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const why = result.timedOut ? `took longer than ${options.timeout / 1000} s` : `ended with code ${result.code}`;
  throw new Error(`\`${[command, ...args].join(" ")}\` ${why}:\n${tail(result.output, 40)}`);
}

/** The last `lines` lines of a text. */
export const tail = (text, lines) => text.trimEnd().split("\n").slice(-lines).join("\n");

/** The path of a program found on PATH, or null. */
export function which(name) {
  const endings = windows ? [".exe", ".cmd", ".bat", ""] : [""];
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

/**
 * Says what a step does once it has taken a second, every 15 seconds that it still does, and how long it took.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  const began = performance.now();
  const elapsed = () => `${Math.round((performance.now() - began) / 1000)} s`;
  let told = false;
  const start = setTimeout(() => {
    told = true;
    console.log(`… ${label}`);
  }, 1000);
  const timer = setInterval(() => console.log(`… ${label}, ${elapsed()}`), 15_000);
  try {
    const result = await work();
    if (told) console.log(`✓ ${label}, ${elapsed()}`);
    return result;
  } finally {
    clearTimeout(start);
    clearInterval(timer);
  }
}
