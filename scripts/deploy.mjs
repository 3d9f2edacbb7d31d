// Deploys the edge: looks first whether it could answer, sends it, and asks it then.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root, run, step, tail } from "./lib/process.mjs";
import { ensureNodeModules } from "./lib/tools.mjs";
import { CONFIGS } from "./lib/described.mjs";
import { startWorker } from "./lib/workerd.mjs";

const HELP = `npm run deploy -- [--dry-run] [--url ADDRESS]

Deploys the edge as wrangler.toml says: looks whether you are logged in, whether the secrets it needs are set and
whether its settings are right; builds and sends it; asks its /healthz. What secrets hold is never read.
  --dry-run  everything that needs no account, and nothing is sent
  --url      where it is then, with BASE_PATH: https://shop.example/parcels; else what wrangler says`;

const MINUTE = 60_000;

/** Secrets whose absence the Worker itself may find fault with, by values that it takes. */
const STAND_INS = {
  TRACKTRY_API_KEY: "stand-in-for-a-key",
  LINK_KEYS: `stand-in:${"x".repeat(32)}`,
  NOTIFY_SECRET: `whsec_${Buffer.alloc(32).toString("base64")}`,
};

/** Secrets it can do without, and what is off then. */
const OPTIONAL = {
  LINK_KEYS: "no link opens anything, and orders are seen by your back ends alone",
  PROOF_PEPPER: "nobody finds an order by its number and an e-mail address or telephone number",
  MERCHANT_TOKENS: "no back end may ask: nothing is erased, no links are signed for it, and there is no /v1 and no /metrics",
  WEBHOOK_SECRET: "Tracktry's webhooks are not taken; the sync brings the news",
  NOTIFY_SECRET: "your shop is not told of changes",
};
const SECRETS = [...Object.keys(STAND_INS), ...Object.keys(OPTIONAL), "WEBHOOK_EMAIL"];

/** The names in the answer of `wrangler secret list`; none where there is no such Worker yet; null where it failed. */
export function secretNames({ code, stdout, output }) {
  if (code !== 0) return /\bnot found\b|\b10007\b/.test(output) ? [] : null;
  try {
    return JSON.parse(stdout.slice(stdout.indexOf("["))).map(({ name }) => name);
  } catch {
    return null;
  }
}

/** The origins that `wrangler deploy` says the Worker is at; patterns with a `*` in the host name none. */
export function origins(stdout) {
  const [, targets = ""] = stdout.split(/^Deployed .* triggers.*$/m);
  const found = targets.matchAll(/^\s+(?:https:\/\/)?((?:[a-z0-9-]+\.)+[a-z0-9-]+)(?:\/\S*)?(?:\s\(.*\))?\s*$/gim);
  return [...found].map(([, host]) => `https://${host.toLowerCase()}`);
}

/** What is to be said of an answer of /healthz: `again` where a moment later there may be another one. */
export function verdict({ status, body }, version) {
  if (body?.version === undefined) return { again: true, words: [`no edge answers there, but HTTP ${status}: look at the route and at BASE_PATH`] };
  if (body.version !== version) return { again: true, words: [`version ${body.version} answers and not ${version}: it may take a moment more`] };
  if (status === 200) return { ok: true, words: (body.upstream?.notes ?? []).map(({ code, words }) => `${code}: ${words}`) };
  return { words: (body.settings ?? []).map(fault) };
}

const fault = ({ name, must }) =>
  `${name} must ${must}\n    ${SECRETS.includes(name) ? `npx wrangler secret put ${name}` : "it stands under [vars] in wrangler.toml"}`;

const wranglerFile = () => process.env.TRACKTRY_WRANGLER
  ?? join(dirname(createRequire(import.meta.url).resolve("wrangler/package.json")), "bin/wrangler.js");
const wrangler = (args, options) => run(process.execPath, [wranglerFile(), ...args], { timeout: 5 * MINUTE, ...options });

/** The variables of wrangler.toml. */
async function readVars() {
  const { default: { unstable_readConfig: read } } = await import("wrangler/wrangler-dist/cli.js");
  return read({ config: CONFIGS.edge }, { hideWarnings: true }).vars;
}

/**
 * What is wrong with the settings, in the Worker's own words: it is started here with the variables that will be sent
 * and something in place of each secret that is set. It can ask nobody meanwhile.
 */
