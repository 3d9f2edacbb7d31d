// Requests as clients of Tracktry make them, a body on GET included, which fetch refuses to send.
import { request as http } from "node:http";
import { request as https } from "node:https";

export const KEY = "sandbox-key";

/**
 * @param {string} url the sandbox's origin
 * @param {object} what
 * @param {string} [what.method]
 * @param {string} what.path
 * @param {string | null} [what.key] the API key; null sends none
 * @param {unknown} [what.body] sent as JSON
 * @param {string | Buffer} [what.raw] sent as it is
 * @param {Record<string, string>} [what.headers]
 * @param {number} [what.timeout] milliseconds without a byte
 * @returns {Promise<{status: number, headers: object, text: string, json: any}>} `json` undefined where it is none
 */
export function ask(url, { method = "GET", path, key = KEY, body, raw, headers = {}, timeout = 10_000 }) {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const sent = {
    ...(key === null ? {} : { "Tracktry-Api-Key": key }),
    ...(content === undefined ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(content) }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const { protocol, hostname, port } = new URL(url);
    const request = protocol === "https:" ? https : http;
    // A connection of its own: a kept one can be closed by the other side just as it is used again.
    const outgoing = request({ hostname, port, path, method, headers: sent, timeout, agent: false }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode, headers: answer.headers, text, json: parse(text) });
      });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer: ${method} ${path}`)));
    outgoing.on("error", reject);
    outgoing.end(content);
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sets the sandbox's clock. */
export async function setClock(url, setting) {
  const { status, json, text } = await ask(url, { method: "POST", path: "/sandbox/clock", body: setting });
  if (status !== 200) throw new Error(`the clock: ${status} ${text}`);
  return json;
}

/** A control endpoint: POST where there is a body. */
export async function control(url, path, body, expected = 200) {
  const { status, json, text } = await ask(url, { method: body === undefined ? "GET" : "POST", path: `/sandbox/${path}`, body });
  if (status !== expected) throw new Error(`${path}: ${status} ${text}`);
  return json;
}
