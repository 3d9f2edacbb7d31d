use proptest::prelude::*;
use tracktry_core::Stage;
use tracktry_edge::shelf::policy::{
    Age, CONFIRM_AFTER, DAY, Freshness, check_at, confirm_at, freshness, interval, interval_within,
    is_over,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const NOW: i64 = 1_790_000_000_000;

/// A parcel that was asked for now and has been quiet for so long.
fn quiet(stage: Stage, ms: i64) -> Age {
    Age {
        stage,
        fetched_at: NOW,
        changed_at: NOW - ms,
    }
}

#[track_caller]
fn good(stage: Stage, bound: Option<i64>, passed: i64, expected: Freshness) {
    let found = freshness(&quiet(stage, 0), bound, NOW + passed);
    assert_eq!(found, expected, "{stage:?} after {passed} ms");
}

#[test]
fn the_interval_hangs_on_the_stage() {
    for stage in Stage::ALL {
        let expected = match stage.as_str() {
            "out_for_delivery" => 30 * MINUTE,
            "registered" | "ready_for_pickup" | "attempt_failed" | "exception" | "not_found" => {
                HOUR
            }
            "in_transit" | "unknown" => 2 * HOUR,
            "expired" => DAY,
            "delivered" => 7 * DAY,
            other => panic!("{other} is new: say how often it is asked for"),
        };
        assert_eq!(interval(&quiet(*stage, 0)), Some(expected), "{stage:?}");
    }
}

#[test]
fn what_stays_quiet_is_asked_for_less_or_never() {
    let of = |stage, ms| interval(&quiet(stage, ms));
    assert_eq!(of(Stage::NotFound, 3 * DAY - 1), Some(HOUR));
    assert_eq!(of(Stage::NotFound, 3 * DAY), Some(6 * HOUR));
    assert_eq!(of(Stage::Delivered, 7 * DAY - 1), Some(7 * DAY));
    assert_eq!(of(Stage::Delivered, 7 * DAY), None);
    let forever = quiet(Stage::Delivered, 8 * DAY);
    assert_eq!(freshness(&forever, None, i64::MAX), Freshness::Fresh);
    // Changed after it was asked for, by a clock that was put back.
    assert_eq!(of(Stage::Delivered, -DAY), Some(7 * DAY));
}

#[test]
fn old_is_due_and_twice_as_old_is_stale() {
    for (passed, expected) in [
        (0, Freshness::Fresh),
        (2 * HOUR - 1, Freshness::Fresh),
        (2 * HOUR, Freshness::Due),
        (4 * HOUR - 1, Freshness::Due),
        (4 * HOUR, Freshness::Stale),
        (i64::MAX - NOW, Freshness::Stale),
        (-HOUR, Freshness::Fresh),
        (-NOW, Freshness::Fresh),
    ] {
        good(Stage::InTransit, None, passed, expected);
    }
}

#[test]
fn a_deployment_bounds_the_interval_from_above_only() {
    good(Stage::InTransit, Some(HOUR), HOUR, Freshness::Due);
    good(Stage::InTransit, Some(HOUR), 2 * HOUR, Freshness::Stale);
    good(Stage::InTransit, Some(9 * HOUR), 2 * HOUR, Freshness::Due);
    // Nothing is as good as asking; within a minute it need not be marked.
    good(Stage::InTransit, Some(0), 0, Freshness::Due);
    good(Stage::InTransit, Some(0), MINUTE - 1, Freshness::Due);
    good(Stage::InTransit, Some(0), MINUTE, Freshness::Stale);
    let forever = quiet(Stage::Delivered, 8 * DAY);
    assert_eq!(interval_within(&forever, None), None);
    assert_eq!(interval_within(&forever, Some(HOUR)), Some(HOUR));
    assert_eq!(freshness(&forever, Some(HOUR), NOW + HOUR), Freshness::Due);
}

#[test]
fn a_parcel_is_looked_at_to_confirm_it_or_to_forget_it() {
    let key = "dhl/RN123456789CN";
    let confirm = confirm_at(NOW, NOW, key);
    assert_eq!(check_at(NOW, NOW, 120 * DAY, key), confirm);
    assert_eq!(
        check_at(NOW, NOW - 118 * DAY, 120 * DAY, key),
        NOW + 2 * DAY
    );
    assert!(!is_over(NOW, DAY, NOW + DAY - 1));
    assert!(is_over(NOW, DAY, NOW + DAY));
    assert!(!is_over(NOW, DAY, NOW - DAY), "a clock that was put back");
}

#[test]
fn confirmations_of_one_import_spread_over_a_day() {
    let mut hours = [0_u32; 24];
    for parcel in 0..2_400 {
        let at = confirm_at(NOW, NOW, &format!("dhl/RN{parcel:09}CN"));
        let hour = usize::try_from((at - NOW - CONFIRM_AFTER) / HOUR).unwrap();
        *hours.get_mut(hour).unwrap() += 1;
    }
    assert!(
        hours.iter().all(|count| (20..400).contains(count)),
        "{hours:?}"
    );
}

proptest! {
    #[test]
    fn nothing_overflows_and_age_never_freshens(
        stage in prop::sample::select(Stage::ALL.to_vec()),
        fetched_at in any::<i64>(),
        changed_at in any::<i64>(),
        bound in prop::option::of(0_i64..=i64::MAX),
        now in any::<i64>(),
        later in any::<i64>(),
    ) {
        let age = Age { stage, fetched_at, changed_at };
        let rank = |at| match freshness(&age, bound, at) {
            Freshness::Fresh => 0,
            Freshness::Due => 1,
            Freshness::Stale => 2,
        };
        prop_assert!(rank(now.min(later)) <= rank(now.max(later)));
        let confirmed = check_at(fetched_at, changed_at, bound.unwrap_or(0), "x/ABCD");
        prop_assert!(confirmed <= confirm_at(fetched_at, changed_at, "x/ABCD"));
    }
}
