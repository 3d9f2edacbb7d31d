//! The clock.

use tracktry_sandbox::clock::{Clock, rate_fits};
use tracktry_sandbox::settings::Settings;
use tracktry_sandbox::time::{self, LAST};

use crate::{NOW, at};

const REAL: i64 = NOW * 1000;

#[test]
fn it_runs_at_its_rate_from_where_it_was_set() {
    let clock = Clock::started(REAL, 1.0);
    assert_eq!(clock.now(REAL + 5_000), NOW + 5);
    let fast = clock.set(REAL, Some(at("2030-01-01T00:00:00Z")), Some(7200.0));
    assert_eq!(fast.now(REAL + 1_000), at("2030-01-01T02:00:00Z"));
    assert_eq!(fast.now(REAL + 1), at("2030-01-01T00:00:07Z"));
    let stopped = fast.set(REAL + 1_000, None, Some(0.0));
    assert_eq!(stopped.now(REAL + 99_000), at("2030-01-01T02:00:00Z"));
    let slow = stopped.set(REAL + 99_000, None, Some(0.5));
    assert_eq!(slow.now(REAL + 101_000), at("2030-01-01T02:00:01Z"));
}

#[test]
fn a_new_setting_changes_the_rate_and_not_the_time() {
    let set = Clock::started(REAL, 1.0).set(REAL, None, Some(60.0));
    let same = set.configured(REAL + 1_000, 1.0);
    assert_eq!(
        same, set,
        "the same setting as before leaves what control has set"
    );
    let changed = set.configured(REAL + 1_000, 7200.0);
    assert_eq!(changed.now(REAL + 1_000), NOW + 60);
    assert_eq!(changed.now(REAL + 2_000), NOW + 60 + 7200);
}

#[test]
fn it_stays_within_its_years() {
    let clock = Clock::started(REAL, 1_000_000.0);
    assert_eq!(clock.now(i64::MAX), LAST);
    assert_eq!(clock.now(i64::MIN), 0);
    assert_eq!(time::iso(LAST), "9998-12-31T23:59:59+00:00");
    assert_eq!(time::wall(LAST, 840, false).len(), "9999-01-01 13:59".len());
}

#[test]
fn rates_that_are_no_rates_are_refused() {
    for rate in [-1.0, f64::NAN, f64::INFINITY, 1_000_001.0] {
        assert!(!rate_fits(rate), "{rate}");
    }
    for wrong in ["fast", "-1", "NaN", "inf", "1e7", "1,5"] {
        let settings = Settings::of(None, Some(wrong), None, None);
        assert_eq!(
            settings.err().map(|wrong| wrong.0),
            Some("SANDBOX_CLOCK_RATE"),
            "{wrong}"
        );
    }
}

#[test]
fn times_are_read_and_written() {
    assert_eq!(
        time::parse("2026-11-23T10:00:00Z"),
        time::parse("2026-11-23T18:00:00+08:00")
    );
    for wrong in [
        "",
        "2026-11-23",
        "1969-12-31T23:59:59Z",
        "9999-01-01T00:00:00Z",
        "now",
    ] {
        assert_eq!(time::parse(wrong), None, "{wrong}");
    }
    assert_eq!(
        time::http(at("2021-01-16T17:21:43Z")),
        "Sat, 16 Jan 2021 17:21:43 GMT"
    );
    for (text, read) in [
        ("2017/8/27 16:51", Some("2017-08-27T16:51:00Z")),
        ("2018-05-20 12:00", Some("2018-05-20T12:00:00Z")),
        ("2018-05-20", Some("2018-05-20T00:00:00Z")),
        ("2018-05-20T12:00:07", Some("2018-05-20T12:00:07Z")),
        ("2018-13-20 12:00", None),
        ("last week", None),
        ("0", None),
    ] {
        assert_eq!(time::parse_order(text), read.map(at), "{text}");
    }
    assert_eq!(
        [0, 1, 86_400, 86_401].map(|to| time::days(0, to)),
        [0, 1, 1, 2]
    );
}

#[test]
fn an_alarm_knows_when_the_clock_will_be_there() {
    let clock = Clock::started(1_000_000, 7200.0);
    assert_eq!(clock.reaches(1_000, 1_000_000), Some(1_000_000), "it is");
    assert_eq!(clock.reaches(500, 1_000_000), Some(1_000_000), "it was");
    assert_eq!(clock.reaches(1_000 + 7_200, 1_000_000), Some(1_001_000));
    let real = clock.reaches(1_000 + 7_201, 1_000_000).unwrap();
    assert!(clock.now(real) >= 8_201 && clock.now(real - 1) < 8_201);
    let stopped = clock.set(1_000_000, None, Some(0.0));
    assert_eq!(stopped.reaches(1_001, 1_000_000), None);
    assert_eq!(stopped.reaches(1_000, 2_000_000), Some(2_000_000));
    let slow = Clock::started(0, 1e-9);
    assert!(slow.reaches(i64::MAX, 0).is_some_and(|at| at > 0));
}
