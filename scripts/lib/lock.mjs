// One at a time: a lock file that names its holder, so that two commands started together do not install over each other.
import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./process.mjs";

const LIMIT_MS = 30 * 60_000;

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/**
 * Takes away the lock of a holder that is gone. Two who saw that may both be here, and the slower one would remove the
 * lock the quicker one has made since: so it is renamed, which one of them does, and put back if it is another's.
 */
export function takeAway(file, holder) {
  const aside = `${file}.${process.pid}.${randomUUID()}`;
  const isHis = (path) => readFileSync(path, "utf8") === String(holder);
  try {
    if (!isHis(file)) return;
    renameSync(file, aside);
    if (!isHis(aside)) linkSync(aside, file);
  } catch (error) {
    // Taken away by the other, or somebody has a lock again.
    if (!["ENOENT", "EEXIST"].includes(error.code)) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Runs `work` while holding the lock `name`; a lock whose holder is gone is taken over.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const folder = join(root, ".tools");
  const file = join(folder, `${name}.lock`);
  mkdirSync(folder, { recursive: true });
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    let holder = 0;
    try {
      holder = Number(readFileSync(file, "utf8"));
    } catch {
      continue; // Given back this very moment.
    }
    if (holder > 0 && !alive(holder)) takeAway(file, holder);
    else if (Date.now() > deadline) throw new Error(`waited 30 minutes for ${file}; remove it if nothing else is running`);
    else await sleep(500);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
