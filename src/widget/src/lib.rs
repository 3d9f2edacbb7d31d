//! The wasm inside `<tracktry-widget>`: asks the edge, decides what is shown, renders it.
//!
//! ```text
//! attributes → path → fetch → Outcome (journey or trouble) → View (markup, words, next look)
//! ```
//!
//! The element's class in `pkg/element.js` holds what only JavaScript can: attributes, timers,
//! the DOM. It keeps no rule of its own. `address`, `answer` and `pace` know no JavaScript.
#![forbid(unsafe_code)]

pub mod address;
pub mod answer;
pub mod fetch;
pub mod intl;
pub mod pace;
pub mod value;
mod view;

use tracktry_core::Value;
use tracktry_core::text::Texts;
use value::Json;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[wasm_bindgen(inline_js = "export const refused = (refused) => ({ refused });")]
extern "C" {
    fn refused(code: &str) -> JsValue;
}

/// Asks the edge for a parcel: a promise of a `Response`, or an answer for [`show`] where there is
/// nothing to ask.
///
/// `question` holds `base` (an absolute URL with a slash at its end), `carrier`, `number` and
/// `token`, as the page wrote them, and `again` (whether to ask past the browser's own cache).
/// Without a number the address asked is `base` itself.
///
/// # Errors
/// What the page's `fetch` throws.
#[wasm_bindgen]
pub fn ask(question: JsValue, signal: &AbortSignal) -> Result<JsValue, JsValue> {
    let question = Json(question);
    let text = |key| question.text_of(key).unwrap_or_default();
    let mut url = text("base");
    let number = text("number");
    if !number.is_empty() {
        match address::path(&text("carrier"), &number) {
            Ok(path) => url.push_str(&path),
            Err(code) => return Ok(refused(code)),
        }
    }
    let again = question.get("again").and_then(|again| again.boolean());
    fetch::send(&url, &text("token"), again == Some(true), signal)
}

/// The answer for [`show`] in a response and its JSON body.
#[wasm_bindgen]
pub fn read(response: web_sys::Response, body: JsValue) -> JsValue {
    fetch::read(response, body)
}

/// Decides what an element shows of an answer: one of [`ask`] or [`read`], or an empty object for
/// silence.
///
/// `situation` holds `number` and `expected` (as the page wrote them), `refresh`, `elapsed`
/// (seconds), `waited`, `random`, `online`, `shown` (whether a journey is on show) and `first`
/// (whether this is the first answer of the page view). Gives `state`, `html` and `say` (absent:
/// leave what is there), `wait` (seconds to the next look; absent: none) and `code` (absent: all
/// is well).
#[wasm_bindgen]
pub fn show(answer: JsValue, texts: JsValue, format: &intl::Intl, situation: JsValue) -> JsValue {
    view::of(&Json(answer), &Texts(Json(texts)), format, &Json(situation))
}
