//! The table of statuses, against `tests/fixtures/table.json`: status → substatus → stage and
//! reason, the empty name standing for none.

use crate::fixtures;
use serde_json::json;
use std::collections::BTreeSet;
use tracktry_core::status::{classify, family, fold};
use tracktry_core::{Reason, Stage, Tracking};

fn table() -> Vec<(String, String, String)> {
    let table = fixtures::read("table.json");
    let mut rows = Vec::new();
    for (status, row) in table.as_object().unwrap() {
        for (substatus, expected) in row.as_object().unwrap() {
            let expected = expected.as_str().unwrap();
            rows.push((status.clone(), substatus.clone(), expected.to_owned()));
        }
    }
    rows
}

fn said(stage: Stage, reason: Option<Reason>) -> String {
    let reason = reason.map_or(String::new(), |r| format!(" {}", r.as_str()));
    format!("{}{reason}", stage.as_str())
}

#[test]
fn every_status_with_every_substatus() {
    for (status, substatus, expected) in table() {
        let sub = (!substatus.is_empty()).then(|| fold(&substatus));
        let (stage, reason) = classify(&fold(&status), sub.as_deref());
        assert_eq!(said(stage, reason), expected, "{status} + {substatus}");

        let raw =
            json!({"tracking_number": "RB000000000XX", "status": status, "substatus": substatus});
        let tracking = Tracking::decode(&&raw).unwrap();
        let standing = tracking.standing();
        assert_eq!(
            said(standing.stage, standing.reason),
            expected,
            "{status} + {substatus}"
        );
    }
}

