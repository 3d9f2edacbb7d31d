//! Every special number is what its name says, by the core's own reading.

use std::collections::BTreeSet;

use serde_json::Value;
use tracktry_core::journey::Leg;
use tracktry_core::{Journey, Stage, Tracking};
use tracktry_sandbox::scenario;
use tracktry_sandbox::wire::Form;

use crate::{NOW, at, raw, special};

/// How many substatuses each status has.
const NAMES: &[(&str, usize)] = &[
    ("PENDING", 0),
    ("INFORECEIVED", 0),
    ("NOTFOUND", 2),
    ("TRANSIT", 7),
    ("PICKUP", 3),
    ("DELIVERED", 4),
    ("UNDELIVERED", 4),
    ("EXCEPTION", 11),
    ("EXPIRED", 0),
];

fn journey(number: &str, now: i64) -> Journey {
    let raw = raw(&special(number, now), Form::Single, now);
    Journey::of(&Tracking::decode(&&raw).unwrap())
}

/// What the table of the core's fixtures says of a name: the stage, and the reason after a blank.
fn expected(table: &Value, number: &str) -> String {
    let mut parts = number.split('-').skip(1);
    let status = parts.next().unwrap().to_lowercase();
    let substatus = parts
        .next()
        .map_or(String::new(), |n| format!("{status}{n}"));
    let row = table
        .as_object()
        .unwrap()
        .iter()
        .find(|(name, _)| name.to_lowercase() == status);
    row.unwrap().1[&substatus].as_str().unwrap().to_owned()
}

#[test]
fn each_status_and_substatus_has_a_number_that_stands_for_it() {
    let table = include_str!("../fixtures/table.json");
    let table: Value = serde_json::from_str(table).unwrap();
    let mut checked = BTreeSet::new();
    for (status, count) in NAMES {
        let plain = format!("SBX-{status}");
        let with = (1..=*count).map(|n| format!("{plain}-{n:03}"));
        for number in std::iter::once(plain.clone()).chain(with) {
            for day in 0..9 {
                let journey = journey(&number, NOW + day * 86_400 + day * 3_571);
                let reason = journey
                    .reason
                    .map_or(String::new(), |r| format!(" {}", r.as_str()));
                let found = format!("{}{reason}", journey.stage.as_str());
                assert_eq!(found, expected(&table, &number), "{number}");
            }
            checked.insert(number);
        }
    }
    let fixed = scenario::fixed().map(|story| story.name.to_owned());
    assert_eq!(fixed.collect::<BTreeSet<_>>(), checked);
}

