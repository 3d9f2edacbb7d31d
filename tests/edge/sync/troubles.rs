//! Failures, an upstream that ignores the filter, and calls out of turn.

use super::driver::{Driver, START, answer, rows, settings};
use super::upstream::Upstream;
use tracktry_edge::gate::{How, Refused};
use tracktry_edge::gate_object::driver::Unserved;
use tracktry_edge::gate_object::sync_steps::why;
use tracktry_edge::problem::Problem;
use tracktry_edge::sync::{Answer, Query, Step, Sync, Verdict, Why};

const NOW: i64 = START / 1_000;

fn asks(sync: &mut Sync, now: i64) -> Query {
    match sync.next(settings(300), now) {
        Step::Ask(query) => query,
        other => panic!("{other:?}"),
    }
}

const NOTHING: Answer<'_> = Answer {
    total: Some(0),
    count: 0,
    rows: &[],
    bytes: 100,
    date: None,
};

#[test]
fn a_failure_has_the_same_asked_for_again_later() {
    let mut sync = Sync::new();
    let query = asks(&mut sync, START);
    for (why, retry_at, wait) in [
        (Why::Unanswered, None, 5_000),
        (Why::Unanswered, None, 10_000),
        (Why::Held, None, 10_000),
        (Why::Held, Some(120_000), 120_000),
        (Why::Unanswered, Some(30_000), 30_000),
        (Why::Unanswered, None, 40_000),
        // Whoever says "never" or "at once" is not believed.
        (Why::Held, Some(i64::MAX), 3_600_000),
        (Why::Held, Some(-5), 1_000),
    ] {
        let retry_at = retry_at.map(|after: i64| START.saturating_add(after));
        sync.failed(why, retry_at, START);
        let until = START + wait;
        assert_eq!(
            sync.next(settings(300), START),
            Step::Wait(until),
            "{why:?}"
        );
        assert_eq!(asks(&mut sync, until), query);
        assert_eq!(asks(&mut sync, START - 1), query, "the clock went back");
    }
    assert_eq!(sync.failures(), 4);
    assert_eq!(sync.answered(&query, &NOTHING, START), Verdict::Skip);
    assert_eq!((sync.failures(), sync.synced_until()), (0, Some(START)));
}

#[test]
fn only_a_request_that_upstream_left_unanswered_says_that_it_is_slow() {
    let held = |ms: i64| (Why::Held, Some(START + ms));
    let unanswered = (Why::Unanswered, None);
    for (how, problem, expected) in [
        (Some(How::Failed), Problem::Timeout, (Why::TooSlow, None)),
        (Some(How::Failed), Problem::Unreachable, unanswered),
        (Some(How::Failed), Problem::Fault, unanswered),
        (Some(How::Failed), Problem::Garbled, unanswered),
        // It waited for its turn, or somebody else did.
        (
            Some(How::Expired { sent: false }),
            Problem::Busy(5),
            (Why::Held, None),
        ),
        (
            Some(How::Expired { sent: true }),
            Problem::Busy(5),
            (Why::Held, None),
        ),
        (
            Some(How::Refused(Refused::Full { retry_ms: 9_000 })),
            Problem::Busy(9),
            held(9_000),
        ),
        (
            Some(How::Refused(Refused::Silent { left_ms: 8_000 })),
            Problem::Busy(8),
            held(8_000),
        ),
        (
            Some(How::Refused(Refused::Broken { left_ms: 7_000 })),
            Problem::Down(7),
            held(7_000),
        ),
        (None, Problem::Busy(6), held(6_000)),
        (None, Problem::Timeout, unanswered),
    ] {
        let unserved = Unserved {
            problem,
            how,
            too_large: false,
        };
        assert_eq!(why(unserved, START), expected, "{unserved:?}");
        let unserved = Unserved {
            too_large: true,
            ..unserved
        };
        assert_eq!(why(unserved, START), (Why::TooLarge, None));
    }
}

#[test]
fn what_takes_too_long_is_asked_for_in_quarters_and_later() {
    let mut sync = Sync::new();
    let first = asks(&mut sync, START);
    let mut now = START;
    for (limit, wait) in [
        (50, 5_000),
        (12, 10_000),
        (10, 20_000),
        (10, 40_000),
        (10, 80_000),
    ] {
        sync.failed(Why::TooSlow, None, now);
        assert_eq!(sync.next(settings(300), now), Step::Wait(now + wait));
        now += wait;
        assert_eq!(asks(&mut sync, now), Query { limit, ..first });
    }
    assert_eq!(sync.failures(), 5);
    let query = asks(&mut sync, now);
    assert_eq!(sync.answered(&query, &NOTHING, now), Verdict::Skip);
    assert_eq!(sync.failures(), 0);
}

