//! Envelopes, result codes and the forms of `data`.

use serde_json::json;
use tracktry_core::envelope::{Envelope, MEANINGS, Outcome, ResultCode};
use tracktry_core::{Tracking, Value};

#[test]
fn every_documented_code_has_one_row() {
    let documented = [
        200, 201, 202, 401, 402, 403, 404, 405, 409, 429, 500, 503, 4001, 4002, 4012, 4013, 4014,
        4015, 4016, 4017, 4018, 4019, 4020, 4021, 4031, 4032, 4033,
    ];
    let listed: Vec<u32> = MEANINGS.iter().map(|row| row.code.0).collect();
    assert_eq!(listed, documented);
    for row in MEANINGS {
        assert_eq!(row.code.meaning(), Some(row));
        assert_eq!(row.code.outcome(), row.outcome);
        assert!(!row.name.is_empty() && !row.meaning.is_empty());
    }
}

#[test]
fn what_an_answer_means() {
    use Outcome as O;
    let check = |http, code: Option<u32>, expected| {
        assert_eq!(
            Outcome::of(http, code.map(ResultCode)),
            expected,
            "{http} {code:?}"
        );
    };
    check(200, Some(200), O::Done);
    check(200, Some(201), O::Done);
    check(200, Some(202), O::Busy);
    for code in [4031, 4032, 4017] {
        check(200, Some(code), O::Empty);
    }
    check(200, Some(4016), O::Exists);
    for code in [401, 403, 4001, 4002, 4018] {
        check(200, Some(code), O::KeyRefused);
    }
    for code in [402, 4019, 4021] {
        check(200, Some(code), O::Quota);
    }
    for code in [404, 405, 409, 4012, 4013, 4014, 4015, 4020, 4033] {
        check(200, Some(code), O::BadRequest);
    }
    check(200, Some(429), O::Busy);
    check(200, Some(500), O::Fault);
    check(200, Some(503), O::Fault);
    check(200, Some(4999), O::Unknown(ResultCode(4999)));
    check(200, Some(70_000), O::Unknown(ResultCode(70_000)));
    // The code decides over the status, but a limit holds wherever it is said.
    check(500, Some(200), O::Done);
    check(401, Some(4031), O::Empty);
    check(429, Some(200), O::Busy);
    check(429, None, O::Busy);
    // Without an envelope the status is all there is.
    check(401, None, O::KeyRefused);
    check(403, None, O::KeyRefused);
    check(402, None, O::Quota);
    check(502, None, O::Fault);
    check(404, None, O::Garbled);
    check(200, None, O::Garbled);
    check(302, None, O::Garbled);
}

#[test]
fn codes_are_found_however_they_are_written() {
    let check = |answer: serde_json::Value, expected: Option<u32>| {
        let got = Envelope::decode(&&answer).code.map(|code| code.0);
        assert_eq!(got, expected, "{answer}");
    };
    check(
        json!({"meta": {"code": 200, "type": "Success", "message": "x"}, "data": []}),
        Some(200),
    );
    check(json!({"meta": {"code": 4031}}), Some(4031));
    check(json!({"meta": {"code": "4001"}, "data": null}), Some(4001));
    check(json!({"meta": {"code": 200.0}}), Some(200));
    check(json!({"meta": {"code": -1}}), None);
    check(json!({"meta": {"code": 200.5}}), None);
    check(json!({"meta": {"code": 1e20}}), None);
    check(json!({"meta": {"code": "no"}}), None);
    check(json!({"meta": {"code": null}}), None);
    check(json!({"meta": []}), None);
    check(json!({"data": []}), None);
    check(json!([]), None);
    check(json!("meta"), None);
    check(json!(null), None);
}

#[track_caller]
fn numbers(answer: &serde_json::Value) -> Vec<String> {
    let rows = Envelope::decode(&answer).rows();
    let number =
        |row: &&serde_json::Value| Value::get(row, "tracking_number")?.text().map(String::from);
    rows.iter().filter_map(number).collect()
}

#[test]
fn rows_in_every_form_of_data() {
    let row = |number: &str| json!({"tracking_number": number});
    assert_eq!(
        numbers(&json!({"data": [row("A1234")]})),
        ["A1234"],
        "the single answer's array of one"
    );
    assert_eq!(
        numbers(&json!({"data": row("A1234")})),
        ["A1234"],
        "a bare object"
    );
    assert_eq!(
        numbers(&json!({"data": {"items": [row("A1234"), row("B1234")]}})),
        ["A1234", "B1234"],
        "a list"
    );
    assert_eq!(
        numbers(
            &json!({"data": {"items": {"2": row("B1234"), "0": row("A1234"), "10": row("C1234")}}})
        ),
        ["A1234", "B1234", "C1234"],
        "a list with holes"
    );
    assert_eq!(numbers(&json!({"data": {"0": row("A1234")}})), ["A1234"]);
    for empty in [
        json!([]),
        json!(null),
        json!({}),
        json!("x"),
        json!({"items": []}),
        json!({"items": null}),
    ] {
        assert!(numbers(&json!({"data": empty})).is_empty(), "{empty}");
    }
    assert!(numbers(&json!({"meta": {"code": 4031}})).is_empty());
}

#[test]
fn a_page_and_its_numbers() {
    let answer =
        json!({"data": {"page": 1, "limit": "25", "total": "4", "count": 1, "items": [{}]}});
    let page = Envelope::decode(&&answer).page();
    assert_eq!(
        (page.page, page.limit, page.total, page.count),
        (Some(1), Some(25), Some(4), Some(1))
    );
    assert_eq!(page.items.len(), 1);
    let nothing = json!({"data": []});
    let page = Envelope::decode(&&nothing).page();
    assert_eq!((page.page, page.total, page.items.len()), (None, None, 0));
}

#[test]
fn a_tracking_is_found_in_whatever_a_merchant_has() {
    let row = json!({"tracking_number": "A1234"});
    let found = |raw: serde_json::Value| Tracking::find(&&raw).map(|tracking| tracking.number);
    for raw in [
        row.clone(),
        json!([row]),
        json!({"meta": {"code": 200}, "data": [row]}),
        json!({"meta": {"code": 200}, "data": row}),
        json!({"meta": {"code": 200}, "data": {"items": [row]}}),
    ] {
        assert_eq!(found(raw.clone()).as_deref(), Some("A1234"), "{raw}");
    }
    for raw in [
        json!(null),
        json!([]),
        json!({}),
        json!({"meta": {"code": 4031}, "data": []}),
        json!("A1234"),
        json!({"tracking_number": ""}),
    ] {
        assert_eq!(found(raw.clone()), None, "{raw}");
    }
}
