//! Tests of the toolkit over JavaScript's own values, in Chromium.
#![cfg(target_family = "wasm")]
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

#[path = "../widget/fixtures.rs"]
mod fixtures;

use fixtures::ALL;
use js_sys::{Error, JSON, Reflect};
use tracktry_toolkit::{detect, journey, map_status};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn parse(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn written(value: &JsValue) -> serde_json::Value {
    let text = String::from(JSON::stringify(value).unwrap());
    serde_json::from_str(&text).unwrap()
}

fn expected(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[wasm_bindgen_test]
fn each_raw_tracking_becomes_its_journey_as_a_value_and_as_text() {
    for fixture in ALL {
        for raw in [parse(fixture.raw), fixture.raw.into()] {
            let journey = journey(&raw).unwrap();
            assert_eq!(
                written(&journey),
                expected(fixture.journey),
                "{}",
                fixture.name
            );
        }
    }
}

#[wasm_bindgen_test]
fn what_is_no_tracking_is_a_real_error_with_a_code() {
    for (input, code) in [
        (JsValue::UNDEFINED, "input_unreadable"),
        ("{".into(), "input_unreadable"),
        (JsValue::NULL, "tracking_missing"),
        (parse("[]"), "tracking_missing"),
        (parse(r#"{"status":"transit"}"#), "tracking_missing"),
        (
            parse(r#"{"meta":{"code":4031},"data":[]}"#),
            "parcel_unknown",
        ),
        (parse(r#"{"meta":{"code":4017}}"#), "parcel_unknown"),
        (
            parse(r#"{"meta":{"code":200},"data":[]}"#),
            "parcel_unknown",
        ),
        (
            parse(r#"{"meta":{"code":200},"data":{"items":[]}}"#),
            "parcel_unknown",
        ),
        (
            parse(r#"{"meta":{"code":200},"data":[{"status":"x"}]}"#),
            "tracking_missing",
        ),
        (parse(r#"{"meta":{"code":429},"data":[]}"#), "upstream_busy"),
        (parse(r#"{"meta":{"code":202},"data":[]}"#), "upstream_busy"),
        (
            parse(r#"{"meta":{"code":4001},"data":[]}"#),
            "tracking_missing",
        ),
    ] {
        let error: Error = journey(&input).unwrap_err().dyn_into().unwrap();
        assert_eq!(String::from(error.name()), "TracktryError");
        assert_eq!(
            Reflect::get(&error, &"code".into()).unwrap(),
            JsValue::from(code)
        );
    }
}

#[wasm_bindgen_test]
fn a_status_is_mapped_by_the_table_whatever_it_is() {
    for (status, substatus, stage, reason) in [
        (
            "exception".into(),
            "exception006".into(),
            "exception",
            Some("customs"),
        ),
        (
            "Delivered".into(),
            "delivered 002".into(),
            "delivered",
            Some("collected"),
        ),
        (
            "pickup".into(),
            JsValue::UNDEFINED,
            "out_for_delivery",
            None,
        ),
        ("new".into(), JsValue::NULL, "unknown", None),
        (JsValue::from(4), parse("{}"), "unknown", None),
    ] {
        let standing = written(&map_status(&status, &substatus));
        assert_eq!(
            standing,
            serde_json::json!({ "stage": stage, "reason": reason })
        );
    }
}

#[wasm_bindgen_test]
fn carriers_are_told_with_their_names() {
    let found = written(&detect(&"1Z5R89390357567127".into()));
    assert_eq!(
        found[0],
        serde_json::json!({ "carrier": "ups", "name": "UPS", "checked": true })
    );
    assert_eq!(written(&detect(&JsValue::NULL)), serde_json::json!([]));
}
