// The ways in which upstream fails, as the sandbox has them, and what may come of each.
import { journey } from "../../pkg/core-node.js";
import { size } from "./size.mjs";
import { told } from "./truth.mjs";

const ROUTES = ["GET /trackings/get", "GET /trackings/{carrier}/{number}"];

/** Each kind; the slow ones slower than any deadline, but for the short form's dripping. */
export const KINDS = {
  code: { kind: "code", code: 500 },
  html: { kind: "html" },
  truncated: { kind: "truncated" },
  slow: { kind: "slow", delay_ms: 12_000 },
  drip: { kind: "drip", delay_ms: size(4_000, 12_000) },
  reset: { kind: "reset" },
  types: { kind: "types" },
  // By chance few fields of many are ones that a shopper sees.
  status: { kind: "types", field: "/data/items/0/status" },
  envelope: { kind: "envelope" },
  huge: { kind: "huge" },
};

/** Those faults on every route that reads, each of which hits a share, and so many at most. */
export const faults = (names, { rate, count, seed }) => names.flatMap((name, at) =>
  ROUTES.map((route) => ({ ...KINDS[name], route, rate, seed: seed + at, ...(count && { count }) })));

/** Every two of them. */
export const pairs = () => {
  const names = Object.keys(KINDS).filter((name) => name !== "status");
  return names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other]));
};

/** What the sandbox puts in the place of a field, but where it has that type already. */
const STRANGE = [null, true, -1, 1e300, 9_007_199_254_740_993, "", "not what you think", [], [[null]], {}, { 0: null, 2: {} }];

const typeOf = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

/** Does something with a row for each of its fields and each strange value there. */
function bendEach(row, work) {
  const walk = (parent) => {
    for (const [key, value] of Object.entries(parent)) {
      for (const strange of STRANGE) {
        if (typeOf(strange) === typeOf(value)) continue;
        parent[key] = strange;
        work(row);
      }
      parent[key] = value;
      if (value !== null && typeof value === "object") walk(value);
    }
  };
  walk(row);
}

/** A large number, as whoever reads it rounds it. */
const rounded = (text) => text.replace(/900719925474099\d/g, "9007199254740992");

/** A stage may come of a field with another type: the same, none that is known, or less than is known. */
const LESS = { registered: "not_found", in_transit: "registered" };

/**
 * Whether a journey is what comes of a row one of whose fields has another type: nobody can tell such a value from one
 * that upstream means. Never another stage that says more, or something else.
 */
export function isBent(row, seen) {
  const stage = journey(row).stage;
  if (![stage, "unknown", LESS[stage]].includes(seen.stage)) return false;
  const text = rounded(told(seen));
  let isFound = false;
  bendEach(structuredClone(row), (bent) => {
    if (isFound) return;
    try {
      isFound = rounded(told(journey(bent))) === text;
    } catch {
      // It is no row any more, so nothing is shown of it.
    }
  });
  return isFound;
}
