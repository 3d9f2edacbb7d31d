//! `POST /trackings/realtime`, which needs no earlier post (grade A).

use serde::Serialize;

use super::{Call, Refusal};
use crate::answer;
use crate::code::Code;
use crate::input::{self, Post};
use crate::parcel::Parcel;
use crate::scenario;
use crate::time::{DAY, midnight};
use crate::wire::{self, Form, Item};

#[derive(Serialize)]
struct Data<'a> {
    items: [Item<'a>; 1],
}

/// How many days an ordinary parcel nobody posted can be under way already.
const MOST_DAYS: i64 = 7;

/// What the carrier says now. An ordinary number nobody posted has been under way for some days,
/// which depend on the number; a reserved one without a story is unknown to every carrier.
pub(super) fn realtime(call: &Call<'_>) -> Result<Vec<u8>, Refusal> {
    let object = input::object(call.body()?, Code::CarrierInvalid)?;
    let Post {
        number,
        carrier,
        fields,
    } = Post::of(&object)?;
    let parcel = match call.store.find(&carrier, &number.key)? {
        Some(parcel) => parcel,
        None => match scenario::special(&number.key) {
            Some(story) => Parcel::unposted(number.shown, carrier, story, call.now),
            None if scenario::reserved(&number.key) => return Err(Code::Empty.into()),
            None => {
                let story = scenario::ordinary(&number.key);
                let start = handed_over(&number.key, call.now);
                Parcel::new(number.shown, carrier, story, start, call.now, fields)
            }
        },
    };
    let items = [wire::item(&parcel, Form::Realtime, call.now)];
    Ok(answer::with(Code::Success, &Data { items }))
}

/// When a parcel nobody posted was handed over: over and over, on a day that its number gives.
fn handed_over(key: &str, now: i64) -> i64 {
    let hash = crate::hash::hash64(key).rotate_left(32);
    let phase = i64::try_from(hash & 0xffff)
        .unwrap_or(0)
        .rem_euclid(MOST_DAYS);
    let today = midnight(now).div_euclid(DAY);
    let since = today.saturating_add(phase).rem_euclid(MOST_DAYS);
    today.saturating_sub(since).saturating_mul(DAY).max(0)
}
