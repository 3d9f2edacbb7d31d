// Dates, numbers and countries in one language, by the platform's Intl.

// The wall clock of a place, read and printed as UTC so that no zone shifts it. The platform may
// turn 30 February into March: then the text stays as it is, which throwing says.
const clock = (at) => {
  const date = new Date(`${at.slice(0, 10)}T${at.slice(11, 16) || "00:00"}Z`);
  if (!date.toISOString().startsWith(at.slice(0, 10))) throw new RangeError(at);
  return date;
};

const KINDS = {
  day: { weekday: "long", day: "numeric", month: "long" },
  date: { day: "numeric", month: "short" },
  time: { hour: "numeric", minute: "2-digit" },
};

const writers = (locale) => {
  const of = (kind) => {
    if (KINDS[kind]) {
      const format = (more) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...KINDS[kind], ...more });
      const near = format();
      if (kind === "time") return (at) => near.format(clock(at));
      // Persian's pattern for both would put the year first and the day of the week last.
      const far = format({ year: "numeric", ...(/^fa/.test(locale) && { weekday: undefined }) });
      return (at) => (at.startsWith(new Date().getFullYear()) ? near : far).format(clock(at));
    }
    if (kind === "country") {
      const names = new Intl.DisplayNames(locale, { type: "region" });
      return (code) => names.of(code);
    }
    if (kind === "plural") {
      const rules = new Intl.PluralRules(locale);
      return (n) => rules.select(n);
    }
    if (kind === "moment") {
      // Of our own clock, not of a carrier's: told in the reader's zone.
      const now = new Intl.DateTimeFormat(locale, KINDS.time);
      const then = new Intl.DateTimeFormat(locale, { ...KINDS.date, ...KINDS.time });
      return (at) => (new Date(at).toDateString() === new Date().toDateString() ? now : then).format(new Date(at));
    }
    const format = new Intl.NumberFormat(locale);
    return (n) => format.format(n);
  };
  const made = {};
  const write = (kind, value) => {
    try {
      return (made[kind] ??= of(kind))(value);
    } catch {
      // Intl throws on what it does not know; a plain date is better than none.
      return kind === "time" ? value.slice(11, 16) : String(value).slice(0, 10);
    }
  };
  return { write };
};

let known = {};

/** The formatter of a locale; made once, since Intl's objects are dear, and a few kept, since anybody can name locales. */
export const formatter = (locale) => {
  if (!known[locale] && Object.keys(known).length > 49) known = {};
  return (known[locale] ??= writers(locale));
};
