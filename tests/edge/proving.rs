use proptest::prelude::*;
use tracktry_edge::shelf::proving::Tried;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const NOW: i64 = 1_790_000_000_000;

/// How many of so many attempts count, one after the other.
fn counted(times: impl IntoIterator<Item = i64>) -> usize {
    let mut tried = Tried::default();
    let mut counted = 0;
    for at in times {
        if let Some(next) = tried.attempt(NOW + at) {
            tried = next;
            counted += 1;
        }
    }
    counted
}

#[test]
fn five_attempts_are_free_and_the_sixth_waits() {
    assert_eq!(counted([0; 5]), 5);
    assert_eq!(counted([0; 100]), 5);
    assert_eq!(counted([0, 0, 0, 0, 0, MINUTE - 1]), 5);
    assert_eq!(counted([0, 0, 0, 0, 0, MINUTE]), 6);
}

#[test]
fn each_wait_is_twice_the_one_before_and_an_hour_at_most() {
    let mut tried = Tried::default();
    let mut at = NOW;
    for _ in 0..5 {
        tried = tried.attempt(at).unwrap();
    }
    for minutes in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
        assert_eq!(tried.attempt(at + minutes * MINUTE - 1), None, "{minutes}");
        at += minutes * MINUTE;
        tried = tried.attempt(at).unwrap();
    }
}

#[test]
fn after_ten_quiet_minutes_few_attempts_are_forgotten() {
    let four_and_four = [
        0,
        0,
        0,
        0,
        10 * MINUTE,
        10 * MINUTE,
        10 * MINUTE,
        10 * MINUTE,
    ];
    assert_eq!(counted(four_and_four), 8);
}

#[test]
fn who_was_locked_out_is_not_forgiven_by_the_window() {
    let locked = [0, 0, 0, 0, 0, 20 * MINUTE, 20 * MINUTE, 20 * MINUTE];
    assert_eq!(
        counted(locked),
        6,
        "the wait is two minutes now, not five free attempts"
    );
    let long_after = [
        0,
        0,
        0,
        0,
        0,
        2 * HOUR,
        2 * HOUR,
        2 * HOUR,
        2 * HOUR,
        2 * HOUR,
    ];
    assert_eq!(counted(long_after), 10);
}

#[test]
fn a_clock_that_was_put_back_locks_nobody_out() {
    assert_eq!(counted([0, 0, 0, 0, 0, -365 * 24 * HOUR]), 6);
}

proptest! {
    #[test]
    fn an_hour_never_holds_many(steps in proptest::collection::vec(0_i64..5 * MINUTE, 0..2_000)) {
        let mut tried = Tried::default();
        let mut at = NOW;
        let mut counts = Vec::new();
        for step in steps {
            at += step;
            if let Some(next) = tried.attempt(at) {
                tried = next;
                counts.push(at);
            }
            let recent = counts.iter().filter(|count| at - **count < HOUR).count();
            prop_assert!(recent <= 30, "{recent}");
        }
    }
}
