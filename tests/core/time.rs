//! Carriers' times, against `tests/fixtures/time.json`: text → `[at, precision, offset]` or null.

use crate::fixtures;
use proptest::prelude::*;
use serde_json::json;
use tracktry_core::time::{Moment, Precision};

#[test]
fn every_form_of_a_time() {
    for (text, expected) in fixtures::read("time.json").as_object().unwrap() {
        let got = Moment::parse(text).map_or(json!(null), |m| {
            json!([m.at, m.precision.as_str(), m.offset])
        });
        assert_eq!(got, *expected, "{text:?}");
    }
}

proptest! {
    #[test]
    fn reading_is_total(text in "\\PC{0,40}") {
        let _ = Moment::parse(&text);
    }

    #[test]
    fn near_misses_are_total(text in "[0-9]{1,8}[-/.T ]{0,2}[0-9]{0,3}[-/.T ]?[0-9]{0,3}[T ]?[0-9:.+Zz -]{0,16}") {
        if let Some(moment) = Moment::parse(&text) {
            prop_assert_eq!(Moment::parse(&moment.at).map(|again| again.at), Some(moment.at));
        }
    }

    /// The wall clock stays as the carrier wrote it, whatever the offset.
    #[test]
    fn nothing_is_shifted(
        (year, month, day) in (1970..2100_u32, 1..=12_u32, 1..=28_u32),
        (hour, minute, second) in (1..24_u32, 0..60_u32, 0..60_u32),
        offset in prop::option::of("[+-](0[0-9]|1[0-3]):[0-5][0-9]"),
    ) {
        let shown = offset.clone().unwrap_or_default();
        let text = format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{shown}");
        let moment = Moment::parse(&text).unwrap();
        prop_assert_eq!(&moment.at, &text[..19].replace(' ', "T"));
        prop_assert_eq!(moment.precision, Precision::Second);
        prop_assert_eq!(moment.offset, offset);

        let slashes = format!("{year}/{month}/{day} {hour}:{minute:02}");
        prop_assert_eq!(Moment::parse(&slashes).unwrap().at, moment.at[..16].to_owned());
        let compact = format!("{year}{month:02}{day:02}");
        prop_assert_eq!(Moment::parse(&compact).unwrap().at, moment.at[..10].to_owned());
    }

    /// A day exists if and only if the calendar says so: checked by counting days through a
    /// 400-year cycle, not by the rule the code uses.
    #[test]
    fn only_days_of_the_calendar(year in 1600..2400_u32, month in 0..=13_u32, day in 0..=32_u32) {
        let lengths = [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let exists = (1..=12).contains(&month)
            && (1..=lengths[month.saturating_sub(1).min(11) as usize]).contains(&day);
        let text = format!("{year}-{month}-{day}");
        prop_assert_eq!(Moment::parse(&text).is_some(), exists, "{}", text);
    }
}

/// Leap years by the number of leap days up to a year, of which a leap year has one more.
fn is_leap(year: u32) -> bool {
    let leap_days = |year: u32| year / 4 - year / 100 + year / 400;
    leap_days(year) > leap_days(year - 1)
}
