//! When rounds begin.

use super::driver::{Driver, START, settings};
use super::upstream::Upstream;
use tracktry_edge::sync::pace::{backoff, interval};
use tracktry_edge::sync::{Ms, Step, Sync};

#[test]
fn intervals_stretch_until_somebody_looks() {
    for (previous, base, looked, expected) in [
        (300, 300, false, 600),
        (600, 300, false, 1_200),
        (2_400, 300, false, 3_600),
        (3_600, 300, false, 3_600),
        (3_600, 300, true, 300),
        (300, 300, true, 300),
        (1, 1, false, 2),
        (3_600, 3_600, false, 3_600),
        // The setting was raised meanwhile.
        (300, 1_800, false, 1_800),
        (u32::MAX, 300, false, 3_600),
    ] {
        assert_eq!(
            interval(previous, base, looked),
            expected,
            "{previous} {base} {looked}"
        );
    }
}

#[test]
fn failures_wait_longer_each_time() {
    let waits: Vec<Ms> = (0..9).map(|n| backoff(n) / 1_000).collect();
    assert_eq!(waits, [5, 5, 10, 20, 40, 80, 160, 300, 300]);
    assert_eq!(backoff(u32::MAX), 300_000);
}

/// Seconds after the start at which rounds begin, when somebody looks after some of them.
fn begins(looks_after: &[usize], count: usize) -> Vec<Ms> {
    let mut driver = Driver::new(Upstream::default());
    (0..count)
        .map(|round| {
            driver.rounds(1);
            if looks_after.contains(&round) {
                assert!(driver.sync.looked());
                assert!(!driver.sync.looked(), "a second look changes nothing");
            }
            (driver.sync.synced_until().unwrap() - START) / 1_000
        })
        .collect()
}

#[test]
fn rounds_begin_at_their_intervals() {
    assert_eq!(begins(&[], 6), [0, 300, 900, 2_100, 4_500, 8_100]);
    assert_eq!(
        begins(&[0, 1, 2, 3, 4], 6),
        [0, 300, 600, 900, 1_200, 1_500]
    );
    assert_eq!(begins(&[3], 6), [0, 300, 900, 2_100, 2_400, 2_700]);
}

#[test]
fn a_look_has_a_stretched_round_begin_at_once() {
    let mut driver = Driver::new(Upstream::default());
    driver.rounds(4);
    let began = driver.sync.synced_until().unwrap();
    for (seconds, looks, expected) in [
        (10, false, Step::Wait(began + 2_400_000)),
        (10, true, Step::Wait(began + 300_000)),
        (299, true, Step::Wait(began + 300_000)),
    ] {
        if looks {
            driver.sync.looked();
        }
        let now = began + seconds * 1_000;
        assert_eq!(driver.sync.next(driver.settings, now), expected);
    }
    let step = driver.sync.next(driver.settings, began + 300_000);
    assert!(matches!(step, Step::Ask(_)), "{step:?}");
}

#[test]
fn zero_seconds_turn_it_off() {
    let mut driver = Driver::new(Upstream::default());
    driver.rounds(1);
    let before = driver.sync.save();
    let day = START + 86_400_000;
    assert_eq!(driver.sync.next(settings(0), START), Step::Wait(day));
    assert_eq!(Sync::new().next(settings(0), START), Step::Wait(day));
    assert_eq!(driver.sync.save(), before);
    assert!(matches!(driver.sync.next(settings(300), day), Step::Ask(_)));
}

/// Seconds after the start at which the round after the first begins, hastened after so many.
fn hastened_after(seconds: Ms) -> Ms {
    let mut driver = Driver::new(Upstream::default());
    driver.rounds(1);
    let now = START + seconds * 1_000;
    assert!(driver.sync.hasten());
    assert!(driver.sync.hasten(), "a second time changes nothing");
    match driver.sync.next(settings(300), now) {
        Step::Wait(at) => (at - START) / 1_000,
        _ => seconds,
    }
}

#[test]
fn what_is_known_to_have_changed_has_a_round_begin_soon() {
    assert_eq!(hastened_after(1), 30);
    assert_eq!(hastened_after(31), 31);
    assert_eq!(hastened_after(200), 200);
}

#[test]
fn a_state_without_haste_is_read() {
    let mut saved: serde_json::Value = serde_json::from_str(&Sync::new().save()).unwrap();
    let rhythm = saved["rhythm"].as_object_mut().unwrap();
    assert!(rhythm.remove("hastened").is_some());
    assert!(Sync::load(&saved.to_string()).is_some());
}
