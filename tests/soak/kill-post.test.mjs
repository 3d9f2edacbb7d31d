// workerd is killed at random points of posts: none is sent twice, whatever had become of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signLink } from "../../pkg/core-node.js";
import { LONG, dice, folder, sleep, startKillable } from "./process.mjs";
import { startUpstream } from "./upstream.mjs";

const KILLS = LONG ? 20 : 1;
const AT_ONCE = 8;
const KEYS = "k1:0123456789abcdef0123456789abcdef";
/** What upstream does with a post: it does it or not, and answers after so long or never. */
const HOWS = [
  { does: true, answers: 0 }, { does: true, answers: 400 }, { does: true, answers: 3_000 }, { does: true, answers: null },
  { does: false, answers: 0 }, { does: false, answers: null },
];

test(`killed ${KILLS} times during posts`, { timeout: LONG ? 1_800_000 : 300_000 }, async (t) => {
  const roll = dice("kill-post");
  const upstream = await startUpstream(t);
  const edge = await startKillable(t, {
    state: folder(t),
    settings: {
      TRACKTRY_BASE_URL: upstream.base, TRACKTRY_API_KEY: "x", ACCESS: "signed", LINK_KEYS: KEYS,
      AUTO_REGISTER: "on", SYNC_SECONDS: "0", LIST_INTERVAL_MS: "100",
    },
  });
  const numbers = [];
  const look = (number) => {
    const token = signLink({ keys: KEYS, carrier: "dhl", number, days: 1, register: true });
    return edge.ask(`/journeys/dhl/${number}`, { headers: { authorization: `Bearer ${token}` } });
  };
  const answers = {};
  const answered = new Set();
  for (let round = 0; round < KILLS; round += 1) {
    const some = Array.from({ length: AT_ONCE }, (_, index) => `KP${String(round * AT_ONCE + index).padStart(8, "0")}`);
    some.forEach((number, index) => upstream.plan(number, HOWS[(index + round) % HOWS.length]));
    numbers.push(...some);
    const asked = some.map((number) => look(number).then((answer) => answer?.status === 200 && answered.add(number)));
    // Posts leave 350 ms after each other.
    await sleep(200 + roll() * 3_000);
    await edge.kill();
    await Promise.all(asked);
    await edge.start();
    for (const number of numbers.slice(-3 * AT_ONCE)) {
      const answer = await look(number);
      assert.match(String(answer?.status), /^(200|404|5\d\d)$/, answer?.text);
      if (answered.has(number)) assert.equal(answer.status, 200, `${number} is lost`);
      answers[answer.status] = (answers[answer.status] ?? 0) + 1;
    }
  }
  await Promise.all(numbers.map(look));
  const twice = numbers.filter((number) => (upstream.posts.get(number) ?? 0) > 1);
  assert.deepEqual(twice, []);
  console.log(`soak kill-post: ${KILLS} kills, ${numbers.length} parcels, ${upstream.posts.size} posted, none twice; answers after a kill: ${JSON.stringify(answers)}`);
  assert.deepEqual(edge.logs.filter((line) => /"event":"(crash|panic)"/.test(line)), []);
});
