//! How many rows are asked for.

use super::driver::{Driver, Mishap, START, settings};
use super::upstream::Upstream;
use tracktry_edge::sync::{Answer, Step, Sync, Why};

const NOW: i64 = START / 1_000;

/// The limits of an import, in order.
fn limits(rows: i64, row_bytes: usize) -> Vec<u32> {
    let mut driver = Driver::new(Upstream {
        row_bytes,
        ..Upstream::default()
    });
    driver.upstream.fill(rows, NOW - 5_000_000, 4_900_000);
    driver.rounds(1);
    assert!(driver.missing().is_empty());
    let requests = driver.upstream.requests.iter();
    requests.map(|query| query.limit).collect()
}

#[test]
fn answers_grow_to_four_megabytes() {
    for (row_bytes, rows, low, high) in [
        (500, 10_000, 2_000, 2_000),
        (2_000, 10_000, 1_990, 2_000),
        (4_000, 6_000, 970, 1_000),
        (20_000, 1_500, 195, 205),
        (100_000, 1_000, 38, 41),
        (400_000, 500, 10, 10),
    ] {
        let limits = limits(rows, row_bytes);
        assert_eq!(limits[0], 200);
        let last = limits.last().unwrap();
        assert!((low..=high).contains(last), "{row_bytes} bytes: {last}");
    }
}

#[test]
fn a_few_large_parcels_do_not_make_answers_small_for_ever() {
    let mut driver = Driver::new(Upstream {
        row_bytes: 300_000,
        ..Upstream::default()
    });
    driver.upstream.fill(3, NOW - 1_000, 900);
    driver.rounds(1);
    driver.upstream.row_bytes = 2_000;
    driver.upstream.fill(3_000, NOW, 200);
    driver.rounds(3);
    assert!(driver.missing().is_empty());
    let last = driver.upstream.requests.last().unwrap();
    assert!(last.limit > 1_500, "{}", last.limit);
}

#[test]
fn what_is_too_large_is_asked_for_in_quarters() {
    let mut driver = Driver::new(Upstream::default());
    driver.upstream.fill(1_500, NOW - 5_000_000, 4_900_000);
    driver.rounds(1);
    assert!(driver.upstream.requests.last().unwrap().limit > 1_900);
    driver.upstream.row_bytes = 100_000;
    driver.upstream.fill(1_500, NOW + 100, 200);
    let before = driver.upstream.requests.len();
    let began = driver.now;
    driver.rounds(1);
    assert!(driver.missing().is_empty());
    let asked = driver.upstream.requests.iter().skip(before);
    let limits: Vec<u32> = asked.map(|query| query.limit).collect();
    assert_eq!(limits[1], limits[0] / 4, "{limits:?}");
    assert_eq!(driver.sync.failures(), 0);
    // The interval, and two seconds for each request: no time to recover from anything.
    let seconds = (driver.now - began) / 1_000;
    assert!(seconds < 300 + 2 * limits.len() as i64, "{seconds} s");
}

#[test]
fn an_import_from_a_slow_upstream_ends() {
    for (in_time, tells_total, seconds) in [
        (150, true, 4_900_000),
        (60, true, 4_900_000),
        (60, false, 4_900_000),
        (10, true, 4_900_000),
        // Seconds that hold more than an answer: their pages are asked for in quarters too.
        (60, true, 3),
        (60, false, 3),
        (10, true, 3),
    ] {
        let mut driver = Driver::new(Upstream {
            tells_total,
            in_time,
            ..Upstream::default()
        });
        driver.upstream.fill(1_500, NOW - 5_000_000, seconds);
        driver.rounds(1);
        assert!(driver.missing().is_empty(), "{in_time}");
        assert_eq!(driver.sync.failures(), 0);
        driver.upstream.in_time = usize::MAX;
        driver.upstream.fill(9_000, NOW + 100, 900);
        driver.rounds(8);
        assert!(driver.missing().is_empty(), "{in_time}");
    }
}

