// The languages of pages: the element's own choice, words and Intl.
import { choice, files, formatter, matcher, texts } from "tracktry:pages";

const match = matcher(Object.keys(texts));

/** The tags of an `Accept-Language` header, the most wanted first. */
const accepted = (header) => header.split(",").slice(0, 32)
  .map((part, at) => {
    const [tag, ...more] = part.split(";").map((text) => text.trim());
    const quality = more.map((text) => /^q=([\d.]+)$/.exec(text)?.[1]).find(Boolean) ?? 1;
    return { tag, quality: Number(quality), at };
  })
  .filter(({ tag, quality }) => tag && quality > 0)
  .sort((a, b) => b.quality - a.quality || a.at - b.at)
  .map(({ tag }) => tag);

/** Code of the words, locale and direction, a line each. */
export function choose(wanted, header) {
  const found = [wanted, ...accepted(header), "en"].map((tag) => match(tag)).filter(Boolean);
  const { code, locale, dir } = choice(found);
  return [code, locale, dir].join("\n");
}

/** The words of a language, as JSON. */
export const words = (code) => texts[code];

/** A date, number or country in a locale, as `kind` says. */
export const write = (locale, kind, value) => formatter(locale).write(kind, value);

/** A time of our own clock. Whose zone it is told in nobody knows here, so it is UTC and says so. */
export const moment = (locale, ms) => new Intl.DateTimeFormat(locale, {
  day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: "UTC", timeZoneName: "short",
}).format(ms);

/** Where a style sheet or script of pages is, below the base path. */
export const file = (name) => files[name];
