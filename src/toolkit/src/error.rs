//! What JavaScript catches: a real `Error` with a name and a code.

use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// Why a function gave nothing. The codes are a closed list and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The input is no JSON: broken text, or a value JSON cannot hold.
    InputUnreadable,
    /// The input is JSON without a tracking.
    TrackingMissing,
}

impl Failure {
    fn code(self) -> &'static str {
        match self {
            Self::InputUnreadable => "input_unreadable",
            Self::TrackingMissing => "tracking_missing",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::InputUnreadable => "the input is no JSON",
            Self::TrackingMissing => "the input holds no tracking with a tracking_number",
        }
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        let error = Error::new(failure.message());
        error.set_name("TracktryError");
        // Setting a member of a fresh object cannot fail.
        let _ = Reflect::set(&error, &"code".into(), &failure.code().into());
        error.into()
    }
}
