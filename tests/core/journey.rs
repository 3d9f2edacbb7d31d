//! What a shopper may see: keys, caps, carriers, milestones, and reading it back.

mod coarse;
mod order;
mod privacy;
mod steps;

use crate::fixtures::journey;
use crate::tracking::full;
use serde_json::{Value as Json, json};
use tracktry_core::journey::{Leg, MAX_BYTES, MAX_EVENTS, MAX_PLACE, MAX_TEXT};
use tracktry_core::time::Precision;
use tracktry_core::{Journey, Stage, carrier};

fn of(status: &str, substatus: Option<&str>, origin: &Json, destination: &Json) -> Journey {
    journey(&json!({
        "tracking_number": "RB000000005CN", "status": status, "substatus": substatus,
        "origin_info": {"carrier_code": "a-post", "trackinfo": origin},
        "destination_info": {"carrier_code": "b-post", "trackinfo": destination},
    }))
}

fn texts(journey: &Journey) -> Vec<&str> {
    journey
        .events
        .iter()
        .map(|e| e.text.as_deref().unwrap_or("-"))
        .collect()
}

#[test]
fn a_journey_has_every_key() {
    for raw in [json!({"tracking_number": "A1234"}), full()] {
        let json = serde_json::to_value(journey(&raw)).unwrap();
        let keys: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        let mut expected = [
            "v",
            "number",
            "carrier",
            "last_mile",
            "stage",
            "reason",
            "substatus",
            "raw_status",
            "events",
            "steps",
            "milestones",
            "from",
            "to",
            "days_under_way",
            "days_quiet",
            "expected",
        ];
        expected.sort_unstable();
        assert_eq!(keys, expected);
        assert_eq!(json["carrier"].as_object().unwrap().len(), 4);
        assert_eq!(json["milestones"].as_object().unwrap().len(), 6);
        for event in json["events"].as_array().unwrap() {
            assert_eq!(event.as_object().unwrap().len(), 8);
        }
    }
}

#[test]
fn the_caps_hold() {
    let scan = |n: usize| json!({"Date": format!("2021-01-{:02} 08:00", 28 - n / 20), "StatusDescription": format!("{n}{}", "\"".repeat(3_000)), "Details": "𝄞".repeat(900)});
    let many: Json = (0..500).map(scan).collect();
    let journey = of("transit", None, &many, &json!([]));
    let bytes = serde_json::to_vec(&journey).unwrap().len();
    assert!(bytes <= MAX_BYTES, "{bytes}");
    assert!(
        bytes > MAX_BYTES / 2,
        "no more is dropped than must be: {bytes}"
    );
    assert!(
        journey.events[0]
            .text
            .as_deref()
            .unwrap()
            .starts_with("0\""),
        "the newest stay"
    );
    for event in &journey.events {
        let (text, place) = (
            event.text.as_deref().unwrap(),
            event.place.as_deref().unwrap(),
        );
        assert_eq!(
            (text.chars().count(), place.chars().count()),
            (MAX_TEXT, MAX_PLACE)
        );
        assert!(text.ends_with('…') && place.ends_with('…'));
    }
    assert_eq!(
        Journey::decode(&&serde_json::to_value(&journey).unwrap()),
        Some(journey)
    );
}

/// What JSON adds counts too: keys around short texts, and what must be escaped.
#[test]
fn the_size_is_that_of_the_json() {
    for text in ["x", "\"", "\\", "é", "𝄞"] {
        let scan = |n: u32| json!({"Date": format!("2021-01-01 {:02}:{:02}:01", 9 - n / 60, 59 - n % 60), "StatusDescription": text.repeat(450)});
        let many: Json = (0..500).map(scan).collect();
        let bytes = serde_json::to_vec(&of("transit", None, &many, &json!([])));
        let bytes = bytes.unwrap().len();
        assert!(
            bytes <= MAX_BYTES && bytes > MAX_BYTES / 2,
            "{text}: {bytes}"
        );
    }
}

