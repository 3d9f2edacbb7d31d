//! Limits, quota and counters, over times that are passed in.

use proptest::prelude::*;
use tracktry_sandbox::counters::{Counters, Recent};
use tracktry_sandbox::limits::{
    AIRCARGO, Client, FIFTH, Kind, POST, Quota, Rules, Strangers, Verdict,
};

const NOBODY: Strangers = Strangers {
    share: 0.0,
    seed: 0,
};

fn ask(client: &mut Client, kind: Kind, now: i64, silence: u32) -> Verdict {
    client.ask("a", kind, now, &Rules::DOCUMENTED, silence, &NOBODY)
}

#[test]
fn one_list_in_any_second() {
    let mut client = Client::default();
    assert_eq!(ask(&mut client, Kind::List, 0, 120), Verdict::Pass);
    assert_eq!(ask(&mut client, Kind::List, 1000, 120), Verdict::Pass);
    assert_eq!(ask(&mut client, Kind::List, 1999, 120), Verdict::Exceeded);
}

#[test]
fn three_realtime_requests_in_any_second() {
    let mut client = Client::default();
    for now in [0, 10, 900] {
        assert_eq!(ask(&mut client, Kind::Realtime, now, 120), Verdict::Pass);
    }
    assert_eq!(ask(&mut client, Kind::List, 950, 120), Verdict::Pass);
    assert_eq!(ask(&mut client, Kind::Realtime, 1000, 120), Verdict::Pass);
    assert_eq!(
        ask(&mut client, Kind::Realtime, 1005, 120),
        Verdict::Exceeded
    );
}

#[test]
fn two_minutes_of_silence_for_everything() {
    let mut client = Client::default();
    ask(&mut client, Kind::List, 0, 120);
    assert_eq!(ask(&mut client, Kind::List, 500, 120), Verdict::Exceeded);
    for kind in [Kind::Other, Kind::Realtime, Kind::List] {
        assert_eq!(ask(&mut client, kind, 60_000, 120), Verdict::Silence);
    }
    // asking meanwhile does not lengthen it
    assert_eq!(
        ask(&mut client, Kind::Other, 120_499, 120),
        Verdict::Silence
    );
    assert_eq!(ask(&mut client, Kind::Other, 120_500, 120), Verdict::Pass);
}

#[test]
fn a_silence_made_shorter_is_shorter_at_once() {
    let mut client = Client::default();
    ask(&mut client, Kind::List, 0, 120);
    ask(&mut client, Kind::List, 1, 120);
    assert_eq!(ask(&mut client, Kind::Other, 2_001, 2), Verdict::Pass);
    assert_eq!(ask(&mut client, Kind::Other, 2_001, 0), Verdict::Pass);
}

#[test]
fn without_numbers_nothing_is_refused() {
    let mut client = Client::default();
    for now in 0..500 {
        let verdict = client.ask("a", Kind::List, now, &Rules::OFF, 120, &NOBODY);
        assert_eq!(verdict, Verdict::Pass);
    }
}

#[test]
fn a_clock_put_back_ends_a_silence() {
    let mut client = Client::default();
    ask(&mut client, Kind::List, 1_000_000, 120);
    ask(&mut client, Kind::List, 1_000_001, 120);
    assert_eq!(ask(&mut client, Kind::List, 5, 120), Verdict::Pass);
}

#[test]
fn strangers_take_about_their_share_and_the_same_each_time() {
    let strangers = Strangers {
        share: 0.1,
        seed: 7,
    };
    let hits = |address: &str| -> Vec<u64> {
        (0..10_000)
            .filter(|count| strangers.hit(address, *count))
            .collect()
    };
    let some = hits("192.0.2.1");
    assert!((900..1100).contains(&some.len()), "{}", some.len());
    assert_eq!(some, hits("192.0.2.1"));
    assert_ne!(some, hits("192.0.2.2"));
    let all = Strangers {
        share: 1.0,
        seed: 7,
    };
    assert!((0..1000).all(|count| all.hit("a", count)));
    assert!(!(0..1000).any(|count| NOBODY.hit("a", count)));
}

