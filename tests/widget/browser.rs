//! Over JavaScript's own values, in Chromium.

use crate::fixtures::ALL;
use js_sys::JSON;
use tracktry_core::{Journey, Tracking, Value};
use tracktry_widget::value::Json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn parse(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn expected(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[wasm_bindgen_test]
fn each_raw_tracking_becomes_its_journey() {
    for fixture in ALL {
        let tracking = Tracking::decode(&Json(parse(fixture.raw))).unwrap();
        assert_eq!(
            serde_json::to_value(Journey::of(&tracking)).unwrap(),
            expected(fixture.journey),
            "{}",
            fixture.name
        );
    }
}

#[wasm_bindgen_test]
fn each_journey_is_read_back_as_it_was_written() {
    for fixture in ALL {
        let journey = Journey::decode(&Json(parse(fixture.journey))).unwrap();
        assert_eq!(
            serde_json::to_value(&journey).unwrap(),
            expected(fixture.journey),
            "{}",
            fixture.name
        );
    }
}

#[wasm_bindgen_test]
fn values_are_told_apart_by_type_and_never_converted() {
    let value = Json(parse(
        r#"{"text":"a","number":1.5,"yes":true,"none":null,"list":[1,2],"holes":{"0":"a","2":"b"},"object":{"a":1}}"#,
    ));
    let member = |key| value.get(key).unwrap();
    assert_eq!(member("text").text().as_deref(), Some("a"));
    assert_eq!(member("number").number(), Some(1.5));
    assert_eq!(member("yes").boolean(), Some(true));
    for key in ["number", "yes", "none", "list", "object"] {
        assert_eq!(member(key).text(), None, "{key}");
    }
    for key in ["text", "yes", "none", "list", "object"] {
        assert_eq!(member(key).number(), None, "{key}");
    }
    assert_eq!(member("number").boolean(), None);
    assert_eq!(member("list").items().len(), 2);
    let holes: Vec<_> = member("holes")
        .items()
        .iter()
        .map(|v| v.text().unwrap().into_owned())
        .collect();
    assert_eq!(holes, ["a", "b"]);
    for key in ["text", "none", "object"] {
        assert!(member(key).items().is_empty(), "{key}");
    }
}

#[wasm_bindgen_test]
fn what_every_object_inherits_is_no_member() {
    let value = Json(parse(r#"{"a":1}"#));
    for key in [
        "constructor",
        "toString",
        "__proto__",
        "hasOwnProperty",
        "b",
    ] {
        assert!(value.get(key).is_none(), "{key}");
    }
    for odd in [JsValue::UNDEFINED, JsValue::NULL, 7.into(), "text".into()] {
        assert!(Json(odd.clone()).get("length").is_none());
        assert!(Json(odd).items().is_empty());
    }
    assert_eq!(Json(f64::NAN.into()).number(), None);
    assert_eq!(Json(f64::INFINITY.into()).number(), None);
}

#[wasm_bindgen_test]
fn members_named_like_methods_are_data() {
    let value = Json(parse(
        r#"{"hasOwnProperty":1,"__proto__":{"x":2},"toString":"t"}"#,
    ));
    assert_eq!(value.get("hasOwnProperty").unwrap().number(), Some(1.0));
    assert!(value.get("__proto__").is_some());
    assert_eq!(value.get("toString").unwrap().text().as_deref(), Some("t"));
    assert!(value.get("x").is_none());
}
