use proptest::prelude::*;
use serde_json::{Value, json};
use tracktry_core::{Stage, Tracking};
use tracktry_edge::record::{Record, VERSION, is_same_number, key};

fn tracking(changes: &Value) -> Tracking {
    let mut row = json!({
        "tracking_number": "rn 123-456 789 cn", "carrier_code": "DHL", "status": "transit", "order_id": "#1001",
        "origin_info": { "trackinfo": [
            { "Date": "2021-01-15 13:28", "StatusDescription": "Arrived", "Details": "Bonn,DE", "checkpoint_status": "transit" },
        ] },
    });
    let row_object = row.as_object_mut().unwrap();
    row_object.extend(changes.as_object().unwrap().clone());
    Tracking::decode(&&row).unwrap()
}

fn record(changes: &Value) -> Record {
    Record::of(&tracking(changes), Vec::new()).unwrap()
}

#[test]
fn a_record_has_the_names_it_is_asked_for_by() {
    let record = record(&json!({}));
    assert_eq!(
        (record.v, record.key().as_str()),
        (VERSION, "dhl/RN123-456789CN")
    );
    assert_eq!(record.order.as_deref(), Some("1001"));
    assert_eq!(
        (record.stage.as_str(), record.stage()),
        ("in_transit", Stage::InTransit)
    );
    let nobodys = self::record(&json!({ "carrier_code": null }));
    assert_eq!(nobodys.key(), "-/RN123-456789CN");
    let named = Record::named(
        &tracking(&json!({})),
        Some("dhl"),
        "RN123456789CN",
        Vec::new(),
    );
    assert_eq!(named.unwrap().key(), "dhl/RN123456789CN");
    assert_eq!(key("dhl", "ABCD"), "dhl/ABCD");
}

#[test]
fn what_no_number_can_be_is_not_kept() {
    for number in ["abc", "<script>", "日本日本日本"] {
        let tracking = tracking(&json!({ "tracking_number": number }));
        assert_eq!(Record::of(&tracking, Vec::new()), None, "{number}");
    }
}

#[test]
fn a_print_changes_with_every_part_and_with_nothing_else() {
    let base = record(&json!({}));
    assert_eq!(base.print().len(), 16);
    assert_eq!(
        record(&json!({ "updated_at": "2026-01-01", "comment": "x" })).print(),
        base.print()
    );
    let mut prints = vec![base.print()];
    for changes in [
        json!({ "status": "delivered" }),
        json!({ "order_id": "1002" }),
        json!({ "order_id": null }),
        json!({ "destination_country": "DE" }),
        json!({ "origin_info": { "trackinfo": [] } }),
    ] {
        prints.push(record(&changes).print());
    }
    for proofs in [
        vec!["a"],
        vec!["b"],
        vec!["a", "b"],
        vec!["b", "a"],
        vec!["a b"],
    ] {
        let proofs = proofs.into_iter().map(str::to_owned).collect();
        prints.push(
            Record {
                proofs,
                ..base.clone()
            }
            .print(),
        );
    }
    let all = prints.len();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), all, "two parts have the same print");
}

#[test]
fn numbers_are_the_same_but_for_signs_and_case() {
    assert!(is_same_number("rn 123-456 789 cn", "RN123456789CN"));
    assert!(is_same_number("AB_12", "AB12"));
    assert!(!is_same_number("RN123456789CX", "RN123456789CN"));
    assert!(!is_same_number("RN12345678CN", "RN123456789CN"));
}

#[test]
fn a_record_survives_its_way_between_objects() {
    let record = Record::of(&tracking(&json!({})), vec!["hash".to_owned()]).unwrap();
    let text = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
}

/// A word no journey has of itself.
fn canary() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{3,8}".prop_map(|word| format!("Zq{word}zq"))
}

proptest! {
    #[test]
    fn nothing_of_the_customer_is_in_a_record(
        first in canary(), last in canary(), mail in canary(), phone in 100_000_000_u64..999_999_999,
        comment in canary(), title in canary(), signer in canary(), told in any::<bool>(),
    ) {
        let mail = format!("{mail}@example.com");
        let phone = format!("+49{phone}");
        let words = if told {
            format!("Given to {first} {last}, signed by {signer}; {phone} {mail} {comment} {title}")
        } else {
            "Delivered".to_owned()
        };
        let record = record(&json!({
            "customer_name": format!("{first} {last}"), "customer_email": [mail], "customer_phone": phone,
            "comment": comment, "title": title, "signed_by": signer, "singed_by": signer,
            "origin_info": { "trackinfo": [
                { "Date": "2021-01-15 13:28", "StatusDescription": words, "Details": "Bonn,DE", "checkpoint_status": "delivered" },
            ] },
        }));
        let kept = serde_json::to_string(&record).unwrap().to_lowercase();
        for canary in [&first, &last, &mail, &phone, &comment, &title, &signer] {
            prop_assert!(!kept.contains(&canary.to_lowercase()), "{canary} in {kept}");
        }
    }
}
