//! What an answer means to a shopper.

use serde_json::{Value as Json, json};
use tracktry_core::html::Message;
use tracktry_widget::answer::{Outcome, of_edge, of_refusal, of_silence};

#[track_caller]
fn trouble(outcome: Outcome, kind: Message, code: &str) {
    match outcome {
        Outcome::Trouble(trouble) => {
            assert_eq!((trouble.kind, trouble.code.as_str()), (kind, code));
        }
        Outcome::Journey(_) => panic!("a journey, expected {code}"),
    }
}

fn problem(code: &str, wait: Option<f64>) -> Outcome {
    of_edge(false, wait, Some(&&json!({ "code": code })))
}

#[test]
fn each_problem_of_the_edge_has_a_state() {
    for (code, kind) in [
        ("parcel_unknown", Message::NotFound),
        ("carrier_invalid", Message::Invalid),
        ("number_invalid", Message::Invalid),
        ("upstream_busy", Message::Busy),
        ("importing", Message::Busy),
        ("order_unknown", Message::OrderUnknown),
        ("token_required", Message::Locked),
        ("token_refused", Message::Locked),
        ("offline", Message::Offline),
        ("proof_refused", Message::Error),
        ("route_unknown", Message::Error),
        ("method_not_allowed", Message::Error),
        ("upstream_key_refused", Message::Error),
        ("upstream_quota", Message::Error),
        ("upstream_unreachable", Message::Error),
        ("upstream_timeout", Message::Error),
        ("upstream_garbled", Message::Error),
        ("upstream_fault", Message::Error),
        ("setting_invalid", Message::Error),
        ("internal", Message::Error),
        ("of_a_later_version", Message::Error),
    ] {
        trouble(problem(code, None), kind, code);
    }
}

#[test]
fn the_wait_is_kept() {
    let Outcome::Trouble(trouble) = problem("upstream_busy", Some(90.0)) else {
        panic!("a journey");
    };
    assert_eq!(trouble.wait, Some(90.0));
}

#[test]
fn a_stranger_before_the_edge_is_busy_where_it_says_when() {
    let body = Json::Null;
    trouble(
        of_edge(false, Some(9.0), Some(&&body)),
        Message::Busy,
        "unreadable",
    );
    trouble(
        of_edge(false, None, Some(&&body)),
        Message::Error,
        "unreadable",
    );
    trouble(
        of_edge(false, None, None::<&&Json>),
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
            of_edge(true, None, Some(&&body)),
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
        of_refusal("number_invalid".into()),
        Message::Invalid,
        "number_invalid",
    );
}
