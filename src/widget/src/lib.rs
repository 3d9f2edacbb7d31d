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
pub mod object;
pub mod pace;
pub mod value;
mod view;

use object::object;
use tracktry_core::text::Texts;
use value::Json;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Asks the edge at `base` (an absolute URL with a slash at its end) for a parcel: a promise of a
/// `Response`, or an answer for [`show`] where there is nothing to ask.
///
/// # Errors
/// What the page's `fetch` throws.
#[wasm_bindgen]
pub fn ask(
    base: String,
    carrier: &str,
    number: &str,
    revalidate: bool,
    signal: &AbortSignal,
) -> Result<JsValue, JsValue> {
    match address::path(carrier, number) {
        Ok(path) => {
            let mut url = base;
            url.push_str(&path);
            fetch::send(&url, revalidate, signal)
        }
        Err(code) => Ok(object(&[("refused", code.into())])),
    }
}

/// The answer for [`show`] in a response and its text.
#[wasm_bindgen]
pub fn read(response: web_sys::Response, text: &str) -> JsValue {
    let reply = fetch::read(response, text);
    object(&[
        ("ok", (reply.status == 200).into()),
        ("status", reply.status.into()),
        ("wait", reply.wait.into()),
        ("stale", reply.stale.into()),
        ("body", reply.body.into()),
    ])
}

/// Decides what an element shows of an answer: one of [`ask`] or [`read`], or an empty object for
/// silence.
///
/// `situation` holds `number` and `expected` (as the page wrote them), `refresh`, `elapsed`
/// (seconds), `waited`, `random`, `online` and `shown` (whether a journey is on show). Gives `state`, `html` and `say` (absent: leave what is
/// there), `wait` (seconds to the next look; absent: none) and `code` (absent: all is well).
#[wasm_bindgen]
pub fn show(answer: JsValue, texts: JsValue, format: &intl::Intl, situation: JsValue) -> JsValue {
    view::of(&Json(answer), &Texts(Json(texts)), format, &Json(situation))
}
