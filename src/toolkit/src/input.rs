//! From whatever a caller hands over to plain JSON data.

use js_sys::JSON;
use wasm_bindgen::JsValue;

/// JSON text parsed, or a value copied by way of JSON, so that no getter and no proxy is left in
/// it. `None` where it is neither.
pub(crate) fn json(input: &JsValue) -> Option<JsValue> {
    let text = match input.as_string() {
        Some(text) => text,
        // `undefined` and functions give undefined instead of text.
        None => JsValue::from(JSON::stringify(input).ok()?).as_string()?,
    };
    JSON::parse(&text).ok()
}