#[test]
fn answers_grow_after_slow_ones_as_after_large_ones() {
    let limits = |why: Why| {
        let mut sync = Sync::new();
        let mut now = START;
        let mut limits = Vec::new();
        while limits.len() < 60 {
            match sync.next(settings(300), now) {
                Step::Ask(query) => {
                    limits.push(query.limit);
                    if limits.len() == 1 {
                        sync.failed(why, None, now);
                        continue;
                    }
                    // A list that is never read whole.
                    let answer = Answer {
                        total: Some(1_000_000),
                        count: query.limit as usize,
                        rows: &[],
                        bytes: query.limit as usize * 2_000,
                        date: None,
                    };
                    sync.answered(&query, &answer, now);
                }
                Step::Wait(until) => now = until,
                Step::Deliver => sync.delivered(),
            }
        }
        limits
    };
    let slow = limits(Why::TooSlow);
    assert_eq!(slow, limits(Why::TooLarge));
    assert_eq!(slow[..2], [200, 50]);
    assert!(slow[1..].windows(2).all(|pair| pair[0] <= pair[1]));
    assert!(slow[59] > 1_000, "{slow:?}");
}

/// A second with many pages, whose import was begun.
fn paged(row_bytes: usize) -> Driver {
    let mut driver = Driver::new(Upstream {
        row_bytes,
        ..Upstream::default()
    });
    driver.upstream.fill(3_000, NOW - 5_000, 1);
    while driver
        .upstream
        .requests
        .last()
        .is_none_or(|query| query.page < 3)
    {
        driver.step(None);
    }
    while !matches!(driver.step(None), Step::Deliver) {}
    driver
}

#[test]
fn a_slow_page_has_its_pass_begin_again_with_smaller_ones() {
    let mut driver = paged(20_000);
    let Step::Ask(slow) = driver.step(Some(Mishap::Slowness)) else {
        panic!("no page is open");
    };
    driver.step(None);
    let Step::Ask(next) = driver.step(None) else {
        panic!("no page is open");
    };
    assert_eq!((slow.page, next.page), (4, 1));
    assert_eq!((next.from, next.to), (slow.from, slow.to));
    assert_eq!(next.limit, slow.limit / 4);
    driver.rounds(1);
    assert!(driver.missing().is_empty());
}

#[test]
fn a_pass_goes_on_after_a_slow_page_that_is_the_smallest() {
    let mut driver = paged(400_000);
    let mut asked = 0;
    for _ in 0..20_000 {
        // One in fifty is slow, and a pass has 300: begun again each time, it would never end.
        let mishap = (asked % 50 == 49).then_some(Mishap::Slowness);
        if let Step::Ask(query) = driver.step(mishap) {
            assert_eq!(query.limit, 10);
            asked += 1;
        }
        if !driver.sync.is_importing() {
            break;
        }
    }
    assert!(!driver.sync.is_importing() && driver.missing().is_empty());
}

#[test]
fn rows_that_never_fit_are_a_failure_that_is_tried_again() {
    let mut driver = Driver::new(Upstream {
        row_bytes: 3_000_000,
        ..Upstream::default()
    });
    driver.upstream.fill(40, NOW - 100, 1);
    for _ in 0..100 {
        driver.step(None);
    }
    assert!(driver.sync.is_importing() && driver.sync.failures() > 20);
    assert!(driver.now - START > 3_600_000, "and not in haste");
    driver.upstream.row_bytes = 3_000;
    driver.rounds(1);
    assert!(driver.missing().is_empty());
}

#[test]
fn fewer_rows_than_asked_for_are_not_all_of_them() {
    // Upstream gives 100 rows at most, whatever its documentation says.
    let mut driver = Driver::new(Upstream {
        most: 100,
        ..Upstream::default()
    });
    driver.upstream.fill(1_000, NOW - 5_000_000, 4_900_000);
    let taken = driver.rounds(1);
    assert!(driver.missing().is_empty());
    assert!(taken[0] < 60, "{taken:?}");
}
