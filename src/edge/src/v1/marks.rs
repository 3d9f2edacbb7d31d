//! What the Shelves are to know of a merchant's request that was done, besides what its answer told.

use super::query::word;
use super::table::{Effect, Endpoint};
use crate::{place, record, route};
use serde_json::Value;
use std::collections::BTreeMap;
use tracktry_core::number::{normalise_carrier, normalise_number};

/// Marks by the Shelf they are for. Each is a letter, a space and a name: `d` a parcel that is to be
/// asked for as soon as somebody looks, `g` one that is gone, `a` a number whose carrier is to be
/// found anew.
pub type Marks = BTreeMap<u8, Vec<Value>>;

/// What is to be known of a request, by what its path holds, its JSON and its answer.
pub fn marks(endpoint: &Endpoint, parts: [&str; 3], body: Option<&Value>, answer: &Value) -> Marks {
    let mut marks = Marks::new();
    let [carrier, number, _] = parts;
    let named = |name: &str| route::decode(name).unwrap_or_default();
    match (endpoint.effect, body) {
        (Effect::None | Effect::Tells, _) => {}
        (effect, _) if !carrier.is_empty() => {
            let letter = if effect == Effect::Ends { 'g' } else { 'd' };
            mark(&mut marks, letter, &named(carrier), &named(number));
        }
        (Effect::Moves, Some(body)) => {
            let text = |name| body.get(name).and_then(word).unwrap_or_default();
            let number = text("tracking_number");
            mark(&mut marks, 'g', &text("carrier_code"), &number);
            mark(&mut marks, 'd', &text("update_carrier_code"), &number);
        }
        (effect, Some(Value::Array(parcels))) => {
            let ended = ended(parcels.len(), answer);
            for (at, parcel) in parcels.iter().enumerate() {
                let is_gone = effect == Effect::Ends && ended.get(at) == Some(&true);
                of(&mut marks, if is_gone { 'g' } else { 'd' }, parcel);
            }
        }
        (_, Some(parcel)) => of(&mut marks, 'd', parcel),
        (_, None) => {}
    }
    marks
}

fn of(marks: &mut Marks, letter: char, parcel: &Value) {
    let text = |name| parcel.get(name).and_then(word).unwrap_or_default();
    mark(
        marks,
        letter,
        &text("carrier_code"),
        &text("tracking_number"),
    );
}

fn mark(marks: &mut Marks, letter: char, carrier: &str, number: &str) {
    let names = normalise_carrier(carrier).zip(normalise_number(number));
    let Some((carrier, number)) = names else {
        return;
    };
    let key = record::key(&carrier, &number);
    let shelf = marks.entry(place::of_parcel(&key)).or_default();
    shelf.push(format!("{letter} {key}").into());
    let nobody = record::key("-", &number);
    let shelf = marks.entry(place::of_parcel(&nobody)).or_default();
    shelf.push(format!("a {number}").into());
}

/// Which parcels an answer says are deleted, or were never there: all where it counts as many, else
/// by what it says of each.
fn ended(count: usize, answer: &Value) -> Vec<bool> {
    let data = answer.get("data");
    let deleted = data
        .and_then(|data| data.get("delete"))
        .and_then(Value::as_u64);
    if deleted == u64::try_from(count).ok() {
        return vec![true; count];
    }
    let said = data.and_then(|data| data.get("trackings"));
    let said = said
        .and_then(Value::as_array)
        .filter(|said| said.len() == count);
    let code = |one: &Value| {
        one.get("meta")
            .and_then(|meta| meta.get("code"))
            .and_then(word)
    };
    let is_gone = |one: &Value| matches!(code(one).as_deref(), Some("200" | "4017"));
    said.into_iter().flatten().map(is_gone).collect()
}
