// One built Worker on workerd, as its wrangler.toml describes it.
import { createInterface } from "node:readline";
import { dirname, join } from "node:path";
import { described } from "./described.mjs";

// wrangler reports to its maker and asks the network otherwise.
Object.assign(process.env, {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
});

/**
 * Starts a built Worker on a loopback port.
 * @param {object} options
 * @param {"edge" | "sandbox"} options.name
 * @param {Record<string, string>} [options.settings] variables and secrets, over those of its wrangler.toml.
 * @param {number} [options.port] 0: any free one.
 * @param {string | null} [options.state] folder of its Durable Objects; null keeps them in memory.
 * @param {object} [options.overrides] more of miniflare's own options.
 * @param {(line: string) => void} [options.onLog] gets each line the Worker or workerd writes.
 * @returns {Promise<{url: string, miniflare: import("miniflare").Miniflare, close: () => Promise<void>}>}
 */
export async function startWorker({ name, settings = {}, port = 0, state = null, overrides = {}, onLog = () => {} }) {
  const [{ Miniflare, NoOpLog }, { workerOptions, main, vars }] = await Promise.all([import("miniflare"), described(name)]);
  const miniflare = new Miniflare({
    ...workerOptions,
    name,
    rootPath: dirname(main),
    modulesRoot: dirname(main),
    modules: [
      { type: "ESModule", path: main },
      { type: "CompiledWasm", path: join(dirname(main), "index_bg.wasm") },
    ],
    // Not wrangler's own: those hold the developer's .dev.vars, which a test must not meet.
    bindings: { ...vars, ...settings },
    host: "127.0.0.1",
    port,
    log: new NoOpLog(),
    handleRuntimeStdio: (...streams) => {
      for (const input of streams) createInterface({ input }).on("line", onLog);
    },
    ...(state ? { durableObjectsPersist: state } : {}),
    ...overrides,
  });
  const url = await miniflare.ready;
  return { url: url.origin, miniflare, close: () => miniflare.dispose() };
}
