//! Bodies, right and wrong.

use proptest::prelude::*;
use serde_json::{Value, json};
use tracktry_sandbox::code::Code;
use tracktry_sandbox::input::{Change, Number, Post, object};
use tracktry_sandbox::parcel::Fields;
use tracktry_sandbox::scenario::Status;

#[track_caller]
fn refused(value: &Value, code: Code) {
    assert_eq!(Post::of(value), Err(code), "{value}");
}

#[test]
fn a_post_is_read() {
    let post = Post::of(&json!({
        "tracking_number": " ab-123456789- ", "carrier_code": " UPS ", "title": "", "order_id": 77,
        "customer_name": null, "tracking_destination_country": "NL", "lang": "en", "unknown": [1],
    }))
    .unwrap();
    assert_eq!(post.number.shown, "ab-123456789");
    assert_eq!(post.number.key, "AB-123456789");
    assert_eq!(post.carrier, "ups");
    let fields = Fields {
        order_id: Some("77".to_owned()),
        destination_code: Some("NL".to_owned()),
        ..Fields::default()
    };
    assert_eq!(post.fields, fields);
}

#[test]
fn the_first_thing_wrong_is_named() {
    for number in [json!(null), json!("")] {
        refused(
            &json!({"tracking_number": number, "carrier_code": "ups"}),
            Code::NumberRequired,
        );
    }
    refused(&json!({}), Code::NumberRequired);
    for number in [
        json!("AB12"),
        json!("AB 12345"),
        json!("ÄB12345"),
        json!("x".repeat(65)),
        json!([]),
        json!({}),
        json!(true),
    ] {
        refused(
            &json!({"tracking_number": number, "carrier_code": "ups"}),
            Code::NumberInvalid,
        );
    }
    for carrier in [
        json!(null),
        json!(""),
        json!("d h l"),
        json!("dhl/../x"),
        json!([]),
        json!("--"),
    ] {
        refused(
            &json!({"tracking_number": "AB12345", "carrier_code": carrier}),
            Code::CarrierInvalid,
        );
    }
    for title in [json!([]), json!({}), json!("x".repeat(2001))] {
        refused(
            &json!({"tracking_number": "AB12345", "carrier_code": "ups", "title": title}),
            Code::NotUnderstood,
        );
    }
}

#[test]
fn changes_leave_what_they_do_not_name() {
    let mut fields = Fields {
        title: Some("Shoes".to_owned()),
        comment: Some("gift".to_owned()),
        ..Fields::default()
    };
    fields
        .apply(&json!({"title": "Boots", "comment": null}))
        .unwrap();
    assert_eq!(
        (fields.title.as_deref(), fields.comment.as_deref()),
        (Some("Boots"), None)
    );
}

#[test]
fn a_status_is_set_by_three_numbers_only() {
    let status = |value: Value| Change::of(&json!({ "status": value })).map(|change| change.status);
    assert_eq!(status(json!(4)), Ok(Some(Some(Status::Delivered))));
    assert_eq!(status(json!("7")), Ok(Some(Some(Status::Exception))));
    assert_eq!(status(json!(8)), Ok(Some(None)));
    assert_eq!(Change::of(&json!({})).unwrap(), Change::default());
    for wrong in [json!(5), json!("delivered"), json!(4.5), json!(true)] {
        assert_eq!(status(wrong.clone()), Err(Code::StatusInvalid), "{wrong}");
    }
    let archived =
        |value: Value| Change::of(&json!({ "archived": value })).map(|change| change.archived);
    assert_eq!(archived(json!("true")), Ok(Some(true)));
    assert_eq!(archived(json!(false)), Ok(Some(false)));
    assert_eq!(archived(json!("yes")), Err(Code::NotUnderstood));
}

#[test]
fn what_is_no_object_is_none() {
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "\u{feff}{}",
        &"[".repeat(100_000),
    ] {
        assert_eq!(
            object(body.as_bytes(), Code::CarrierInvalid),
            Err(Code::CarrierInvalid)
        );
    }
    assert_eq!(
        object(&[0xff, 0xfe], Code::NotUnderstood),
        Err(Code::NotUnderstood)
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("\\PC{0,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_value_in_any_field_breaks_it(
        key in "tracking_number|carrier_code|title|order_id|status|archived|destination_code",
        value in any_json(),
    ) {
        let mut body = json!({"tracking_number": "AB12345", "carrier_code": "ups"});
        body[&key] = value;
        let _ = Change::of(&body);
        if let Ok(post) = Post::of(&body) {
            prop_assert!((5..=64).contains(&post.number.key.len()));
            prop_assert!(!post.carrier.is_empty());
        }
    }

    #[test]
    fn a_number_that_is_taken_can_be_looked_up_again(text in "\\PC{0,70}") {
        if let Some(number) = Number::parse(&text) {
            prop_assert_eq!(Number::parse(&number.shown), Some(number.clone()));
        }
    }
}
