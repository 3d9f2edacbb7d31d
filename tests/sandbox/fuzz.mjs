// Asks the sandbox anything, for a while: `npm run fuzz:sandbox -- [--seconds 60] [--seed N]`.
//
// Whatever comes in, no answer is a failure of the sandbox's own: never an HTTP 5xx or a code 500
// that nobody asked for, never a crash in the log.
import { parseArgs } from "node:util";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { ask } from "./ask.mjs";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" }, seed: { type: "string" } } });
const seconds = Math.min(3_600, Math.max(1, Number(values.seconds) || 60));
let state = (Number(values.seed ?? Date.now()) || 1) >>> 0;
console.log(`${seconds} s with --seed ${state}`);

const roll = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const pick = (list) => list[roll(list.length)];
const times = (most, make) => Array.from({ length: roll(most + 1) }, make);

const WORDS = [
  "tracking_number", "carrier_code", "update_carrier_code", "AB1234567", "RR123456785GB", "ups", "dhl", "SBX-TRAVEL", "SBX-QUIRK-NULLS",
  "SBX-HOSTILE-NUL", "SBX-CODE-4019", "status", "delivered", "7", "archived", "true", "numbers", "orders", "page", "limit", "-1", "2000", "1e9", "created_at_min",
  "order_id", "title", "country", "track_number", "172-28891936", "", "\u0000", "ü", "%", "'", "\u202e", "\ud83d", "x".repeat(3_000),
  "kind", "route", "rate", "seed", "code", "html", "types", "envelope", "truncated", "*", "field", "/data/0", "now", "2026-11-23T10:00:00Z",
  "limits", "on", "off", "strangers", "share", "url", "email", "https://shop.example/hook", "http://127.0.0.1:1/", "count", "days",
];
const PATHS = [
  "/v1/carriers", "/v1/carriers/detect", "/v1/trackings/post", "/v1/trackings/batch", "/v1/trackings/get", "/v1/trackings/realtime",
  "/v1/trackings/updatemore", "/v1/trackings/delete", "/v1/trackings/update", "/v1/trackings/notupdate", "/v1/trackings/getuserinfo",
  "/v1/trackings/getstatusnumber", "/v1/trackings/remote", "/v1/trackings/costtime", "/v1/trackings/aircargo", "/v1/trackings/ups/AB1234567",
  "/v1/trackings/dhl/SBX-TRAVEL/en",
];
// Not `slow`, `drip` and `huge`, which take their time, nor the codes a fault asks for.
const CONTROL = ["/sandbox", "/sandbox/live", "/sandbox/clock", "/sandbox/switches", "/sandbox/counters", "/sandbox/webhook", "/sandbox/faults"];

const scalar = () => pick([null, true, false, 0, 7, -1, 1.5, 2 ** 53, 1e300, pick(WORDS), pick(WORDS), pick(WORDS), String(roll(1e6))]);
const value = (depth = 0) => {
  const kind = roll(depth > 3 ? 3 : 6);
  if (kind < 3) return scalar();
  if (kind === 3) return times(4, () => value(depth + 1));
  return Object.fromEntries(times(5, () => [pick(WORDS), value(depth + 1)]));
};
const parcel = () => ({ tracking_number: pick([`FUZZ-${roll(50)}`, pick(WORDS)]), carrier_code: pick(["ups", "dhl", pick(WORDS)]), [pick(WORDS)]: value(2) });
const body = () => {
  const made = pick([parcel, () => times(5, parcel), value, () => ({ kind: pick(["types", "envelope", "truncated"]), rate: 0.2, count: 5, seed: roll(99) })])();
  const text = JSON.stringify(made);
  return roll(6) ? text : pick([text.slice(0, roll(text.length + 1)), "", "[".repeat(5_000), Buffer.from([0xff, 0, 0xfe]), `\ufeff${text}`]);
};

const wrong = [];
const worker = await startWorker({
  name: "sandbox",
  settings: { SANDBOX_CONTROL: "loopback", SANDBOX_CLOCK_RATE: "7200" },
  onLog: (line) => {
    if (/crash|panic|could not|RuntimeError|Uncaught/i.test(line)) wrong.push({ line });
  },
});
const until = Date.now() + seconds * 1_000;
let count = 0;
try {
  while (Date.now() < until && wrong.length < 5) {
    const path = roll(8) === 0 ? pick(CONTROL) : roll(4) ? pick(PATHS) : `/v1/${times(5, () => encodeURIComponent(pick(WORDS).toWellFormed?.() ?? "x")).join("/")}`;
    const query = times(4, () => `${encodeURIComponent(pick(["page", "limit", "status", "numbers", "orders", "archived", "created_at_min", "lang"]))}=${roll(2) ? roll(1e9) : "%00%F0'"}`).join("&");
    const method = pick(["GET", "GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH"]);
    const raw = method === "GET" && roll(3) ? undefined : body();
    const request = { method, path: query ? `${path}?${query}` : path, raw, ...(roll(20) ? {} : { key: pick([null, "", "sandbox-code-4021", "wrong"]) }) };
    count += 1;
    let answer;
    try {
      answer = await ask(worker.url, request);
    } catch (error) {
      wrong.push({ request, error: error.message });
      continue;
    }
    const ours = answer.json?.meta?.code === 500 && !/CODE-500|code-500/i.test(path + String(raw));
    if (answer.status >= 500 || ours) wrong.push({ request, status: answer.status, text: answer.text.slice(0, 300) });
  }
} finally {
  await worker.close();
}
console.log(`${count} requests, ${wrong.length} wrong`);
for (const one of wrong) console.error(JSON.stringify(one).slice(0, 2_000));
process.exitCode = wrong.length > 0 ? 1 : 0;