#[test]
fn a_free_account_has_five_hundred_numbers_a_month() {
    let january = 1_767_225_600_000;
    let fresh = Quota::default().at(january);
    assert_eq!(fresh.left(500), 2500);
    let posted = (0..499).fold(fresh, |quota, _| quota.with(POST));
    assert_eq!(posted.left(500), 5);
    let asked = (0..5).fold(posted, |quota, _| quota.with(FIFTH));
    assert_eq!(asked.left(500), 0);
    assert_eq!(asked.with(POST).left(500), 0);
    assert_eq!(asked.at(january + 30 * 86_400_000).left(500), 0);
    assert_eq!(asked.at(january + 31 * 86_400_000).left(500), 2500);
    assert_eq!(fresh.with(AIRCARGO).left(500), 2400);
}

#[test]
fn counters_tell_the_busiest_second() {
    let (mut recent, mut counters) = (Recent::default(), Counters::default());
    for (now, address) in [(0, "a"), (10, "b"), (999, "a"), (1000, "b"), (5000, "a")] {
        recent.enter(Kind::Realtime, address, now, &mut counters);
    }
    recent.enter(Kind::Other, "a", 5000, &mut counters);
    let peak = counters.realtime_peak;
    assert_eq!((peak.address, peak.all), (2, 3));
    assert_eq!(counters.list_peak.all, 0);
    counters.count("GET /carriers", 200, Verdict::Pass);
    counters.count("GET /carriers", 429, Verdict::Exceeded);
    counters.count("GET /carriers", 429, Verdict::Silence);
    assert_eq!(
        (
            counters.requests,
            counters.refusals,
            counters.during_silence
        ),
        (3, 1, 1)
    );
    assert_eq!(counters.routes["GET /carriers"][&429], 2);
}

/// Requests at rising times, of any kind.
fn requests() -> impl Strategy<Value = Vec<(u8, i64)>> {
    proptest::collection::vec((0_u8..3, 0_i64..700), 1..80)
}

proptest! {
    /// Whoever keeps to the limits is never refused; and of what passes no second holds more.
    #[test]
    fn what_passes_keeps_the_limits(requests in requests(), list in 1_u32..4, realtime in 1_u32..6) {
        let rules = Rules { list_per_second: Some(list), realtime_per_second: Some(realtime), ..Rules::OFF };
        let mut client = Client::default();
        let mut now = 0;
        let mut passed: Vec<(Kind, i64)> = Vec::new();
        for (kind, wait) in requests {
            now += wait;
            let kind = [Kind::List, Kind::Realtime, Kind::Other][usize::from(kind)];
            let limit = match kind {
                Kind::List => list as usize,
                Kind::Realtime => realtime as usize,
                Kind::Other => usize::MAX,
            };
            let before = passed.iter().filter(|(other, at)| *other == kind && now - at < 1000).count();
            let verdict = client.ask("a", kind, now, &rules, 0, &NOBODY);
            prop_assert_eq!(verdict, if before < limit { Verdict::Pass } else { Verdict::Exceeded });
            if verdict == Verdict::Pass {
                passed.push((kind, now));
            }
        }
    }

    /// After a refusal nothing passes before the silence is over, and everything may after it.
    #[test]
    fn silences_last_as_long_as_they_should(requests in requests(), silence in 1_u32..5) {
        let mut client = Client::default();
        let (mut now, mut refused): (i64, Option<i64>) = (0, None);
        for (kind, wait) in requests {
            now += wait;
            let kind = [Kind::List, Kind::Realtime, Kind::Other][usize::from(kind)];
            let verdict = ask(&mut client, kind, now, silence);
            let silent = refused.is_some_and(|at| now - at < i64::from(silence) * 1000);
            prop_assert_eq!(verdict == Verdict::Silence, silent);
            if verdict == Verdict::Exceeded {
                refused = Some(now);
            }
        }
    }

    /// However much is asked for and whatever the clock does, little is remembered.
    #[test]
    fn little_is_remembered(times in proptest::collection::vec(any::<i64>(), 0..200)) {
        let mut client = Client::default();
        for now in times {
            ask(&mut client, Kind::Realtime, now, 0);
            let kept = serde_json::to_string(&client).unwrap();
            prop_assert!(kept.len() < 300, "{}", kept);
        }
    }
}
