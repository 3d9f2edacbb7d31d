use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use tracktry_edge::config::Wrong;
use tracktry_edge::problem::Problem;
use tracktry_edge::record::Record;
use tracktry_edge::wire::{
    Delivered, Delivery, Lookup, OrderLookup, PlaceOf, Refusal, Register, Reply, SyncNews, Who,
};
use tracktry_edge::{object_reply, objects, place};

#[track_caller]
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &T) {
    let text = serde_json::to_string(message).unwrap();
    assert_eq!(
        &serde_json::from_str::<T>(&text).unwrap(),
        message,
        "{text}"
    );
}

fn record(number: &str, order: Option<&str>) -> Record {
    Record {
        v: 1,
        carrier: "dhl".to_owned(),
        number: number.to_owned(),
        stage: "in_transit".to_owned(),
        journey: "{\"v\":1}".to_owned(),
        order: order.map(str::to_owned),
        proofs: vec!["hash".to_owned()],
    }
}

#[test]
fn every_message_survives_its_way() {
    for who in [Who::Proven, Who::Guest, Who::Merchant, Who::Sync] {
        survives(&Lookup {
            carrier: None,
            number: "ABCD".to_owned(),
            who,
            wait_ms: 8_500,
            fresh_after: Some(-1),
            guest: Some("0123456789abcdef".to_owned()),
        });
        survives(&OrderLookup {
            order: "a\"b".to_owned(),
            who,
            wait_ms: 0,
            fresh_after: Some(-1),
        });
    }
    survives(&Register {
        carrier: "dhl".to_owned(),
        number: "ABCD".to_owned(),
        wait_ms: 1,
    });
    let place = PlaceOf {
        order: "1001".to_owned(),
        key: "dhl/ABCD".to_owned(),
        proofs: Vec::new(),
    };
    for reply in [
        Reply::Found {
            records: vec![record("ABCD", None)],
            asked_at: 7,
        },
        Reply::Absent { asked_at: 7 },
        Reply::Covered { until: 7 },
        Reply::Refused(Problem::Busy(120).into()),
    ] {
        survives(&reply);
    }
    survives(&Delivery {
        asked_at: 7,
        listed: true,
        records: vec![record("ABCD", Some("1"))],
        places: vec![place.clone()],
        left: vec![place.clone()],
        marks: vec!["ddhl/ABCD".to_owned()],
    });
    survives(&Delivered { left: vec![place] });
    survives(&SyncNews {
        until: Some(7),
        importing: true,
    });
}

#[test]
fn what_an_older_version_left_out_is_empty() {
    assert_eq!(
        serde_json::from_str::<Delivery>("{}").unwrap(),
        Delivery::default()
    );
    assert_eq!(
        serde_json::from_str::<Delivered>("{}").unwrap(),
        Delivered::default()
    );
    assert_eq!(
        serde_json::from_str::<SyncNews>("{}").unwrap(),
        SyncNews::default()
    );
    let refusal: Refusal = serde_json::from_str(r#"{"code":"upstream_busy","retry":5}"#).unwrap();
    assert_eq!(
        (Problem::from(&refusal), refusal.hush),
        (Problem::Busy(5), false)
    );
}

/// What an object tells of a problem, on both of its ways.
fn told(problem: Problem) -> [Problem; 2] {
    [
        Problem::from(&Refusal::from(problem)),
        object_reply::problem_of(&object_reply::problem_text(problem)),
    ]
}

#[test]
fn problems_survive_their_way_with_their_seconds() {
    for problem in [
        Problem::CarrierInvalid,
        Problem::NumberInvalid,
        Problem::ParcelUnknown,
        Problem::OrderUnknown,
        Problem::TokenRefused,
        Problem::KeyRefused,
        Problem::Quota,
        Problem::Busy(120),
        Problem::Down(29),
        Problem::Unreachable,
        Problem::Timeout,
        Problem::Garbled,
        Problem::Fault,
        Problem::Internal,
    ] {
        assert_eq!(told(problem), [problem; 2]);
    }
    let wrong = Wrong {
        setting: "ACCESS",
        must: "be right",
    };
    for never in [Problem::RouteUnknown, Problem::SettingInvalid(wrong)] {
        assert_eq!(told(never), [Problem::Internal; 2], "no object tells it");
    }
    for garbage in ["", "x", "upstream_busy x", " ", "internal 1 1"] {
        let problem = object_reply::problem_of(garbage);
        assert!(
            [Problem::Internal, Problem::Busy(1)].contains(&problem),
            "{garbage}"
        );
    }
}

#[test]
fn records_go_to_their_shelf_and_places_to_that_of_their_order() {
    let records = vec![
        record("ABCD", Some("1001")),
        record("ABCE", None),
        record("ABCF", Some("1001")),
    ];
    let all = objects::deliveries(records, 7, true);
    let kept: usize = all.values().map(|delivery| delivery.records.len()).sum();
    assert_eq!(kept, 3);
    for (shelf, delivery) in &all {
        assert!(!delivery.is_empty());
        assert_eq!((delivery.asked_at, delivery.listed), (7, true));
        assert!(
            delivery
                .records
                .iter()
                .all(|record| place::of_parcel(&record.key()) == *shelf)
        );
        assert!(
            delivery
                .places
                .iter()
                .all(|of| place::of_order(&of.order) == *shelf)
        );
    }
    let order = all.get(&place::of_order("1001")).unwrap();
    let keys: Vec<_> = order.places.iter().map(|of| of.key.as_str()).collect();
    assert_eq!(keys, ["dhl/ABCD", "dhl/ABCF"]);
    assert!(order.places.iter().all(|of| of.proofs == ["hash"]));
}

#[test]
fn every_shelf_is_in_one_group_and_none_is_larger_than_a_shelf_asks_of() {
    let mut all = Vec::new();
    for (first, others) in place::groups() {
        assert!(others.len() < usize::from(place::GROUP));
        all.push(first);
        all.extend(others);
    }
    assert_eq!(all, (0..place::SHELVES).collect::<Vec<_>>());
}
