// Runs cases that are data: requests, and what must be true of the answers. Nothing here knows
// the sandbox; whatever speaks Tracktry's API can be asked. By hand, with the key in TRACKTRY_API_KEY:
//
//   node tests/sandbox/conformance.mjs --base https://api.tracktry.com/v1 --key-from-env
//
// runs the cases marked `readOnly`, which change nothing and cost nothing.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ask } from "./ask.mjs";

const folder = new URL("cases/", import.meta.url);

/** Every file of cases: `{endpoint, cases}`. */
export const suites = () => readdirSync(folder).sort().map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")));

// What a text beginning with `$` in an expectation stands for.
const KINDS = {
  $any: () => true,
  $text: (value) => typeof value === "string" && value !== "",
  $string: (value) => typeof value === "string",
  $int: (value) => Number.isSafeInteger(value),
  $digits: (value) => typeof value === "string" && /^\d+$/.test(value),
  $hex32: (value) => typeof value === "string" && /^[0-9a-f]{32}$/.test(value),
  $iso: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(value),
  $local: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(value),
  $status: (value) =>
    ["pending", "notfound", "transit", "pickup", "delivered", "undelivered", "exception", "expired"].includes(value),
};

/** Names every place where a value is not as expected; empty where all is well. */
export function differences(value, expected, at = "data") {
  if (expected === "$absent") return value === undefined ? [] : [`${at} is there`];
  if (value === undefined) return [`${at} is missing`];
  if (typeof expected === "string" && expected.startsWith("$")) {
    const [name, ...alternatives] = expected.split("|");
    const kinds = [name, ...alternatives].map((kind) => (kind === "null" ? (v) => v === null : KINDS[kind]));
    if (kinds.some((kind) => kind === undefined)) throw new Error(`no such kind: ${expected}`);
    return kinds.some((kind) => kind(value)) ? [] : [`${at} is ${JSON.stringify(value)}, not ${expected}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(value)) return [`${at} is no array`];
    if (value.length !== expected.length) return [`${at} has ${value.length} elements, not ${expected.length}`];
    return expected.flatMap((element, index) => differences(value[index], element, `${at}[${index}]`));
  }
  if (expected !== null && typeof expected === "object") {
    if ("$each" in expected) return each(value, expected, at);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return [`${at} is no object`];
    return Object.entries(expected).flatMap(([key, element]) => differences(value[key], element, `${at}.${key}`));
  }
  return value === expected ? [] : [`${at} is ${JSON.stringify(value)}, not ${JSON.stringify(expected)}`];
}

function each(value, { $each, $min = 1 }, at) {
  if (!Array.isArray(value)) return [`${at} is no array`];
  if (value.length < $min) return [`${at} has ${value.length} elements, fewer than ${$min}`];
  return value.flatMap((element, index) => differences(element, $each, `${at}[${index}]`));
}

/** Puts a case's own text in for `{{own}}` wherever it stands, so that no two cases meet. */
function fill(template, own) {
  return JSON.parse(JSON.stringify(template).replaceAll("{{own}}", own));
}

/** `{"$repeat": 3, "of": …}` is an array of three, with `{{n}}` counting from 100. */
function repeated(body) {
  if (body === null || typeof body !== "object" || !("$repeat" in body)) return body;
  return Array.from({ length: body.$repeat }, (_, index) => JSON.parse(JSON.stringify(body.of).replaceAll("{{n}}", index + 100)));
}

/**
 * Runs the steps of a case, one after the other.
 * @param {{url: string, prefix: string, key?: string, pause?: number, timeout?: number}} target `pause`: milliseconds before each request
 */
export async function runCase(target, { steps }, own) {
  for (const [index, step] of steps.entries()) {
    const { request, expect } = fill(step, own);
    if (target.pause) await sleep(target.pause);
    const { key, timeout } = target;
    const answer = await ask(target.url, { key, timeout, ...request, body: repeated(request.body), path: target.prefix + request.path });
    const what = `step ${index + 1}, ${request.method ?? "GET"} ${request.path}: ${answer.text.slice(0, 500)}`;
    assert.equal(answer.status, expect.http ?? 200, what);
    assert.match(answer.headers["content-type"] ?? "", /^application\/json/, what);
    assert.equal(answer.json?.meta?.code, expect.code, what);
    assert.deepEqual(differences(answer.json.meta, { code: "$int", type: "$text", message: "$text" }, "meta"), [], what);
    assert.deepEqual(differences(answer.json.data, expect.data ?? []), [], what);
  }
}

const HELP = `node tests/sandbox/conformance.mjs --base URL --key-from-env [--all]

Asks whatever speaks Tracktry's API, e.g. https://api.tracktry.com/v1, and says where it differs.
  --base           where it is, with its version
  --key-from-env   takes the key from TRACKTRY_API_KEY
  --all            runs cases that post, change and delete too; not for an account with real parcels`;

async function main() {
  const { values } = parseArgs({
    options: { base: { type: "string" }, "key-from-env": { type: "boolean" }, all: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const key = process.env.TRACKTRY_API_KEY;
  if (values.help || !values.base || !values["key-from-env"]) return console.log(HELP);
  if (!key) throw new Error("TRACKTRY_API_KEY is not set");
  const { protocol, hostname, origin, pathname } = new URL(values.base);
  if (protocol !== "https:" && !["localhost", "127.0.0.1", "[::1]"].includes(hostname)) {
    throw new Error("a key goes over https, or stays on this machine");
  }
  // One list a second is the limit, and after a refusal two minutes are lost.
  const target = { url: origin, prefix: pathname.replace(/\/$/, ""), key, pause: 1_100, timeout: 300_000 };
  let [failed, count] = [0, 0];
  for (const { endpoint, cases } of suites()) {
    for (const example of cases.filter(({ readOnly }) => readOnly || values.all)) {
      count += 1;
      const own = `T${Date.now().toString(36).toUpperCase()}${String(count).padStart(4, "0")}`;
      try {
        await runCase(target, example, own);
        console.log(`✓ ${endpoint}: ${example.name}`);
      } catch (error) {
        failed += 1;
        console.log(`✗ ${endpoint}: ${example.name}\n  ${error.message.replaceAll("\n", "\n  ")}`);
      }
    }
  }
  console.log(`${count - failed} as expected, ${failed} not`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
