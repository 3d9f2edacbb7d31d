// An upstream for tests: answers what it was told to, notes every request, and complains about
// requests nobody expected.
import { createServer } from "node:http";

/** Text that stands in every answer of the fake and must never come out of the edge's problems. */
export const UPSTREAM_WORDS = "words-of-upstream";

/** For how long a connection may be idle: on a busy machine a request would meet the end of a shorter time. */
export const KEPT_ALIVE_MS = 300_000;

/**
 * An answer. One with `rows` is an answer about parcels, which a list merges with those of others;
 * any other is given as it is, to whatever list names its number.
 * @typedef {((request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void)
 *   & {rows?: object[]}} Answer
 * @typedef {{method: string, url: string, headers: object, body: string, at: number}} Seen
 */

/**
 * Starts a fake Tracktry on a free loopback port.
 *
 * `on` tells what a tracking number gets, in lists and by itself; `single` what it gets from one
 * carrier by itself; `order` what an order gets, written with `#` or without, instead of the rows that name
 * it, or a function of the id for those that are not told of by name; `post` what a number gets that
 * is posted; `at` what a method and a path get, whatever else; `window` what the windows of a sync get, which is
 * handed their rows' answer, or undefined for that again. `asked` counts requests that hold a text.
 */
export async function startFake() {
  const [numbers, singles, orders, posts, places] = [new Map(), new Map(), new Map(), new Map(), new Map()];
  let [anyOrder, anyWindow] = [() => undefined, undefined];
  /** @type {Seen[]} */
  const requests = [];
  /** @type {string[]} */
  const unmatched = [];

  const rows = () => [...numbers.values()].flatMap((answer) => answer.rows ?? []);
  const route = ({ method, url }, body) => {
    const { pathname, searchParams: query } = new URL(url, "http://fake.invalid");
    const place = places.get(`${method} ${pathname}`);
    if (place) return place;
    if (method === "POST") return pathname === "/v1/trackings/post" ? posts.get(numberOf(body)) : undefined;
    const [, carrier, number] = pathname.match(/^\/v1\/trackings\/([\w-]+)\/([\w-]+)\/\w\w$/) ?? [];
    if (number) return singles.get(`${carrier}/${number}`) ?? numbers.get(number);
    if (pathname !== "/v1/trackings/get" || !/^\w\w$/.test(query.get("lang") ?? "")) return undefined;
    if (query.has("numbers")) return together(query.get("numbers").split(",").map((one) => numbers.get(one)));
    if (query.has("orders")) {
      const told = (id) => orders.get(id) ?? orders.get(id.replace(/^#/, "")) ?? anyOrder(id.replace(/^#/, ""));
      const of = (id) => told(id) ?? merged(rows().filter((row) => row.order_id === id));
      // Both ways of writing an order that is told of have one answer.
      return together([...new Set(query.get("orders").split(",").map(of))]);
    }
    if (query.get("page") !== "1") return undefined;
    const answer = window(query, rows());
    return answer && anyWindow ? (request, response) => anyWindow(request, response, answer) : answer;
  };

  const server = createServer(async (request, response) => {
    const seen = { method: request.method, url: request.url, headers: request.headers, body: "", at: performance.now() };
    requests.push(seen);
    for await (const chunk of request) seen.body += chunk;
    const answer = route(request, seen.body);
    if (answer) {
      answer(request, response);
    } else {
      unmatched.push(`${request.method} ${request.url}`);
      response.writeHead(418).end();
    }
  });
  server.keepAliveTimeout = KEPT_ALIVE_MS;
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    base: `http://127.0.0.1:${server.address().port}/v1`,
    requests,
    unmatched,
    asked: (text) => requests.filter(({ url, body }) => url.includes(text) || body.includes(text)).length,
    on: (number, answer) => numbers.set(number, answer),
    single: (carrier, number, answer) => singles.set(`${carrier}/${number}`, answer),
    order: (id, answer) => (typeof id === "function" ? (anyOrder = id) : orders.set(id, answer)),
    at: (what, answer) => places.set(what, answer),
    window: (answer) => (anyWindow = answer),
    post: (number, answer) => posts.set(number, answer),
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

const numberOf = (body) => JSON.parse(body).tracking_number;

/** One answer of several: their rows, or the first that has none; none where one is missing. */
function together(answers) {
  if (answers.some((answer) => !answer)) return undefined;
  return answers.find((answer) => !answer.rows) ?? merged(answers.flatMap((answer) => answer.rows));
}

/** A list of those rows, in Tracktry's form. */
const merged = (items) => Object.assign(
  items.length > 0 ? json({ meta: OK, data: { page: 1, limit: 2000, total: String(items.length), count: items.length, items } }) : NONE,
  { rows: items },
);

/** The rows of a window of the sync. */
function window(query, items) {
  const [field, min, max] = query.has("created_at_min")
    ? ["created_at", "created_at_min", "created_at_max"]
    : ["update_time", "update_time_min", "update_time_max"];
  if (!query.has(min) || !query.has(max)) return undefined;
  const seconds = (row) => Date.parse(row[field] ?? row.created_at) / 1_000;
  return merged(items.filter((row) => seconds(row) >= Number(query.get(min)) && seconds(row) <= Number(query.get(max))));
}

/** Answers with JSON. */
export const json = (value, status = 200) => (_request, response) => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

/** Answers with an envelope of that code. Code 200 brings rows, 4031 says that there are none. */
export function envelope(code, data = [], status = 200) {
  const answer = json({ meta: { code, type: UPSTREAM_WORDS, message: UPSTREAM_WORDS }, data }, status);
  const tells = status === 200 && (code === 200 || code === 4031);
  return tells && Array.isArray(data.items ?? data) ? Object.assign(answer, { rows: data.items ?? data }) : answer;
}

const OK = { code: 200, type: UPSTREAM_WORDS, message: UPSTREAM_WORDS };
const NONE = envelope(4031);

/** Answers that there is no such parcel. */
export const absent = () => envelope(4031);

/** One tracking as Tracktry sends it. */
export const tracking = (number, changes = {}) => ({
  id: "46375d6bdd871dcb1cda6dde89000001",
  tracking_number: number,
  carrier_code: "ups",
  status: "transit",
  created_at: new Date().toISOString(),
  update_time: new Date().toISOString(),
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

/** Answers with a tracking. */
export const parcel = (number, changes) => envelope(200, [tracking(number, changes)]);
