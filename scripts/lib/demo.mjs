// The demo's order of several parcels: in the sandbox as a shop would post it, and a link to it as a shop would sign it.
import { createHmac, randomBytes } from "node:crypto";

/** Who ordered it, for the form that finds an order. */
export const ORDER = { id: "Q-20433", email: "you@shop.example" };

const PARCELS = [
  { tracking_number: "SBX-TRAVEL", carrier_code: "dhl" },
  { tracking_number: "SBX-DELIVERED", carrier_code: "ups" },
  { tracking_number: "SBX-EXCEPTION-006", carrier_code: "dpd" },
].map((parcel) => ({ ...parcel, order_id: ORDER.id, customer_email: ORDER.email }));

/** Posts the parcels; those that are there already stay as they are. */
export async function postOrder(sandboxUrl, key) {
  const answer = await fetch(`${sandboxUrl}/v1/trackings/batch`, {
    method: "POST", headers: { "Tracktry-Api-Key": key, "Content-Type": "application/json" }, body: JSON.stringify(PARCELS),
  });
  await answer.arrayBuffer();
}

/** Secrets of this start alone: a key for links and a pepper for proofs. */
export const secrets = () => ({ LINK_KEYS: `demo:${randomBytes(32).toString("hex")}`, PROOF_PEPPER: randomBytes(32).toString("hex") });

/** A link to the order for three months, by the recipe of docs/links.md; the first key signs. */
export function signOrder(keys) {
  const [id, secret] = keys.split(",")[0].trim().split(":");
  const expires = Math.floor(Date.now() / 1000) + 89 * 86_400;
  const payload = Buffer.from(`1:o:${ORDER.id}:${expires}:`).toString("base64url");
  return `${id}.${payload}.${createHmac("sha256", secret).update(`${id}.${payload}`).digest("hex")}`;
}
