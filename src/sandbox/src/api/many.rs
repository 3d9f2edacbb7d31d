//! What the sister's document does to several parcels at once (grade C).

use serde::Serialize;
use serde_json::Value;

use super::{Call, Refusal, parcels};
use crate::answer::{self, Answer, Meta};
use crate::code::Code;
use crate::input::{self, Number};

/// What became of one parcel.
#[derive(Serialize)]
struct Outcome<'a> {
    meta: Meta,
    tracking_number: Option<&'a str>,
    carrier_code: Option<&'a str>,
}

#[derive(Serialize)]
struct Changed<'a> {
    submitted: usize,
    change: usize,
    trackings: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Deleted<'a> {
    submitted: usize,
    delete: usize,
    trackings: Vec<Outcome<'a>>,
}

/// Does something to each parcel of an array; how many were done, and what became of each.
fn each(
    objects: &[Value],
    one: impl Fn(&str, &str, &Value) -> Result<(), Refusal>,
) -> Result<(usize, Vec<Outcome<'_>>), Refusal> {
    let mut done = 0_usize;
    let mut outcomes = Vec::new();
    for object in objects {
        let result = named(object)
            .map_err(Refusal::from)
            .and_then(|(carrier, number)| one(&carrier, &number.key, object));
        let code = match result {
            Ok(()) => Code::Success,
            Err(Refusal::Code(code)) => code,
            Err(fault) => return Err(fault),
        };
        done = done.saturating_add(usize::from(code == Code::Success));
        let text = |name| object.get(name).and_then(Value::as_str);
        outcomes.push(Outcome {
            meta: code.into(),
            tracking_number: text("tracking_number"),
            carrier_code: text("carrier_code"),
        });
    }
    Ok((done, outcomes))
}

fn named(object: &Value) -> Result<(String, Number), Code> {
    let number = Number::of(object)?;
    Ok((input::carrier(object)?, number))
}

/// `POST /trackings/updatemore`: each object holds what a PUT would.
pub(super) fn change(call: &Call<'_>) -> Result<Answer, Refusal> {
    let objects = call.elements(Code::NotUnderstood)?;
    let (change, trackings) = each(&objects, |carrier, key, object| {
        parcels::apply(call, carrier, key, object).map(|_| ())
    })?;
    Ok(answer::with(
        Code::Success,
        &Changed {
            submitted: objects.len(),
            change,
            trackings,
        },
    ))
}

/// `POST /trackings/notupdate`: the carrier is not looked at any more; the parcel stays as it is known.
pub(super) fn stop(call: &Call<'_>) -> Result<Answer, Refusal> {
    let objects = call.elements(Code::NotUnderstood)?;
    let (change, trackings) = each(&objects, |carrier, key, _| {
        let mut parcel = call.store.find(carrier, key)?.ok_or(Code::Unknown)?;
        parcel.stopped_at = parcel.stopped_at.or(Some(call.now));
        Ok(call.store.change(&parcel, key, call.now)?)
    })?;
    Ok(answer::with(
        Code::Success,
        &Changed {
            submitted: objects.len(),
            change,
            trackings,
        },
    ))
}

/// `POST /trackings/delete`.
pub(super) fn delete(call: &Call<'_>) -> Result<Answer, Refusal> {
    let objects = call.elements(Code::NotUnderstood)?;
    let (delete, trackings) = each(&objects, |carrier, key, _| {
        if call.store.remove(carrier, key)? {
            Ok(())
        } else {
            Err(Code::Unknown.into())
        }
    })?;
    Ok(answer::with(
        Code::Success,
        &Deleted {
            submitted: objects.len(),
            delete,
            trackings,
        },
    ))
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "the sister's own name")]
struct Renamed {
    Usertag: &'static str,
}

/// `POST /trackings/update`: the parcel belongs to another carrier. 409 where that one has the
/// number already (grade E).
pub(super) fn rename(call: &Call<'_>) -> Result<Answer, Refusal> {
    let object = input::object(call.body()?, Code::NotUnderstood)?;
    let (carrier, number) = named(&object)?;
    let anew = input::text(&object, "update_carrier_code")?.ok_or(Code::NotUnderstood)?;
    let anew = tracktry_core::number::normalise_carrier(&anew).ok_or(Code::CarrierInvalid)?;
    let parcel = call.store.find(&carrier, &number.key)?;
    if parcel.is_none() {
        return Err(Code::Unknown.into());
    }
    if carrier != anew {
        if call.store.find(&anew, &number.key)?.is_some() {
            return Err(Code::Conflict.into());
        }
        call.store.rename(&carrier, &number.key, &anew)?;
    }
    Ok(answer::with(Code::Success, &Renamed { Usertag: "" }))
}
