//! What JavaScript catches: a real `Error` with a name and a code.

use js_sys::{Error, Reflect};
use tracktry_core::Value;
use tracktry_core::envelope::{Envelope, Outcome, ResultCode};
use tracktry_core::token::Refusal;
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
    /// The keys are none.
    KeysInvalid,
    /// What shall be signed is no link.
    LinkInvalid(Refusal),
    /// A token is not taken.
    LinkRefused(Refusal),
}

impl Failure {
    fn code(self) -> &'static str {
        match self {
            Self::InputUnreadable => "input_unreadable",
            Self::TrackingMissing => "tracking_missing",
            Self::ParcelUnknown => "parcel_unknown",
            Self::UpstreamBusy => "upstream_busy",
            Self::KeysInvalid => "keys_invalid",
            Self::LinkInvalid(_) => "link_invalid",
            Self::LinkRefused(_) => "link_refused",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::InputUnreadable => "the input is no JSON",
            Self::TrackingMissing => "the input holds no tracking with a tracking_number",
            Self::ParcelUnknown => "Tracktry knows no such parcel",
            Self::UpstreamBusy => "Tracktry was asked too often",
            Self::KeysInvalid => {
                "keys must be id:secret or several of them separated by commas, ids of 1 to 16 letters, digits, \
                 dashes and underscores, none twice, secrets of at least 32 visible ASCII characters"
            }
            Self::LinkInvalid(refusal) => match refusal {
                Refusal::Kind => "kind must be parcel, order or badge",
                Refusal::Subject => {
                    "a link is to a number, with its carrier if known, or to an order, and neither can be these"
                }
                Refusal::Expiry => {
                    "a link has either days or expires; that and now are a Date or whole seconds since 1970"
                }
                Refusal::Expired => "the link would have no time to live",
                _ => "the link would live too long: 90 days are the most, 400 for a badge",
            },
            Self::LinkRefused(_) => "the link is refused",
        }
    }

    /// What of a link is wrong.
    fn reason(self) -> Option<&'static str> {
        match self {
            Self::LinkInvalid(refusal) | Self::LinkRefused(refusal) => Some(refusal.as_str()),
            _ => None,
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
        if let Some(reason) = failure.reason() {
            let _ = Reflect::set(&error, &"reason".into(), &reason.into());
        }
        error.into()
    }
}
