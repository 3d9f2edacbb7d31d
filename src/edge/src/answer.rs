//! From an answer of Tracktry to the parcel asked for. Pure: bytes in, a tracking or a problem
//! out, and never a word of the answer in the problem.

use crate::problem::{Problem, SILENCE_SECONDS};
use std::borrow::Cow;
use tracktry_core::envelope::{Envelope, Outcome, ResultCode};
use tracktry_core::{Tracking, Value};

/// The parcel of that number in an answer to a single look-up or to a list.
///
/// A list can hold one number under several carriers, and a filter that upstream ignored brings
/// rows nobody asked for. The row with the newest scan wins; of equals, the first.
///
/// # Errors
/// What the answer says instead.
pub fn parcel(http: u16, body: &[u8], number: &str) -> Result<Tracking, Problem> {
    let json = serde_json::from_slice::<serde_json::Value>(body).ok();
    let envelope = json.as_ref().map(|json| Envelope::decode(&json));
    let code = envelope.as_ref().and_then(|envelope| envelope.code);
    match Outcome::of(http, code) {
        Outcome::Done => {}
        other => return Err(problem(other, code)),
    }
    if envelope.as_ref().is_some_and(is_no_list) {
        return Err(Problem::Garbled);
    }
    let mut best: Option<Tracking> = None;
    for row in envelope.map(Envelope::rows).unwrap_or_default() {
        let Some(found) = Tracking::decode(&row).filter(|found| is_same(&found.number, number))
        else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|best| newest(&found) > newest(best))
        {
            best = Some(found);
        }
    }
    best.ok_or(Problem::ParcelUnknown)
}

/// Whether the data is of a type that can hold no parcel. An empty text is PHP's word for nothing.
fn is_no_list<V: Value>(envelope: &Envelope<V>) -> bool {
    envelope.data.as_ref().is_some_and(|data| {
        data.text().is_some_and(|text| !text.is_empty())
            || data.number().is_some()
            || data.boolean().is_some()
    })
}

/// What to tell the caller of an answer that holds no parcel.
pub fn problem(outcome: Outcome, code: Option<ResultCode>) -> Problem {
    match (outcome, code.map(|code| code.0)) {
        (_, Some(4014)) => Problem::NumberInvalid,
        (_, Some(4015)) => Problem::CarrierInvalid,
        (_, Some(404)) | (Outcome::Empty, _) => Problem::ParcelUnknown,
        (Outcome::KeyRefused, _) => Problem::KeyRefused,
        (Outcome::Quota, _) => Problem::Quota,
        (Outcome::Busy, _) => Problem::Busy(SILENCE_SECONDS),
        (Outcome::Garbled, _) => Problem::Garbled,
        // A request that Tracktry calls wrong although its number and carrier were right, and
        // codes nobody has documented.
        (
            Outcome::Fault
            | Outcome::BadRequest
            | Outcome::Unknown(_)
            | Outcome::Exists
            | Outcome::Done,
            _,
        ) => Problem::Fault,
    }
}

/// Whether a stored number is the one asked for; upstream may keep it with spaces or dashes.
fn is_same(stored: &str, asked: &str) -> bool {
    let bare = |text: &str| -> Vec<u8> {
        text.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| b.to_ascii_uppercase())
            .collect()
    };
    bare(stored) == bare(asked)
}

/// The time of the newest scan of both legs, as sortable text; empty where there is none.
fn newest(tracking: &Tracking) -> Cow<'_, str> {
    [&tracking.origin, &tracking.destination]
        .into_iter()
        .flat_map(|leg| &leg.checkpoints)
        .filter_map(|scan| scan.at.as_ref())
        .map(|moment| Cow::Borrowed(moment.at.as_str()))
        .max()
        .unwrap_or_default()
}
