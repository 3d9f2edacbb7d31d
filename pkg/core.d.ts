import type { Journey, Reason, Stage } from "./journey.js";

export type * from "./journey.js";

/** What {@link journey}, {@link signLink} and {@link verifyLink} throw. */
export interface TracktryError extends Error {
  name: "TracktryError";
  /**
   * `input_unreadable`: not JSON. `parcel_unknown`, `upstream_busy`: an answer of Tracktry that says so.
   * `tracking_missing`: any other JSON without a tracking that has a number.
   * `keys_invalid`: no keys. `link_invalid`: what cannot be signed. `link_refused`: a token that is not taken.
   */
  code:
    | "input_unreadable"
    | "tracking_missing"
    | "parcel_unknown"
    | "upstream_busy"
    | "keys_invalid"
    | "link_invalid"
    | "link_refused";
  /** Why a link is not signed or not taken: for whoever holds the keys, and nobody else. */
  reason?: LinkRefusal;
}

/** Why a link is not signed or not taken. */
export type LinkRefusal =
  /** The token is longer than 512 bytes. */
  | "too_long"
  /** It is not of three parts, or the last is not 64 digits of lower-case hex. */
  | "form"
  /** No key has its id. */
  | "key_unknown"
  /** It was not signed with the key of its id. */
  | "signature"
  /** What is signed is not base64url without padding, not ASCII, or not of five fields. */
  | "payload"
  | "version"
  | "kind"
  /** The parcel or order cannot be one, or is not in its normal form. */
  | "subject"
  /** The end, or now, is no moment. */
  | "expiry"
  | "flag"
  /** The end is past. */
  | "expired"
  /** The end is further away than 90 days, or 400 for a badge. */
  | "lives_too_long";

/** What links are signed with, and when. */
export interface LinkKeys {
  /**
   * `id:secret`, or several of them separated by commas: the first signs, all verify. Ids have 1 to 16 letters,
   * digits, dashes and underscores; secrets at least 32 visible ASCII characters. Never in a page or an app.
   */
  keys: string;
  /** A moment, or seconds since 1970; without it the clock's. */
  now?: Date | number;
}

/** A parcel's journey or its badge alone, or an order with every parcel of it. */
export type LinkSubject =
  | {
      /** Without it `parcel`. */
      kind?: "parcel" | "badge";
      /** Tracktry's carrier code; without it the edge finds the carrier. */
      carrier?: string | null;
      number: string;
      order?: never;
    }
  | {
      kind?: "order";
      /** The order's id, at most 64 bytes; a `#` before it does not count. */
      order: string;
      carrier?: never;
      number?: never;
    };

/** How long a link lives: at most 90 days, a badge's 400. */
export type LinkLife =
  | { days: number; expires?: never }
  | {
      /** A moment, or whole seconds since 1970. */
      expires: Date | number;
      days?: never;
    };

export type LinkOptions = LinkKeys &
  LinkSubject &
  LinkLife & {
    /** Whether a parcel that Tracktry does not know may be registered, where the edge's `AUTO_REGISTER` is `on`. */
    register?: boolean;
  };

/** What a link opens. */
export type Link = (
  | { kind: "parcel" | "badge"; carrier: string | null; number: string }
  | { kind: "order"; order: string }
) & {
  /** Its end, in seconds since 1970. */
  expires: number;
  register: boolean;
};

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

/**
 * The token of a link, for the element's `token`, for `Authorization: Bearer …` or for `?t=…`.
 *
 * @throws {TracktryError} `keys_invalid`; `link_invalid` with a reason
 */
export function signLink(options: LinkOptions): string;

/**
 * What a token opens. A minute of difference between two clocks is forgiven.
 *
 * @throws {TracktryError} `keys_invalid`; `link_refused` with a reason; `link_invalid` where `now` is no moment
 */
export function verifyLink(token: string, options: LinkKeys): Link;
