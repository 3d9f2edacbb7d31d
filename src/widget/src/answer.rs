//! What came back, whatever came back: a journey, or a trouble a shopper can be told of.

use tracktry_core::html::Message;
use tracktry_core::{Journey, Value};

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
    /// Seconds after which the edge wants to be asked again.
    pub wait: Option<f64>,
}

/// Reads an HTTP answer of the edge: whether it was a 200, its `Retry-After` in seconds and its
/// JSON body.
pub fn of_edge<V: Value>(ok: bool, wait: Option<f64>, body: Option<&V>) -> Outcome {
    if ok {
        return match body.and_then(Journey::decode) {
            Some(journey) => Outcome::Journey(Box::new(journey)),
            None => trouble(Message::Error, "unreadable"),
        };
    }
    let code = body.and_then(|problem| problem.text_of("code"));
    let kind = match &code {
        Some(code) => Message::of_code(code),
        // A proxy before the edge: it says when, and nothing else that we know.
        None if wait.is_some() => Message::Busy,
        None => Message::Error,
    };
    let code = code.unwrap_or_else(|| "unreadable".into());
    Outcome::Trouble(Trouble { kind, code, wait })
}

/// No answer came; `online` is what the browser believes.
pub fn of_silence(online: bool) -> Outcome {
    if online {
        trouble(Message::Error, "unreachable")
    } else {
        trouble(Message::Offline, "offline")
    }
}

/// The attributes name no parcel that could be one: nothing was asked.
pub fn of_refusal(code: String) -> Outcome {
    Outcome::Trouble(Trouble {
        kind: Message::Invalid,
        code,
        wait: None,
    })
}

fn trouble(kind: Message, code: &str) -> Outcome {
    Outcome::Trouble(Trouble {
        kind,
        code: code.into(),
        wait: None,
    })
}
