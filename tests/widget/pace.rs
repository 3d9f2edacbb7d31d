//! When the next look comes.

use tracktry_widget::pace::Pace;

const FRESH: Pace = Pace {
    refresh: None,
    elapsed: 0.0,
    waited: 0.0,
    random: 0.0,
};

#[test]
fn an_old_first_answer_is_looked_at_again_at_once() {
    let again = |refresh, elapsed| {
        let pace = Pace {
            refresh,
            elapsed,
            random: 0.5,
            ..FRESH
        };
        pace.after_old_news()
    };
    assert_eq!(again(None, 0.0), Some(5.5));
    assert_eq!(again(Some(30.0), 0.0), Some(5.5));
    assert_eq!(again(Some(0.0), 0.0), None);
    assert_eq!(again(None, 899.0), None);
}

#[test]
fn news_comes_after_a_minute_then_every_two_for_a_quarter_of_an_hour() {
    let at = |elapsed| Pace { elapsed, ..FRESH }.after_news(false);
    assert_eq!(at(0.0), Some(60.0));
    assert_eq!(at(59.9), Some(60.0));
    assert_eq!(at(60.0), Some(120.0));
    assert_eq!(at(780.0), Some(120.0));
    assert_eq!(at(780.1), None);
    assert_eq!(at(1e9), None);
}

#[test]
fn an_arrived_parcel_is_left_alone_unless_refresh_asks() {
    assert_eq!(FRESH.after_news(true), None);
    assert_eq!(
        Pace {
            refresh: Some(30.0),
            ..FRESH
        }
        .after_news(true),
        Some(30.0)
    );
}

#[test]
fn refresh_has_a_floor_and_an_off() {
    let with = |refresh| {
        Pace {
            refresh: Some(refresh),
            ..FRESH
        }
        .after_news(false)
    };
    assert_eq!(with(30.0), Some(30.0));
    assert_eq!(with(0.001), Some(5.0));
    assert_eq!(with(0.0), None);
    assert_eq!(with(-1.0), None);
    let off = Pace {
        refresh: Some(0.0),
        ..FRESH
    };
    assert_eq!(off.after_failure(None), None);
    assert_eq!(with(1e6), None, "longer than the patience");
}

#[test]
fn each_failure_waits_twice_as_long_up_to_two_minutes() {
    let after = |waited| Pace { waited, ..FRESH }.after_failure(None);
    assert_eq!(after(0.0), Some(5.0));
    assert_eq!(after(5.0), Some(10.0));
    assert_eq!(after(100.0), Some(120.0));
    assert_eq!(after(120.0), Some(120.0));
}

#[test]
fn retry_after_is_the_least_wait_and_bounded() {
    assert_eq!(FRESH.after_failure(Some(60.0)), Some(60.0));
    assert_eq!(FRESH.after_failure(Some(0.0)), Some(5.0));
    assert_eq!(FRESH.after_failure(Some(1e9)), Some(120.0));
}

#[test]
fn chance_spreads_retries_by_a_quarter() {
    assert_eq!(
        Pace {
            random: 1.0,
            ..FRESH
        }
        .after_failure(Some(60.0)),
        Some(75.0)
    );
}

#[test]
fn patience_ends_retries_too() {
    assert_eq!(
        Pace {
            elapsed: 895.0,
            ..FRESH
        }
        .after_failure(None),
        Some(5.0)
    );
    assert_eq!(
        Pace {
            elapsed: 896.0,
            ..FRESH
        }
        .after_failure(None),
        None
    );
}
