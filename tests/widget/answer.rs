//! What an answer means to a shopper.

use serde_json::{Value as Json, json};
use tracktry_core::html::Message;
use tracktry_widget::answer::{Outcome, of_edge, of_raw, of_refusal, of_silence};

#[track_caller]
fn trouble(outcome: Outcome, kind: Message, code: &str) {
    match outcome {
        Outcome::Trouble(trouble) => {
            assert_eq!((trouble.kind, trouble.code.as_str()), (kind, code))
        }
        Outcome::Journey(_) => panic!("a journey, expected {code}"),
    }
}

fn problem(status: f64, code: &str, wait: Option<f64>) -> Outcome {
    of_edge(false, status, wait, Some(&&json!({ "code": code })))
}

#[test]
fn each_problem_of_the_edge_has_a_state() {
    for (status, code, kind) in [
        (404.0, "parcel_unknown", Message::NotFound),
        (400.0, "carrier_invalid", Message::Invalid),
        (400.0, "number_invalid", Message::Invalid),
        (503.0, "upstream_busy", Message::Busy),
        (404.0, "route_unknown", Message::Error),
        (405.0, "method_not_allowed", Message::Error),
        (502.0, "upstream_key_refused", Message::Error),
        (502.0, "upstream_quota", Message::Error),
        (502.0, "upstream_unreachable", Message::Error),
        (504.0, "upstream_timeout", Message::Error),
        (502.0, "upstream_garbled", Message::Error),
        (502.0, "upstream_fault", Message::Error),
        (500.0, "setting_invalid", Message::Error),
        (503.0, "internal", Message::Error),
        (418.0, "of_a_later_version", Message::Error),
    ] {
        trouble(problem(status, code, None), kind, code);
    }
}

#[test]
fn the_wait_and_the_status_are_kept() {
    let Outcome::Trouble(trouble) = problem(503.0, "upstream_busy", Some(90.0)) else {
        panic!("a journey");
    };
    assert_eq!((trouble.status, trouble.wait), (503.0, Some(90.0)));
}

#[test]
fn a_stranger_before_the_edge_is_busy_where_it_says_when() {
    let body = Json::Null;
    trouble(
        of_edge(false, 429.0, Some(9.0), Some(&&body)),
        Message::Busy,
        "unreadable",
    );
    trouble(
        of_edge(false, 502.0, None, Some(&&body)),
        Message::Error,
        "unreadable",
    );
    trouble(
        of_edge(false, 502.0, None, None::<&&Json>),
        Message::Error,
        "unreadable",
    );
}

#[test]
fn a_good_status_without_a_journey_is_an_error() {
    for body in [
        json!(null),
        json!([]),
        json!({}),
        json!({ "v": 2, "number": "JD01" }),
        json!({ "v": 1 }),
    ] {
        trouble(
            of_edge(true, 200.0, None, Some(&&body)),
            Message::Error,
            "unreadable",
        );
    }
}

#[test]
fn silence_is_told_apart_by_the_network() {
    trouble(of_silence(true), Message::Error, "unreachable");
    trouble(of_silence(false), Message::Offline, "offline");
    trouble(
        of_refusal("number_invalid"),
        Message::Invalid,
        "number_invalid",
    );
}

#[test]
fn a_raw_answer_is_read_in_every_wrapping() {
    let item = json!({ "tracking_number": "RB000000005CN", "status": "transit" });
    let envelope = |data: Json| json!({ "meta": { "code": 200 }, "data": data });
    for raw in [
        item.clone(),
        json!([item]),
        envelope(item.clone()),
        envelope(json!([item])),
        envelope(json!({ "page": 1, "total": "1", "items": [item] })),
    ] {
        match of_raw(&&raw) {
            Outcome::Journey(journey) => assert_eq!(journey.number, "RB000000005CN"),
            Outcome::Trouble(trouble) => panic!("{} for {raw}", trouble.code),
        }
    }
    trouble(of_raw(&&envelope(json!([]))), Message::Error, "unreadable");
    trouble(
        of_raw(&&json!("RB000000005CN")),
        Message::Error,
        "unreadable",
    );
}
