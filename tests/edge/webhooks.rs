//! What Tracktry's webhooks say, and which of them count.

use proptest::prelude::*;
use serde_json::{Value, json};
use tracktry_core::secret::Secret;
use tracktry_edge::webhooks::{Said, TOO_OLD, Verdict};

/// The check value of the sister's document.
const EMAIL: &str = "info@trackingmore.org";
const TIME: i64 = 1_653_632_765;
const SIGNATURE: &str = "0d90bb874fed0b056d8b3aa794529ebacd49932a0cea691629b63eaf2ca9d400";

fn said(body: &Value) -> Said {
    Said::of(&body)
}

fn signed(time: impl Into<Value>, signature: &str) -> Said {
    said(&json!({ "verifyInfo": { "timeStr": time.into(), "signature": signature } }))
}

#[track_caller]
fn verdict(said: &Said, email: Option<&str>, now: i64, expected: Verdict) {
    let email = email.map(|email| Secret::new(email, 3).unwrap());
    assert_eq!(said.verdict(email.as_ref(), now), expected, "{said:?}");
}

#[test]
fn the_check_value_holds_as_number_and_as_text() {
    for said in [signed(TIME, SIGNATURE), signed("1653632765", SIGNATURE)] {
        assert_eq!(said.time, Some(TIME));
        verdict(&said, Some(EMAIL), TIME, Verdict::Take);
        verdict(&said, None, TIME, Verdict::Take);
        verdict(&said, Some("other@shop.example"), TIME, Verdict::Refuse);
    }
}

#[test]
fn what_is_not_signed_right_is_refused_where_it_is_looked_at() {
    let upper = SIGNATURE.to_uppercase();
    for signature in ["", "0d90", &upper, &SIGNATURE.replace('0', "1")] {
        verdict(&signed(TIME, signature), Some(EMAIL), TIME, Verdict::Refuse);
        verdict(&signed(TIME, signature), None, TIME, Verdict::Take);
    }
    for time in [
        json!(TIME + 1),
        json!(null),
        json!([]),
        json!(-1),
        json!(1e300),
    ] {
        verdict(&signed(time, SIGNATURE), Some(EMAIL), TIME, Verdict::Refuse);
    }
    for info in [json!(null), json!(7), json!("x"), json!({})] {
        let said = said(&json!({ "verifyInfo": info }));
        verdict(&said, Some(EMAIL), TIME, Verdict::Refuse);
    }
    verdict(&said(&json!({})), Some(EMAIL), TIME, Verdict::Take);
}

#[test]
fn what_is_older_than_four_days_is_dropped() {
    let said = signed(TIME, SIGNATURE);
    for email in [None, Some(EMAIL)] {
        verdict(&said, email, TIME + TOO_OLD, Verdict::Take);
        verdict(&said, email, TIME + TOO_OLD + 1, Verdict::Drop);
        verdict(&said, email, TIME - 1_000, Verdict::Take);
    }
    verdict(&said, Some("a@b.example"), i64::MAX, Verdict::Refuse);
}

#[track_caller]
fn parcels(data: Value, expected: &[&str]) {
    let data: Value = [("data", data)].into_iter().collect();
    assert_eq!(said(&data).parcels, expected, "{data}");
}

#[test]
fn one_parcel_or_several_are_read_and_what_cannot_be_one_is_not() {
    let one = json!({ "carrier_code": "UPS", "tracking_number": " rn 123 456 cn", "status": [] });
    let two = json!({ "carrier_code": "dhl", "tracking_number": "AB-12345" });
    parcels(one.clone(), &["ups/RN123456CN"]);
    parcels(json!([one, two]), &["ups/RN123456CN", "dhl/AB-12345"]);
    parcels(
        json!({ "0": one, "2": two }),
        &["ups/RN123456CN", "dhl/AB-12345"],
    );
    for data in [
        json!(null),
        json!([]),
        json!({}),
        json!("x"),
        json!(1),
        json!([[], 1, "x"]),
    ] {
        parcels(data, &[]);
    }
    for (carrier, number) in [
        ("", "RN123456CN"),
        ("u.s", "RN123456CN"),
        ("ups", "<b>"),
        ("ups", "1"),
    ] {
        parcels(
            json!([{ "carrier_code": carrier, "tracking_number": number }]),
            &[],
        );
    }
    parcels(json!({ "carrier_code": 7, "tracking_number": 12345 }), &[]);
    let many = json!({ "carrier_code": "ups", "tracking_number": "RN123456CN" });
    assert_eq!(
        said(&json!({ "data": vec![many; 2_000] })).parcels.len(),
        1_000
    );
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("data".to_owned()),
        Just("verifyInfo".to_owned()),
        Just("timeStr".to_owned()),
        Just("signature".to_owned()),
        Just("carrier_code".to_owned()),
        Just("tracking_number".to_owned()),
        "[0-9]{1,2}",
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_value_makes_it_fail(body in anything(), now in any::<i64>()) {
        let said = said(&body);
        for key in &said.parcels {
            let (carrier, number) = key.split_once('/').unwrap();
            prop_assert!(!carrier.is_empty() && number.len() >= 4);
        }
        let email = Secret::new(EMAIL, 3).unwrap();
        let verdict = said.verdict(Some(&email), now);
        prop_assert!(said.time.is_none() || verdict == Verdict::Refuse);
        prop_assert_ne!(said.verdict(None, now), Verdict::Refuse);
    }

    #[test]
    fn every_time_signed_by_the_account_counts_until_it_is_old(time in 1_i64..4_000_000_000, later in 0..TOO_OLD * 2) {
        let email = Secret::new(EMAIL, 3).unwrap();
        let signature = tracktry_core::secret::hex(&email.mac(&[&time.to_string()]));
        let expected = if later > TOO_OLD { Verdict::Drop } else { Verdict::Take };
        for said in [signed(time, &signature), signed(time.to_string(), &signature)] {
            prop_assert_eq!(said.verdict(Some(&email), time + later), expected);
        }
    }
}