#[test]
fn the_table_is_whole() {
    let table = fixtures::read("table.json");
    let rows = table.as_object().unwrap();
    let columns: BTreeSet<_> = rows
        .values()
        .map(|row| row.as_object().unwrap().keys().collect::<Vec<_>>())
        .collect();
    assert_eq!(columns.len(), 1, "each status has the same substatuses");
    // 9 statuses, one unknown, none; 31 documented substatuses, 4 others, none.
    assert_eq!((rows.len(), columns.first().unwrap().len()), (11, 36));
    let told: BTreeSet<_> = self::table()
        .into_iter()
        .flat_map(|row| row.2.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let named = Stage::ALL
        .iter()
        .map(|s| s.as_str())
        .chain(Reason::ALL.iter().map(|r| r.as_str()));
    for name in named {
        assert!(told.contains(name), "{name} is never reached");
    }
}

#[test]
fn spelling_makes_no_difference() {
    for spelling in [
        "exception006",
        "Exception006",
        "EXCEPTION 006",
        "exception_0-06",
        " exception\u{a0}006\n",
    ] {
        assert_eq!(fold(spelling), "exception006");
    }
    assert_eq!(fold("In_Transit - 1"), "intransit1");
    assert_eq!(family("exception006"), "exception");
    assert_eq!(family("undelivered001"), "undelivered");
    assert_eq!(family("2fast"), "2fast");
    assert_eq!(family(""), "");
}

#[test]
fn names_read_back() {
    for stage in Stage::ALL {
        assert_eq!(Stage::from_name(stage.as_str()), Some(*stage));
        assert_eq!(serde_json::to_value(stage).unwrap(), stage.as_str());
    }
    for reason in Reason::ALL {
        assert_eq!(Reason::from_name(reason.as_str()), Some(*reason));
        assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
    }
    assert_eq!(Stage::from_name("Delivered"), None);
}

/// A tracking of a status, a top substatus and checkpoints of `(status, substatus)`.
fn standing(status: &str, top: Option<&str>, below: &[(&str, &str)]) -> (String, Option<String>) {
    let scans: Vec<_> = below.iter().map(|(status, substatus)| {
        json!({"StatusDescription": "x", "checkpoint_status": status, "substatus": substatus})
    }).collect();
    let raw = json!({"tracking_number": "RB000000000XX", "status": status, "substatus": top, "origin_info": {"trackinfo": scans}});
    let tracking = Tracking::decode(&&raw).unwrap();
    let standing = tracking.standing();
    (
        said(standing.stage, standing.reason),
        standing.substatus.map(str::to_owned),
    )
}

#[test]
fn which_substatus_counts() {
    let check = |status, top, below: &[(&str, &str)], expected: &str, counted: Option<&str>| {
        assert_eq!(
            standing(status, top, below),
            (expected.to_owned(), counted.map(str::to_owned)),
            "{status} {top:?} {below:?}"
        );
    };
    // The top one, as sent, before any checkpoint's.
    check(
        "exception",
        Some("Exception 006"),
        &[("exception", "exception009")],
        "exception customs",
        Some("Exception 006"),
    );
    // A top one of another family gives way.
    check(
        "exception",
        Some("transit005"),
        &[("exception", "exception009")],
        "exception refused",
        Some("exception009"),
    );
    // Without one, the newest checkpoint's of the family, whatever lies above it.
    check(
        "delivered",
        None,
        &[
            ("transit", "transit001"),
            ("delivered", "delivered003"),
            ("delivered", "delivered002"),
        ],
        "delivered signed_for",
        Some("delivered003"),
    );
    // `undelivered` is no family of `delivered`.
    check(
        "delivered",
        None,
        &[("undelivered", "undelivered002")],
        "delivered",
        None,
    );
    // An unknown one of the family counts, and gives no reason.
    check(
        "transit",
        Some("transit042"),
        &[],
        "in_transit",
        Some("transit042"),
    );
    // Of an unknown status too.
    check(
        "customs_hold",
        Some("customshold01"),
        &[],
        "unknown",
        Some("customshold01"),
    );
    check(
        "expired",
        None,
        &[("transit", "transit001")],
        "expired",
        None,
    );
    check("exception", None, &[], "exception", None);
    // Nothing is of the family of no status.
    check(
        "",
        Some("001"),
        &[("transit", ""), ("", "002")],
        "unknown",
        None,
    );
}

#[test]
fn a_transit_nobody_has_scanned_is_registered() {
    let label = ("transit", "notfound001");
    assert_eq!(standing("transit", None, &[label, label]).0, "registered");
    assert_eq!(
        standing("Transit", None, &[("transit", "NotFound 001")]).0,
        "registered"
    );
    assert_eq!(
        standing("transit", None, &[label, ("transit", "transit001")]).0,
        "in_transit"
    );
    assert_eq!(
        standing("transit", None, &[label, ("transit", "")]).0,
        "in_transit"
    );
    assert_eq!(standing("transit", None, &[]).0, "in_transit");
    assert_eq!(standing("delivered", None, &[label]).0, "delivered");
}

#[test]
fn the_stage_of_a_scan() {
    let check = |status: Option<&str>, substatus: Option<&str>, expected: &str| {
        let raw = json!({"tracking_number": "RB000000000XX", "origin_info": {"trackinfo": [
            {"StatusDescription": "x", "checkpoint_status": status, "substatus": substatus}]}});
        let tracking = Tracking::decode(&&raw).unwrap();
        let stage = tracking.origin.checkpoints[0].stage();
        assert_eq!(stage.as_str(), expected, "{status:?} {substatus:?}");
    };
    check(Some("delivered"), Some("delivered001"), "delivered");
    check(Some("pickup"), Some("pickup002"), "ready_for_pickup");
    check(Some("pickup"), None, "out_for_delivery");
    // Label created; fetched from the sender.
    check(Some("transit"), Some("notfound001"), "registered");
    check(Some("pickup"), Some("notfound001"), "registered");
    // Of two that disagree, the status.
    check(Some("transit"), Some("pickup002"), "in_transit");
    check(Some("delivered"), Some("notfound001"), "delivered");
    check(Some("exception"), Some("notfound001"), "exception");
    // Without a status, the substatus' family.
    check(None, Some("pickup002"), "ready_for_pickup");
    check(None, Some("notfound001"), "registered");
    check(None, Some("exception006"), "exception");
    check(None, Some("001"), "unknown");
    check(None, None, "unknown");
    check(Some("lost_in_space"), Some("transit005"), "unknown");
}