#[test]
fn a_number_with_a_substatus_sends_it_on_the_wire() {
    for story in scenario::fixed() {
        let Some((rest, digits)) = story.name.rsplit_once('-') else {
            continue;
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let substatus = format!("{}{digits}", rest.trim_start_matches("SBX-").to_lowercase());
        let text = raw(&special(story.name, NOW), Form::Single, NOW).to_string();
        assert!(
            text.contains(&format!("\"substatus\":\"{substatus}\"")),
            "{}",
            story.name
        );
    }
}

#[test]
fn nothing_of_a_number_that_stands_still_lies_in_the_future_or_before_1970() {
    for now in [0, 1, 59, NOW, at("2999-12-31T23:59:59Z")] {
        for story in scenario::specials() {
            let parcel = special(story.name, now);
            assert!(
                parcel.updated_at(now) <= now.max(parcel.start),
                "{} at {now}",
                story.name
            );
            assert!(parcel.start >= 0, "{} at {now}", story.name);
        }
    }
}

#[test]
fn the_traveller_goes_from_its_registration_to_the_door_and_starts_again() {
    let start = at("2026-11-19T00:00:00Z");
    let mut stages = Vec::new();
    for hour in 0..(7 * 24) {
        let journey = journey("SBX-TRAVEL", start + hour * 3600 + 1);
        if stages.last() != Some(&journey.stage) {
            stages.push(journey.stage);
        }
    }
    let way = [
        Stage::Registered,
        Stage::InTransit,
        Stage::OutForDelivery,
        Stage::Delivered,
    ];
    assert_eq!(stages, way);
    assert_eq!(
        journey("SBX-TRAVEL", start + 7 * 86_400).stage,
        Stage::Registered
    );
}

/// A page that looks every five seconds while the clock runs at 7200 sees every stage.
#[test]
fn each_stage_of_the_traveller_lasts_ten_hours() {
    let start = at("2026-11-19T00:00:00Z");
    let stages: Vec<Stage> = (0..(7 * 24))
        .map(|hour| journey("SBX-TRAVEL", start + hour * 3600).stage)
        .collect();
    for run in stages.chunk_by(|a, b| a == b) {
        assert!(run.len() >= 10, "{:?} for {} hours", run[0], run.len());
    }
}

#[test]
fn the_traveller_has_two_carriers_customs_and_every_milestone() {
    let journey = journey("SBX-TRAVEL", at("2026-11-24T20:00:00Z"));
    let legs = |leg| {
        journey
            .events
            .iter()
            .filter(move |event| event.leg == leg)
            .count()
    };
    assert!(legs(Leg::Origin) >= 8 && legs(Leg::Destination) >= 4);
    assert_eq!(
        journey.last_mile.unwrap().code.as_deref(),
        Some("postnl-parcels")
    );
    let m = &journey.milestones;
    let dates = [
        &m.received,
        &m.dispatched,
        &m.departed,
        &m.arrived,
        &m.customs,
        &m.destination,
    ];
    assert!(dates.iter().all(|date| date.is_some()), "{m:?}");
    assert_eq!(journey.from.as_deref(), Some("China"));
    assert_eq!(journey.to.as_deref(), Some("Netherlands"));
}

/// The stages and reasons a number goes through, from the start of its story to the end.
fn stages(number: &str) -> Vec<String> {
    let life = scenario::special(number).unwrap().life().unwrap();
    let start = NOW - NOW % life;
    let mut seen: Vec<String> = Vec::new();
    for hour in 0..life / 3600 {
        let journey = journey(number, start + hour * 3600);
        let reason = journey
            .reason
            .map_or(String::new(), |r| format!(" {}", r.as_str()));
        let stage = format!("{}{reason}", journey.stage.as_str());
        if seen.last() != Some(&stage) {
            seen.push(stage);
        }
    }
    seen
}

#[test]
fn the_other_travellers_go_through_what_they_are_named_for() {
    for (number, way) in [
        (
            "SBX-DOMESTIC",
            "registered, in_transit, out_for_delivery, delivered left_with_neighbour",
        ),
        (
            "SBX-ATTEMPT",
            "registered, in_transit, out_for_delivery, attempt_failed nobody_home, out_for_delivery, \
             attempt_failed nobody_home, out_for_delivery, delivered signed_for",
        ),
        (
            "SBX-RETURN",
            "registered, in_transit, out_for_delivery, attempt_failed recipient_not_found, \
             exception returning, exception returned",
        ),
        (
            "SBX-COLLECT",
            "registered, in_transit, ready_for_pickup, out_for_delivery, delivered collected",
        ),
        ("SBX-LABEL", "registered, exception no_information"),
        (
            "SBX-LOST",
            "registered, in_transit, exception no_information, exception delayed, \
             exception damaged_or_lost",
        ),
        (
            "SBX-EXPIRES",
            "registered, in_transit, exception no_information, expired",
        ),
    ] {
        assert_eq!(stages(number).join(", "), way, "{number}");
    }
}

#[test]
fn what_is_reserved_and_has_no_story_is_not_found() {
    for number in ["SBX-NOTHING", "SBX-TRANSIT-008", "SBX-EXCEPTION-12", "SBX-"] {
        assert!(
            scenario::special(number).is_none() && scenario::reserved(number),
            "{number}"
        );
    }
}
