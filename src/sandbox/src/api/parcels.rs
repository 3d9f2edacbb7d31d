//! Posting parcels, looking at one, changing and deleting it.

use serde::Serialize;
use serde_json::Value;
use tracktry_core::number::normalise_carrier;

use super::{Call, Refusal};
use crate::answer;
use crate::code::Code;
use crate::input::{self, Change, MAX_BATCH, Number, Post};
use crate::parcel::Parcel;
use crate::route::Name;
use crate::scenario;
use crate::wire::{self, Form};

/// Adds one parcel.
fn add(call: &Call<'_>, object: &Value) -> Result<Parcel, Refusal> {
    let Post {
        number,
        carrier,
        fields,
    } = Post::of(object)?;
    let story = scenario::special(&number.key).unwrap_or_else(|| scenario::ordinary(&number.key));
    let parcel = Parcel::new(number.shown, carrier, story, call.now, call.now, fields);
    if call.store.insert(&parcel, &number.key, call.now)? {
        Ok(parcel)
    } else {
        Err(Code::Exists.into())
    }
}

/// `POST /trackings/post`.
pub(super) fn post(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let object = input::object(call.body()?, Code::CarrierInvalid)?;
    let parcel = add(call, &object)?;
    Ok(answer::with(Code::Success, &wire::posted(&parcel)))
}

#[derive(Serialize)]
struct Refused<'a> {
    tracking_number: Option<&'a str>,
    carrier_code: Option<&'a str>,
    code: u16,
    message: &'static str,
}

#[derive(Serialize)]
struct Batch<'a> {
    submitted: usize,
    added: usize,
    trackings: Vec<wire::Posted<'a>>,
    errors: Vec<Refused<'a>>,
}

/// `POST /trackings/batch`: says 201 whatever became of the single parcels (grade D).
pub(super) fn batch(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let Ok(Value::Array(objects)) = serde_json::from_slice(call.body()?) else {
        return Err(Code::CarrierInvalid.into());
    };
    if objects.is_empty() {
        return Err(Code::NotUnderstood.into());
    }
    if objects.len() > MAX_BATCH {
        return Err(Code::TooMany.into());
    }
    let mut added = Vec::new();
    let mut errors = Vec::new();
    for object in &objects {
        match add(call, object) {
            Ok(parcel) => added.push(parcel),
            Err(Refusal::Code(code)) => errors.push(Refused {
                tracking_number: object.get("tracking_number").and_then(Value::as_str),
                carrier_code: object.get("carrier_code").and_then(Value::as_str),
                code: code.number(),
                message: code.message(),
            }),
            Err(fault) => return Err(fault),
        }
    }
    Ok(answer::with(
        Code::Created,
        &Batch {
            submitted: objects.len(),
            added: added.len(),
            trackings: added.iter().map(wire::posted).collect(),
            errors,
        },
    ))
}

/// The carrier and number of a path; `otherwise` where they cannot be any.
fn named(name: &Name, otherwise: Code) -> Result<(String, Number), Code> {
    let carrier = normalise_carrier(&name.carrier).ok_or(otherwise)?;
    let number = Number::parse(&name.number).ok_or(otherwise)?;
    Ok((carrier, number))
}

/// `GET /trackings/{carrier}/{number}`: an array of one (grade B). Unknown: 4031 (grade D).
pub(super) fn single(call: &Call<'_>, name: &Name) -> Result<Vec<u8>, Refusal> {
    let (carrier, number) = named(name, Code::Empty)?;
    let parcel = match call.store.find(&carrier, &number.key)? {
        Some(parcel) => parcel,
        None => scenario::special(&number.key)
            .map(|story| Parcel::unposted(number.shown, carrier, story, call.now))
            .ok_or(Code::Empty)?,
    };
    let items = [wire::item(&parcel, Form::Single, call.now)];
    Ok(answer::with(Code::Success, &items))
}

/// `PUT /trackings/{carrier}/{number}`: the tracking as it is now. Moves `updated_at` (grade E).
pub(super) fn change(call: &Call<'_>, name: &Name) -> Result<Vec<u8>, Refusal> {
    let object = input::object(call.body()?, Code::NotUnderstood)?;
    let (carrier, number) = named(name, Code::Unknown)?;
    let mut parcel = call
        .store
        .find(&carrier, &number.key)?
        .ok_or(Code::Unknown)?;
    let change = Change::of(&object)?;
    parcel.fields.apply(&object)?;
    parcel.archived = change.archived.unwrap_or(parcel.archived);
    parcel.manual = change.status.unwrap_or(parcel.manual);
    parcel.touched_at = call.now;
    call.store.change(&parcel, &number.key, call.now)?;
    let item = wire::item(&parcel, Form::Single, call.now);
    Ok(answer::with(Code::Success, &item))
}

/// `DELETE /trackings/{carrier}/{number}`.
pub(super) fn delete(call: &Call<'_>, name: &Name) -> Result<Vec<u8>, Refusal> {
    let (carrier, number) = named(name, Code::Unknown)?;
    if call.store.remove(&carrier, &number.key)? {
        Ok(answer::bare(Code::Success))
    } else {
        Err(Code::Unknown.into())
    }
}
