//! Which days a shop can promise, and where they go.

use proptest::prelude::*;
use serde_json::{Value, json};
use tracktry_core::{Journey, Tracking};
use tracktry_edge::expected::day;
use tracktry_edge::shelf::promises::expecting;

#[test]
fn a_day_of_the_calendar_or_none_is_taken() {
    for date in [
        "2026-12-24",
        "2024-02-29",
        "2000-02-29",
        "2026-01-31",
        "0000-01-01",
        "9999-12-31",
    ] {
        assert_eq!(day(&json!({ "date": date })), Some(Some(date)));
    }
    assert_eq!(day(&json!({ "date": null })), Some(None));
    for date in [
        "",
        "2026-12-32",
        "2026-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-00-10",
        "2026-13-01",
        "2026-1-1",
        "26-12-24",
        "2026-12-24T00:00:00Z",
        " 2026-12-24",
        "2026/12/24",
        "24.12.2026",
        "+026-12-24",
        "2026-12-2x",
        "2026-12-24-",
        "2026-12",
        "２０２６-12-24",
        "2026-12-\"4",
    ] {
        assert_eq!(day(&json!({ "date": date })), None, "{date}");
    }
    for body in [
        json!(null),
        json!([]),
        json!("2026-12-24"),
        json!({}),
        json!({ "date": 20_261_224 }),
        json!({ "date": {} }),
        json!({ "day": "2026-12-24" }),
        json!({ "date": null, "x": 1 }),
    ] {
        assert_eq!(day(&body), None, "{body}");
    }
}

#[test]
fn a_journey_with_a_day_differs_in_the_day_alone() {
    let raw =
        json!({ "tracking_number": "RN123456789CN", "carrier_code": "ups", "status": "transit" });
    let journey = Journey::of(&Tracking::decode(&&raw).unwrap());
    let text = serde_json::to_string(&journey).unwrap();
    let told: Value = serde_json::from_str(&expecting(text.clone(), "2026-12-24")).unwrap();
    let mut expected: Value = serde_json::from_str(&text).unwrap();
    expected["expected"] = json!("2026-12-24");
    assert_eq!(told, expected);
    assert_eq!(
        Journey::decode(&&told).unwrap().expected.as_deref(),
        Some("2026-12-24")
    );
}

proptest! {
    #[test]
    fn whatever_is_taken_is_ten_plain_characters(date in "\\PC{0,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}") {
        if day(&json!({ "date": date })).is_some() {
            prop_assert!(date.len() == 10 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
        }
    }
}
