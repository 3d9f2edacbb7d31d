/** Where a parcel stands. */
export type Stage =
  | "registered"
  | "not_found"
  | "in_transit"
  | "out_for_delivery"
  | "ready_for_pickup"
  | "delivered"
  | "attempt_failed"
  | "exception"
  | "expired"
  | "unknown";

/** Why it stands there, where Tracktry says so. */
export type Reason =
  | "customs_cleared"
  | "collected"
  | "signed_for"
  | "left_with_neighbour"
  | "address"
  | "nobody_home"
  | "recipient_not_found"
  | "no_information"
  | "delayed"
  | "unclaimed"
  | "returned"
  | "returning"
  | "customs"
  | "damaged_or_lost"
  | "cancelled"
  | "refused";

/**
 * A wall-clock time of the place, as exact as it is known: `2021-01-19`, `2021-01-19T10:33` or
 * `2021-01-19T10:33:05`. It has no zone: never shift it.
 */
export type WallClock = string;

export interface Carrier {
  /** Tracktry's code. */
  code: string | null;
  name: string | null;
  phone: string | null;
  /** The parcel's page at the carrier, else the carrier's own; http or https. */
  url: string | null;
}

export interface JourneyEvent {
  at: WallClock | null;
  precision: "day" | "minute" | "second" | "unknown";
  /** As the carrier wrote it: `+01:00`, `-05:30` or `Z`. */
  offset: string | null;
  /** The carrier's words. */
  text: string | null;
  place: string | null;
  stage: Stage;
  /** As Tracktry sent it. */
  substatus: string | null;
  leg: "origin" | "destination";
}

export interface Step {
  stage: Stage;
  state: "done" | "now" | "todo" | "failed";
  at: WallClock | null;
}

export interface Milestones {
  /** First news of the carrier. */
  received: WallClock | null;
  /** Left the outward exchange. */
  dispatched: WallClock | null;
  /** Left by air. */
  departed: WallClock | null;
  /** Reached the destination country. */
  arrived: WallClock | null;
  /** Through customs. */
  customs: WallClock | null;
  /** At the delivery office. */
  destination: WallClock | null;
}

/** What a shopper may see of a parcel. All members are always there; later versions may add some. */
export interface Journey {
  v: 1;
  number: string;
  carrier: Carrier;
  /** Who carries the last leg, where that is another carrier. */
  last_mile: Carrier | null;
  stage: Stage;
  reason: Reason | null;
  /** The substatus that counted, as Tracktry sent it. */
  substatus: string | null;
  /** The status, as Tracktry sent it. */
  raw_status: string | null;
  /** Both legs, newest first. */
  events: JourneyEvent[];
  steps: Step[];
  milestones: Milestones;
  from: string | null;
  to: string | null;
  /** Days in transport. */
  days_under_way: number | null;
  /** Days since the last news. */
  days_quiet: number | null;
  /** The merchant's promised date, `2021-01-19`. */
  expected: string | null;
}
