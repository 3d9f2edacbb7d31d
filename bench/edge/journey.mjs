// The edge's mapping from a Tracktry tracking to a journey, as a JavaScript Worker would do it: for the comparison only.

const STAGES = {
  pending: "registered", inforeceived: "registered", notfound: "not_found", transit: "in_transit", pickup: "out_for_delivery",
  delivered: "delivered", undelivered: "attempt_failed", exception: "exception", expired: "expired",
};

const SUBSTATUSES = {
  notfound001: ["registered", null], transit005: ["in_transit", "customs_cleared"], pickup002: ["ready_for_pickup", null],
  delivered002: ["delivered", "collected"], delivered003: ["delivered", "signed_for"], delivered004: ["delivered", "left_with_neighbour"],
  undelivered001: ["attempt_failed", "address"], undelivered002: ["attempt_failed", "nobody_home"],
  undelivered003: ["attempt_failed", "recipient_not_found"], exception001: ["exception", "no_information"],
  exception004: ["exception", "unclaimed"], exception005: ["exception", "returned"], exception006: ["exception", "customs"],
};

const WAY = ["registered", "in_transit", "out_for_delivery", "delivered"];

const fold = (text) => (typeof text === "string" ? text.toLowerCase().replace(/[\s_-]/g, "") : "");
const clean = (text, limit) => {
  if (typeof text !== "string") return null;
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ").trim();
  if (plain === "") return null;
  return plain.length > limit ? `${plain.slice(0, limit - 1)}…` : plain;
};
const whole = (value) => (Number.isInteger(Number(value)) && value !== null && value !== "" ? Number(value) : null);

function classify(status, substatus) {
  const stage = STAGES[status] ?? "unknown";
  const counts = substatus.replace(/\d+$/, "") === status ? SUBSTATUSES[substatus] : undefined;
  return counts ?? [stage, null];
}

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?)?(Z|[+-]\d{2}:?\d{2})?$/;

function moment(text) {
  const [, day, minute, second, offset] = (typeof text === "string" && text.trim().match(TIME)) || [];
  if (!day) return { at: null, precision: "unknown", offset: null };
  if (!minute || (minute === "00:00" && !second)) return { at: day, precision: "day", offset: offset ?? null };
  return { at: `${day}T${minute}${second ?? ""}`, precision: second ? "second" : "minute", offset: offset ?? null };
}

function event(scan, leg, hide) {
  const substatus = clean(scan.substatus, 100);
  return {
    ...moment(scan.Date),
    text: hide(clean(scan.StatusDescription, 500)),
    place: hide(clean(scan.Details, 200)),
    stage: classify(fold(scan.checkpoint_status), fold(substatus))[0],
    substatus,
    leg,
  };
}

function hider(tracking) {
  const known = [tracking.customer_name, tracking.customer_phone, tracking.title, tracking.comment, tracking.singed_by]
    .concat(tracking.customer_email).filter((value) => typeof value === "string" && value.length >= 4);
  return (text) => (text === null ? null : known.reduce((hidden, value) => hidden.replaceAll(value, "…"), text));
}

function steps(stage, events) {
  const at = WAY.indexOf(stage === "ready_for_pickup" || stage === "attempt_failed" ? "out_for_delivery" : stage);
  return WAY.map((step, index) => ({
    stage: step,
    state: index < at || stage === "delivered" ? "done" : index === at ? "now" : "todo",
    at: index <= at ? (events.findLast((one) => one.stage === step)?.at ?? null) : null,
  }));
}

/** What a shopper may see of a tracking, field by field. */
export function journeyOf(tracking) {
  const origin = tracking.origin_info ?? {};
  const destination = tracking.destination_info ?? {};
  const hide = hider(tracking);
  const events = [...(destination.trackinfo ?? []).map((scan) => event(scan, "destination", hide)),
    ...(origin.trackinfo ?? []).map((scan) => event(scan, "origin", hide))]
    .sort((a, b) => ((b.at ?? "") > (a.at ?? "") ? 1 : -1)).slice(0, 500);
  const status = fold(tracking.status);
  const counts = events.find(({ substatus }) => substatus && fold(substatus).startsWith(status))?.substatus ?? null;
  const [stage, reason] = classify(status, fold(counts));
  const first = (name) => moment(origin[name] ?? destination[name]).at;
  return {
    v: 1,
    number: tracking.tracking_number,
    carrier: { code: tracking.carrier_code, name: tracking.carrier_code.toUpperCase(), phone: origin.phone ?? null, url: origin.weblink ?? null },
    last_mile: null,
    stage, reason, substatus: counts, raw_status: tracking.status, events,
    steps: steps(stage, events),
    milestones: {
      received: first("ItemReceived"), dispatched: first("ItemDispatched"), departed: first("DepartfromAirport"),
      arrived: first("ArrivalfromAbroad"), customs: first("CustomsClearance"), destination: first("DestinationArrived"),
    },
    from: clean(tracking.original_country, 100), to: clean(tracking.destination_country, 100),
    days_under_way: whole(tracking.itemTimeLength), days_quiet: whole(tracking.stayTimeLength), expected: null,
  };
}
