//! Parsed JSON of JavaScript's own parser, as the core's [`Value`].

use std::borrow::Cow;

use js_sys::{Array, Object, Reflect};
use tracktry_core::Value;
use wasm_bindgen::{JsCast, JsValue};

/// One value that came out of `JSON.parse`: plain data, without getters or proxies, so that
/// reading it runs nobody's code.
#[derive(Clone, Debug)]
pub struct Json(pub JsValue);

impl Value for Json {
    fn get(&self, key: &str) -> Option<Self> {
        let object: &Object = self.0.dyn_ref()?;
        let key = JsValue::from_str(key);
        // Not the object's own `hasOwnProperty`: the data may hold a member of that name.
        if !Object::has_own(object, &key) {
            return None;
        }
        Reflect::get(object, &key).ok().map(Self)
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
        if let Some(list) = self.list() {
            for item in list.iter() {
                items.push(Self(item));
            }
        }
        items
    }
}

impl Json {
    fn list(&self) -> Option<Array> {
        if let Some(array) = self.0.dyn_ref::<Array>() {
            return Some(array.clone());
        }
        let object: &Object = self.0.dyn_ref()?;
        // JavaScript lists keys that are indexes first and in order.
        for key in Object::keys(object).iter() {
            let key = key.as_string()?;
            if key.is_empty() || !key.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
        }
        Some(Object::values(object))
    }
}
