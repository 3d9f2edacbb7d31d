// Builds what is named, or everything: `node scripts/build.mjs [edge] [sandbox] [widget] [toolkit]`.
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { withLock } from "./lib/lock.mjs";
import { ensureNodeModules, ensureWasmBindgen, ensureWasmTarget } from "./lib/tools.mjs";

const HELP = `node scripts/build.mjs [edge] [sandbox] [widget] [toolkit]

Builds the parts named, or all of them; what is up to date is left alone.
  edge, sandbox     the Workers, into build/edge and build/sandbox
  widget, toolkit   the npm package, into pkg/dist, and its browser files, into build/assets`;

const worker = (name) => async () => (await import("./lib/worker.mjs")).buildWorker({ name });
const npmPackage = async () => (await import("./lib/package.mjs")).buildPackage();

// The package holds widget and toolkit, so either name builds it.
const PARTS = {
  edge: worker("edge"),
  sandbox: worker("sandbox"),
  widget: npmPackage,
  toolkit: npmPackage,
};

/** Builds the parts named, one after the other: each uses every processor by itself. */
export async function build(names = Object.keys(PARTS)) {
  await ensureNodeModules();
  await ensureWasmTarget();
  await ensureWasmBindgen();
  // Two at once would write the same files.
  await withLock("build", async () => {
    for (const work of new Set(names.map((name) => PARTS[name]))) await work();
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean", short: "h" } } });
  const unknown = positionals.filter((name) => !(name in PARTS));
  if (values.help || unknown.length > 0) {
    console.log(HELP);
    process.exit(unknown.length > 0 ? 2 : 0);
  }
  await build(positionals.length > 0 ? positionals : undefined).catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
  process.exit(0);
}
