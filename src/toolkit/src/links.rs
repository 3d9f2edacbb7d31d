//! Links signed and read for a merchant's back end, which holds the keys.

use crate::error::Failure;
use crate::plain;
use js_sys::{Date, Reflect};
use serde::Serialize;
use tracktry_core::token::{Claims, LinkKeys, Parcel, Refusal, Subject};
use wasm_bindgen::prelude::*;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// The token of a link that opens a parcel, an order or a badge.
///
/// # Errors
/// `keys_invalid`; `link_invalid` with the reason.
#[wasm_bindgen(js_name = signLink)]
pub fn sign_link(options: &JsValue) -> Result<String, JsValue> {
    let keys = keys(options)?;
    let now = now(options)?;
    let claims = Claims {
        subject: subject(options)?,
        expires: expires(options, now)?,
        may_register: get(options, "register").as_bool().unwrap_or(false),
    };
    Ok(keys.sign(&claims, now).map_err(Failure::LinkInvalid)?)
}

/// What a token opens.
///
/// # Errors
/// `keys_invalid`; `link_refused` with the reason.
#[wasm_bindgen(js_name = verifyLink)]
pub fn verify_link(token: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let keys = keys(options)?;
    let now = now(options)?;
    let token = token
        .as_string()
        .ok_or(Failure::LinkRefused(Refusal::Form))?;
    let claims = keys.verify(&token, now).map_err(Failure::LinkRefused)?;
    Ok(plain(&Link::of(claims)))
}

/// A link as JavaScript reads it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Link {
    Parcel {
        carrier: Option<String>,
        number: String,
        expires: u64,
        register: bool,
    },
    Order {
        order: String,
        expires: u64,
        register: bool,
    },
    Badge {
        carrier: Option<String>,
        number: String,
        expires: u64,
        register: bool,
    },
}

impl Link {
    fn of(claims: Claims) -> Self {
        let (expires, register) = (claims.expires, claims.may_register);
        match claims.subject {
            Subject::Parcel(Parcel { carrier, number }) => Self::Parcel {
                carrier,
                number,
                expires,
                register,
            },
            Subject::Order(order) => Self::Order {
                order,
                expires,
                register,
            },
            Subject::Badge(Parcel { carrier, number }) => Self::Badge {
                carrier,
                number,
                expires,
                register,
            },
        }
    }
}

fn get(options: &JsValue, key: &str) -> JsValue {
    // What is no object has no members.
    Reflect::get(options, &key.into()).unwrap_or_default()
}

fn is_given(value: &JsValue) -> bool {
    !value.is_undefined() && !value.is_null()
}

fn keys(options: &JsValue) -> Result<LinkKeys, Failure> {
    get(options, "keys")
        .as_string()
        .and_then(|text| LinkKeys::parse(&text))
        .ok_or(Failure::KeysInvalid)
}

fn subject(options: &JsValue) -> Result<Subject, Failure> {
    let order = get(options, "order");
    let number = get(options, "number");
    let kind = get(options, "kind");
    let is_order = is_given(&order);
    let wrong = |refusal| Failure::LinkInvalid(refusal);
    if is_order && is_given(&number) {
        return Err(wrong(Refusal::Subject));
    }
    let kind = if is_given(&kind) {
        kind.as_string()
    } else {
        Some(if is_order { "order" } else { "parcel" }.to_owned())
    };
    let parcel = || {
        let carrier = get(options, "carrier");
        let carrier = if is_given(&carrier) {
            carrier.as_string()?
        } else {
            "-".to_owned()
        };
        Parcel::new(&carrier, &number.as_string()?)
    };
    let subject = match kind.as_deref() {
        Some("parcel") => parcel().map(Subject::Parcel),
        Some("badge") => parcel().map(Subject::Badge),
        Some("order") => order.as_string().and_then(|id| Subject::order(&id)),
        _ => return Err(wrong(Refusal::Kind)),
    };
    subject.ok_or(wrong(Refusal::Subject))
}

/// The end, as `expires` says it or so many `days` from now: one of the two.
fn expires(options: &JsValue, now: u64) -> Result<u64, Failure> {
    let (days, end) = (get(options, "days"), get(options, "expires"));
    let end = match (is_given(&days), is_given(&end)) {
        (true, false) => days.as_f64().and_then(|days| {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a time of day is far below 2^52"
            )]
            let now = now as f64;
            whole((now + days * DAY).floor())
        }),
        (false, true) => moment(&end),
        _ => None,
    };
    end.ok_or(Failure::LinkInvalid(Refusal::Expiry))
}

fn now(options: &JsValue) -> Result<u64, Failure> {
    let given = get(options, "now");
    let now = if is_given(&given) {
        moment(&given)
    } else {
        whole((Date::now() / 1000.0).floor())
    };
    now.ok_or(Failure::LinkInvalid(Refusal::Expiry))
}

/// Seconds since 1970 of a `Date`, or of a number that is them.
fn moment(value: &JsValue) -> Option<u64> {
    match value.dyn_ref::<Date>() {
        Some(date) => whole((date.get_time() / 1000.0).floor()),
        None => whole(value.as_f64()?),
    }
}

fn whole(seconds: f64) -> Option<u64> {
    let fits = seconds.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&seconds);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is whole and within 2^53"
    )]
    let whole = seconds as u64;
    fits.then_some(whole)
}
