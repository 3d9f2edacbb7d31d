//! `POST /trackings/realtime`, which needs no earlier post (grade A).

use serde::Serialize;

use super::{Call, Refusal};
use crate::answer::{self, Answer};
use crate::code::Code;
use crate::input::{self, Post};
use crate::parcel::Parcel;
use crate::scenario;
use crate::switches::Again;
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
pub(super) fn realtime(call: &Call<'_>) -> Result<Answer, Refusal> {
    let object = input::object(call.body()?, Code::CarrierInvalid)?;
    let Post {
        number,
        carrier,
        fields,
    } = Post::of(&object)?;
    let code = again(call, &carrier, &number.key)?;
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
    Ok(answer::with(code, &Data { items }))
}

/// The code of a look at a number, which comes too early where it is within two real hours of
/// the one before (grade C). What Tracktry does then is not known: done with code 202, or 429 (E).
fn again(call: &Call<'_>, carrier: &str, key: &str) -> Result<Code, Refusal> {
    let Some(seconds) = call.rules.realtime_again_seconds else {
        return Ok(Code::Success);
    };
    let wait = i64::from(seconds).saturating_mul(1000);
    let last = call.store.looked_at(carrier, key)?;
    if last.is_some_and(|last| (0..wait).contains(&call.real.saturating_sub(last))) {
        return match call.switches.realtime_again {
            Again::Done => Ok(Code::Exceeded),
            Again::Refused => Err(Code::Limited.into()),
        };
    }
    call.store.look(carrier, key, call.real)?;
    Ok(Code::Success)
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
