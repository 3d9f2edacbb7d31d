//! Posting parcels, looking at one, changing and deleting it.

use serde::Serialize;
use serde_json::Value;
use tracktry_core::number::normalise_carrier;

use super::{Call, Refusal};
use crate::answer::{self, Answer, Meta};
use crate::code::Code;
use crate::input::{self, Change, Number, Post};
use crate::parcel::Parcel;
use crate::route::Name;
use crate::switches::{BatchErrors, Single};
use crate::wire::{self, Form};
use crate::{limits, php, scenario};

/// Adds one parcel.
fn add(call: &Call<'_>, object: &Value) -> Result<Parcel, Refusal> {
    let Post {
        number,
        carrier,
        fields,
    } = Post::of(object)?;
    call.afford(limits::POST, Code::BalanceLow)?;
    // the sandbox's own bound, told as an account's that takes no more (grade E)
    if call.store.is_full()? {
        return Err(Code::BalanceLow.into());
    }
    let story = scenario::special(&number.key).unwrap_or_else(|| scenario::ordinary(&number.key));
    let mut parcel = Parcel::new(number.shown, carrier, story, call.now, call.now, fields);
    parcel.moves = call.switches.updated_by;
    if !call.store.insert(&parcel, &number.key, call.now)? {
        return Err(Code::Exists.into());
    }
    call.charge(limits::POST)?;
    Ok(parcel)
}

/// `POST /trackings/post`.
pub(super) fn post(call: &Call<'_>) -> Result<Answer, Refusal> {
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
struct OnlyMeta {
    meta: Meta,
}

/// An element of `errors`; Tracktry has sent all three (grade B).
#[derive(Serialize)]
#[serde(untagged)]
enum Failure<'a> {
    Object(Refused<'a>),
    Text(String),
}

impl<'a> Failure<'a> {
    fn of(object: &'a Value, code: Code, form: BatchErrors) -> Self {
        let text = |name| object.get(name).and_then(Value::as_str);
        let refused = Refused {
            tracking_number: text("tracking_number"),
            carrier_code: text("carrier_code"),
            code: code.number(),
            message: code.message(),
        };
        match form {
            BatchErrors::Object => Self::Object(refused),
            BatchErrors::Text => Self::Text(php::text(&refused)),
            BatchErrors::Meta => Self::Text(php::text(&OnlyMeta { meta: code.into() })),
        }
    }
}

#[derive(Serialize)]
struct Batch<'a> {
    submitted: usize,
    added: usize,
    trackings: Vec<wire::Posted<'a>>,
    errors: Vec<Failure<'a>>,
}

/// `POST /trackings/batch`: says 201 whatever became of the single parcels (grade D).
pub(super) fn batch(call: &Call<'_>) -> Result<Answer, Refusal> {
    let objects = call.elements(Code::CarrierInvalid)?;
    let mut added = Vec::new();
    let mut errors = Vec::new();
    for object in &objects {
        match add(call, object) {
            Ok(parcel) => added.push(parcel),
            Err(Refusal::Code(code)) => {
                errors.push(Failure::of(object, code, call.switches.batch_errors));
            }
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
    Ok((carrier, number.plain()?))
}

/// `GET /trackings/{carrier}/{number}`: an array of one (grade B), or the object
/// itself as the sister answers (C). Unknown: 4031 (grade D).
pub(super) fn single(call: &Call<'_>, name: &Name) -> Result<Answer, Refusal> {
    let (carrier, number) = named(name, Code::Empty)?;
    let parcel = match call.store.find(&carrier, &number.key)? {
        Some(parcel) => parcel,
        None => scenario::special(&number.key)
            .map(|story| Parcel::unposted(number.shown, carrier, story, call.now))
            .ok_or(Code::Empty)?,
    };
    let item = wire::item(&parcel, Form::Single, call.now);
    Ok(match call.switches.single {
        Single::Array => answer::with(Code::Success, &[item]),
        Single::Object => answer::with(Code::Success, &item),
    })
}

/// `PUT /trackings/{carrier}/{number}`: the tracking as it is now.
pub(super) fn change(call: &Call<'_>, name: &Name) -> Result<Answer, Refusal> {
    let object = input::object(call.body()?, Code::NotUnderstood)?;
    let (carrier, number) = named(name, Code::Unknown)?;
    let parcel = apply(call, &carrier, &number.key, &object)?;
    let item = wire::item(&parcel, Form::Single, call.now);
    Ok(answer::with(Code::Success, &item))
}

/// Changes what an object says about a parcel. Whether that moves `updated_at` is a switch.
pub(super) fn apply(
    call: &Call<'_>,
    carrier: &str,
    key: &str,
    object: &Value,
) -> Result<Parcel, Refusal> {
    let mut parcel = call.store.find(carrier, key)?.ok_or(Code::Unknown)?;
    let change = Change::of(object)?;
    parcel.fields.apply(object)?;
    parcel.archived = change.archived.unwrap_or(parcel.archived);
    parcel.manual = change.status.unwrap_or(parcel.manual);
    if call.switches.updated_by.put {
        parcel.touched_at = call.now;
    }
    call.store.change(&parcel, key, call.now)?;
    Ok(parcel)
}

/// `DELETE /trackings/{carrier}/{number}`.
pub(super) fn delete(call: &Call<'_>, name: &Name) -> Result<Answer, Refusal> {
    let (carrier, number) = named(name, Code::Unknown)?;
    if call.store.remove(&carrier, &number.key)? {
        Ok(answer::bare(Code::Success))
    } else {
        Err(Code::Unknown.into())
    }
}
