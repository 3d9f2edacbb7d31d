// `npm run deploy` with a wrangler that only says what it is told to: what is looked at first, and what is said of what is found.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { origins, secretNames, smoke, verdict, wrongSettings } from "../../scripts/deploy.mjs";
import { root, run } from "../../scripts/lib/process.mjs";

const { version } = JSON.parse(await readFile(join(root, "pkg/package.json"), "utf8"));
const KEYS = ["TRACKTRY_API_KEY", "LINK_KEYS"];
const listed = (names) => ({ stdout: JSON.stringify(names.map((name) => ({ name, type: "secret_text" })), null, 2) });
const SENT = { stdout: "Uploaded tracktry-edge (3 sec)\nDeployed tracktry-edge triggers (1 sec)\n  https://tracktry-edge.shop.workers.dev\n  schedule: */5 * * * *\nCurrent Version ID: 1\n" };
const IN = { stdout: '{"loggedIn":true,"email":"who@shop.example"}' };

let folder, edge, answer, asked;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tracktry-fake-"));
  await writeFile(join(folder, "wrangler.mjs"), `
    import { appendFileSync, readFileSync } from "node:fs";
    const command = process.argv.slice(2).filter((word, at, all) => !all[at - 1]?.startsWith("--outdir") && word !== "--outdir").join(" ");
    appendFileSync(${JSON.stringify(join(folder, "asked"))}, command + "\\n");
    const { code = 0, stdout = "", stderr = "" } = JSON.parse(readFileSync(${JSON.stringify(join(folder, "says"))}, "utf8"))[command] ?? {};
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = code;`);
  edge = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  });
  await new Promise((done) => edge.listen(0, "127.0.0.1", done));
});
after(async () => {
  edge.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs it; `says` is what wrangler answers by command. */
async function deploy(says, args = [`--url=http://127.0.0.1:${edge.address().port}/parcels/`]) {
  asked = [];
  await writeFile(join(folder, "says"), JSON.stringify(says));
  await writeFile(join(folder, "asked"), "");
  const { code, output } = await run(process.execPath, ["scripts/deploy.mjs", ...args], { env: { TRACKTRY_WRANGLER: join(folder, "wrangler.mjs") }, timeout: 300_000 });
  const commands = (await readFile(join(folder, "asked"), "utf8")).trim().split("\n").filter(Boolean);
  return { code, output, commands };
}

const well = { status: 200, body: { status: "ok", version, settings: [], upstream: { notes: [{ code: "importing", words: "The first import is under way." }] } } };

test("all is looked at first, then it is sent and asked", async () => {
  answer = well;
  const { code, output, commands } = await deploy({ "whoami --json": IN, "secret list": listed([...KEYS, "PROOF_PEPPER"]), deploy: SENT });
  assert.equal(code, 0, output);
  assert.deepEqual(commands, ["whoami --json", "secret list", "deploy --dry-run", "deploy"]);
  assert.deepEqual(asked, ["/parcels/healthz"]);
  assert.match(output, /importing: The first import/);
  assert.match(output, /MERCHANT_TOKENS is not set: no back end may ask/);
  assert.doesNotMatch(output, /PROOF_PEPPER is not set|who@shop|stand-in/);
});

test("nothing is sent by who is not logged in", async () => {
  const { code, output, commands } = await deploy({ "whoami --json": { code: 1, stdout: '{"loggedIn":false}' } });
  assert.equal(code, 1);
  assert.deepEqual(commands, ["whoami --json"]);
  assert.match(output, /npx wrangler login/);
});

test("nothing is sent while a secret is missing that it needs", async () => {
  for (const [list, missing] of [[listed(["LINK_KEYS"]), ["TRACKTRY_API_KEY"]], [{ code: 1, stderr: 'Worker "tracktry-edge" not found.' }, KEYS]]) {
    const { code, output, commands } = await deploy({ "whoami --json": IN, "secret list": list });
    assert.equal(code, 1);
    assert.ok(!commands.includes("deploy"), "it was sent");
    const named = [...output.matchAll(/npx wrangler secret put (\w+)/g)].map(([, name]) => name);
    assert.deepEqual(named, missing);
  }
});

test("what wrangler fails at is told in its own words", async () => {
  const broken = { code: 1, stderr: "More than one account available\n" };
  const list = await deploy({ "whoami --json": IN, "secret list": broken });
  assert.match(list.output, /names of the secrets cannot be read:\nMore than one account/);
  const build = await deploy({ "deploy --dry-run": { code: 1, stderr: "Rust is missing\n" } }, ["--dry-run"]);
  assert.deepEqual([build.code, build.output], [1, "It does not build:\nRust is missing\n"]);
});

test("without an account everything else is looked at", async () => {
  const { code, output, commands } = await deploy({}, ["--dry-run"]);
  assert.equal(code, 0, output);
  assert.deepEqual(commands, ["deploy --dry-run"]);
  assert.match(output, /its settings are right/);
  assert.match(output, /Nothing was sent/);
});

test("a deployment that does not answer well is told, and how to go back", async () => {
  answer = { status: 500, body: { status: "setting_invalid", version, settings: [{ name: "MERCHANT_TOKENS", must: "be empty, or so" }] } };
  const { code, output } = await deploy({ "whoami --json": IN, "secret list": listed(KEYS), deploy: SENT });
  assert.equal(code, 1);
  assert.match(output, /MERCHANT_TOKENS must be empty, or so\n\s+npx wrangler secret put MERCHANT_TOKENS/);
  assert.match(output, /npx wrangler rollback/);
});

test("settings are held to the Worker's own checks", async () => {
  assert.deepEqual(await wrongSettings({}, KEYS), []);
  const names = async (vars, secrets = KEYS) => (await wrongSettings(vars, secrets)).map((line) => line.split(" ")[0]);
  assert.deepEqual(await names({ BASE_PATH: "parcels", RETENTION_DAYS: 0, BRAND: "{}" }), ["BASE_PATH", "BRAND", "RETENTION_DAYS"]);
  assert.deepEqual(await names({ ACCESS: "public" }, ["TRACKTRY_API_KEY"]), []);
  assert.deepEqual(await names({ BASE_PATH: "/parcels/" }), []);
  assert.deepEqual(await names({ TRACKTRY_BASE_URL: "http://localhost:8788/v1" }), ["TRACKTRY_BASE_URL"]);
  const [lost] = await wrongSettings({ PROOF_PEPPER: "in the open, for all" }, KEYS);
  assert.match(lost, /^PROOF_PEPPER is a secret and stands in wrangler\.toml/);
  assert.ok(!lost.includes("open, for"), "its value is told");
});

test("what wrangler says is read", () => {
  assert.deepEqual(origins(SENT.stdout), ["https://tracktry-edge.shop.workers.dev"]);
  const routes = "https://x.y\nDeployed edge triggers (0.5 sec)\n  shop.example/parcels/* (zone name: shop.example)\n  Track.shop.example (custom domain)\n  *.shop.example/*\n  schedule: */5 * * * *\nCurrent Version ID: a.b\n";
  assert.deepEqual(origins(routes), ["https://shop.example", "https://track.shop.example"]);
  assert.deepEqual(origins("No deploy targets for edge (0.5 sec)"), []);
  assert.deepEqual(secretNames({ code: 0, stdout: `\n ⛅️ wrangler\n${listed(KEYS).stdout}` }), KEYS);
  assert.deepEqual(secretNames({ code: 1, output: "A request failed [code: 10007]" }), []);
  assert.equal(secretNames({ code: 1, output: "A request failed [code: 10000]" }), null);
  assert.equal(secretNames({ code: 0, stdout: "nonsense" }), null);
});

test("who does not answer yet is asked again", async () => {
  assert.ok(verdict({ status: 404, body: null }, version).again);
  assert.ok(verdict({ status: 200, body: { version: "0.0.0" } }, version).again);
  assert.deepEqual(verdict(well, version), { ok: true, words: ["importing: The first import is under way."] });
  asked = [];
  answer = { status: 404, body: "There is nothing here yet" };
  setTimeout(() => (answer = well), 100);
  const url = `http://127.0.0.1:${edge.address().port}`;
  assert.ok((await smoke(url, version, { pause: 30 })).ok);
  assert.ok(asked.length > 1);
  const nobody = await smoke("http://127.0.0.1:1", version, { patience: 50, pause: 30 });
  assert.match(nobody.words[0], /nothing answers there yet/);
});
