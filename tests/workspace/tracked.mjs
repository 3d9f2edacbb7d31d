// The files that git tracks, and what is in them.
import { execFileSync } from "node:child_process";
import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export const read = (path) => readFileSync(join(root, path), "utf8");

/** Tracked files that are still there, by pattern if one is given. */
export const tracked = (pattern = /./) =>
  execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
    .split("\0").filter((path) => path && pattern.test(path) && existsSync(join(root, path)));

/** Tracked text files with their text. */
export const texts = (pattern) =>
  tracked(pattern).map((path) => ({ path, text: read(path) })).filter(({ text }) => !text.includes("\0"));

/** The workspace's packages as Cargo sees them. */
export const packages = () => {
  const args = ["metadata", "--no-deps", "--format-version", "1", "--offline"];
  return JSON.parse(execFileSync("cargo", args, { cwd: root, encoding: "utf8", maxBuffer: 1e8 })).packages;
};
