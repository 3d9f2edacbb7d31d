//! The platform's Intl, as the core's [`Format`].

use tracktry_core::format::Format;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The formatter of one language, in `pkg/format.js`; it never throws.
    pub type Intl;

    /// `kind` is the name of one of [`Format`]'s methods. One import for all of them keeps the
    /// bindings small.
    #[wasm_bindgen(method, structural)]
    fn write(this: &Intl, kind: &str, value: &str) -> String;

    /// The same for a number.
    #[wasm_bindgen(method, structural, js_name = write)]
    fn count(this: &Intl, kind: &str, value: u32) -> String;
}

impl Format for Intl {
    fn day(&self, at: &str) -> String {
        self.write("day", at)
    }

    fn date(&self, at: &str) -> String {
        self.write("date", at)
    }

    fn time(&self, at: &str) -> String {
        self.write("time", at)
    }

    fn number(&self, n: u32) -> String {
        self.count("number", n)
    }

    fn plural(&self, n: u32) -> String {
        self.count("plural", n)
    }

    fn country(&self, code: &str) -> String {
        self.write("country", code)
    }
}