#[test]
fn rows_of_a_slow_shelf_are_not_asked_for_in_quarters() {
    let mut upstream = Upstream::default();
    upstream.fill(30, NOW - 5_000, 4_000);
    let mut sync = Sync::new();
    let query = asks(&mut sync, START);
    let listing = upstream.list(&query, START);
    let rows = rows(&listing.rows);
    let answer = answer(&listing, &rows);
    assert_eq!(sync.answered(&query, &answer, START), Verdict::Keep);
    sync.failed(Why::TooSlow, None, START);
    let until = START + 5_000;
    assert_eq!(sync.next(settings(300), START), Step::Wait(until));
    assert_eq!(sync.next(settings(300), until), Step::Deliver);
}

#[test]
fn only_rows_that_are_delivered_are_struck_off() {
    let mut upstream = Upstream::default();
    upstream.fill(30, NOW - 5_000, 4_000);
    let mut sync = Sync::new();
    let listing = upstream.list(&asks(&mut sync, START), START);
    let rows = rows(&listing.rows);
    let answer = answer(&listing, &rows);
    for _ in 0..3 {
        let query = asks(&mut sync, START);
        assert_eq!(sync.answered(&query, &answer, START), Verdict::Keep);
        assert_eq!(sync.next(settings(300), START), Step::Deliver);
        sync.lost();
    }
    let query = asks(&mut sync, START);
    assert_eq!(sync.answered(&query, &answer, START), Verdict::Keep);
    // A Shelf that does not answer.
    sync.failed(Why::Unanswered, None, START);
    let until = START + 5_000;
    assert_eq!(sync.next(settings(300), START), Step::Wait(until));
    assert_eq!(sync.next(settings(300), until), Step::Deliver);
    let progress = sync.progress().unwrap();
    assert_eq!((progress.rows, progress.spans), (0, 1));
    assert_eq!(sync.synced_until(), None);
    sync.delivered();
    assert_eq!(sync.synced_until(), Some(START));
    let state = sync.save();
    sync.delivered();
    sync.lost();
    assert_eq!(sync.answered(&query, &answer, START), Verdict::Skip);
    assert_eq!(sync.save(), state, "calls out of turn change nothing");
}

#[test]
fn an_answer_to_another_question_is_skipped() {
    let mut sync = Sync::new();
    let query = asks(&mut sync, START);
    let state = sync.save();
    let to = query.to - 1;
    for other in [
        Query { page: 2, ..query },
        Query { limit: 10, ..query },
        Query { to, ..query },
    ] {
        assert_eq!(sync.answered(&other, &NOTHING, START), Verdict::Skip);
        assert_eq!(sync.save(), state);
    }
}

#[test]
fn a_state_of_another_version_is_not_read() {
    let saved = Sync::new().save();
    assert!(Sync::load(&saved).is_some());
    let other = saved.replace("\"v\":1", "\"v\":2");
    for text in ["", "{}", other.as_str()] {
        assert!(Sync::load(text).is_none(), "{text}");
    }
}

#[test]
fn an_ignored_filter_is_noticed_and_tried_again_once_a_day() {
    let mut driver = Driver::new(Upstream::default());
    driver.upstream.fill(5_000, NOW - 5_000_000, 4_900_000);
    driver.rounds(2);
    driver.upstream.filters = false;
    let requests = driver.upstream.requests.len();
    let until = driver.sync.synced_until();
    while driver.now < START + 10 * 86_400_000 {
        driver.step(None);
        driver.sync.looked();
    }
    assert!(driver.sync.filter_ignored());
    assert_eq!(driver.sync.synced_until(), until, "nothing is claimed");
    let taken = driver.upstream.requests.len() - requests;
    assert!((9..=11).contains(&taken), "{taken} requests in ten days");
    driver.upstream.parcels[4].updated = driver.upstream.clock(driver.now) - 400_000;
    driver.upstream.filters = true;
    driver.rounds(1);
    assert!(!driver.sync.filter_ignored() && driver.missing().is_empty());
}

#[test]
fn an_import_notices_it_too() {
    let mut driver = Driver::new(Upstream {
        filters: false,
        ..Upstream::default()
    });
    driver.upstream.fill(5_000, NOW - 5_000_000, 4_900_000);
    while !driver.sync.filter_ignored() {
        driver.step(None);
    }
    // The widest windows hold the newest rows anyway.
    let taken = driver.upstream.requests.len();
    assert!(taken < 12 && !driver.sync.is_importing(), "{taken}");
}

#[test]
fn a_few_rows_outside_are_a_coincidence() {
    for (inside, outside, ignored) in [
        (0, 2, false),
        (0, 3, true),
        (30, 3, false),
        (27, 3, false),
        (26, 3, true),
    ] {
        let mut driver = Driver::new(Upstream::default());
        driver.rounds(1);
        driver.upstream.filters = false;
        driver.upstream.fill(inside, NOW, 200);
        driver.upstream.fill(outside, NOW - 90_000, 100);
        driver.step(None);
        driver.step(None);
        let noticed = driver.sync.filter_ignored();
        assert_eq!(noticed, ignored, "{inside} {outside}");
    }
}

#[test]
fn what_any_sync_saved_is_read_again() {
    for mut sync in [Sync::new(), Sync::default()] {
        assert!(Sync::load(&sync.save()).is_some());
        sync.next(settings(300), START);
        assert!(Sync::load(&sync.save()).is_some());
    }
}
