//! The way as steps.

use super::of;
use crate::fixtures::journey;
use serde_json::{Value as Json, json};
use std::slice;
use tracktry_core::journey::{Step, StepState};
use tracktry_core::{Journey, Stage};

/// The steps as `+` done, `o` now, `.` todo, `x` failed.
fn way(journey: &Journey) -> String {
    let sign = |state| match state {
        StepState::Done => '+',
        StepState::Now => 'o',
        StepState::Todo => '.',
        StepState::Failed => 'x',
    };
    journey.steps.iter().map(|step| sign(step.state)).collect()
}

#[test]
fn the_way_of_every_stage() {
    let scan = |day: u32, status: &str, substatus: &str| json!({"Date": format!("2021-01-{day:02} 08:00"), "StatusDescription": "x", "checkpoint_status": status, "substatus": substatus});
    let moving = json!([scan(2, "transit", "transit001")]);
    let out = json!([
        scan(3, "pickup", "pickup001"),
        scan(2, "transit", "transit001")
    ]);
    let none = json!([]);
    let check = |status: &str, substatus: &str, scans: &Json, expected: &str| {
        let journey = of(status, Some(substatus), scans, &json!([]));
        assert_eq!(way(&journey), expected, "{status} {substatus}");
        for step in &journey.steps {
            assert!(step.state != StepState::Todo || step.at.is_none());
        }
    };
    check("pending", "", &none, "o...");
    check("inforeceived", "", &none, "o...");
    check("notfound", "notfound001", &none, "o...");
    check("notfound", "notfound002", &none, "....");
    check("transit", "", &none, "+o..");
    check("transit", "", &out, "+o..");
    check("pickup", "pickup001", &out, "++o.");
    check("pickup", "pickup002", &none, "++o.");
    check("delivered", "", &none, "++++");
    check("undelivered", "undelivered002", &out, "++x.");
    check("exception", "exception006", &none, "+x..");
    check("exception", "exception006", &moving, "+x..");
    check("exception", "exception002", &out, "++x.");
    check("exception", "exception012", &moving, "+x..");
    let arrived = json!([scan(4, "delivered", "delivered001")]);
    check("exception", "exception012", &arrived, "++x.");
    check("expired", "", &arrived, "++o.");
    // Ended elsewhere: nothing is still to come.
    check("exception", "exception004", &none, "++x");
    check("exception", "exception005", &moving, "+x");
    check("exception", "exception007", &moving, "+x");
    check("exception", "exception008", &none, "+x");
    check("exception", "exception009", &moving, "++x");
    check("exception", "exception010", &out, "++x");
    check("exception", "exception011", &out, "++x");
    check("expired", "", &none, "o...");
    check("expired", "", &moving, "+o..");
    check("expired", "", &out, "++o.");
    check("mystery", "", &none, "....");
    check("mystery", "", &moving, "++..");
}

#[test]
fn what_failed_is_never_progress() {
    for status in ["undelivered", "exception"] {
        for n in 0..=12 {
            let journey = of(
                status,
                Some(&format!("{status}{n:03}")),
                &json!([]),
                &json!([]),
            );
            let states: Vec<_> = journey.steps.iter().map(|s| s.state).collect();
            assert_eq!(
                states.iter().filter(|s| **s == StepState::Failed).count(),
                1
            );
            assert!(!states.contains(&StepState::Now), "{status}{n:03}");
            let delivered = journey.steps.iter().find(|s| s.stage == Stage::Delivered);
            assert!(delivered.is_none_or(|s| s.state == StepState::Todo));
        }
    }
}

/// The parcel was out on the 10th; what comes later is its way back.
#[test]
fn a_return_leaves_the_failed_step_its_own_date() {
    let scan = |day: u32, status: &str, substatus: &str| json!({"Date": format!("2021-02-{day:02} 08:00"), "StatusDescription": "x", "checkpoint_status": status, "substatus": substatus});
    let back = |number: &str, before: &[Json]| {
        let mut scans = vec![
            scan(23, "exception", &format!("exception{number}")),
            scan(15, "exception", "exception011"),
        ];
        scans.extend_from_slice(before);
        scans.push(scan(8, "transit", "transit001"));
        let number = format!("exception{number}");
        let journey = of("exception", Some(&number), &json!(scans), &json!([]));
        let failed = |step: &&Step| step.state == StepState::Failed;
        journey.steps.iter().find(failed).unwrap().at.clone()
    };
    let day = |day: u32| Some(format!("2021-02-{day:02}T08:00"));
    let out = scan(10, "pickup", "pickup001");
    let nobody = scan(11, "undelivered", "undelivered002");
    for number in ["005", "010", "011"] {
        assert_eq!(back(number, slice::from_ref(&out)), day(10), "{number}");
        assert_eq!(back(number, &[nobody.clone(), out.clone()]), day(11));
        // Handed out again, at the sender's.
        let again = scan(22, "pickup", "pickup001");
        assert_eq!(back(number, &[again, nobody.clone()]), day(11));
        // Never out: it turned around on the way.
        assert_eq!(back(number, &[]), day(23));
    }
    // Any other trouble has the date of its scan.
    assert_eq!(back("006", &[out]), day(23));
}

#[test]
fn steps_are_dated_by_scans_and_else_by_milestones() {
    let scan = |at: &str, status: &str, substatus: &str| json!({"Date": at, "StatusDescription": at, "checkpoint_status": status, "substatus": substatus});
    let origin = json!([
        scan("2021-01-09 08:00", "pickup", "pickup001"),
        scan("2021-01-08 17:00", "undelivered", "undelivered002"),
        scan("2021-01-08 08:00", "pickup", "pickup001"),
        scan("2021-01-07 08:00", "transit", "transit002"),
        scan("2021-01-06 08:00", "transit", "transit001"),
        scan("2021-01-05 08:00", "transit", "notfound001"),
        scan("2021-01-04 08:00", "transit", "notfound001"),
    ]);
    let dates = |journey: &Journey| -> Vec<Option<String>> {
        journey.steps.iter().map(|s| s.at.clone()).collect()
    };
    let day = |day: u32, hour: u32| Some(format!("2021-01-{day:02}T{hour:02}:00"));
    assert_eq!(
        dates(&of("pickup", None, &origin, &json!([]))),
        [day(4, 8), day(6, 8), day(9, 8), None]
    );
    assert_eq!(
        dates(&of("undelivered", None, &origin, &json!([]))),
        [day(4, 8), day(6, 8), day(8, 17), None]
    );
    let journey = journey(&json!({"tracking_number": "A1234", "status": "transit",
        "origin_info": {"ItemReceived": "2021-01-02", "ItemDispatched": "2021-01-03"}}));
    assert_eq!(
        dates(&journey),
        [
            Some("2021-01-02".into()),
            Some("2021-01-03".into()),
            None,
            None
        ]
    );
}
