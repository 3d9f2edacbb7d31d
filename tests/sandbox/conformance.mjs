// Runs cases that are data: requests, and what must be true of the answers. Nothing here knows
// the sandbox; whatever speaks Tracktry's API can be asked.
import assert from "node:assert/strict";
import { ask } from "./ask.mjs";

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

/** Runs the steps of a case, one after the other. */
export async function runCase(target, { steps }, own) {
  for (const [index, step] of steps.entries()) {
    const { request, expect } = fill(step, own);
    const answer = await ask(target.url, { ...request, body: repeated(request.body), path: target.prefix + request.path });
    const what = `step ${index + 1}, ${request.method ?? "GET"} ${request.path}: ${answer.text.slice(0, 500)}`;
    assert.equal(answer.status, expect.http ?? 200, what);
    assert.match(answer.headers["content-type"] ?? "", /^application\/json/, what);
    assert.equal(answer.json?.meta?.code, expect.code, what);
    assert.deepEqual(differences(answer.json.meta, { code: "$int", type: "$text", message: "$text" }, "meta"), [], what);
    assert.deepEqual(differences(answer.json.data, expect.data ?? []), [], what);
  }
}
