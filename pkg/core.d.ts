import type { Journey, Reason, Stage } from "./journey.js";

export type * from "./journey.js";

/** What {@link journey} throws. */
export interface TracktryError extends Error {
  name: "TracktryError";
  /**
   * `input_unreadable`: not JSON. `parcel_unknown`, `upstream_busy`: an answer of Tracktry that says so.
   * `tracking_missing`: any other JSON without a tracking that has a number.
   */
  code: "input_unreadable" | "tracking_missing" | "parcel_unknown" | "upstream_busy";
}

/** One carrier a number can belong to. */
export interface Candidate {
  /** Tracktry's carrier code. */
  carrier: string;
  /** Its name, where it is known. */
  name: string | null;
  /** Whether the number's check digit held; null where its form has none. */
  checked: boolean | null;
}

/**
 * The journey a shopper may see of a raw Tracktry answer: the whole answer, one tracking of it, or
 * either as JSON text. Of several trackings the first counts.
 *
 * @throws {TracktryError}
 */
export function journey(raw: object | string): Journey;

/** Stage and reason of a status and the substatus that counts. Whatever is not known is `unknown`. */
export function mapStatus(status: string, substatus?: string | null): { stage: Stage; reason: Reason | null };

/** The carriers a number can belong to, best first. A hint, never a proof. */
export function detect(number: string): Candidate[];
