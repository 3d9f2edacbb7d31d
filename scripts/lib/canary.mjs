// A key that opens nothing: builds and tests run with it, and look for it wherever it must not be.

export const CANARY = "canary-7d1f0b52e9a84c36";

/** Every form in which a text may hide in another. */
const forms = () => {
  const bytes = Buffer.from(CANARY);
  return [
    CANARY, CANARY.slice(7), CANARY.slice(0, 16), bytes.toString("hex"), bytes.toString("base64").slice(0, -4), encodeURIComponent(CANARY),
  ];
};

/**
 * Whether a text or bytes hold the key, in whatever case or coding.
 * @param {string | Uint8Array} content
 */
export function holdsCanary(content) {
  const text = (typeof content === "string" ? content : Buffer.from(content).toString("latin1")).toLowerCase();
  return forms().some((form) => text.includes(form.toLowerCase()));
}
