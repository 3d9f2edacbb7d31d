//! Switches: what can be set, and what is refused.

use proptest::prelude::*;
use tracktry_sandbox::limits::{Limits, Rules};
use tracktry_sandbox::switches::{Order, Single, Switches};
use tracktry_sandbox::traffic::address;

#[track_caller]
fn set(body: &str) -> Switches {
    Switches::default().set(body.as_bytes()).unwrap()
}

#[test]
fn what_is_not_named_stays() {
    let first = set(r#"{"order":"updated_asc","updated_by":{"look":true}}"#);
    assert_eq!(first.order, Order::UpdatedAsc);
    assert!(first.updated_by.look && first.updated_by.put);
    let second = first
        .set(br#"{"single":"object","updated_by":{"put":false}}"#)
        .unwrap();
    assert_eq!(
        (second.order, second.single),
        (Order::UpdatedAsc, Single::Object)
    );
    assert!(second.updated_by.look && !second.updated_by.put && second.updated_by.news);
    assert_eq!(
        second.set(br#"{"order":null,"single":null,"updated_by":null}"#),
        Ok(Switches::default())
    );
}

#[test]
fn limits_are_off_on_or_numbers() {
    assert_eq!(Switches::default().limits.rules(), Rules::OFF);
    assert_eq!(set(r#"{"limits":"on"}"#).limits.rules(), Rules::DOCUMENTED);
    let custom = set(r#"{"limits":{"batch":40,"quota":null}}"#);
    let rules = Rules {
        batch: 40,
        quota: None,
        ..Rules::DOCUMENTED
    };
    assert_eq!(custom.limits, Limits::Custom(rules));
    let more = custom.set(br#"{"limits":{"rows":10}}"#).unwrap();
    assert_eq!(more.limits, Limits::Custom(Rules { rows: 10, ..rules }));
}

#[test]
fn what_cannot_be_is_refused_and_named() {
    for (body, word) in [
        ("", "JSON"),
        ("[]", "JSON"),
        (r#"{"colour":1}"#, "colour"),
        (r#"{"order":"random"}"#, "random"),
        (r#"{"maintenance":"yes"}"#, "yes"),
        (r#"{"limits":"some"}"#, "limits"),
        (r#"{"limits":{"batch":0}}"#, "limits.batch"),
        (r#"{"limits":{"rows":2001}}"#, "limits.rows"),
        (
            r#"{"limits":{"list_per_second":0}}"#,
            "limits.list_per_second",
        ),
        (r#"{"limits":{"lists":1}}"#, "lists"),
        (r#"{"strangers":{"share":1.5}}"#, "strangers.share"),
        (r#"{"silence_seconds":100000}"#, "silence_seconds"),
        (r#"{"silence_seconds":-1}"#, "-1"),
    ] {
        let error = Switches::default().set(body.as_bytes()).unwrap_err();
        assert!(error.contains(word), "{body}: {error}");
    }
}

#[test]
fn who_asks() {
    assert_eq!(address(Some("192.0.2.7"), Some("shop")), "192.0.2.7");
    assert_eq!(address(Some("127.0.0.1"), Some("shop")), "shop");
    assert_eq!(address(Some("::1"), None), "::1");
    assert_eq!(address(None, Some("shop")), "shop");
    assert_eq!(address(None, None), "unknown");
    assert!(address(None, Some(&"ü".repeat(200))).len() <= 100);
}

proptest! {
    #[test]
    fn what_is_kept_is_read_again(share in 0.0..=1.0_f64, seed in any::<u32>(), batch in 1_u32..=1000, quota in any::<Option<u32>>()) {
        let body = serde_json::json!({"strangers": {"share": share, "seed": seed}, "limits": {"batch": batch, "quota": quota}});
        let switches = set(&body.to_string());
        let kept = serde_json::to_string(&switches).unwrap();
        prop_assert_eq!(serde_json::from_str::<Switches>(&kept).unwrap(), switches);
    }

    #[test]
    fn nothing_breaks_it(body in proptest::collection::vec(any::<u8>(), 0..80), key in "[a-z_]{1,12}", value in "\\PC{0,12}") {
        let _ = Switches::default().set(&body);
        let _ = Switches::default().set(format!("{{\"{key}\":{value}}}").as_bytes());
    }
}
