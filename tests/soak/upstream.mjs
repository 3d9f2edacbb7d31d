// A Tracktry that notes every post, and answers it at once, late or never, whether it did it or not.
import { createServer } from "node:http";

/** A tracking as Tracktry sends it. */
export const row = (number, carrier = "dhl", changes = {}) => ({
  tracking_number: number,
  carrier_code: carrier,
  status: "transit",
  origin_info: { trackinfo: [{ Date: "2026-01-19 10:33", StatusDescription: "Arrived at facility", Details: "LEIDEN,NL", checkpoint_status: "transit" }] },
  ...changes,
});

/**
 * Starts it on a free loopback port.
 * @param {import("node:test").TestContext} t
 * @returns {Promise<{base: string, posts: Map<string, number>, plan: (number: string, how: {does: boolean, answers: number | null}) => void,
 *   know: (row: object) => void}>} `know`: a parcel that is there without a post. `answers`: milliseconds until the answer to a post, null: never.
 */
export async function startUpstream(t) {
  const posts = new Map();
  const known = new Map();
  const plans = new Map();
  const timers = new Set();
  const say = (response, code, data) => {
    if (response.destroyed) return;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ meta: { code, type: "x", message: "x" }, data }));
  };
  const post = (response, body) => {
    const { tracking_number: number, carrier_code: carrier } = JSON.parse(body);
    posts.set(number, (posts.get(number) ?? 0) + 1);
    const { does, answers } = plans.get(number) ?? { does: true, answers: 0 };
    if (does) known.set(number, row(number, carrier));
    if (answers === null) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (does) say(response, 200, known.get(number));
      else say(response, 500, []);
    }, answers);
    timers.add(timer);
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url, "http://upstream");
    if (request.method === "POST" && url.pathname === "/v1/trackings/post") return post(response, body);
    const single = url.pathname.match(/^\/v1\/trackings\/[\w-]+\/([\w-]+)\/\w\w$/);
    const numbers = single ? [single[1]] : (url.searchParams.get("numbers") ?? "").split(",");
    const items = numbers.map((number) => known.get(number)).filter(Boolean);
    if (items.length === 0) say(response, 4031, []);
    else say(response, 200, single ? items : { page: 1, limit: 2000, total: String(items.length), items });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => {
    timers.forEach(clearTimeout);
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return { base: `http://127.0.0.1:${server.address().port}/v1`, posts, plan: (number, how) => plans.set(number, how), know: (parcel) => known.set(parcel.tracking_number, parcel) };
}
