//! Parsed JSON of JavaScript's own parser, as the core's [`Value`].

use std::borrow::Cow;

use tracktry_core::Value;
use wasm_bindgen::prelude::*;

/// One value that came out of `JSON.parse`: plain data, without getters or proxies, so that
/// reading it runs nobody's code.
#[derive(Clone, Debug)]
pub struct Json(pub JsValue);

// A member is read and told by type on JavaScript's side, in one call: reflection from here takes
// three, and a kilobyte and a half more of what a page loads. `own` passes by what every object
// inherits, and does not use the data's own `hasOwnProperty`: it may hold a member of that name.
#[wasm_bindgen(inline_js = "
    const own = (of, key) => of instanceof Object && Object.hasOwn(of, key) ? of[key] : undefined;
    const typed = (type) => (of, key) => typeof (of = own(of, key)) === type ? of : undefined;
    export const member = own, text = typed('string'), number = typed('number');
    export const item = (of, at) => {
        if (of instanceof Object && !Array.isArray(of)) of = Object.keys(of).every((key) => /^\\d+$/.test(key)) ? Object.values(of) : [];
        return Array.isArray(of) ? of[at] : undefined;
    };
")]
extern "C" {
    fn member(of: &JsValue, key: &str) -> JsValue;
    fn text(of: &JsValue, key: &str) -> Option<String>;
    fn number(of: &JsValue, key: &str) -> Option<f64>;
    /// JavaScript lists keys that are indexes first and in order. JSON knows no `undefined`: it
    /// is the end.
    fn item(of: &JsValue, at: u32) -> JsValue;
}

fn defined(value: JsValue) -> Option<Json> {
    (!value.is_undefined()).then_some(Json(value))
}

impl Value for Json {
    fn get(&self, key: &str) -> Option<Self> {
        defined(member(&self.0, key))
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        self.0.as_string().map(Cow::Owned)
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64().filter(|n| n.is_finite())
    }

    fn boolean(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn items(&self) -> Vec<Self> {
        let mut items = Vec::new();
        for at in 0.. {
            match defined(item(&self.0, at)) {
                Some(item) => items.push(item),
                None => break,
            }
        }
        items
    }

    fn text_of(&self, key: &str) -> Option<String> {
        text(&self.0, key)
    }

    fn number_of(&self, key: &str) -> Option<f64> {
        number(&self.0, key).filter(|n| n.is_finite())
    }
}
