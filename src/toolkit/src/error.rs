//! What JavaScript catches: a real `Error` with a name and a code.

use js_sys::{Error, Reflect};
use tracktry_core::Value;
use tracktry_core::envelope::{Envelope, Outcome, ResultCode};
use wasm_bindgen::JsValue;

/// Why a function gave nothing. The codes are a closed list and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The input is no JSON: broken text, or a value JSON cannot hold.
    InputUnreadable,
    /// The input is JSON without a tracking.
    TrackingMissing,
    /// The input is an answer of Tracktry that says there is no such parcel.
    ParcelUnknown,
    /// The input is an answer of Tracktry that says too many asked.
    UpstreamBusy,
}

impl Failure {
    fn code(self) -> &'static str {
        match self {
            Self::InputUnreadable => "input_unreadable",
            Self::TrackingMissing => "tracking_missing",
            Self::ParcelUnknown => "parcel_unknown",
            Self::UpstreamBusy => "upstream_busy",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::InputUnreadable => "the input is no JSON",
            Self::TrackingMissing => "the input holds no tracking with a tracking_number",
            Self::ParcelUnknown => "Tracktry knows no such parcel",
            Self::UpstreamBusy => "Tracktry was asked too often",
        }
    }
}

impl Failure {
    /// Why there is no tracking in an input.
    pub(crate) fn of<V: Value>(raw: &V) -> Self {
        let envelope = Envelope::decode(raw);
        match envelope.code.map(ResultCode::outcome) {
            Some(Outcome::Empty) => Self::ParcelUnknown,
            Some(Outcome::Busy) => Self::UpstreamBusy,
            Some(Outcome::Done) if envelope.rows().is_empty() => Self::ParcelUnknown,
            _ => Self::TrackingMissing,
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
