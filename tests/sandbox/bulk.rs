//! Parcels made in bulk.

use std::collections::BTreeSet;

use tracktry_sandbox::bulk::{Bulk, MAX_COUNT, STEP};
use tracktry_sandbox::input::Number;

use crate::NOW;

fn all(body: &str) -> Vec<(String, String, i64)> {
    let mut bulk = Bulk::parse(body.as_bytes(), NOW).unwrap();
    let mut parcels = Vec::new();
    while bulk.running() {
        let step = bulk.next();
        assert!(!step.is_empty() && step.len() <= STEP as usize);
        bulk.done += u32::try_from(step.len()).unwrap();
        parcels.extend(
            step.into_iter()
                .map(|p| (p.number, p.carrier, p.created_at)),
        );
    }
    parcels
}

#[test]
fn the_same_seed_makes_the_same_parcels() {
    let some = all(r#"{"count":4500,"seed":7,"days":30}"#);
    assert_eq!(some.len(), 4500);
    assert_eq!(some, all(r#"{"count":4500,"seed":7,"days":30}"#));
    let numbers: BTreeSet<&String> = some.iter().map(|(number, ..)| number).collect();
    assert_eq!(numbers.len(), some.len());
    assert!(
        numbers
            .iter()
            .all(|number| Number::parse(number).is_some_and(|n| n.key == **number))
    );
    assert!(
        some.iter()
            .all(|(.., at)| (NOW - 30 * 86_400..=NOW).contains(at))
    );
    let other = all(r#"{"count":4500,"seed":8,"days":30}"#);
    assert!(other.iter().all(|(number, ..)| !numbers.contains(number)));
}

#[test]
fn what_cannot_be_made_is_refused() {
    let much = format!("{{\"count\":{}}}", MAX_COUNT + 1);
    for body in [
        "",
        "[]",
        "{}",
        r#"{"count":0}"#,
        r#"{"count":-1}"#,
        r#"{"count":1.5}"#,
        r#"{"count":"9"}"#,
        &much,
        r#"{"count":1,"seed":-1}"#,
        r#"{"count":1,"days":99999}"#,
        r#"{"count":1,"status":"lost"}"#,
    ] {
        assert!(Bulk::parse(body.as_bytes(), NOW).is_err(), "{body}");
    }
}
