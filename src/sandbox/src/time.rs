//! The clock's seconds as text, the two ways Tracktry writes them.

use chrono::{DateTime, TimeDelta};

/// Seconds in a day.
pub const DAY: i64 = 86_400;
/// The last second the clock reaches: the end of the year 9998, so that every time of a parcel
/// still has a four-digit year.
pub const LAST: i64 = 253_370_764_799;

/// The midnight (UTC) a second lies after.
pub const fn midnight(at: i64) -> i64 {
    at.saturating_sub(at.rem_euclid(DAY))
}

/// ISO 8601 with an offset, as `created_at` and `updated_at` are written:
/// `2021-01-16T17:21:43+00:00`.
pub fn iso(at: i64) -> String {
    DateTime::from_timestamp(at, 0)
        .unwrap_or_default()
        .format("%Y-%m-%dT%H:%M:%S+00:00")
        .to_string()
}

/// As HTTP dates an answer: `Sat, 16 Jan 2021 17:21:43 GMT`.
pub fn http(at: i64) -> String {
    DateTime::from_timestamp(at, 0)
        .unwrap_or_default()
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

/// The wall clock of a place `offset` minutes east of UTC, without a zone, as carriers write it:
/// `2021-01-19 10:33`, with seconds where `seconds` says so.
pub fn wall(at: i64, offset: i16, seconds: bool) -> String {
    let local = DateTime::from_timestamp(at, 0)
        .unwrap_or_default()
        .checked_add_signed(TimeDelta::minutes(i64::from(offset)))
        .unwrap_or_default();
    let form = if seconds {
        "%Y-%m-%d %H:%M:%S"
    } else {
        "%Y-%m-%d %H:%M"
    };
    local.format(form).to_string()
}

/// Reads a time somebody wrote with its offset (`2026-11-23T10:00:00Z`), in seconds. `None`
/// outside 1970 to [`LAST`].
pub fn parse(text: &str) -> Option<i64> {
    let at = DateTime::parse_from_rfc3339(text.trim()).ok()?.timestamp();
    (0..=LAST).contains(&at).then_some(at)
}

/// Reads the time of an order as merchants write it (`2017/8/27 16:51`, `2018-05-20 12:00`), in
/// seconds as if it were UTC; `None` where it is free text.
pub fn parse_order(text: &str) -> Option<i64> {
    let plain = text.trim().replace('/', "-");
    let (date, clock) = plain.split_once([' ', 'T']).unwrap_or((&plain, ""));
    let mut date = date.splitn(3, '-').map(str::parse::<u32>);
    let mut clock = clock.splitn(3, ':').map(|part| part.parse().unwrap_or(0));
    let year = i32::try_from(date.next()?.ok()?).ok()?;
    chrono::NaiveDate::from_ymd_opt(year, date.next()?.ok()?, date.next()?.ok()?)?
        .and_hms_opt(
            clock.next().unwrap_or(0),
            clock.next().unwrap_or(0),
            clock.next().unwrap_or(0),
        )
        .map(|at| at.and_utc().timestamp())
}

/// Days from one second to another, a begun day counting as one.
pub fn days(from: i64, to: i64) -> i64 {
    to.saturating_sub(from)
        .max(0)
        .saturating_add(DAY.saturating_sub(1))
        .checked_div(DAY)
        .unwrap_or(0)
}
