// Runs the demo: shop, edge and sandbox on this machine.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { root } from "./lib/process.mjs";

const HELP = `npm start -- [--port N] [--sandbox-port N] [--shop-port N] [--only-sandbox]

Builds what is not up to date and serves, on this machine only:
  --port          the shop with the edge behind it (8787, or PORT)
  --sandbox-port  the sandbox, a stand-in for Tracktry (the port after)
  --shop-port     the same shop as another origin (the port after that)
  --only-sandbox  nothing but the sandbox
A port of 0 is any free one. Every setting of the edge can be given by environment or .dev.vars. With TRACKTRY_API_KEY
or TRACKTRY_BASE_URL the upstream is that one, and the sandbox is not started.`;

// What the edge can be told; anything else in the environment is none of its business.
const SETTINGS = [
  "TRACKTRY_BASE_URL", "TRACKTRY_API_KEY", "BASE_PATH", "ACCESS", "PUBLIC_PLACES", "ALLOWED_ORIGINS", "CACHE_SECONDS",
  "REFRESH_SECONDS", "LIST_INTERVAL_MS", "SYNC_SECONDS", "RETENTION_DAYS", "EVENT_LANG", "AUTO_REGISTER", "BRAND", "NOTIFY_URL", "LINK_KEYS", "MERCHANT_TOKENS",
  "PROOF_PEPPER", "WEBHOOK_SECRET", "WEBHOOK_EMAIL", "NOTIFY_SECRET",
];

/** The settings of a .dev.vars file: `NAME=value` or `NAME="value"` a line, `#` before a remark. */
function readDevVars(file) {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return {}; // There need not be one.
  }
  const lines = text.matchAll(/^[ \t]*([A-Z_][A-Z0-9_]*)[ \t]*=[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n#]*))/gm);
  return Object.fromEntries([...lines].map(([, name, double, single, bare]) => [name, double ?? single ?? bare.trim()]));
}

function settingsFrom(environment, file) {
  const given = { ...readDevVars(file), ...environment };
  return Object.fromEntries(SETTINGS.filter((name) => given[name]).map((name) => [name, given[name]]));
}

function portFrom(text, fallback) {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${text} is not a port: a port is a number from 0 to 65535`);
  return port;
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: "string" }, "sandbox-port": { type: "string" }, "shop-port": { type: "string" },
      "only-sandbox": { type: "boolean" }, help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(HELP);
  const port = portFrom(values.port ?? process.env.PORT, 8787);
  const after = (steps) => (port === 0 ? 0 : port + steps);
  const ports = {
    port,
    sandboxPort: portFrom(values["sandbox-port"], after(1)),
    shopPort: portFrom(values["shop-port"], after(2)),
  };

  const settings = settingsFrom(process.env, join(root, ".dev.vars"));
  const sandbox = !settings.TRACKTRY_API_KEY && !settings.TRACKTRY_BASE_URL;
  const state = join(root, ".state");
  const onLog = (line) => console.log(line);

  let stopping = false;
  let running = null;
  const stop = async () => {
    if (stopping) process.exit(1); // Asked twice.
    stopping = true;
    await running?.close();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);

  const only = values["only-sandbox"];
  await build(only ? ["sandbox"] : sandbox ? undefined : ["edge", "widget"]);
  if (stopping) return;
  const { serve, serveSandbox } = await import("./lib/serve.mjs");
  running = only
    ? await serveSandbox({ port: ports.sandboxPort, state, onLog })
    : await serve({ ...ports, settings, sandbox, state, onLog });
  if (running.shopUrl) console.log(`order page of another origin ${running.shopUrl}/order.html`);
  if (running.sandboxUrl) console.log(`sandbox ${running.sandboxUrl}/v1`);
  console.log(`ready ${running.url}`);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
