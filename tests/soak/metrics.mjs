// The operator's numbers, for whoever has the merchant's token.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";

export const TOKEN = "a-merchants-token";
/** The setting that takes it. */
export const MERCHANT_TOKENS = `shop:read+write:${createHash("sha256").update(TOKEN).digest("hex")}`;

/**
 * How many answers have ever waited for upstream: looks at parcels that no Shelf had. A look that finds its parcel adds
 * none, whatever the sync asks meanwhile.
 * @param {(path: string, init: {headers: Record<string, string>}) => Promise<{status: number, text: string}>} ask
 */
export async function firstLooks(ask) {
  const { status, text } = await ask("/metrics", { headers: { authorization: `Bearer ${TOKEN}` } });
  assert.equal(status, 200, text);
  const [, count] = text.match(/^tracktry_shelf_answers_total\{result="wait"\} (\d+)$/m) ?? assert.fail(text);
  return Number(count);
}
