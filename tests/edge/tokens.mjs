// Tokens for tests, made by the recipe of docs/links.md, and the settings that take them.
import { createHash, createHmac } from "node:crypto";

const KEY = "t:a-secret-of-the-tests-that-opens-nothing";
const DAY = 86_400;

/** What links of these tests are signed with: LINK_KEYS. */
export const LINK_KEYS = KEY;

const now = () => Math.floor(Date.now() / 1_000);

/** A token of a link. `kind` p, o or b; `flags` "r" lets an unknown parcel be registered. */
export function link(kind, subject, { flags = "", expires = now() + DAY, key = KEY } = {}) {
  const [kid] = key.split(":", 1);
  const payload = Buffer.from(`1:${kind}:${subject}:${expires}:${flags}`).toString("base64url");
  const signature = createHmac("sha256", key.slice(kid.length + 1)).update(`${kid}.${payload}`).digest("hex");
  return `${kid}.${payload}.${signature}`;
}

export const parcelLink = (carrier, number, options) => link("p", `${carrier}/${number}`, options);
export const orderLink = (id, options) => link("o", encodeURIComponent(id), options);
export const badgeLink = (carrier, number, options) => link("b", `${carrier}/${number}`, options);

/** Tokens of back ends, by scope. */
export const BACK_ENDS = { read: "back-end-that-reads", write: "back-end-that-writes", links: "back-end-that-signs" };

/** What takes them: MERCHANT_TOKENS. */
export const MERCHANT_TOKENS = Object.entries(BACK_ENDS)
  .map(([scope, token]) => `${scope}er:${scope}:${createHash("sha256").update(token).digest("hex")}`).join(",");

/** Settings that take all of these. */
export const SIGNED = { ACCESS: "signed", LINK_KEYS, MERCHANT_TOKENS };

/** Headers with a token. */
export const bearer = (token, headers = {}) => ({ headers: { ...headers, authorization: `Bearer ${token}` } });