/// The first half of the way is the first carrier's to tell, the second the last's.
#[test]
fn milestones_of_both_legs() {
    let dates = |raw: &Json| serde_json::to_value(journey(raw).milestones).unwrap();
    let expected = |origin: &str, destination: &str| {
        json!({
            "received": format!("{origin}T01:01"), "dispatched": format!("{origin}T02:02"), "departed": format!("{origin}T03:03"),
            "arrived": format!("{destination}T04:04"), "customs": format!("{destination}T05:05"), "destination": format!("{destination}T06:06"),
        })
    };
    assert_eq!(dates(&full()), expected("2021-01-10", "2021-01-20"));
    let mut raw = full();
    raw["origin_info"] = json!(null);
    assert_eq!(dates(&raw), expected("2021-01-20", "2021-01-20"));
    let mut raw = full();
    raw["destination_info"] = json!([]);
    assert_eq!(dates(&raw), expected("2021-01-10", "2021-01-10"));
}

#[test]
fn carriers_by_name_number_and_link() {
    for known in carrier::all() {
        let raw = json!({"tracking_number": "A/1 2", "carrier_code": known.code, "origin_info": {"phone": "leg", "weblink": "https://leg.example/"}});
        let journey = journey(&raw);
        let shown = &journey.carrier;
        assert_eq!(shown.name.as_deref(), Some(known.name));
        assert_eq!(
            shown.phone.as_deref(),
            Some(if known.phone.is_empty() {
                "leg"
            } else {
                known.phone
            })
        );
        let url = shown.url.as_deref().unwrap();
        let template = if known.url.is_empty() {
            "https://leg.example/"
        } else {
            known.url
        };
        assert_eq!(url, template.replace("{}", "A%2F1%202"), "{}", known.code);
        assert_eq!(
            Journey::decode(&&serde_json::to_value(&journey).unwrap()),
            Some(journey)
        );
    }
    let named = |code: &str| {
        journey(&json!({"tracking_number": "A1234", "carrier_code": code}))
            .carrier
            .name
    };
    assert_eq!(named("never-heard_of").as_deref(), Some("Never Heard Of"));
    assert_eq!(named("qqq").as_deref(), Some("QQQ"));
    assert_eq!(named("qqqq").as_deref(), Some("Qqqq"));
}

#[test]
fn the_last_mile_is_another_carrier() {
    let last_mile = |top: Json, origin: Json, destination: Json| {
        let raw = json!({"tracking_number": "A1234", "carrier_code": top,
            "origin_info": {"carrier_code": origin, "phone": "1"}, "destination_info": {"carrier_code": destination, "phone": "2"}});
        let journey = journey(&raw);
        (
            journey.carrier.code,
            journey.carrier.phone,
            journey.last_mile.and_then(|c| c.code),
        )
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        last_mile(json!("a-x"), json!("a-x"), json!("b-x")),
        (some("a-x"), some("1"), some("b-x"))
    );
    assert_eq!(
        last_mile(json!("a-x"), json!("a-x"), json!("A-X")),
        (some("a-x"), some("1"), None)
    );
    assert_eq!(
        last_mile(json!("a-x"), json!(null), json!(null)),
        (some("a-x"), some("1"), None)
    );
    assert_eq!(
        last_mile(json!(null), json!("a-x"), json!("b-x")),
        (some("a-x"), some("1"), some("b-x"))
    );
    // Registered with the carrier of the last leg: its own telephone number.
    assert_eq!(
        last_mile(json!("b-x"), json!("a-x"), json!("b-x")),
        (some("b-x"), some("2"), None)
    );
}

#[test]
fn decode_takes_version_one_alone() {
    let good = serde_json::to_value(journey(&full())).unwrap();
    let with = |key: &str, value: Json| {
        let mut json = good.clone();
        json[key] = value;
        Journey::decode(&&json)
    };
    assert!(Journey::decode(&&good).is_some());
    assert_eq!(with("v", json!(2)), None);
    assert_eq!(with("v", json!(null)), None);
    assert_eq!(with("number", json!("")), None);
    for raw in [
        json!(null),
        json!([]),
        json!({}),
        json!("x"),
        json!({"code": "parcel_unknown"}),
    ] {
        assert_eq!(Journey::decode(&&raw), None);
    }
    assert_eq!(
        with("stage", json!("teleported")).unwrap().stage,
        Stage::Unknown
    );
    assert_eq!(
        with("expected", json!("2021-02-03"))
            .unwrap()
            .expected
            .as_deref(),
        Some("2021-02-03")
    );
    assert_eq!(
        with("expected", json!("2021-02-03T10:00"))
            .unwrap()
            .expected,
        None
    );
    assert_eq!(
        with("carrier", json!({"url": "javascript:alert(1)//"}))
            .unwrap()
            .carrier
            .url,
        None
    );
    let events = with("events", json!([{"at": "2021-01-01", "offset": "+01:00", "leg": "destination"}, {}, null, {"text": "x"}])).unwrap().events;
    assert_eq!(events.len(), 2);
    assert_eq!(
        (events[0].leg, &events[0].offset),
        (Leg::Destination, &None),
        "a date alone has no offset"
    );
    assert_eq!(
        with("events", json!(vec![json!({"text": "x"}); 2_000]))
            .unwrap()
            .events
            .len(),
        MAX_EVENTS
    );
    assert_eq!(
        with(
            "steps",
            json!(vec![json!({"stage": "delivered", "state": "done"}); 99])
        )
        .unwrap()
        .steps
        .len(),
        8
    );
}

