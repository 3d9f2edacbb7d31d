// Which language an element speaks, and its words. Bundled with the wasm's bindings, so that it delays no script, and
// the words come while the wasm starts.

/**
 * What Intl has to be told besides: our Portuguese is Portugal's, Intl's Brazil's; and no shop or carrier in Saudi
 * Arabia writes dates by the Islamic calendar, which some browsers take there. Iran's and Thailand's own calendars stay,
 * since post and shops there use them.
 */
const OWN = { pt: "pt-PT", "ar-SA": "ar-SA-u-ca-gregory" };

/** For a list of languages: the one for a tag, if there is one, and the tag as Intl writes it. */
export const matcher = (known) => (tag) => {
  try {
    const own = new Intl.Locale(tag.replaceAll("_", "-").replace(/^n[bn]\b/i, "no"));
    const { language, script } = own.maximize();
    const code = [`${language}-${own.region}`, `${language}-${script}`, language].find((name) => known.includes(name));
    return code && { code, locale: `${own}` };
  } catch {
    return undefined;
  }
};

/** What is spoken of all that was found, the most wanted first. */
export const choice = (found) => {
  const [{ code }] = found;
  // "en" alone says nothing of how dates are written; the page's or the browser's own kind of English does.
  const { locale } = found.find((other) => other.code === code && other.locale !== code) ?? found[0];
  return { code, locale: OWN[locale] ?? locale, dir: /^(ar|fa|he|ur)/.test(code) ? "rtl" : "ltr" };
};

/**
 * @param {string} codes the languages there are
 * @param {(code: string) => Promise<{default: string}>} load one's words
 * @param {string} groups the words' names in the order of each file: beginnings, a colon and endings, again after a comma
 */
export function speaker(codes, load, groups) {
  const match = matcher(codes.split(" "));
  const names = groups.split(",").flatMap((group) => {
    const [heads, tails] = group.split(":").map((part) => part.split(" "));
    return heads.flatMap((head) => tails.map((tail) => head + tail));
  });
  let told;

  const words = async (found, own) => {
    const chosen = choice(found);
    const list = (await load(chosen.code)).default.split("|");
    return { ...chosen, texts: Object.assign(Object.fromEntries(names.map((name, at) => [name, list[at]])), own) };
  };

  /**
   * The words for an element: its `lang` or that of what it stands in, then the browser's languages, then English,
   * which also stands in for a language that does not come.
   * @returns {Promise<{texts: object, locale: string, dir: string}>} `locale` may be finer than the language: en-GB
   */
  return async (element) => {
    const tags = [];
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) tags.push(at.lang);
    const found = [...tags, ...navigator.languages, "en"].map(match).filter(Boolean);
    return words(found, element.texts).catch((error) => {
      if (found[0].code === "en") throw error;
      told ||= !console.warn("tracktry-widget:", error);
      return words([match("en")], element.texts);
    });
  };
}