export async function wrongSettings(vars, secrets) {
  const lost = Object.keys(vars).filter((name) => SECRETS.includes(name));
  if (lost.length > 0) return lost.map((name) => `${name} is a secret and stands in wrangler.toml, for all to read: take it out, and\n    npx wrangler secret put ${name}`);
  const settings = { ...vars, ...Object.fromEntries(Object.entries(STAND_INS).filter(([name]) => secrets.includes(name))) };
  const refuse = () => new Response(null, { status: 503 });
  const worker = await startWorker({ name: "edge", settings, overrides: { outboundService: refuse } });
  try {
    const { status, body } = await health(`${worker.url}${basePath(vars)}`);
    if (status !== 200) return (body?.settings ?? [{ name: "The built Worker", must: "answer" }]).map(fault);
    const local = /^http:\/\//.test(vars.TRACKTRY_BASE_URL ?? "");
    return local ? [fault({ name: "TRACKTRY_BASE_URL", must: "be an https URL: there is no Tracktry on Cloudflare's machines" })] : [];
  } finally {
    await worker.close();
  }
}

const basePath = ({ BASE_PATH = "" }) => (/^(\/[\w.-]+)*\/*$/.test(BASE_PATH) ? BASE_PATH.replace(/\/+$/, "") : "");

async function health(url) {
  const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(10_000), redirect: "manual" });
  const body = await response.json().catch(() => null);
  return { status: response.status, body };
}

/** Asks until the version that was sent answers, or patience (in milliseconds) is at its end. */
export async function smoke(url, version, { patience = 2 * MINUTE, pause = 3_000 } = {}) {
  const end = Date.now() + patience;
  for (;;) {
    // At first too: the version before may answer for a moment more, and well.
    await sleep(pause);
    const said = await health(url).then((answer) => verdict(answer, version), (error) => ({
      again: true, words: [`nothing answers there yet: ${error.cause?.code ?? error.name}`],
    }));
    if (!said.again || Date.now() > end) return said;
  }
}

/** The names of the secrets that are set. */
async function account() {
  const who = await wrangler(["whoami", "--json"]);
  if (who.code !== 0) {
    if (/"loggedIn":\s*false/.test(who.output)) throw new Error("You are not logged in to Cloudflare:\n    npx wrangler login\nWithout a browser set CLOUDFLARE_API_TOKEN instead.");
    throw new Error(`Cloudflare cannot be asked who you are:\n${tail(who.output, 10)}`);
  }
  const listed = await wrangler(["secret", "list"]);
  const names = secretNames(listed);
  if (!names) throw new Error(`The names of the secrets cannot be read:\n${tail(listed.output, 10)}`);
  return names;
}

async function main() {
  const { values } = parseArgs({
    options: { "dry-run": { type: "boolean" }, url: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(HELP);
  const dry = values["dry-run"];
  await ensureNodeModules();
  const secrets = dry ? Object.keys(STAND_INS) : await account();

  const folder = await mkdtemp(join(tmpdir(), "tracktry-edge-"));
  try {
    const built = await step("building", () => wrangler(["deploy", "--dry-run", "--outdir", folder], { timeout: 25 * MINUTE }));
    if (built.code !== 0) throw new Error(`It does not build:\n${tail(built.output, 40)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const vars = await readVars();
  const wrong = await wrongSettings(vars, secrets);
  if (wrong.length > 0) throw new Error(`Nothing was sent. Of the settings\n  ${wrong.join("\n  ")}`);
  console.log("✓ it builds, and its settings are right");
  if (!vars.ALLOWED_ORIGINS && !basePath(vars)) console.log("  ALLOWED_ORIGINS is empty: only pages of the edge's own host may ask it.");
  if (dry) return console.log("Nothing was sent. Whether you are logged in and which secrets are set was not looked at.");
  for (const [name, off] of Object.entries(OPTIONAL)) {
    if (!secrets.includes(name)) console.log(`  ${name} is not set: ${off}.`);
  }

  const sent = await step("sending", () => wrangler(["deploy"], { timeout: 25 * MINUTE }));
  if (sent.code !== 0) throw new Error(`It was not deployed:\n${tail(sent.output, 40)}`);
  const [origin] = origins(sent.stdout);
  const url = values.url?.replace(/\/+$/, "") ?? (origin && origin + basePath(vars));
  if (!url) throw new Error("It is deployed, but wrangler names no address to ask. Say where it is:\n    npm run deploy -- --url https://shop.example/parcels");
  const { version } = JSON.parse(await readFile(join(root, "pkg/package.json"), "utf8"));
  const said = await step(`asking ${url}/healthz`, () => smoke(url, version));
  const words = said.words.map((line) => `  ${line}`).join("\n");
  if (!said.ok) throw new Error(`It is deployed, and ${url}/healthz does not say that all is well:\n${words}\nThe version before comes back with (docs/deploy.md says when not)\n    npx wrangler rollback`);
  console.log(`✓ version ${version} answers at ${url}${words && `\n${words}`}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
  process.exit(0);
}
