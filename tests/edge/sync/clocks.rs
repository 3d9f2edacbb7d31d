//! Clocks that differ, and clocks that are set.

use super::driver::{Driver, START};
use super::upstream::Upstream;
use tracktry_edge::sync::{Field, Query, Step};

const NOW: i64 = START / 1_000;

fn imported(ahead: i64) -> Driver {
    let mut driver = Driver::new(Upstream {
        ahead,
        ..Upstream::default()
    });
    driver.upstream.fill(100, NOW - 1_000_000, 900_000);
    driver.rounds(2);
    driver
}

/// Lower and upper bound of the requests of a round, relative to its begin by our clock.
fn window(driver: &mut Driver) -> (i64, i64) {
    let count = driver.rounds(1)[0];
    let began = driver.sync.synced_until().unwrap() / 1_000;
    let queries: Vec<Query> = driver
        .upstream
        .requests
        .iter()
        .rev()
        .take(count)
        .copied()
        .collect();
    let from = queries.iter().map(|query| query.from).min().unwrap();
    let to = queries.iter().map(|query| query.to).max().unwrap();
    (from - began, to - began)
}

#[test]
fn the_import_is_by_creation_from_2010_on() {
    let driver = imported(0);
    let first = driver.upstream.requests[0];
    assert_eq!(
        (first.field, first.from),
        (Field::Created, 1_262_304_000 - 1)
    );
    assert!(first.to > NOW + 86_400, "whatever upstream's clock shows");
}

#[test]
fn a_round_reaches_from_ten_minutes_before_the_last_to_now() {
    // The third round begins 600 s after the second; a second is lost to the lower bound.
    for (ahead, from, to) in [
        (0, -1_201, 300),
        (120, -1_201 + 120, 300 + 120),
        // Far ahead of ours, ours is the earlier one, and a round begins no later than that.
        (3_600, -601, 300 + 3_600),
        // A clock behind ours may be the header's alone: the round ends by the later one.
        (-3_600, -1_201 - 3_600, 300),
    ] {
        let (low, high) = window(&mut imported(ahead));
        assert!((0..=1).contains(&(low - from)), "{ahead}: from {low}");
        assert!((0..=1).contains(&(high - to)), "{ahead}: to {high}");
    }
}

#[test]
fn a_date_that_is_no_clock_is_not_heard() {
    for ahead in [90_000, -90_000, 1_000_000_000] {
        let mut driver = imported(0);
        driver.upstream.ahead = ahead;
        let (low, high) = window(&mut driver);
        assert!((0..=1).contains(&(low + 1_201)), "{ahead}: from {low}");
        assert!((0..=1).contains(&(high - 300)), "{ahead}: to {high}");
    }
}

#[test]
fn a_clock_that_is_set_has_the_round_made_again() {
    for set in [-3_600, 3_600, -301, -80_000] {
        let mut driver = imported(0);
        driver.upstream.ahead = set;
        // Changed after the clock was set, before the next round.
        driver.now += 1_000;
        let at = driver.upstream.clock(driver.now);
        driver.upstream.parcels[7].updated = at;
        driver.upstream.post(at, at);
        let taken = driver.rounds(1)[0];
        assert!(taken >= 2, "{set}");
        assert!(driver.missing().is_empty(), "{set}");
    }
}

#[test]
fn our_clock_may_go_back_or_ahead() {
    for jump in [-3_600, 3_600, -10_000_000, 10_000_000] {
        let mut driver = imported(0);
        driver.now += jump * 1_000;
        driver.upstream.ahead = -jump;
        let at = driver.upstream.clock(driver.now);
        driver.upstream.post(at, at);
        let step = driver.sync.next(driver.settings, driver.now);
        assert!(
            matches!(step, Step::Ask(_)) || jump == 3_600,
            "{jump}: {step:?}"
        );
        driver.rounds(1);
        // Offsets of months are not believed: our own clock was wrong, and is right again.
        if jump.abs() < 86_400 {
            assert!(driver.missing().is_empty(), "{jump}");
        }
        driver.now -= jump * 1_000;
        driver.upstream.ahead = 0;
        driver.rounds(2);
        assert!(driver.missing().is_empty(), "{jump}");
        let lag = driver.sync.lag(driver.now).unwrap();
        assert!((0..3_600_000).contains(&lag), "{jump}: {lag}");
    }
}

#[test]
fn no_time_breaks_it() {
    for now in [
        0,
        -1,
        1,
        i64::MIN,
        i64::MAX,
        i64::MIN / 2,
        1_262_304_000_000,
    ] {
        let mut driver = Driver::new(Upstream::default());
        for later in [0, 1, 1_000_000] {
            match driver.sync.next(driver.settings, now.saturating_add(later)) {
                Step::Ask(query) => assert!(query.from < query.to, "{query:?}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
