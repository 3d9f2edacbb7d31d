import type { Journey, Reason, Stage } from "./journey.js";

export type * from "./journey.js";

/** What an element shows. */
export type WidgetState =
  /** Nothing to track yet: the page's own content. */
  | "empty"
  | "loading"
  | "journey"
  /** The parcels of an order. */
  | "order"
  /** The form that finds a parcel. */
  | "lookup"
  /** The parcel as your edge rendered it, since the page refuses wasm or the Trusted Types policy. */
  | "fragment"
  | "not_found"
  | "invalid"
  | "busy"
  | "error"
  | "offline"
  /** Nothing is known of the order, or nothing was sent yet. */
  | "order_unknown"
  /** The token is missing, wrong or has run out. */
  | "locked"
  /** The wasm or its words could not be loaded: the page's own content. */
  | "unavailable";

/** Why a look brought no journey: a problem code of the edge, or one of the element's own. */
export type ErrorCode =
  | "carrier_invalid"
  | "number_invalid"
  | "token_required"
  | "token_refused"
  | "parcel_unknown"
  | "order_unknown"
  | "order_invalid"
  /** One address asks too much, or has asked for too many numbers that nobody knows. */
  | "too_many"
  /** The edge is still reading the shop's parcels for the first time. */
  | "importing"
  | "route_unknown"
  | "method_not_allowed"
  | "upstream_key_refused"
  | "upstream_quota"
  | "upstream_busy"
  | "upstream_down"
  | "upstream_unreachable"
  | "upstream_timeout"
  | "upstream_garbled"
  | "upstream_fault"
  | "setting_invalid"
  | "internal"
  /** The `endpoint` attribute is missing or no http(s) address. */
  | "endpoint_invalid"
  /** The browser has no network. */
  | "offline"
  /** No answer came: no connection, refused by CORS, or too late. */
  | "unreachable"
  /** What came is no journey. */
  | "unreadable"
  /** The wasm or its words could not be loaded. */
  | "widget_unavailable"
  /** A later version of the edge may know more. */
  | (string & {});

export interface LoadDetail {
  journey: Journey;
}

export interface ChangeDetail {
  journey: Journey;
  previous: Journey;
}

export interface OrderDetail {
  order: string;
  journeys: Journey[];
  /** What was on show before; null the first time. */
  previous: Journey[] | null;
}

/** What the form got for a proof; keep it with your own page if the shopper shall not be asked again. */
export interface TokenDetail {
  order: string;
  token: string;
  /** Unix seconds. */
  expires: number;
}

export interface ErrorDetail {
  code: ErrorCode;
  /** HTTP status; 0 where no answer came. */
  status: number;
  /** What was thrown, with `widget_unavailable`. */
  cause?: unknown;
}

export interface TracktryWidgetEventMap {
  /** A parcel's journey is shown for the first time. */
  "tracktry-load": CustomEvent<LoadDetail>;
  /** The journey on show changed. */
  "tracktry-change": CustomEvent<ChangeDetail>;
  /** An order is shown for the first time, or one of its parcels changed. */
  "tracktry-order": CustomEvent<OrderDetail>;
  /** The form proved whose an order is. */
  "tracktry-token": CustomEvent<TokenDetail>;
  /** A look brought no journey. */
  "tracktry-error": CustomEvent<ErrorDetail>;
}

/**
 * Words of your own by the names of ours, plain text: `{ "stage.delivered": "Yours at last" }`. What stands in braces is
 * filled in. A counted text has a name for each plural form of its language: `days_one`, `days_other`.
 */
export type Texts = {
  [name in `stage.${Stage}` | `reason.${Reason}` | `next.${Stage | Reason}`]?: string;
} & { [name: string]: string };

/** `<tracktry-widget>`: a parcel's journey. Properties mirror attributes; null removes one. */
export class TracktryWidgetElement extends HTMLElement {
  static readonly observedAttributes: readonly string[];

  /** Base address of your tracktry-edge, absolute or taken from the page's. */
  get endpoint(): string | null;
  set endpoint(value: string | null | undefined);
  /** Tracktry's carrier code; without it the edge finds the carrier. */
  get carrier(): string | null;
  set carrier(value: string | null | undefined);
  /** The tracking number. */
  get number(): string | null;
  set number(value: string | null | undefined);
  /** An order whose parcels are all shown; needs `token`, else the form asks for proof. */
  get order(): string | null;
  set order(value: string | null | undefined);
  /** The link token of the order or parcel, as your edge signed it. */
  get token(): string | null;
  set token(value: string | null | undefined);
  /** How much is shown: everything, the newest event, one line. */
  get layout(): "full" | "compact" | "line" | (string & {}) | null;
  set layout(value: "full" | "compact" | "line" | null | undefined);
  /** What the form asks for: `order`, `number`, or both. */
  get lookup(): string | null;
  set lookup(value: "order" | "number" | "order number" | null | undefined);
  /** A made-up parcel for whoever styles the element: a stage, a reason, `order`, `stale_order`, `loading`, `busy` and so on. */
  get demo(): string | null;
  set demo(value: string | null | undefined);
  /** `auto` follows the reader's system; without it the page's `color-scheme` counts. */
  get theme(): "light" | "dark" | "auto" | (string & {}) | null;
  set theme(value: "light" | "dark" | "auto" | null | undefined);
  /** Seconds between looks, at least 5; 0: none. Without it 60, then every 120, until delivered. */
  get refresh(): string | null;
  set refresh(value: string | number | null | undefined);
  /** The date you promised, `2021-01-19`. */
  get expected(): string | null;
  set expected(value: string | null | undefined);

  /** A raw answer of Tracktry, or one tracking of it, to show without asking any edge; null ends that. */
  get tracking(): unknown;
  set tracking(raw: unknown);

  /** Words of your own in the place of ours, in whatever language is shown; null ends that. Give a new object to change them. */
  get texts(): Texts | null;
  set texts(own: Texts | null | undefined);

  /** What is shown. */
  readonly state: WidgetState;
  /** The journey on show; null in what a server or the edge rendered. */
  readonly journey: Journey | null;
  /** All journeys on show: those of the order, or the one. */
  readonly journeys: Journey[];

  /** Asks again now. */
  reload(): void;

  addEventListener<K extends keyof TracktryWidgetEventMap>(
    type: K,
    listener: (this: TracktryWidgetElement, event: TracktryWidgetEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: TracktryWidgetElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof TracktryWidgetEventMap>(
    type: K,
    listener: (this: TracktryWidgetElement, event: TracktryWidgetEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

/** The element's attributes, for JSX: `declare module "react" { namespace JSX { interface IntrinsicElements { "tracktry-widget": TracktryWidgetAttributes } } }`. */
export interface TracktryWidgetAttributes {
  endpoint?: string;
  carrier?: string;
  number?: string;
  lang?: string;
  theme?: "light" | "dark" | "auto";
  refresh?: string | number;
  expected?: string;
  order?: string;
  token?: string;
  layout?: "full" | "compact" | "line";
  lookup?: "order" | "number" | "order number";
  demo?: string;
  [attribute: string]: unknown;
}

declare global {
  interface HTMLElementTagNameMap {
    "tracktry-widget": TracktryWidgetElement;
  }
  interface GlobalEventHandlersEventMap extends TracktryWidgetEventMap {}
}
