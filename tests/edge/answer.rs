use proptest::prelude::*;
use serde_json::{Value, json};
use tracktry_core::Tracking;
use tracktry_core::envelope::MEANINGS;
use tracktry_edge::answer::Answered;
use tracktry_edge::gate::Outcome as GateOutcome;
use tracktry_edge::problem::Problem;

fn row(number: &str, carrier: &str, dates: &[&str]) -> Value {
    let scans: Vec<_> = dates
        .iter()
        .map(|date| json!({ "Date": date, "StatusDescription": "x", "checkpoint_status": "transit" }))
        .collect();
    json!({
        "tracking_number": number, "carrier_code": carrier, "status": "transit",
        "origin_info": { "trackinfo": scans }, "destination_info": null,
    })
}

/// The parcel of that number in an answer, or what is told instead.
fn parcel(http: u16, body: &[u8], number: &str) -> Result<Tracking, Problem> {
    let answered = Answered::read(http, body);
    if !answered.tells() {
        return Err(answered.problem());
    }
    let found = answered.parcel(None, number);
    found.cloned().ok_or(Problem::ParcelUnknown)
}

fn asked(http: u16, data: &Value, number: &str) -> Result<String, Problem> {
    let body = json!({ "meta": { "code": 200 }, "data": data }).to_string();
    parcel(http, body.as_bytes(), number).map(|found| found.carrier_code.unwrap_or_default())
}

fn coded(http: u16, code: &Value) -> Problem {
    let body = json!({ "meta": { "code": code }, "data": [] }).to_string();
    parcel(http, body.as_bytes(), "RN123456789CN").unwrap_err()
}

#[test]
fn a_parcel_is_found_in_every_form_an_answer_takes() {
    let one = row("RN123456789CN", "china-post", &["2021-01-15 13:28"]);
    for data in [
        json!([one]),
        one.clone(),
        json!({ "items": [one] }),
        json!({ "0": one }),
    ] {
        assert_eq!(
            asked(200, &data, "RN123456789CN"),
            Ok("china-post".to_owned()),
            "{data}"
        );
    }
}

#[test]
fn the_row_with_the_newest_scan_wins() {
    let number = "RN123456789CN";
    let list = json!({ "items": [
        row(number, "none", &[]),
        row(number, "old", &["2021-01-15 13:28", "2021-01-14 10:00"]),
        row(number, "new", &["2021-01-19", "2021-01-01 10:00"]),
        row("ANOTHER123", "newest", &["2021-02-01 10:00"]),
    ]});
    assert_eq!(asked(200, &list, number), Ok("new".to_owned()));
    let equal = json!([row(number, "first", &[]), row(number, "second", &[])]);
    assert_eq!(asked(200, &equal, number), Ok("first".to_owned()));
    let mut last_mile = row(number, "two-legs", &["2021-01-01"]);
    last_mile["destination_info"] = json!({ "trackinfo": [{ "Date": "2021-03-01 09:00" }] });
    let legs = json!([row(number, "one-leg", &["2021-02-01"]), last_mile]);
    assert_eq!(asked(200, &legs, number), Ok("two-legs".to_owned()));
}

#[test]
fn a_stored_number_may_be_written_otherwise() {
    let data = json!([row("rn 123-456 789 cn", "dhl", &[])]);
    assert_eq!(asked(200, &data, "RN123456789CN"), Ok("dhl".to_owned()));
    let other = json!([row("RN123456789CX", "dhl", &[])]);
    assert_eq!(
        asked(200, &other, "RN123456789CN"),
        Err(Problem::ParcelUnknown)
    );
}

#[test]
fn no_rows_are_no_parcel() {
    for data in [
        json!([]),
        json!({}),
        json!({ "items": [] }),
        Value::Null,
        json!(""),
        json!([null, 1, "x", []]),
    ] {
        assert_eq!(
            asked(200, &data, "RN123456789CN"),
            Err(Problem::ParcelUnknown),
            "{data}"
        );
    }
}

#[test]
fn an_answer_without_data_is_garbled() {
    for body in [
        json!({"meta": {"code": 200}}),
        json!({"meta": {"code": "201"}}),
    ] {
        let said = parcel(200, body.to_string().as_bytes(), "RN123456789CN");
        assert_eq!(said.unwrap_err(), Problem::Garbled, "{body}");
    }
}

