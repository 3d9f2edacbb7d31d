//! What the Shelves are to know of a merchant's request, besides what its answer told.

use super::query::word;
use super::table::{Effect, Endpoint};
use crate::objects::Deliveries;
use crate::wire::Ms;
use crate::{place, record, route};
use serde_json::Value;
use tracktry_core::number::{normalise_carrier, normalise_number};

/// How a request ended.
#[derive(Clone, Copy, Debug)]
pub enum End<'a> {
    /// It was done, with this answer.
    Done(&'a Value),
    /// There is nothing of what it asked for.
    Missing,
    /// Nobody knows whether it was done.
    Unknown,
}

/// Adds to what the Shelves are handed what is to be known of a request, by what its path holds, its
/// JSON and how it ended. A mark is a letter and the key of a parcel: `d` one that is to be asked for as
/// soon as somebody looks, under its carrier or without one, `g` one that is gone.
pub fn add(
    marks: &mut Deliveries,
    endpoint: &Endpoint,
    parts: [&str; 3],
    body: &Value,
    end: End<'_>,
    at: Ms,
) {
    let is_done = matches!(end, End::Done(_));
    let letter = |is_gone: bool| if is_gone { 'g' } else { 'd' };
    let ends = endpoint.effect == Effect::Ends;
    match (endpoint.effect, end) {
        (Effect::None, _) | (Effect::Tells, End::Done(_) | End::Unknown) => return,
        (Effect::Moves, _) => {
            let old = parcel(parts, body, "carrier_code");
            mark(marks, letter(is_done), old, at);
            mark(marks, 'd', parcel(parts, body, "update_carrier_code"), at);
            return;
        }
        (Effect::Tells | Effect::Changes | Effect::News | Effect::Ends, _) => {}
    }
    let Some(all) = body.as_array() else {
        let one = parcel(parts, body, "carrier_code");
        mark(marks, letter(ends && is_done), one, at);
        return;
    };
    for (index, one) in all.iter().enumerate() {
        let is_gone = match end {
            End::Done(answer) => ends && is_deleted(index, all.len(), answer),
            End::Missing | End::Unknown => false,
        };
        mark(
            marks,
            letter(is_gone),
            parcel(parts, one, "carrier_code"),
            at,
        );
    }
}

/// The carrier and number that a path names, or else JSON.
pub fn parcel(parts: [&str; 3], body: &Value, carrier: &str) -> Option<(String, String)> {
    let text = |part: &str, name| match part {
        "" => body.get(name).and_then(word),
        part => route::decode(part),
    };
    let [first, second, _] = parts;
    let carrier = normalise_carrier(&text(first, carrier)?)?;
    let number = normalise_number(&text(second, "tracking_number")?)?;
    Some((carrier, number))
}

fn mark(marks: &mut Deliveries, letter: char, parcel: Option<(String, String)>, at: Ms) {
    let Some((carrier, number)) = parcel else {
        return;
    };
    let key = record::key(&carrier, &number);
    let nobody = record::key("-", &number);
    for (letter, key) in [(letter, key), ('d', nobody)] {
        let mark = format!("{letter}{key}");
        marks.change(place::of_parcel(&key), |delivery| {
            delivery.asked_at = at;
            delivery.marks.push(mark);
        });
    }
}

/// Whether an answer says that one of so many parcels is deleted, or was never there: where it counts
/// as many all are, else it says so of each.
fn is_deleted(index: usize, count: usize, answer: &Value) -> bool {
    let Some(data) = answer.get("data") else {
        return false;
    };
    if data.get("delete").and_then(Value::as_u64) == u64::try_from(count).ok() {
        return true;
    }
    let said = data.get("trackings").and_then(Value::as_array);
    let said = said.filter(|said| said.len() == count);
    let meta = said.and_then(|said| said.get(index)?.get("meta"));
    let code = meta.and_then(|meta| meta.get("code")).and_then(word);
    matches!(code.as_deref(), Some("200" | "4017"))
}
