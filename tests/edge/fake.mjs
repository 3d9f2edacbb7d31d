// An upstream for tests: answers what it was told to, notes every request, and complains about
// requests nobody expected.
import { createServer } from "node:http";

/** Text that stands in every answer of the fake and must never come out of the edge's problems. */
export const UPSTREAM_WORDS = "words-of-upstream";

/**
 * @typedef {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void} Answer
 */

/**
 * Starts a fake Tracktry on a free loopback port.
 * @returns {Promise<{base: string, requests: {method: string, url: string, headers: object}[], unmatched: string[],
 *   on: (number: string, answer: Answer) => void, close: () => Promise<void>}>} `on` tells what a tracking number gets.
 */
export async function startFake() {
  const answers = new Map();
  const requests = [];
  const unmatched = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method, url: request.url, headers: request.headers });
    const number = request.url.match(/^\/v1\/trackings\/(?:[\w-]+\/([\w-]+)\/\w\w|get\?numbers=([\w-]+)&lang=\w\w)$/);
    const answer = answers.get(number?.[1] ?? number?.[2]);
    if (request.method === "GET" && answer) {
      answer(request, response);
    } else {
      unmatched.push(`${request.method} ${request.url}`);
      response.writeHead(418).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    base: `http://127.0.0.1:${server.address().port}/v1`,
    requests,
    unmatched,
    on: (number, answer) => answers.set(number, answer),
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

/** Answers with JSON. */
export const json = (value, status = 200) => (_request, response) => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

/** Answers with an envelope of that code. */
export const envelope = (code, data = [], status = 200) =>
  json({ meta: { code, type: UPSTREAM_WORDS, message: UPSTREAM_WORDS }, data }, status);

/** One tracking as Tracktry sends it. */
export const tracking = (number, changes = {}) => ({
  id: "46375d6bdd871dcb1cda6dde89000001",
  tracking_number: number,
  carrier_code: "ups",
  status: "transit",
  customer_name: "Jane Canary",
  customer_email: "jane@canary.example",
  origin_info: {
    carrier_code: "ups",
    trackinfo: [
      { Date: "2021-01-19 10:33", StatusDescription: "Arrived at facility", Details: "LEIDEN,23xx,NL", checkpoint_status: "transit" },
      { Date: "2021-01-15 13:28", StatusDescription: "Pickup scan", Details: "Bamberg,DE", checkpoint_status: "transit" },
    ],
  },
  destination_info: null,
  ...changes,
});

/** Answers a single look-up with a tracking. */
export const parcel = (number, changes) => envelope(200, [tracking(number, changes)]);
