//! When what is kept of a parcel is old, and when it goes. Pure: `now` comes in.

use tracktry_core::Stage;

/// Unix time in milliseconds.
pub type Ms = i64;

/// A minute, an hour and a day in milliseconds.
const MINUTE: Ms = 60_000;
const HOUR: Ms = 60 * MINUTE;
/// A day in milliseconds.
pub const DAY: Ms = 24 * HOUR;

/// How long a parcel upstream has not told of is trusted to be there still: at least, and else as
/// long again as it has not changed. Delivered parcels would take most of what upstream allows, and
/// of a large shop more than that, if each were asked for every week.
pub const CONFIRM_AFTER: Ms = 7 * DAY;

/// How long after the first answer without it a parcel is looked for once more before it counts as
/// gone: an index that is built anew may lose it for a moment.
pub const GONE_AFTER: Ms = HOUR;

/// How long it is remembered that a parcel was erased or is gone, in which time no sync brings an
/// erased one back.
pub const TOMB_FOR: Ms = 30 * DAY;

/// How long an unknown number is remembered as such: it may be posted at any moment.
pub const UNKNOWN_FOR: Ms = 5 * MINUTE;

/// How long it is remembered whose a number is, for those who do not know its carrier.
pub const ALIAS_FOR: Ms = 7 * DAY;

/// What is known of a parcel's age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// Where it stands.
    pub stage: Stage,
    /// When upstream was asked last, by a look of its own or by a sync that has it.
    pub fetched_at: Ms,
    /// When what upstream says changed last.
    pub changed_at: Ms,
}

/// How good what is kept is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// As good as asking.
    Fresh,
    /// Good to show, and time to ask.
    Due,
    /// Older than it should be: to be marked.
    Stale,
}

/// How long an answer is as good as asking. The service itself asks a carrier every 2 to 6 hours,
/// so more often is useless while a parcel travels; at the door and in trouble a shopper waits.
/// `None`: for ever.
pub fn interval(age: &Age) -> Option<Ms> {
    let quiet = age.fetched_at.saturating_sub(age.changed_at);
    Some(match age.stage {
        Stage::OutForDelivery => 30 * MINUTE,
        Stage::Registered | Stage::ReadyForPickup | Stage::AttemptFailed | Stage::Exception => HOUR,
        Stage::InTransit | Stage::Unknown => 2 * HOUR,
        Stage::NotFound if quiet < 3 * DAY => HOUR,
        Stage::NotFound => 6 * HOUR,
        Stage::Expired => DAY,
        Stage::Delivered if quiet < 7 * DAY => 7 * DAY,
        Stage::Delivered => return None,
    })
}

/// The same within the deployment's own upper bound.
pub fn interval_within(age: &Age, bound: Option<Ms>) -> Option<Ms> {
    interval(age).into_iter().chain(bound).min()
}

/// How good what is kept is at `now`. `bound` is the deployment's own upper bound for the interval
/// (0: never as good as asking). A time in the future, after the clock was put back, is no age.
pub fn freshness(age: &Age, bound: Option<Ms>, now: Ms) -> Freshness {
    let Some(interval) = interval_within(age, bound) else {
        return Freshness::Fresh;
    };
    let passed = now.saturating_sub(age.fetched_at);
    if passed < interval {
        Freshness::Fresh
    } else if passed < interval.saturating_mul(2).max(MINUTE) {
        Freshness::Due
    } else {
        Freshness::Stale
    }
}

/// When a parcel must be looked at by itself: to confirm that it is still there, or to forget it.
pub fn check_at(confirmed_at: Ms, changed_at: Ms, retention: Ms, key: &str) -> Ms {
    confirm_at(confirmed_at, changed_at, key).min(changed_at.saturating_add(retention))
}

/// When a parcel must be confirmed. Spread over a day by its key: what an import brought at once
/// must not be asked for at once.
pub fn confirm_at(confirmed_at: Ms, changed_at: Ms, key: &str) -> Ms {
    let quiet = confirmed_at.saturating_sub(changed_at);
    // FNV-1a: numbers in a row must not end up in the same hour.
    let spread = key
        .bytes()
        .fold(FNV_BASIS, |sum, byte| {
            (sum ^ Ms::from(byte)).wrapping_mul(FNV_PRIME)
        })
        .rem_euclid(DAY);
    confirmed_at
        .saturating_add(quiet.max(CONFIRM_AFTER))
        .saturating_add(spread)
}

/// FNV-1a's own numbers for 64 bits.
const FNV_BASIS: Ms = -3_750_763_034_362_895_579;
const FNV_PRIME: Ms = 1_099_511_628_211;

/// Whether a parcel is kept for longer than it may be.
pub fn is_over(changed_at: Ms, retention: Ms, now: Ms) -> bool {
    now.saturating_sub(changed_at) >= retention
}
