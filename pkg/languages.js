// Which language an element speaks, and its words. Bundled with the wasm's bindings, so that it delays no script, and
// the words come while the wasm starts.

/**
 * @param {object} files what loads each language's words, by its code
 * @param {string[]} names of the words, in the order in which they stand in each file
 */
export function speaker(files, names) {
  /** The file for a tag, if there is one, and the tag as Intl writes it. */
  function match(tag) {
    try {
      const own = new Intl.Locale(tag.replaceAll("_", "-").replace(/^n[bn]\b/i, "no"));
      const { language, script } = own.maximize();
      const code = [`${language}-${own.region}`, `${language}-${script}`, language].find((name) => files[name]);
      return code && { code, locale: `${own}` };
    } catch {
      return undefined;
    }
  }

  /** A file's list under its names; a counted text has one for each plural form. */
  const named = (list) => Object.fromEntries(names.flatMap((name, at) => (list[at].other
    ? Object.entries(list[at]).map(([form, text]) => [`${name}_${form}`, text])
    : [[name, list[at]]])));

  async function words(code, locale) {
    const { default: list } = await files[code]();
    // Our Portuguese is Portugal's, Intl's is Brazil's.
    return { texts: named(list), locale: locale === "pt" ? "pt-PT" : locale, dir: /^(ar|fa|he|ur)/.test(code) ? "rtl" : "ltr" };
  }

  let told;

  /**
   * The words for an element: its `lang` or that of what it stands in, then the browser's languages, then English,
   * which also stands in for a language that does not come.
   * @returns {Promise<{texts: object, locale: string, dir: string}>} `locale` may be finer than the language: en-GB
   */
  return async function speak(element) {
    const tags = [];
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) tags.push(at.lang);
    const found = [...tags, ...navigator.languages, "en"].map(match).filter(Boolean);
    const [{ code }] = found;
    // "en" alone says nothing of how dates are written; the page's or the browser's own kind of English does.
    const { locale } = found.find((other) => other.code === code && other.locale !== code) ?? found[0];
    return words(code, locale).catch((error) => {
      if (code === "en") throw error;
      if (!told) console.warn("tracktry-widget speaks English:", error);
      told = true;
      return words("en", "en");
    });
  };
}
