// A window of the sync whose answer cannot be read whole: its rows are not told of again before they change, so it is
// asked for once more; and believed then, or one row that nobody can read would hold up the sync for good.
import assert from "node:assert/strict";
import { test } from "node:test";
import { envelope, json, parcel } from "./fake.mjs";
import { imports, lab } from "./lab.mjs";

/** A list of which one row means nothing. */
const bent = (rows) => json({ meta: { code: 200 }, data: { page: 1, limit: 2000, total: String(rows.length + 1), count: rows.length + 1, items: [null, ...rows] } });

const { fake, fresh, withEdge } = await lab("UR", { SYNC_SECONDS: 1 });

/** The windows that were asked for, in order. */
const windows = () => fake.requests.map(({ url }) => url).filter((url) => url.includes("_min="));

test("a window that was not read whole is asked for once more, and nothing of it is lost", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, parcel(number));
  let first = null;
  fake.window((request, response, answer) => {
    const hides = answer.rows.length > 0 && first === null;
    if (hides) first = request.url;
    return (hides ? bent([]) : answer)(request, response);
  });
  await imports(edge, false);
  assert.ok(windows().filter((url) => url === first).length >= 2, `${first} among ${windows().join("\n")}`);
  assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
  assert.deepEqual(fake.requests.filter(({ url }) => url.includes(number)), [], "the sync brought it");
}));

test("a window that cannot be read whole twice is believed, after any other fault as well", { timeout: 300_000 }, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, parcel(number));
  let turn = 0;
  const asked = [];
  fake.window((request, response, answer) => {
    if (answer.rows.length === 0) return answer(request, response);
    turn += 1;
    asked.push(request.url);
    return (turn === 1 ? envelope(500) : bent(answer.rows))(request, response);
  });
  await imports(edge, false);
  const [failed] = asked;
  assert.ok(asked.filter((url) => url === failed).length >= 3, `after the fault it comes twice: ${asked.join("\n")}`);
  assert.equal((await edge.ask(`/journeys/ups/${number}`)).status, 200);
  assert.deepEqual(fake.requests.filter(({ url }) => url.includes(number)), [], "the sync brought what can be read");
}));
