// Requests to this machine. Those that only read use connections again; workerd closes idle ones, and a
// request on its way meets that, so it is made once more then.
import assert from "node:assert/strict";
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, timeout: 1_000, scheduling: "lifo" });

/** No answer of a Worker takes longer. */
const GIVEN_UP = 110_000;

/** One answer, read to its end; `ms` is the time that took. */
export async function ask(url, { method = "GET", headers = {}, body } = {}) {
  const { hostname, port, pathname, search } = new URL(url);
  assert.ok(["127.0.0.1", "localhost", "[::1]"].includes(hostname), "nothing leaves this machine");
  const options = { hostname, port, path: pathname + search, method, headers, agent: method === "GET" && agent };
  const began = performance.now();
  const { status, fields, text } = await once(options, body).catch((error) => {
    if (!error.wasReused) throw error;
    return once({ ...options, agent: false }, body);
  });
  const ms = performance.now() - began;
  return { status, text, ms, header: (name) => fields[name], json: () => JSON.parse(text) };
}

const once = (options, body) => new Promise((resolve, reject) => {
  const asked = request({ ...options, signal: AbortSignal.timeout(GIVEN_UP) }, (answer) => {
    const pieces = [];
    answer.on("data", (piece) => pieces.push(piece));
    answer.on("error", reject);
    answer.on("end", () => resolve({ status: answer.statusCode, fields: answer.headers, text: Buffer.concat(pieces).toString() }));
  });
  asked.on("error", (error) => {
    const wasReused = asked.reusedSocket && error.code === "ECONNRESET";
    reject(Object.assign(new Error(`${options.method} ${options.path}: ${error.message}`, { cause: error }), { wasReused }));
  });
  asked.end(body);
});
