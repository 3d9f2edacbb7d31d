//! The core's functions for JavaScript callers, in Node, Workers, browsers and bundlers: typed
//! in `pkg/core.d.ts`, loaded by `pkg/core*.js`. The element never loads this.
#![forbid(unsafe_code)]

mod error;
mod input;
mod links;
#[path = "../../widget/src/value.rs"]
pub mod value;

use error::Failure;
pub use links::{sign_link, verify_link};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use tracktry_core::status::{classify, fold};
use tracktry_core::text::Texts;
use tracktry_core::{Journey, Reason, Stage, Tracking, carrier, html};
use value::Json;
use wasm_bindgen::prelude::*;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The journey a shopper may see of a raw Tracktry answer: the whole answer, one tracking of it,
/// or either as JSON text. Of several trackings the first counts.
///
/// # Errors
/// `input_unreadable` where the input is no JSON, `parcel_unknown` or `upstream_busy` where it is
/// an answer that says so, `tracking_missing` where else no tracking is in it.
#[wasm_bindgen]
pub fn journey(raw: &JsValue) -> Result<JsValue, JsValue> {
    let raw = Json(input::json(raw).ok_or(Failure::InputUnreadable)?);
    let tracking = Tracking::find(&raw).ok_or_else(|| Failure::of(&raw))?;
    Ok(plain(&Journey::of(&tracking)))
}

/// Stage and reason of a status and the substatus that counts, by Tracktry's table. Total: what
/// is no text or not known is `unknown`.
#[wasm_bindgen(js_name = mapStatus)]
pub fn map_status(status: &JsValue, substatus: &JsValue) -> JsValue {
    let folded = |value: &JsValue| value.as_string().map(|text| fold(&text));
    let (stage, reason) = classify(
        &folded(status).unwrap_or_default(),
        folded(substatus).as_deref(),
    );
    plain(&Standing { stage, reason })
}

/// The carriers a number can belong to, best first.
#[wasm_bindgen]
pub fn detect(number: &JsValue) -> JsValue {
    let number = number.as_string().unwrap_or_default();
    let found: Vec<_> = tracktry_core::detect::detect(&number)
        .into_iter()
        .map(|candidate| Guess {
            carrier: candidate.carrier,
            name: carrier::known(candidate.carrier).map(|known| known.name),
            checked: candidate.checked,
        })
        .collect();
    plain(&found)
}

/// The element's markup while it waits, with the words of `texts`.
#[wasm_bindgen]
pub fn skeleton(texts: JsValue) -> String {
    html::skeleton(&Texts(Json(texts)))
}

#[derive(Serialize)]
struct Standing {
    stage: Stage,
    reason: Option<Reason>,
}

#[derive(Serialize)]
struct Guess {
    carrier: &'static str,
    name: Option<&'static str>,
    checked: Option<bool>,
}

fn plain<T: Serialize>(value: &T) -> JsValue {
    // Our own structs hold nothing that has no place in JavaScript.
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}
