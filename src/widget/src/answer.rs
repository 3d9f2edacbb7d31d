//! What came back, whatever came back: a journey, or a trouble a shopper can be told of.

use tracktry_core::html::Message;
use tracktry_core::{Journey, Tracking, Value};

/// How a look ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// There is a journey.
    Journey(Box<Journey>),
    /// There is none, or no news of it.
    Trouble(Trouble),
}

/// Why a look brought no journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// What the shopper is told.
    pub kind: Message,
    /// What the page's own code is told: a problem code of the edge, or `offline`, `unreachable`,
    /// `unreadable`.
    pub code: String,
    /// HTTP status; 0 where no answer came.
    pub status: f64,
    /// Seconds after which the edge wants to be asked again.
    pub wait: Option<f64>,
}

/// Reads an HTTP answer of the edge: whether it was a 200, its status, `Retry-After` in seconds
/// and JSON body.
pub fn of_edge<V: Value>(ok: bool, status: f64, wait: Option<f64>, body: Option<&V>) -> Outcome {
    if ok {
        return match body.and_then(Journey::decode) {
            Some(journey) => Outcome::Journey(Box::new(journey)),
            None => trouble(Message::Error, "unreadable", status),
        };
    }
    let code = body
        .and_then(|problem| problem.get("code"))
        .and_then(|code| code.text().map(std::borrow::Cow::into_owned))
        .unwrap_or_default();
    let kind = match code.as_str() {
        "parcel_unknown" => Message::NotFound,
        "carrier_invalid" | "number_invalid" => Message::Invalid,
        "upstream_busy" => Message::Busy,
        // A proxy before the edge: it says when, and nothing else that we know.
        "" if wait.is_some() => Message::Busy,
        _ => Message::Error,
    };
    let code = if code.is_empty() {
        "unreadable".into()
    } else {
        code
    };
    Outcome::Trouble(Trouble {
        kind,
        code,
        status,
        wait,
    })
}

/// No answer came; `online` is what the browser believes.
pub fn of_silence(online: bool) -> Outcome {
    if online {
        trouble(Message::Error, "unreachable", 0.0)
    } else {
        trouble(Message::Offline, "offline", 0.0)
    }
}

/// Reads what the page gave: a raw answer of Tracktry, or one tracking of it. Of several the
/// first counts.
pub fn of_raw<V: Value>(raw: &V) -> Outcome {
    match Tracking::find(raw) {
        Some(tracking) => Outcome::Journey(Box::new(Journey::of(&tracking))),
        None => trouble(Message::Error, "unreadable", 0.0),
    }
}

/// The attributes name no parcel that could be one: nothing was asked.
pub fn of_refusal(code: &str) -> Outcome {
    trouble(Message::Invalid, code, 0.0)
}

fn trouble(kind: Message, code: &str, status: f64) -> Outcome {
    Outcome::Trouble(Trouble {
        kind,
        code: code.into(),
        status,
        wait: None,
    })
}
