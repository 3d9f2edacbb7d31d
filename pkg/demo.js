// Made-up parcels for whoever styles the element: `demo="customs"` and the like. No request is made.

const STAGES = ["registered", "not_found", "in_transit", "out_for_delivery", "ready_for_pickup", "delivered", "attempt_failed", "exception", "expired", "unknown"];
const REASONS = {
  customs_cleared: "in_transit", collected: "delivered", signed_for: "delivered", left_with_neighbour: "delivered",
  address: "attempt_failed", nobody_home: "attempt_failed", recipient_not_found: "attempt_failed",
  no_information: "exception", delayed: "exception", unclaimed: "exception", returned: "exception", returning: "exception", customs: "exception",
  damaged_or_lost: "exception", cancelled: "exception", refused: "exception",
};
/** How far a parcel of each stage came: how many of the events below lie behind it, and of the four steps. */
const WAY = {
  registered: [1, 0], not_found: [0, 0], in_transit: [4, 1], out_for_delivery: [6, 2], ready_for_pickup: [6, 2], delivered: [7, 3],
  attempt_failed: [6, 2], exception: [4, 1], expired: [4, 1], unknown: [3, 1],
};
const EVENTS = [
  ["notfound001", "registered", "Shipment information received", null, 6, "09:14"],
  ["transit001", "in_transit", "Collected from the shop", "Shenzhen, CN", 5, "16:40"],
  ["transit007", "in_transit", "Departed from the airport", "Hong Kong, HK", 4, "02:11"],
  ["transit004", "in_transit", "Arrived in the country of destination", "Liège, BE", 3, "21:35"],
  ["transit003", "in_transit", "At the local depot", "Rotterdam, NL", 1, "05:52"],
  ["pickup001", "out_for_delivery", "Driver is on the way", "Rotterdam, NL", 0, "07:31"],
  ["delivered001", "delivered", "Delivered", "Rotterdam, NL", 0, "10:33"],
];
/** The last scan where it is none of those. */
const LAST = {
  customs_cleared: "transit005", collected: "delivered002", signed_for: "delivered003", left_with_neighbour: "delivered004", ready_for_pickup: "pickup002",
  attempt_failed: "undelivered004", address: "undelivered001", nobody_home: "undelivered002", recipient_not_found: "undelivered003",
  no_information: "exception001", delayed: "exception002", unclaimed: "exception004", returned: "exception010", returning: "exception011",
  customs: "exception006", damaged_or_lost: "exception007", cancelled: "exception008", refused: "exception009",
};
const ORDERS = {
  order: { order: "1001", journeys: ["out_for_delivery", "delivered", "customs"] },
  stale_order: { order: "1002", journeys: ["signed_for", "delivered"] },
};
const TROUBLES = { offline: "offline", invalid: "number_invalid", busy: "upstream_busy", error: "upstream_fault", locked: "token_refused", order_unknown: "order_unknown", missing: "parcel_unknown" };

/** What the core's `show` takes. */
export function answerOf(demo) {
  const name = demo.replaceAll("-", "_");
  if (TROUBLES[name]) return { ok: false, status: 0, body: { code: TROUBLES[name] } };
  const found = ORDERS[name];
  const body = found ? { v: 1, order: found.order, journeys: found.journeys.map(journey) } : journey(name);
  return { ok: true, status: 200, stale: name.startsWith("stale"), body };
}

function journey(name) {
  const stage = REASONS[name] ?? (STAGES.includes(name) ? name : "in_transit");
  const [scans, reached] = WAY[stage];
  const events = EVENTS.slice(0, scans).map(([substatus, stage, text, place, ago, time], index) => ({
    at: `${day(ago)}T${time}`, precision: "minute", offset: null, text, place, stage, substatus, leg: index < 3 ? "origin" : "destination",
  }));
  const last = LAST[name] ?? LAST[stage];
  if (last && events.length > 0) Object.assign(events.at(-1), { substatus: last, stage, text: null });
  const failed = ["attempt_failed", "exception", "expired"].includes(stage);
  return {
    v: 1, number: `DEMO-${name.toUpperCase().replaceAll("_", "-")}`, stage, reason: REASONS[name] ? name : null, substatus: last ?? null, raw_status: stage === "unknown" ? "demo" : null,
    carrier: { code: "china-post", name: "China Post", phone: null, url: "https://example.com/china-post" },
    last_mile: scans > 3 ? { code: "postnl", name: "PostNL", phone: "+31 88 225 5555", url: "https://example.com/postnl" } : null,
    events: events.reverse(),
    steps: ["registered", "in_transit", stage === "ready_for_pickup" ? stage : "out_for_delivery", "delivered"].map((step, index) => ({
      stage: step, state: index < reached || stage === "delivered" ? "done" : index > reached ? "todo" : failed ? "failed" : "now",
      at: index <= reached ? day([6, 5, 0, 0][index]) : null,
    })),
    milestones: { received: null, dispatched: null, departed: null, arrived: null, customs: null, destination: null },
    from: "CN", to: "NL", days_under_way: scans && 6, days_quiet: stage === "expired" ? 21 : 0, expected: day(-2),
  };
}

/** The date so many days ago, of this place's clock. */
function day(ago) {
  const date = new Date();
  date.setDate(date.getDate() - ago);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
