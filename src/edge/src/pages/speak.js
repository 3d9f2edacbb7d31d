// The languages of pages: the element's own choice, words and Intl.
import { choice, files, formatter, matcher, texts } from "tracktry:pages";

const match = matcher(Object.keys(texts));

/** What a function gave for a text, for as many texts as there are visitors' browsers of different kinds. */
const remembering = (make, most = 200) => {
  const known = new Map();
  return (text) => {
    if (!known.has(text)) {
      if (known.size >= most) known.clear();
      known.set(text, make(text));
    }
    return known.get(text);
  };
};

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

const chosen = remembering((header) => {
  const found = [...accepted(header), "en"].map((tag) => match(tag)).filter(Boolean);
  const { code, locale, dir } = choice(found);
  return [code, locale, dir].join("\n");
});

/** Code of the words, locale and direction, a line each. */
export const choose = (wanted, header) => chosen(/^[\w-]+$/.test(wanted) ? `${wanted},${header}`.slice(0, 1000) : header.slice(0, 1000));

/** The words of a language, as JSON. */
export const words = (code) => texts[code];

/** A date, number or country in a locale, as `kind` says. */
export const write = (locale, kind, value) => formatter(locale).write(kind, value);

const clock = remembering((locale) => new Intl.DateTimeFormat(locale, {
  day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: "UTC", timeZoneName: "short",
}));

/** A time of our own clock. Whose zone it is told in nobody knows here, so it is UTC and says so. */
export const moment = (locale, ms) => clock(locale).format(ms);

/** Where a style sheet or script of pages is, below the base path. */
export const file = (name) => files[name];