#[test]
fn a_row_that_cannot_be_read_may_be_any_parcel() {
    let known = row("ANOTHER123", "dhl", &[]);
    let nameless = json!({ "carrier_code": "dhl", "status": "transit" });
    let asked = ["ANOTHER123".to_owned(), "RN123456789CN".to_owned()];
    let read = |data: Value| {
        let body = json!({ "meta": { "code": 200 }, "data": data }).to_string();
        Answered::read(200, body.as_bytes())
    };
    let whole = read(json!({ "total": "1", "items": [known] }));
    assert!(!whole.leaves_open("RN123456789CN", &asked));
    assert!(whole.is_read());
    let unread = read(json!({ "total": "2", "items": [known, nameless] }));
    assert!(unread.leaves_open("RN123456789CN", &asked));
    assert!(!unread.is_read());
    let cut = read(json!({ "total": "2", "items": [known] }));
    assert!(cut.leaves_open("RN123456789CN", &asked));
    assert!(!read(json!({ "total": "2", "items": [] })).is_read());
}

#[test]
fn data_that_can_hold_no_parcel_is_garbled() {
    for data in [json!("x"), json!(7), json!(0), json!(true)] {
        let said = asked(200, &data, "RN123456789CN");
        assert_eq!(said, Err(Problem::Garbled), "{data}");
    }
}

#[test]
fn every_documented_code_has_its_problem() {
    for row in MEANINGS {
        let code = row.code.0;
        let expected = match code {
            200 | 201 | 404 | 4017 | 4031 | 4032 => Problem::ParcelUnknown,
            401 | 403 | 4001 | 4002 | 4018 => Problem::KeyRefused,
            402 | 4019 | 4021 => Problem::Quota,
            202 | 429 => Problem::Busy(120),
            4014 => Problem::NumberInvalid,
            4015 => Problem::CarrierInvalid,
            405 | 409 | 500 | 503 | 4012 | 4013 | 4016 | 4020 | 4033 => Problem::Fault,
            other => panic!("{other} is new: say what it means here"),
        };
        assert_eq!(coded(200, &json!(code)), expected, "{code}");
        assert_eq!(
            coded(200, &json!(code.to_string())),
            expected,
            "{code} as text"
        );
    }
    assert_eq!(coded(200, &json!(9999)), Problem::Fault);
}

#[test]
fn a_limit_counts_wherever_it_is_said() {
    assert_eq!(coded(429, &json!(200)), Problem::Busy(120));
    assert_eq!(coded(200, &json!(429)), Problem::Busy(120));
    assert_eq!(
        parcel(429, b"slow down", "RN123456789CN").unwrap_err(),
        Problem::Busy(120)
    );
}

#[test]
fn without_an_envelope_the_status_decides() {
    for (http, expected) in [
        (200, Problem::Garbled),
        (404, Problem::Garbled),
        (401, Problem::KeyRefused),
        (403, Problem::KeyRefused),
        (500, Problem::Fault),
        (503, Problem::Fault),
        (520, Problem::Fault),
    ] {
        for body in [
            "",
            "<html><h1>Tracktry</h1>",
            "{\"meta\":{\"code\":2",
            "[]",
            "null",
            "{\"meta\":null}",
            "\u{0}\u{1}",
        ] {
            let said = parcel(http, body.as_bytes(), "RN123456789CN").unwrap_err();
            assert_eq!(said, expected, "{http} {body}");
        }
    }
}

#[test]
fn deep_nesting_is_garbage_and_not_a_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(
        parcel(200, deep.as_bytes(), "RN123456789CN").unwrap_err(),
        Problem::Garbled
    );
}

/// What the Gate is told of an answer with that code.
fn gated(http: u16, body: &str) -> GateOutcome {
    Answered::read(http, body.as_bytes()).for_gate()
}

