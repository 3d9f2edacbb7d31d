//! What a shopper may see: order, caps, masks, places, links, steps.

use crate::fixtures::journey;
use crate::tracking::full;
use serde_json::{Value as Json, json};
use tracktry_core::journey::{Leg, MAX_BYTES, MAX_EVENTS, MAX_PLACE, MAX_TEXT, StepState};
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

/// Scans of `(date, text)`.
fn scans(list: &[(&str, &str)]) -> Json {
    list.iter().map(|(date, text)| json!({"Date": date, "StatusDescription": text, "checkpoint_status": "transit"})).collect()
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
fn both_legs_in_one_order() {
    let check = |origin: &[(&str, &str)], destination: &[(&str, &str)], expected: &[&str]| {
        assert_eq!(
            texts(&of("transit", None, &scans(origin), &scans(destination))),
            expected
        );
    };
    check(
        &[
            ("2021-01-05 10:00", "o3"),
            ("2021-01-03 10:00", "o2"),
            ("2021-01-01 10:00", "o1"),
        ],
        &[
            ("2021-01-06 10:00", "d3"),
            ("2021-01-04 10:00", "d2"),
            ("2021-01-02 10:00", "d1"),
        ],
        &["d3", "o3", "d2", "o2", "d1", "o1"],
    );
    // The same time: the destination's first, each leg in upstream's order.
    check(
        &[("2021-01-05 10:00", "o2"), ("2021-01-05 10:00", "o1")],
        &[("2021-01-05 10:00", "d2"), ("2021-01-05 10:00", "d1")],
        &["d2", "d1", "o2", "o1"],
    );
    // A date alone stays where upstream put it in its day, and in no order to the other leg's times.
    check(
        &[
            ("2021-01-05 18:00", "o4"),
            ("2021-01-05", "o3"),
            ("2021-01-05 08:00", "o2"),
            ("2021-01-04", "o1"),
        ],
        &[("2021-01-05", "d1")],
        &["d1", "o4", "o3", "o2", "o1"],
    );
    // A date alone goes where its older neighbour goes, past the other leg's later times.
    check(
        &[("2021-01-05 12:00", "o1")],
        &[("2021-01-05", "d2"), ("2021-01-05 10:00", "d1")],
        &["o1", "d2", "d1"],
    );
    // The oldest without a date stays with its leg, before the other leg's older scans.
    check(
        &[("2021-01-05 08:00", "o2"), ("", "o1")],
        &[("2021-01-03 08:00", "d1")],
        &["o2", "o1", "d1"],
    );
    // No date: beside its older neighbour, else its newer; a leg without any stays as it is.
    check(
        &[
            ("?", "o4"),
            ("2021-01-05 08:00", "o3"),
            ("2021-01-01 08:00", "o2"),
            ("", "o1"),
        ],
        &[("2021-01-06 08:00", "d2"), ("2021-01-03 08:00", "d1")],
        &["d2", "o4", "o3", "d1", "o2", "o1"],
    );
    check(
        &[("", "o2"), ("", "o1")],
        &[("", "d2"), ("", "d1")],
        &["d2", "d1", "o2", "o1"],
    );
    // Out of order within a leg.
    check(
        &[
            ("2021-01-01 08:00", "a"),
            ("2021-01-03 08:00", "c"),
            ("2021-01-02 08:00", "b"),
            ("2021-01-01 07:00", "0"),
        ],
        &[],
        &["c", "b", "a", "0"],
    );
    // Exact repetitions, also across legs; the destination's stays.
    check(
        &[
            ("2021-01-02", "x"),
            ("2021-01-02", "x"),
            ("2021-01-01 08:00", "y"),
        ],
        &[("2021-01-02", "x"), ("2021-01-01 08:00", "y")],
        &["x", "y"],
    );
    // The same words at another time are another scan.
    check(
        &[("2021-01-02 08:01", "x"), ("2021-01-02 08:00", "x")],
        &[],
        &["x", "x"],
    );
}

#[test]
fn five_hundred_scans_in_the_worst_order() {
    let shuffled: Vec<String> = (0..1_000_u32)
        .map(|n| {
            let minute = (n * 7_919) % 1_440;
            format!(
                "2021-01-{:02} {:02}:{:02}",
                1 + n % 28,
                minute / 60,
                minute % 60
            )
        })
        .collect();
    let leg = |range: std::ops::Range<usize>| -> Json {
        shuffled[range]
            .iter()
            .map(|date| json!({"Date": date, "StatusDescription": date}))
            .collect()
    };
    let journey = of("transit", None, &leg(0..500), &leg(500..1_000));
    assert_eq!(journey.events.len(), MAX_EVENTS);
    let at: Vec<_> = journey
        .events
        .iter()
        .map(|e| e.at.clone().unwrap())
        .collect();
    // Midnight is a date alone, which sorts below its day's times only where no neighbour says better.
    let exact: Vec<_> = at.iter().filter(|at| at.contains('T')).collect();
    assert!(exact.is_sorted_by(|a, b| a >= b));
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
fn a_customers_values_never_get_in() {
    let mut raw = full();
    let canaries = [
        "name", "mail-1", "mail-2", "phone", "title", "comment", "order", "channel", "signer-1",
        "signer-2",
    ];
    // In the fields alone, by construction.
    let journey = serde_json::to_string(&crate::fixtures::journey(&raw)).unwrap();
    assert!(!journey.contains("CANARY"));
    // And where carriers repeat them; order and channel are no person's.
    let masked = || {
        canaries
            .into_iter()
            .filter(|c| !matches!(*c, "order" | "channel"))
    };
    for canary in masked() {
        let words = format!("(Canary-{canary}), to CANARY-{canary}: canary-{canary}");
        raw["origin_info"]["trackinfo"] = json!([
            {"Date": "2021-01-02", "StatusDescription": words, "Details": words},
            {"Date": "2021-01-01", "StatusDescription": format!("{}CANARY-{canary}", "x ".repeat(248)), "Details": format!("CANARY-{canary}")},
        ]);
        let journey = crate::fixtures::journey(&raw);
        let json = serde_json::to_string(&journey).unwrap().to_uppercase();
        assert!(!json.contains("CANARY"), "{canary}: {json}");
        let shown = journey
            .events
            .iter()
            .find(|e| e.at.as_deref() == Some("2021-01-02"))
            .unwrap();
        assert_eq!(shown.text.as_deref(), Some("(…), to …: …"));
    }
}

#[test]
fn only_whole_words_are_masked() {
    let shown = |name: &str, text: &str| {
        let raw = json!({"tracking_number": "A1234", "customer_name": name, "origin_info": {"trackinfo": [{"StatusDescription": text}]}});
        texts(&journey(&raw))[0].to_owned()
    };
    assert_eq!(shown("Jane Doe", "Left with JANE DOE."), "Left with ….");
    assert_eq!(
        shown("Jane Doe", "Left with Jane Doering"),
        "Left with Jane Doering"
    );
    assert_eq!(
        shown("Anne", "Joanne, Anne-Marie, annex"),
        "Joanne, …-Marie, annex"
    );
    assert_eq!(
        shown("Doe", "Signed by Doe"),
        "Signed by Doe",
        "too short to be told from a common word"
    );
    assert_eq!(
        shown("Zoë Łuczak", "an ZOË ŁUCZAK übergeben"),
        "an … übergeben"
    );
    assert_eq!(
        shown("Ελένη Δ", "ΕΛΈΝΗ Δ"),
        "ΕΛΈΝΗ Δ",
        "accents that differ are another word"
    );
    assert_eq!(shown("Юлия Кох", "вручено ЮЛИЯ КОХ"), "вручено …");
    assert_eq!(shown("Ђорђе", "за ЂОРЂЕ"), "за …");
    assert_eq!(shown("Ćwik Šimek", "do ćwik šIMEK"), "do …");
    assert_eq!(shown("żak łoś", "do ŻAK ŁOŚ"), "do …");
    assert_eq!(
        shown("张三丰", "已签收，签收人张三丰本人"),
        "已签收，签收人…本人"
    );
    assert_eq!(shown("aaaa", "aaaaa aaaa aaaa"), "aaaaa … …");
    assert_eq!(shown("....", "a....b"), "a…b");
}

/// A name of nothing but repetition against texts of the same: bounded, and nothing leaks.
#[test]
fn masking_ends() {
    let name = "中".repeat(100);
    let text = "中".repeat(99) + "x";
    let scans: Vec<_> = (0..500)
        .map(|n| json!({"StatusDescription": format!("{n} {}", text.repeat(10))}))
        .collect();
    let raw = json!({"tracking_number": "A1234", "customer_name": name, "comment": name, "title": name,
        "origin_info": {"trackinfo": scans}});
    let start = std::time::Instant::now();
    let shown = journey(&raw);
    assert!(start.elapsed().as_secs() < 2);
    assert_eq!(texts(&shown).last(), Some(&"…"));
    assert!(texts(&shown)[0].starts_with("0 中"));
}

#[test]
fn coarse_places_leave_the_country_of_the_last_leg() {
    let leg = |places: &[&str]| -> Json {
        places
            .iter()
            .map(
                |place| json!({"Date": "2021-01-01", "StatusDescription": place, "Details": place}),
            )
            .collect()
    };
    let places = |journey: Journey| -> Vec<Option<String>> {
        journey
            .with_coarse_places()
            .events
            .into_iter()
            .map(|e| e.place)
            .collect()
    };
    let some = |place: &str| Some(place.to_owned());
    let last = leg(&[
        "LEIDEN,23xx,NL",
        "Hong Kong [CN]",
        "Bonn, DE ",
        "DE",
        "Springfield",
        "Bonn,de",
        "a,ABC",
        "[CN",
        "x [cn]",
        "x []",
        ",",
        "ÅÅ",
    ]);
    let expected = vec![
        some("NL"),
        some("CN"),
        some("DE"),
        some("DE"),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
    ];
    assert_eq!(
        places(of("transit", None, &last, &json!([]))),
        expected,
        "the origin's, where it is the only one"
    );
    let mut both = expected;
    both.push(some("Shenzhen"));
    assert_eq!(
        places(of("transit", None, &leg(&["Shenzhen"]), &last)),
        both,
        "the destination's, where there is one"
    );
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

/// The steps as `+` done, `o` now, `.` todo, `x` failed.
fn way(journey: &Journey) -> String {
    let sign = |state| match state {
        StepState::Done => '+',
        StepState::Now => 'o',
        StepState::Todo => '.',
        StepState::Failed => 'x',
    };
    journey.steps.iter().map(|step| sign(step.state)).collect()
}

#[test]
fn the_way_of_every_stage() {
    let scan = |day: u32, status: &str, substatus: &str| json!({"Date": format!("2021-01-{day:02} 08:00"), "StatusDescription": "x", "checkpoint_status": status, "substatus": substatus});
    let moving = json!([scan(2, "transit", "transit001")]);
    let out = json!([
        scan(3, "pickup", "pickup001"),
        scan(2, "transit", "transit001")
    ]);
    let none = json!([]);
    let check = |status: &str, substatus: &str, scans: &Json, expected: &str| {
        let journey = of(status, Some(substatus), scans, &json!([]));
        assert_eq!(way(&journey), expected, "{status} {substatus}");
        for step in &journey.steps {
            assert!(step.state != StepState::Todo || step.at.is_none());
        }
    };
    check("pending", "", &none, "o...");
    check("inforeceived", "", &none, "o...");
    check("notfound", "notfound001", &none, "o...");
    check("notfound", "notfound002", &none, "....");
    check("transit", "", &none, "+o..");
    check("transit", "", &out, "+o..");
    check("pickup", "pickup001", &out, "++o.");
    check("pickup", "pickup002", &none, "++o.");
    check("delivered", "", &none, "++++");
    check("undelivered", "undelivered002", &out, "++x.");
    check("exception", "exception006", &none, "+x..");
    check("exception", "exception006", &moving, "+x..");
    check("exception", "exception002", &out, "++x.");
    check("exception", "exception012", &moving, "+x..");
    let arrived = json!([scan(4, "delivered", "delivered001")]);
    check("exception", "exception012", &arrived, "++x.");
    check("expired", "", &arrived, "++o.");
    // Ended elsewhere: nothing is still to come.
    check("exception", "exception004", &none, "++x");
    check("exception", "exception005", &moving, "+x");
    check("exception", "exception007", &moving, "+x");
    check("exception", "exception008", &none, "+x");
    check("exception", "exception009", &moving, "++x");
    check("exception", "exception010", &out, "++x");
    check("exception", "exception011", &out, "++x");
    check("expired", "", &none, "o...");
    check("expired", "", &moving, "+o..");
    check("expired", "", &out, "++o.");
    check("mystery", "", &none, "....");
    check("mystery", "", &moving, "++..");
}

#[test]
fn what_failed_is_never_progress() {
    for status in ["undelivered", "exception"] {
        for n in 0..=12 {
            let journey = of(
                status,
                Some(&format!("{status}{n:03}")),
                &json!([]),
                &json!([]),
            );
            let states: Vec<_> = journey.steps.iter().map(|s| s.state).collect();
            assert_eq!(
                states.iter().filter(|s| **s == StepState::Failed).count(),
                1
            );
            assert!(!states.contains(&StepState::Now), "{status}{n:03}");
            let delivered = journey.steps.iter().find(|s| s.stage == Stage::Delivered);
            assert!(delivered.is_none_or(|s| s.state == StepState::Todo));
        }
    }
}

#[test]
fn steps_are_dated_by_scans_and_else_by_milestones() {
    let scan = |at: &str, status: &str, substatus: &str| json!({"Date": at, "StatusDescription": at, "checkpoint_status": status, "substatus": substatus});
    let origin = json!([
        scan("2021-01-09 08:00", "pickup", "pickup001"),
        scan("2021-01-08 17:00", "undelivered", "undelivered002"),
        scan("2021-01-08 08:00", "pickup", "pickup001"),
        scan("2021-01-07 08:00", "transit", "transit002"),
        scan("2021-01-06 08:00", "transit", "transit001"),
        scan("2021-01-05 08:00", "transit", "notfound001"),
        scan("2021-01-04 08:00", "transit", "notfound001"),
    ]);
    let dates = |journey: &Journey| -> Vec<Option<String>> {
        journey.steps.iter().map(|s| s.at.clone()).collect()
    };
    let day = |day: u32, hour: u32| Some(format!("2021-01-{day:02}T{hour:02}:00"));
    assert_eq!(
        dates(&of("pickup", None, &origin, &json!([]))),
        [day(4, 8), day(6, 8), day(9, 8), None]
    );
    assert_eq!(
        dates(&of("undelivered", None, &origin, &json!([]))),
        [day(4, 8), day(6, 8), day(8, 17), None]
    );
    let journey = journey(&json!({"tracking_number": "A1234", "status": "transit",
        "origin_info": {"ItemReceived": "2021-01-02", "ItemDispatched": "2021-01-03"}}));
    assert_eq!(
        dates(&journey),
        [
            Some("2021-01-02".into()),
            Some("2021-01-03".into()),
            None,
            None
        ]
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
