// What a Worker's wrangler.toml says, in miniflare's terms. wrangler reads it, and takes longer to load than a Worker
// to start; so what it said is kept until the file or wrangler changes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.mjs";

/** Where each Worker is described. */
export const CONFIGS = { edge: join(root, "wrangler.toml"), sandbox: join(root, "src/sandbox/wrangler.toml") };

const KEPT = join(root, "build/described");

/**
 * @param {"edge" | "sandbox"} name
 * @returns {Promise<{workerOptions: object, main: string, vars: Record<string, string>}>} its options but for the
 *   code, the path of its script and its variables as they are by default
 */
export async function described(name) {
  const config = CONFIGS[name];
  const path = join(KEPT, `${name}-${keyOf(config)}.json`);
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    const said = await read(config);
    mkdirSync(KEPT, { recursive: true });
    // Several tests may do this at once, and none may read a half of it.
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(said));
    renameSync(`${path}.${process.pid}`, path);
    return said;
  }
}

/** Of everything that the description depends on; it holds absolute paths. */
function keyOf(config) {
  const texts = [config, readFileSync(config), readFileSync(join(root, "node_modules/wrangler/package.json")), readFileSync(new URL(import.meta.url))];
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text);
  return hash.digest("hex").slice(0, 16);
}

async function read(config) {
  const { default: wrangler } = await import("wrangler/wrangler-dist/cli.js");
  const { workerOptions, main } = wrangler.unstable_getMiniflareWorkerOptions(config);
  const { vars } = wrangler.unstable_readConfig({ config }, { hideWarnings: true });
  // As it will be read from the file.
  return JSON.parse(JSON.stringify({ workerOptions, main, vars }));
}