#[test]
fn the_gate_is_told_what_each_code_means_for_it() {
    for row in MEANINGS {
        let code = row.code.0;
        let expected = match code {
            200 | 201 => GateOutcome::Done,
            202 => GateOutcome::DoneBusy,
            429 => GateOutcome::Busy,
            401 | 403 | 4001 | 4002 | 4018 => GateOutcome::KeyRefused,
            402 | 4019 | 4021 => GateOutcome::Quota,
            500 | 503 => GateOutcome::Fault,
            _ => GateOutcome::Answered,
        };
        let body = json!({ "meta": { "code": code }, "data": [] }).to_string();
        assert_eq!(gated(200, &body), expected, "{code}");
        let limited = if code == 202 {
            GateOutcome::DoneBusy
        } else {
            GateOutcome::Busy
        };
        assert_eq!(gated(429, &body), limited, "{code} with HTTP 429");
    }
    for (http, expected) in [
        (200, GateOutcome::Fault),
        (404, GateOutcome::Fault),
        (503, GateOutcome::Fault),
        (403, GateOutcome::KeyRefused),
        (429, GateOutcome::Busy),
    ] {
        assert_eq!(gated(http, "<html>"), expected, "{http}");
    }
    assert_eq!(
        gated(200, r#"{"meta":{"code":200},"data":7}"#),
        GateOutcome::Fault
    );
}

#[test]
fn a_list_has_the_parcel_of_a_carrier_or_leaves_open_whether_there_is_one() {
    let (number, other) = ("RN123456789CN", "RN000000000CN");
    let rows = json!([
        row(number, "ups", &["2021-01-01"]),
        row(number, "DHL", &[]),
        row(other, "ups", &[])
    ]);
    let body = json!({ "meta": { "code": 200 }, "data": rows }).to_string();
    let answered = Answered::read(200, body.as_bytes());
    let found = |carrier| {
        answered
            .parcel(carrier, number)
            .and_then(|found| found.carrier_code.clone())
    };
    assert_eq!(found(Some("dhl")), Some("DHL".to_owned()));
    assert_eq!(found(Some("fedex")), None);
    assert_eq!(found(None), Some("ups".to_owned()));
    let both = [number.to_owned(), other.to_owned()];
    assert!(answered.leaves_open(number, &both), "others have it");
    let unasked = [number.to_owned(), "RN111111111CN".to_owned()];
    assert!(
        answered.leaves_open("RN111111111CN", &unasked),
        "the filter is ignored"
    );
    let more = [
        number.to_owned(),
        other.to_owned(),
        "RN111111111CN".to_owned(),
    ];
    assert!(!answered.leaves_open("RN111111111CN", &more));
    let none = Answered::read(200, br#"{"meta":{"code":4031},"data":[]}"#);
    assert!(none.tells() && !none.leaves_open(number, &both));
}

#[test]
fn one_value_spoils_a_list_only_where_upstream_calls_the_request_wrong() {
    for row in MEANINGS {
        let code = row.code.0;
        let body = json!({ "meta": { "code": code }, "data": [] }).to_string();
        let expected = matches!(code, 404 | 405 | 409 | 4012..=4015 | 4020 | 4033);
        assert_eq!(
            Answered::read(200, body.as_bytes()).is_spoilt(),
            expected,
            "{code}"
        );
    }
    let undocumented = Answered::read(200, br#"{"meta":{"code":777},"data":[]}"#);
    assert!(undocumented.is_spoilt());
    assert!(!Answered::read(200, b"garbage").is_spoilt());
}

#[test]
fn a_code_is_enough_for_who_wants_no_parcel() {
    let done = Answered::read(200, br#"{"meta":{"code":200}}"#);
    assert_eq!(done.for_gate(), GateOutcome::Fault);
    assert_eq!(done.by_code().for_gate(), GateOutcome::Done);
    let busy = Answered::read(429, br#"{"meta":{"code":200},"data":true}"#);
    assert_eq!(busy.by_code().for_gate(), GateOutcome::Busy);
    let none = Answered::read(200, b"<h1>").by_code();
    assert_eq!(none.for_gate(), GateOutcome::Fault);
}

#[test]
fn the_rows_of_a_batch_are_parcels() {
    let data = json!({ "submitted": 2, "added": 1, "trackings": [row("RN123456789CN", "dhl", &[])], "errors": ["x"] });
    assert_eq!(asked(200, &data, "RN123456789CN"), Ok("dhl".to_owned()));
    let none = json!({ "submitted": 1, "added": 0, "trackings": [], "errors": ["x"] });
    assert!(asked(200, &none, "RN123456789CN").is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_answered(http in 200_u16..600, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(parcel(http, &bytes, "RN123456789CN").is_err());
    }
}
