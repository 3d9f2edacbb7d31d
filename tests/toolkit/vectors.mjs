// tests/fixtures/link-tokens.json, as the toolkit and the recipes are asked.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/process.mjs";

export const vectors = JSON.parse(readFileSync(join(root, "tests/fixtures/link-tokens.json"), "utf8"));

const KINDS = { p: "parcel", o: "order", b: "badge" };

/** What a vector of `sign` asks for, in the toolkit's words. */
export const wish = ({ keys, kind, carrier, number, order, expires, register }) =>
  ({ keys, kind: KINDS[kind], ...(kind === "o" ? { order } : { carrier, number }), expires, register, now: vectors.now });

/** What its token opens, read from the payload as the document tells. */
export function opened({ payload }) {
  const [, kind, subject, expires, flags] = payload.split(":");
  const [carrier, number] = subject.split("/");
  const what = kind === "o" ? { order: decodeURIComponent(subject) } : { carrier: carrier === "-" ? null : carrier, number };
  return { kind: KINDS[kind], ...what, expires: Number(expires), register: flags === "r" };
}
