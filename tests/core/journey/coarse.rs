//! What the public sees of the last mile: countries, and no words that say more.

use crate::fixtures::journey;
use serde_json::{Value as Json, json};

/// A scan: day, place, status, substatus, words.
type Scan<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

fn leg(scans: &[Scan<'_>]) -> Json {
    let scan = |(date, place, status, substatus, text): &Scan<'_>| {
        json!({"Date": date, "Details": place, "StatusDescription": text,
            "checkpoint_status": status, "substatus": substatus})
    };
    scans.iter().map(scan).collect()
}

/// Places and words of the public's view, newest first; "-" where there is nothing.
fn seen(from_to: [&str; 2], origin: &[Scan<'_>], destination: &[Scan<'_>]) -> Vec<String> {
    let raw = json!({
        "tracking_number": "RB000000005CN", "status": "transit",
        "original_country": from_to[0], "destination_country": from_to[1],
        "origin_info": {"carrier_code": "a-post", "trackinfo": leg(origin)},
        "destination_info": {"carrier_code": "b-post", "trackinfo": leg(destination)},
    });
    let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let view = journey(&raw).with_coarse_places();
    view.events
        .into_iter()
        .map(|event| format!("{}/{}", or(event.place), or(event.text)))
        .collect()
}

const HOME: [&str; 2] = ["China", "Netherlands"];

#[track_caller]
fn places(from_to: [&str; 2], cases: &[(&str, &str)]) {
    for (place, expected) in cases {
        let found = seen(from_to, &[("2021-01-01", place, "transit", "", "x")], &[]);
        assert_eq!(found, [format!("{expected}/x")], "{place}");
    }
}

#[test]
fn a_place_becomes_its_country() {
    let cases = [
        ("LEIDEN,2312,NL", "NL"),
        ("Hong Kong [CN]", "CN"),
        ("Wien, AT ", "AT"),
        ("AT", "AT"),
        ("Leeds, UK", "UK"),
        ("Springfield, IL, US", "US"),
        ("Springfield", "-"),
        ("Wien,at", "-"),
        ("a,ABC", "-"),
        ("Nowhere, XX", "-"),
        ("[CN", "-"),
        ("x [cn]", "-"),
        ("x []", "-"),
        (",", "-"),
        ("ÅÅ", "-"),
    ];
    places(HOME, &cases);
}

/// `IL` is Illinois and Israel, `DE` Delaware and Germany.
#[test]
fn a_state_is_no_country() {
    let ends = [
        (["", ""], "-", "-"),
        (["China", "United States"], "-", "-"),
        (["Israel", "United States"], "IL", "-"),
        (["IL", "DE"], "IL", "DE"),
        (["israel [il]", "Germany [DE]"], "IL", "DE"),
    ];
    for (ends, israel, germany) in ends {
        places(ends, &[("Springfield, IL", israel), ("Dover, DE", germany)]);
    }
    places(["", ""], &[("Springfield, NY", "-"), ("Toronto, ON", "-")]);
}

#[test]
fn the_origin_carrier_reports_the_last_mile_too() {
    let origin = [
        ("2021-01-19 10:00", "LEIDEN,2312,NL", "delivered", "", "a"),
        ("2021-01-18 23:00", "LEIDEN", "transit", "", "b"),
        // In the order after the destination's first scan, yet of its day.
        ("2021-01-15 07:00", "ROTTERDAM", "transit", "", "c"),
        ("2021-01-14 09:00", "Beijing", "transit", "", "d"),
        // However early: who calls the parcel out for delivery is where it is delivered.
        ("2021-01-11 09:00", "Leiden, NL", "pickup", "", "e"),
        ("2021-01-10 09:00", "Shenzhen", "transit", "", "f"),
    ];
    let destination = [
        ("2021-01-18 12:00", "Den Haag", "transit", "", "g"),
        ("2021-01-15 08:00", "Rotterdam,NL", "transit", "", "h"),
    ];
    let expected = [
        "NL/a",
        "-/b",
        "-/g",
        "NL/h",
        "-/c",
        "Beijing/d",
        "NL/e",
        "Shenzhen/f",
    ];
    assert_eq!(seen(HOME, &origin, &destination), expected);
}

#[test]
fn every_late_stage_counts_in_either_leg() {
    for (status, substatus) in [
        ("pickup", ""),
        ("pickup", "pickup002"),
        ("undelivered", ""),
        ("delivered", ""),
    ] {
        let early = ("2021-01-01", "Leiden", status, substatus, "");
        let late = ("2021-01-09", "Utrecht", "transit", "", "");
        assert_eq!(seen(HOME, &[early], &[late]), ["-/-", "-/-"], "{status}");
    }
}

#[test]
fn without_a_destinations_leg_the_origins_is_the_last() {
    let scans = [
        ("2021-01-02", "Leiden", "transit", "", "a"),
        ("2021-01-01", "Shenzhen,CN", "transit", "", "b"),
    ];
    assert_eq!(seen(HOME, &scans, &[]), ["-/a", "CN/b"]);
}

/// What no date sets before the destination's leg may lie in it.
#[test]
fn without_dates_nothing_is_surely_before() {
    let origin = [
        ("2021-01-05", "Utrecht", "transit", "", "a"),
        ("", "Shenzhen", "transit", "", "b"),
    ];
    let dated = [("2021-01-09", "Leiden", "transit", "", "c")];
    assert_eq!(seen(HOME, &origin, &dated), ["-/c", "Utrecht/a", "-/b"]);
    let undated = [("", "Leiden", "transit", "", "c")];
    assert_eq!(seen(HOME, &origin, &undated), ["-/c", "-/a", "-/b"]);
}

#[test]
fn the_carriers_words_do_not_name_the_place() {
    let origin = [
        ("2021-01-09", "", "transit", "", "LEIDEN: in the van"),
        ("2021-01-08", "", "transit", "transit001", "Left Gouda"),
        ("2021-01-08", "", "transit", "hub017", "Left the hub"),
        (
            "2021-01-01",
            "Shenzhen",
            "transit",
            "transit001",
            "From Leiden's shop",
        ),
    ];
    let destination = [
        (
            "2021-01-08",
            "Leiden,2312,NL",
            "transit",
            "",
            "Sorted (2312)",
        ),
        ("2021-01-07", "莱顿市", "transit", "", "已离开莱顿市"),
        ("2021-01-07", "", "transit", "", "In the Netherlands, NL"),
    ];
    let expected = [
        "-/-",
        "NL/-",
        "-/-",
        "-/Left the hub",
        "-/-",
        "-/In the Netherlands, NL",
        "Shenzhen/From Leiden's shop",
    ];
    let mut found = seen(HOME, &origin, &destination);
    let mut expected = expected.map(String::from).to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_longest_journey_ends() {
    let place = |n: usize| {
        (0..40)
            .map(|m| format!("{n}市{m:02}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let scans: Vec<_> = (0..500)
        .map(|n| json!({"Date": format!("2021-01-01 {:02}:{:02}", n / 60, n % 60), "Details": place(n), "StatusDescription": "町".repeat(9) + " " + &"é町e ".repeat(120)}))
        .collect();
    let raw = json!({"tracking_number": "A1234", "origin_info": {"trackinfo": scans}});
    let journey = journey(&raw);
    let start = std::time::Instant::now();
    let view = journey.with_coarse_places();
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    assert!(view.events.iter().all(|event| event.place.is_none()));
}
