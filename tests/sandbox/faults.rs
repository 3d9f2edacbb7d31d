//! Faults: what is taken, what is hit, and what becomes of the body.

use serde_json::{Value, json};
use tracktry_core::{Journey, Tracking};
use tracktry_sandbox::fault::damage::{Body, Filler};
use tracktry_sandbox::fault::{Fault, Faults, Kind, MAX_FAULTS, Strike};

fn set(fault: &Value) -> Faults {
    let mut faults = Faults::default();
    faults.add(fault.to_string().as_bytes(), 0).unwrap();
    faults
}

fn strike(kind: Kind, draw: u64) -> Strike {
    let fault: Fault = serde_json::from_value(json!({"kind": kind.as_str()})).unwrap();
    assert_eq!(fault.kind, kind);
    Strike { fault, draw }
}

const ANSWER: &str = r#"{"meta":{"code":200,"type":"Success","message":"Success"},"data":[{"tracking_number":"SBX-1","status":"transit","origin_info":{"trackinfo":[{"Date":"2026-11-23 10:00","StatusDescription":"x"}]},"itemTimeLength":4}]}"#;

fn whole(strike: &Strike) -> Vec<u8> {
    match strike.damage(ANSWER.as_bytes().to_vec()).body {
        Body::Whole(body) => body,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_set_is_refused_in_words() {
    for wrong in [
        "",
        "[]",
        "{}",
        "7",
        r#"{"kind":"flood"}"#,
        r#"{"kind":"slow","delay_ms":60001}"#,
        r#"{"kind":"slow","delay_ms":-1}"#,
        r#"{"kind":"huge","bytes":33554433}"#,
        r#"{"kind":"code","code":418}"#,
        r#"{"kind":"html","status":199}"#,
        r#"{"kind":"html","status":204}"#,
        r#"{"kind":"code","rate":1.1}"#,
        r#"{"kind":"code","rate":null}"#,
        r#"{"kind":"code","seconds":0}"#,
        r#"{"kind":"code","seconds":86401}"#,
        r#"{"kind":"code","count":0}"#,
        r#"{"kind":"types","field":"status"}"#,
        r#"{"kind":"code","colour":"red"}"#,
        r#"[{"kind":"code"},{"kind":"x"}]"#,
    ] {
        let mut faults = Faults::default();
        let error = faults.add(wrong.as_bytes(), 0).unwrap_err();
        assert!(!error.is_empty(), "{wrong}");
        assert!(faults.active().is_empty(), "{wrong}");
    }
    let many = vec![json!({"kind": "slow"}); MAX_FAULTS + 1];
    let many = Value::from(many).to_string();
    assert!(Faults::default().add(many.as_bytes(), 0).is_err());
}

#[test]
fn a_route_is_a_label_a_path_or_all() {
    for (route, hit) in [
        ("*", true),
        ("GET /trackings/get", true),
        ("/trackings/get", true),
        ("POST /trackings/get", false),
        ("/trackings", false),
        ("", false),
    ] {
        let mut faults = set(&json!({"kind": "slow", "route": route}));
        let found = faults.strike("GET /trackings/get", 1).is_some();
        assert_eq!(found, hit, "{route}");
    }
}

#[test]
fn a_share_is_hit_and_the_same_one_every_time() {
    let hits = |seed: u32| -> Vec<bool> {
        let mut faults = set(&json!({"kind": "slow", "rate": 0.25, "seed": seed}));
        (0..4_000)
            .map(|_| faults.strike("x", 1).is_some())
            .collect()
    };
    let first = hits(7);
    assert_eq!(first, hits(7));
    assert_ne!(first, hits(8));
    let count = first.iter().filter(|hit| **hit).count();
    assert!((850..=1_150).contains(&count), "{count} of 4000");
    let mut never = set(&json!({"kind": "slow", "rate": 0}));
    assert!((0..100).all(|_| never.strike("x", 1).is_none()));
    let mut always = set(&json!({"kind": "slow"}));
    assert!((0..100).all(|_| always.strike("x", 1).is_some()));
}

#[test]
fn a_fault_ends_with_its_time_or_its_count() {
    let mut faults = set(&json!({"kind": "slow", "seconds": 2}));
    assert!(faults.strike("x", 1_999).is_some());
    assert!(faults.strike("x", 2_000).is_none());
    assert!(faults.active().is_empty());
    let mut faults = set(&json!({"kind": "slow", "count": 2}));
    let hits = (0..5).filter(|_| faults.strike("x", 1).is_some()).count();
    assert_eq!(hits, 2);
}

#[test]
fn the_first_of_several_has_it_and_all_count() {
    let mut faults = set(&json!([{"kind": "slow"}, {"kind": "html"}]));
    assert_eq!(faults.strike("x", 1).unwrap().fault.kind, Kind::Slow);
    let counts: Vec<(u64, u64)> = faults.active().iter().map(|a| (a.seen, a.hits)).collect();
    assert_eq!(counts, [(1, 1), (1, 0)]);
}

#[test]
fn only_code_and_html_keep_a_request_from_being_carried_out() {
    for kind in Kind::ALL {
        let refuses = strike(*kind, 0).fault.refuses();
        let expected = matches!(kind, Kind::Code | Kind::Html);
        assert_eq!(refuses.is_some(), expected, "{kind:?}");
    }
    assert_eq!(strike(Kind::Code, 0).fault.refuses().unwrap().number(), 429);
}

#[test]
fn a_truncated_body_is_a_true_beginning_and_no_json() {
    for draw in [0, 1, 17, 1 << 40, u64::MAX] {
        let body = whole(&strike(Kind::Truncated, draw));
        assert!(!body.is_empty() && body.len() < ANSWER.len());
        assert!(ANSWER.as_bytes().starts_with(&body));
        assert!(serde_json::from_slice::<Value>(&body).is_err());
    }
    // nothing to break
    let empty = strike(Kind::Truncated, 5).damage(Vec::new());
    assert_eq!(empty.body, Body::Whole(Vec::new()));
}

#[test]
fn wrong_types_change_one_field_and_the_core_survives_each() {
    let plain: Value = serde_json::from_str(ANSWER).unwrap();
    let mut bodies = std::collections::BTreeSet::new();
    for draw in 0..2_000_u64 {
        let body = whole(&strike(
            Kind::Types,
            draw.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        ));
        let value: Value = serde_json::from_slice(&body).unwrap();
        assert_ne!(value, plain);
        assert_eq!(value["meta"], plain["meta"]);
        if let Some(tracking) = Tracking::find(&&value) {
            let _ = Journey::of(&tracking);
        }
        bodies.insert(body);
    }
    assert!(bodies.len() > 60, "{} kinds", bodies.len());

    let mut named = strike(Kind::Types, 1);
    named.fault.field = Some("/data/0/status".into());
    let value: Value = serde_json::from_slice(&whole(&named)).unwrap();
    assert!(!value["data"][0]["status"].is_string());
    named.fault.field = Some("/data/0/nothing".into());
    assert_eq!(
        serde_json::from_slice::<Value>(&whole(&named)).unwrap(),
        plain
    );
}

#[test]
fn no_envelope_is_the_right_one() {
    let mut forms = std::collections::BTreeSet::new();
    for draw in 0..200 {
        let body = whole(&strike(Kind::Envelope, draw));
        assert_ne!(body, ANSWER.as_bytes());
        if let Ok(value) = serde_json::from_slice::<Value>(&body) {
            let _ = Tracking::find(&&value);
        }
        forms.insert(body);
    }
    assert_eq!(forms.len(), 15);
}

#[test]
fn html_has_its_own_status_and_type() {
    let damaged = strike(Kind::Html, 0).damage(ANSWER.as_bytes().to_vec());
    assert_eq!(damaged.status, Some(502));
    assert!(damaged.kind.unwrap().starts_with("text/html"));
}

#[test]
fn a_huge_answer_is_json_of_just_that_length() {
    for bytes in [100_u32, 65_536, 65_637, 131_072 + 90, 1_000_000] {
        let body: Vec<u8> = Filler::new(bytes).flatten().collect();
        assert_eq!(body.len(), usize::try_from(bytes).unwrap());
        let value: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(value["meta"]["code"], 200);
    }
    assert!(Filler::new(20_000_000).all(|piece| piece.len() < 70_000));
    let least: Vec<u8> = Filler::new(0).flatten().collect();
    assert!(serde_json::from_slice::<Value>(&least).is_ok());
}
