//! How many list requests it takes.

use super::driver::{Driver, START};
use super::upstream::Upstream;
use tracktry_edge::sync::Field;

const DAY: i64 = 86_400;
const NOW: i64 = START / 1_000;

/// An import and the round after it.
fn requests(count: i64, days: i64, upstream: Upstream) -> (usize, usize, Driver) {
    let mut driver = Driver::new(upstream);
    let from = NOW - days * DAY - 3_600;
    driver.upstream.fill(count, from, days * DAY);
    let taken = driver.rounds(2);
    assert!(driver.missing().is_empty());
    assert_eq!(driver.shelf.len(), driver.upstream.parcels.len());
    (taken[0], taken[1], driver)
}

#[test]
fn small_accounts_are_imported_with_two_requests() {
    for (parcels, import) in [(0, 1), (1, 1), (200, 1), (201, 2), (1_000, 2), (2_000, 2)] {
        for tells_total in [true, false] {
            let upstream = Upstream {
                row_bytes: 1_900,
                tells_total,
                ..Upstream::default()
            };
            let (first, second, driver) = requests(parcels, 60, upstream);
            // Without a total a full answer of 200 or 2,000 rows may be all or not.
            let more = !tells_total && [200, 2_000].contains(&parcels);
            assert!(first == import || more, "{parcels}: {first}");
            assert_eq!(second, 2, "{parcels}");
            let limits: Vec<u32> = driver.upstream.requests.iter().map(|q| q.limit).collect();
            assert!(
                limits[0] == 200 && (first < 2 || limits[1] == 2_000),
                "{limits:?}"
            );
        }
    }
}

#[test]
fn a_hundred_thousand_parcels_take_few_requests_more_than_answers() {
    for (tells_total, most) in [(true, 85), (false, 110)] {
        let upstream = Upstream {
            row_bytes: 1_900,
            tells_total,
            ..Upstream::default()
        };
        let (first, second, driver) = requests(100_000, 60, upstream);
        println!("100,000 parcels, total {tells_total}: {first} + {second} requests");
        assert!(first <= most, "{first}");
        assert_eq!(second, 2);
        assert!(driver.largest < 2_000, "{}", driver.largest);
    }
}

#[test]
fn days_that_differ_cost_little() {
    // Ten years, most of them quiet, with a shop that sends by day and not by night.
    let mut driver = Driver::new(Upstream::default());
    for day in 0..60 {
        let from = NOW - (day + 1) * DAY;
        driver.upstream.fill(800 + day % 7 * 200, from, DAY / 3);
    }
    driver.upstream.fill(500, NOW - 3_650 * DAY, DAY);
    driver.upstream.fill(3_000, NOW - 700 * DAY, 3_600);
    let rows = driver.upstream.parcels.len();
    let taken = driver.rounds(1);
    println!("{rows} uneven parcels: {} requests", taken[0]);
    assert!(taken[0] <= rows / 500, "{taken:?}");
    assert!(driver.missing().is_empty());
}

#[test]
fn a_round_without_news_is_two_requests() {
    let (_, second, mut driver) = requests(5_000, 60, Upstream::default());
    assert_eq!(second, 2);
    assert_eq!(driver.rounds(20), [2; 20]);
    let last = driver.upstream.requests.iter().rev().take(2);
    let fields: Vec<Field> = last.map(|query| query.field).collect();
    assert_eq!(fields, [Field::Created, Field::Updated]);
}

#[test]
fn a_huge_account_does_not_make_the_state_grow() {
    // Ten rows an answer stand for two thousand: the same windows, of fewer rows.
    let upstream = Upstream {
        row_bytes: 400_000,
        ..Upstream::default()
    };
    let (first, _, driver) = requests(8_000, 3_000, upstream);
    println!(
        "8,000 parcels at ten an answer: {first} requests, {} bytes",
        driver.largest
    );
    assert!(first < 8_000 / 10 * 2, "{first}");
    assert!(driver.largest < 2_500, "{}", driver.largest);
}
