//! `PUT /orders/{order}/expected`: the day the shop promised an order for. Tracktry has none.

use crate::access::{Caller, Scope, merchant};
use crate::journeys::Place;
use crate::objects::{CALL_MS, Object};
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::{body, orders};
use serde_json::{Value, json};
use web_sys::Request;

/// Milliseconds it may take: the order's Shelf tells those of its parcels.
const TELL_MS: u32 = 2 * CALL_MS;

/// Keeps the day, or forgets it, and has the journeys of the order's parcels say so.
///
/// # Errors
/// The caller may not, what is sent is no day, or the order's Shelf fails: to send it again does no
/// harm.
pub async fn answer(place: Place<'_>, request: &Request, order: &str) -> Result<Reply, Problem> {
    let Place {
        call, config, env, ..
    } = place;
    let caller = Caller::of(call.authorization.as_deref(), config, call.now_seconds());
    merchant(&caller, Scope::Write)?;
    let body: Value = body::json(request, body::SHOPPER).await?;
    let date = day(&body).ok_or(Problem::BodyInvalid)?;
    let promise = json!({ "order": order, "date": date });
    let home = Object::shelf_of_order(order);
    let keys: Vec<String> = home.post(env, "/promise", &promise, TELL_MS).await?;
    for key in keys {
        orders::forget_answers(config, &key).await;
    }
    Ok(Reply::new(204, Body::None).with("Cache-Control", "no-store"))
}

/// The day of `{"date": …}`, which has nothing else: `Some(None)` for `null`, `None` where there is
/// none or it is no day of the calendar.
pub fn day(body: &Value) -> Option<Option<&str>> {
    let fields = body.as_object().filter(|fields| fields.len() == 1)?;
    match fields.get("date")? {
        Value::Null => Some(None),
        Value::String(date) if is_day(date) => Some(Some(date)),
        _ => None,
    }
}

fn is_day(text: &str) -> bool {
    let number = |part: Option<&str>, digits: usize| -> Option<u16> {
        let part = part.filter(|part| part.len() == digits)?;
        let plain = part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    let mut parts = text.split('-');
    let year = number(parts.next(), 4);
    let month = number(parts.next(), 2);
    let day = number(parts.next(), 2);
    let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else {
        return false;
    };
    let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leaps => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}
