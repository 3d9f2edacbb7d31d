use serde_json::{Value, json};
use tracktry_core::token::{LinkKeys, Subject};
use tracktry_edge::links::{Link, sign};
use tracktry_edge::problem::Problem;

const NOW: u64 = 1_790_000_000;
const DAY: u64 = 86_400;

fn keys() -> LinkKeys {
    LinkKeys::parse("k1:0123456789abcdef0123456789abcdef").unwrap()
}

fn signed(link: Value) -> Result<(String, u64), Problem> {
    let link: Link = serde_json::from_value(link).map_err(|_| Problem::BodyInvalid)?;
    sign(&link, &keys(), NOW)
}

#[track_caller]
fn check(link: Value, subject: Option<&Subject>, days: u64, register: bool) {
    let (token, expires) = signed(link).unwrap();
    assert_eq!(expires, NOW + days * DAY);
    let claims = keys().verify(&token, NOW).unwrap();
    assert_eq!(Some(&claims.subject), subject);
    assert_eq!((claims.expires, claims.may_register), (expires, register));
}

#[test]
fn what_is_named_is_what_a_link_opens() {
    let parcel = json!({ "carrier": "DHL", "number": " rn123456789cn " });
    check(
        parcel,
        Subject::parcel("dhl", "RN123456789CN").as_ref(),
        90,
        false,
    );
    let asked = json!({ "kind": "parcel", "carrier": "dhl", "number": "RN123456789CN", "days": 7, "register": true });
    check(
        asked,
        Subject::parcel("dhl", "RN123456789CN").as_ref(),
        7,
        true,
    );
    check(
        json!({ "order": "#1001" }),
        Subject::order("1001").as_ref(),
        90,
        false,
    );
    let badge = json!({ "kind": "badge", "carrier": "dhl", "number": "RN123456789CN" });
    check(
        badge,
        Subject::badge("dhl", "RN123456789CN").as_ref(),
        400,
        false,
    );
}

#[test]
fn what_names_too_little_or_too_much_is_not_signed() {
    for link in [
        json!({}),
        json!({ "carrier": "dhl" }),
        json!({ "number": "RN123456789CN" }),
        json!({ "kind": "order" }),
        json!({ "kind": "parcel", "order": "1001" }),
        json!({ "kind": "badge", "order": "1001" }),
        json!({ "order": "1001", "number": "RN123456789CN" }),
        json!({ "carrier": "d hl", "number": "RN123456789CN" }),
        json!({ "carrier": "dhl", "number": "x" }),
        json!({ "order": "" }),
        json!({ "order": "1001", "days": 91 }),
        json!({ "order": "1001", "days": 0 }),
        json!({ "order": "1001", "days": u64::MAX }),
    ] {
        assert_eq!(signed(link.clone()), Err(Problem::LinkInvalid), "{link}");
    }
}

#[test]
fn what_is_no_link_is_no_body() {
    for link in [
        json!({ "orders": "1001" }),
        json!({ "order": 1001 }),
        json!({ "order": "1001", "days": -1 }),
        json!({ "order": "1001", "kind": "all" }),
        json!([]),
    ] {
        assert_eq!(signed(link.clone()), Err(Problem::BodyInvalid), "{link}");
    }
}
