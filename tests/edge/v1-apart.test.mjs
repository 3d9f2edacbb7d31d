// What a merchant's call of `/v1/*` does not do to others, and what shoppers see where nobody knows how it ended.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { absent, envelope, parcel } from "./fake.mjs";
import { lab } from "./lab.mjs";
import { BACK_ENDS, MERCHANT_TOKENS } from "./tokens.mjs";

const LIMIT = { timeout: 300_000 };

const { fake, fresh, withEdge } = await lab("VA", { ACCESS: "public", MERCHANT_TOKENS });

/** Calls as the merchant's back end, and returns the code it is told. */
async function call(edge, method, path, body) {
  const headers = { "content-type": "application/json", "tracktry-api-key": BACK_ENDS.write };
  const { status, text, json } = await edge.ask(`/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.equal(status, 200, text);
  return json().meta.code;
}

/** A parcel that shoppers see. */
async function seen(edge, number) {
  const { status, text, json } = await edge.ask(`/journeys/ups/${number}`);
  assert.equal(status, 200, text);
  return json();
}

async function until(holds, what) {
  for (const end = Date.now() + 120_000; !(await holds()); await sleep(100)) assert.ok(Date.now() < end, what);
}

const html = (status) => (_request, response) => response.writeHead(status, { "content-type": "text/html" }).end("<h1>no envelope</h1>");

const FAILING = {
  "a feature the account lacks": envelope(4018),
  "what the key may not do": envelope(403),
  "an endpoint there is not": html(404),
  "a body that upstream fails at": envelope(500),
  "a balance too low for it": envelope(4019),
};
for (const [what, answer] of Object.entries(FAILING)) {
  test(`${what} closes nothing to shoppers and is told of the call alone`, LIMIT, () => withEdge({}, async (edge) => {
    const number = fresh();
    fake.on(number, parcel(number));
    fake.at("POST /v1/trackings/remote", answer);
    for (let turn = 0; turn < 6; turn += 1) assert.notEqual(await call(edge, "POST", "/trackings/remote", [{ country: "DE", postcode: "10115", company: "dhl" }]), 200);
    await seen(edge, number);
    const { notes } = (await edge.ask("/healthz")).json().upstream;
    assert.deepEqual(notes.filter(({ code }) => ["key_refused", "upstream_down", "quota_used_up"].includes(code)), []);
    const posted = fresh();
    fake.post(posted, parcel(posted));
    assert.equal(await call(edge, "POST", "/trackings/post", { tracking_number: posted, carrier_code: "ups" }), 200);
  }));
}

test("a deletion whose end nobody knows is looked up when somebody looks", LIMIT, () => withEdge({}, async (edge) => {
  const number = fresh();
  fake.on(number, parcel(number));
  await seen(edge, number);
  fake.at(`DELETE /v1/trackings/ups/${number}`, (request, response) => {
    fake.on(number, absent());
    html(502)(request, response);
  });
  assert.notEqual(await call(edge, "DELETE", `/trackings/ups/${number}`), 200);
  const before = fake.requests.length;
  await seen(edge, number);
  await until(() => fake.requests.slice(before).some(({ url }) => url.includes(number)), "the look asks nobody");
}));

test("a look under way during a PUT does not bring back what was before it", LIMIT, () => withEdge({}, async (edge) => {
  const number = fresh();
  // It tells too little of the parcel to be kept.
  fake.at(`PUT /v1/trackings/ups/${number}`, envelope(200, [{ tracking_number: number, carrier_code: "ups", title: "x" }]));
  const put = async () => assert.equal(await call(edge, "PUT", `/trackings/ups/${number}`, { title: "x" }), 200);
  const old = parcel(number);
  fake.on(number, old);
  await seen(edge, number);

  let release;
  const held = new Promise((done) => (release = done));
  let asked = 0;
  fake.on(number, (request, response) => {
    asked += 1;
    held.then(() => old(request, response));
  });
  await put();
  assert.equal((await seen(edge, number)).stage, "in_transit", "what is kept is shown, and asked for behind it");
  await until(() => asked > 0, "nothing was asked");
  await put();
  fake.on(number, parcel(number, { status: "delivered" }));
  release();
  // Were the held answer kept as new, nobody would ask for hours.
  await until(async () => (await seen(edge, number)).stage === "delivered", "what was before is taken for new");
}));
