//! In which language a page speaks.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use tracktry_core::format::Format;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/pages/speak.js")]
extern "C" {
    fn choose(wanted: &str, header: &str) -> String;

    fn words(code: &str) -> String;

    fn write(locale: &str, kind: &str, value: &str) -> String;

    #[wasm_bindgen(js_name = write)]
    fn count(locale: &str, kind: &str, value: u32) -> String;

    fn moment(locale: &str, ms: f64) -> String;

    /// Where a style sheet or script of pages is, below the base path.
    pub(super) fn file(name: &str) -> String;
}

type Words = Rc<serde_json::Value>;

thread_local! {
    /// The words that were read, by language: 42 at most.
    static READ: RefCell<HashMap<String, Words>> = RefCell::default();
}

/// A language.
pub(super) struct Language {
    /// Its words, by name.
    pub words: Words,
    /// How dates and numbers are written: `de-AT`.
    pub locale: String,
    /// Whether it runs from right to left.
    pub rtl: bool,
}

impl Language {
    /// The first that we speak of what is wanted: by name, then by an `Accept-Language` header.
    pub(super) fn of(wanted: &str, header: &str) -> Self {
        let chosen = choose(wanted, header);
        let mut parts = chosen.split('\n');
        let mut next = || parts.next().unwrap_or_default();
        let (code, locale) = (next(), next().to_owned());
        Self {
            words: read(code),
            locale,
            rtl: next() == "rtl",
        }
    }

    /// A time of our own clock, in milliseconds since 1970.
    pub(super) fn moment(&self, ms: i64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
        moment(&self.locale, ms as f64)
    }
}

fn read(code: &str) -> Words {
    READ.with_borrow_mut(|read| {
        if let Some(known) = read.get(code) {
            return Rc::clone(known);
        }
        let parsed = Words::new(serde_json::from_str(&words(code)).unwrap_or_default());
        read.insert(code.to_owned(), Rc::clone(&parsed));
        parsed
    })
}

impl Format for Language {
    fn day(&self, at: &str) -> String {
        write(&self.locale, "day", at)
    }

    fn date(&self, at: &str) -> String {
        write(&self.locale, "date", at)
    }

    fn time(&self, at: &str) -> String {
        write(&self.locale, "time", at)
    }

    fn number(&self, n: u32) -> String {
        count(&self.locale, "number", n)
    }

    fn plural(&self, n: u32) -> String {
        count(&self.locale, "plural", n)
    }

    fn country(&self, code: &str) -> String {
        write(&self.locale, "country", code)
    }
}