#[test]
fn decode_takes_what_was_written_alone() {
    let good = serde_json::to_value(journey(&full())).unwrap();
    let first = |event: Json| {
        let mut json = good.clone();
        json["events"] = json!([event]);
        Journey::decode(&&json).unwrap().events.remove(0)
    };
    let time = |at: &str| {
        let event = first(json!({"text": "x", "at": at, "offset": "+01:00"}));
        (event.at.is_some(), event.precision)
    };
    for (at, precision) in [
        ("2021-01-19", Precision::Day),
        ("2021-01-19T10:33", Precision::Minute),
        ("2021-01-19T23:59:59", Precision::Second),
    ] {
        assert_eq!(time(at), (true, precision), "{at}");
    }
    for at in [
        "",
        "2021-01-1",
        "2021-01-19T",
        "2021-01-19T10:33:",
        "2021-01-19 10:33",
        "2021/01/19",
        "20210119",
        "2021-29-19",
        "2021-01-49",
        "2021-01-19T33:00",
        "2021-01-19T10:33:05Z",
        "2021-01-19T10:33\0\0\0",
        "２０２１-",
    ] {
        assert_eq!(time(at), (false, Precision::Unknown), "{at:?}");
    }
    for (offset, taken) in [
        ("Z", true),
        ("+01:00", true),
        ("-05:30", true),
        ("", false),
        ("z", false),
        ("+0100", false),
        ("01:00", false),
        ("+01:00:", false),
        ("+99:00", false),
    ] {
        let event = first(json!({"at": "2021-01-19T10:33", "offset": offset}));
        assert_eq!(event.offset.as_deref(), taken.then_some(offset));
    }
}

#[test]
fn decode_keeps_the_caps() {
    let mut json = serde_json::to_value(journey(&full())).unwrap();
    let long = "€".repeat(100_000);
    json["events"] = json!([{"text": long, "place": long, "substatus": long}]);
    json["from"] = json!(long);
    json["carrier"] = json!({"name": long, "phone": long, "url": format!("https://{long}")});
    json["days_under_way"] = json!(1e9);
    json["days_quiet"] = json!(-1);
    let journey = Journey::decode(&&json).unwrap();
    let event = &journey.events[0];
    let length = |text: &Option<String>| text.as_deref().unwrap().chars().count();
    assert_eq!(length(&event.text), MAX_TEXT);
    assert_eq!(length(&event.place), MAX_PLACE);
    assert_eq!(event.substatus, None, "absent rather than cut");
    assert_eq!(length(&journey.from), 100);
    assert_eq!(length(&journey.carrier.name), 100);
    assert_eq!(length(&journey.carrier.phone), 100);
    assert_eq!(length(&journey.carrier.url), 1_000);
    assert_eq!((journey.days_under_way, journey.days_quiet), (None, None));
}

/// A cap counts characters, whatever bytes they take.
#[test]
fn decode_reads_the_longest_words_there_are() {
    let mut raw = full();
    raw["tracking_number"] = json!("é".repeat(64));
    raw["status"] = json!("€".repeat(64));
    let journey = journey(&raw);
    assert_eq!(journey.number.chars().count(), 64);
    assert_eq!(
        Journey::decode(&&serde_json::to_value(&journey).unwrap()),
        Some(journey)
    );
}
