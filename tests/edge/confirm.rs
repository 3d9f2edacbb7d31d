//! How often a parcel that nobody tells of is asked for by itself.

use tracktry_edge::shelf::policy::{DAY, Ms, check_at, confirm_at};

const RETENTION: Ms = 120 * DAY;

/// Days after its last change on which a parcel is confirmed before it is forgotten.
fn confirmed_on(key: &str) -> Vec<Ms> {
    let mut confirmed = 0;
    std::iter::from_fn(|| {
        confirmed = check_at(confirmed, 0, RETENTION, key);
        (confirmed < RETENTION).then_some(confirmed / DAY)
    })
    .collect()
}

#[test]
fn what_does_not_change_is_confirmed_less_and_less_often() {
    for number in 0..1_000 {
        let days = confirmed_on(&format!("dhl/P{number}"));
        assert!(days.len() <= 5, "{days:?}");
        assert!((7..=8).contains(&days[0]), "{days:?}");
        let gaps = days.windows(2).map(|days| days[1] - days[0]);
        assert!(
            gaps.clone().is_sorted() && gaps.min() >= Some(7),
            "{days:?}"
        );
    }
}

#[test]
fn news_are_trusted_for_a_week() {
    for number in 0..1_000 {
        let key = format!("dhl/P{number}");
        let at = confirm_at(50 * DAY, 50 * DAY, &key) - 50 * DAY;
        assert!((7 * DAY..8 * DAY).contains(&at), "{at}");
        // A clock that was put back since the change makes no trust.
        assert_eq!(confirm_at(50 * DAY, 60 * DAY, &key) - 50 * DAY, at);
    }
}
