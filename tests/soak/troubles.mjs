// The ways in which upstream fails, as the sandbox has them, and what may come of each.
import { size } from "./size.mjs";

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
  envelope: { kind: "envelope" },
  huge: { kind: "huge" },
};

/** Those faults on every route that reads, each of which hits a share, and so many at most. */
export const faults = (names, { rate, count, seed }) => names.flatMap((name, at) =>
  ROUTES.map((route) => ({ ...KINDS[name], route, rate, seed: seed + at, ...(count && { count }) })));

/** Every two of them. */
export const pairs = () => {
  const names = Object.keys(KINDS);
  return names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other]));
};

/**
 * Whether a journey is what may come of a field with another type: nobody can tell it from a value that
 * upstream means, but the parcel is the same, nothing is added, and it has not arrived where it has not.
 */
export function isBent(truth, seen) {
  const arrived = (journey) => journey.stage === "delivered";
  return truth.number === seen.number && seen.events.length <= truth.events.length && (arrived(truth) || !arrived(seen));
}
