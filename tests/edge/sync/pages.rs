//! Seconds with more parcels than an answer has rows.

use super::driver::{Driver, START};
use super::upstream::{Order, Upstream};
use tracktry_edge::sync::{Field, Step};

const NOW: i64 = START / 1_000;
const BURST: i64 = NOW - 3_600;

/// An account with a burst an hour ago, and some parcels around it.
fn burst(count: usize, upstream: Upstream) -> Driver {
    let mut driver = Driver::new(upstream);
    driver.upstream.fill(40, NOW - 7_200, 7_000);
    (0..count).for_each(|_| driver.upstream.post(BURST, BURST));
    driver
}

fn heavy() -> Upstream {
    Upstream {
        row_bytes: 400_000,
        order: Order {
            by: Field::Updated,
            newest_first: true,
        },
        ..Upstream::default()
    }
}

/// Pages asked for, from the first second one on.
fn pages(driver: &Driver) -> Vec<u32> {
    let pages = driver.upstream.requests.iter().map(|query| query.page);
    pages.skip_while(|page| *page == 1).collect()
}

/// Takes a parcel of the burst away: the last one posted, or the first.
fn remove(driver: &mut Driver, last: bool) {
    let parcels = &mut driver.upstream.parcels;
    let at = if last {
        parcels.iter().rposition(|parcel| parcel.created == BURST)
    } else {
        parcels.iter().position(|parcel| parcel.created == BURST)
    };
    parcels.remove(at.unwrap());
}

#[test]
fn a_second_is_paged_until_two_passes_agree() {
    for tells_total in [true, false] {
        let upstream = Upstream {
            tells_total,
            ..heavy()
        };
        let mut driver = burst(35, upstream);
        driver.rounds(1);
        assert!(driver.missing().is_empty());
        assert_eq!(pages(&driver)[..7], [2, 3, 4, 1, 2, 3, 4], "{tells_total}");
        let paged = driver.upstream.requests.iter().filter(|q| q.page > 1);
        assert!(paged.clone().all(|query| query.to - query.from == 2));
    }
}

#[test]
fn rows_that_move_while_paged_are_found_by_another_pass() {
    let mut driver = burst(35, heavy());
    let mut moved = 0;
    while driver.sync.is_importing() {
        let step = driver.step(None);
        // A row of a page that was read goes: the next page begins one row too late.
        if matches!(step, Step::Ask(query) if query.page == 2) && moved < 3 {
            moved += 1;
            remove(&mut driver, true);
        }
    }
    assert_eq!(moved, 3);
    assert!(driver.missing().is_empty());
}

#[test]
fn passes_that_never_agree_end_and_come_again_once() {
    let mut driver = burst(60, heavy());
    let mut passes = 0;
    while driver.sync.is_importing() {
        if matches!(driver.step(None), Step::Ask(query) if query.page == 2) {
            passes += 1;
            remove(&mut driver, false);
            driver.upstream.post(BURST, NOW);
        }
    }
    assert!(passes > 0 && passes % 6 == 0, "{passes} passes");
    let again = |driver: &mut Driver| {
        let before = driver.upstream.requests.len();
        driver.rounds(1);
        let later = driver.upstream.requests.iter().skip(before);
        later.filter(|query| query.to < NOW - 3_000).count()
    };
    assert!(again(&mut driver) > 0, "the second comes again");
    assert!(driver.missing().is_empty());
    assert_eq!(again(&mut driver), 0, "and not a third time");
}

#[test]
fn five_thousand_rows_of_one_second_come_in_pages_of_two_thousand() {
    let upstream = Upstream {
        row_bytes: 1_500,
        ..Upstream::default()
    };
    let mut driver = burst(5_000, upstream);
    let taken = driver.rounds(1);
    println!("5,000 rows in one second: {} requests", taken[0]);
    assert!(taken[0] <= 90, "{taken:?}");
    assert!(driver.missing().is_empty());
    assert!(driver.largest < 4_000, "{}", driver.largest);
}

#[test]
fn an_upstream_that_does_not_page_does_not_hold_it_up() {
    for tells_total in [true, false] {
        let upstream = Upstream {
            pages: false,
            tells_total,
            ..heavy()
        };
        let taken = burst(35, upstream).rounds(1);
        assert!(taken[0] < 200, "{taken:?}");
    }
}
