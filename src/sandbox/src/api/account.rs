//! What the sister's document tells of the account (grade C).

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Call, Refusal};
use crate::answer::{self, Answer};
use crate::code::Code;
use crate::filter::Filter;
use crate::scenario::Status;

/// The account's e-mail address where no webhook names another: its key is that address.
const EMAIL: &str = "merchant@sandbox.invalid";
/// When the account was made; an invented moment, as text in unix seconds.
const REGISTERED: &str = "1469097290";
/// The quota told of where none holds; an invented number.
const WITHOUT_END: u64 = 9999;

#[derive(Serialize)]
struct User {
    email: String,
    regtime: &'static str,
    phone: Option<&'static str>,
    money: u64,
    track_number: u64,
}

/// `GET /trackings/getuserinfo`: the whole numbers of quota left, and as much money.
pub(super) fn user(call: &Call<'_>) -> Result<Answer, Refusal> {
    let left = match call.rules.quota {
        None => WITHOUT_END,
        Some(numbers) => call.store.quota(call.real)?.left(numbers) / 5,
    };
    let hook = call.store.hook()?;
    Ok(answer::with(
        Code::Success,
        &User {
            email: hook.map_or_else(|| EMAIL.to_owned(), |hook| hook.email),
            regtime: REGISTERED,
            phone: None,
            money: left,
            track_number: left,
        },
    ))
}

/// `GET /trackings/getstatusnumber`: how many parcels there are of each status, by the list's filters.
pub(super) fn statuses(call: &Call<'_>) -> Result<Answer, Refusal> {
    let filter = Filter::parse(call.query, call.body()?, &call.rules)?;
    let counts = call.store.statuses(&filter)?;
    let by_name: BTreeMap<&str, i64> = Status::ALL
        .iter()
        .map(|status| status.as_str())
        .map(|name| (name, counts.get(name).copied().unwrap_or(0)))
        .collect();
    Ok(answer::with(Code::Success, &by_name))
}
