//! The platform's Intl, as the core's [`Format`].

use tracktry_core::format::{Format, Plain};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The formatter of one language, in `pkg/format.js`.
    pub type Intl;

    /// `kind` is the name of one of [`Format`]'s methods. One import for all of them keeps the
    /// bindings small.
    #[wasm_bindgen(method, structural, catch)]
    fn write(this: &Intl, kind: &str, value: &str) -> Result<String, JsValue>;
}

// Intl throws on what it does not know; a plain date is better than none.
impl Format for Intl {
    fn day(&self, at: &str) -> String {
        self.write("day", at).unwrap_or_else(|_| Plain.day(at))
    }

    fn date(&self, at: &str) -> String {
        self.write("date", at).unwrap_or_else(|_| Plain.date(at))
    }

    fn time(&self, at: &str) -> String {
        self.write("time", at).unwrap_or_else(|_| Plain.time(at))
    }

    fn number(&self, n: u32) -> String {
        let digits = Plain.number(n);
        self.write("number", &digits).unwrap_or(digits)
    }

    fn plural(&self, n: u32) -> String {
        self.write("plural", &Plain.number(n))
            .unwrap_or_else(|_| Plain.plural(n))
    }

    fn country(&self, code: &str) -> String {
        self.write("country", code)
            .unwrap_or_else(|_| Plain.country(code))
    }
}
