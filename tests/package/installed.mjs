// The tarball as npm packs it, installed into a fresh project.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must, root } from "../../scripts/lib/process.mjs";

const MINUTE = 60_000;

/** Packs ./pkg. @returns {Promise<{tarball: string, files: string[], remove: () => Promise<void>}>} */
export async function pack() {
  const folder = await mkdtemp(join(tmpdir(), "tracktry-pack-"));
  const { stdout } = await must("npm", ["pack", join(root, "pkg"), "--pack-destination", folder, "--json", "--ignore-scripts"], { timeout: MINUTE });
  const [{ filename, files }] = JSON.parse(stdout);
  return { tarball: join(folder, filename), files: files.map(({ path }) => path).sort(), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A project with the tarball and `packages` installed, and these files. */
export async function project(tarball, { packages = [], files = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "tracktry-project-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "shop", private: true, type: "module" }));
  await must("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", tarball, ...packages], { cwd: folder, timeout: 5 * MINUTE });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export const readJson = async (...path) => JSON.parse(await readFile(join(root, ...path), "utf8"));
