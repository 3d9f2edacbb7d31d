// Each proof has two sizes: short within `npm test`, long by `npm run soak`.

/** Whether the long forms run. */
export const long = process.env.SOAK === "long";

/** Of two numbers that of this form. */
export const size = (short, whole) => (long ? whole : short);

/** Milliseconds after which a proof of so many seconds is given up, whatever hangs. */
export const limit = (short, whole) => ({ timeout: size(short, whole) * 1_000 });
