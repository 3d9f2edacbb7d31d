//! What operators read: notes, numbers, counts; and whose turn it is at the cron.

use std::collections::{BTreeMap, BTreeSet};
use tracktry_edge::cron::turn;
use tracktry_edge::gate::{Kind, Outcome};
use tracktry_edge::gate_object::counts::{Counts, kind_name, outcome_name};
use tracktry_edge::gate_object::health::{Health, SyncHealth};
use tracktry_edge::healthz::notes;
use tracktry_edge::metrics::text;
use tracktry_edge::shelf::stats::Stats;

const OUTCOMES: [Outcome; 7] = [
    Outcome::Done,
    Outcome::DoneBusy,
    Outcome::Busy,
    Outcome::Fault,
    Outcome::KeyRefused,
    Outcome::Quota,
    Outcome::Answered,
];

/// A way upstream on which all is well.
fn well() -> Health {
    Health {
        breaker: "closed".to_owned(),
        sync: SyncHealth {
            on: true,
            ..SyncHealth::default()
        },
        ..Health::default()
    }
}

#[track_caller]
fn noted(change: impl FnOnce(&mut Health), code: &str) {
    let mut health = well();
    change(&mut health);
    let notes = notes(&health);
    let codes: Vec<_> = notes.iter().map(|note| note.code).collect();
    assert_eq!(codes, [code]);
    assert!(notes.iter().all(|note| note.words.ends_with('.')));
}

#[test]
fn where_all_is_well_nothing_is_said() {
    assert_eq!(notes(&well()), []);
}

#[test]
fn each_trouble_has_its_note() {
    noted(|health| health.key_refused = true, "key_refused");
    noted(|health| health.quota_used_up = true, "quota_used_up");
    noted(|health| health.silence_seconds = 1, "silence");
    noted(|health| health.shared_address = true, "shared_address");
    noted(|health| health.breaker = "open".to_owned(), "upstream_down");
    noted(
        |health| health.breaker = "half_open".to_owned(),
        "upstream_down",
    );
    noted(|health| health.open_posts = 1, "open_posts");
    noted(|health| health.notify_failed_at = Some(1), "notify_failing");
    noted(|health| health.sync.importing = true, "importing");
    noted(|health| health.sync.filter_ignored = true, "filter_ignored");
    noted(|health| health.sync.on = false, "sync_off");
}

/// A text as Prometheus reads it: names with help and type, and values by name and labels.
fn read(text: &str) -> (BTreeMap<&str, &str>, BTreeMap<&str, i64>) {
    let (mut helps, mut kinds, mut values) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut family = "";
    for line in text.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, words) = help.split_once(' ').unwrap();
            assert!(helps.insert(name, words).is_none(), "{name} has two helps");
            family = name;
        } else if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert_eq!(name, family, "the type stands behind the help");
            assert!(["gauge", "counter"].contains(&kind), "{line}");
            assert_eq!(
                kind == "counter",
                name.ends_with("_total"),
                "{name} is a {kind}"
            );
            assert!(kinds.insert(name, kind).is_none(), "{name} has two types");
        } else {
            let (name, value) = line.rsplit_once(' ').unwrap();
            let bare = name.split('{').next().unwrap();
            assert_eq!(bare, family, "values stand together");
            if let Some(labels) = name.strip_prefix(bare).filter(|labels| !labels.is_empty()) {
                let labels = labels.strip_prefix('{').unwrap().strip_suffix('}').unwrap();
                for label in labels.split(',') {
                    let (label, value) = label.split_once('=').unwrap();
                    assert!(label.bytes().all(|b| b.is_ascii_lowercase()), "{line}");
                    assert!(value.starts_with('"') && value.ends_with('"'), "{line}");
                }
            }
            let value = value.parse().unwrap();
            assert!(values.insert(name, value).is_none(), "{name} stands twice");
        }
    }
    assert!(helps.keys().eq(kinds.keys()));
    (kinds, values)
}

/// As full as it gets.
fn full() -> (Health, Stats) {
    let mut health = well();
    for kind in Kind::ALL {
        for outcome in OUTCOMES {
            health.counts.add(kind, outcome, true);
        }
    }
    health.waiting = [("guest", 3), ("sync", 1)]
        .map(|(class, n)| (class.to_owned(), n))
        .into();
    health.sync.lag_seconds = Some(17);
    let stages = [("in_transit", 5), ("delivered", 7)].map(|(stage, n)| (stage.to_owned(), n));
    let shelves = Stats {
        shelves: 64,
        stages: stages.into(),
        hits: 10,
        stale: 4,
        waits: 2,
        bytes: u64::MAX,
        waiting: 4,
        sent: 11,
        failed: 6,
        dropped: 1,
    };
    (health, shelves)
}

#[test]
fn numbers_are_prometheus_text() {
    let (health, shelves) = full();
    let text = text(&health, &shelves);
    assert!(text.ends_with('\n'));
    let (kinds, values) = read(&text);
    assert_eq!(kinds.len(), 20);
    for (name, value) in [
        (
            "tracktry_upstream_requests_total{kind=\"realtime\",outcome=\"done_busy\"}",
            1,
        ),
        ("tracktry_queue_depth{class=\"guest\"}", 3),
        ("tracktry_parcels{stage=\"delivered\"}", 7),
        ("tracktry_shelf_answers_total{result=\"hit\"}", 6),
        ("tracktry_shelf_answers_total{result=\"stale\"}", 4),
        ("tracktry_shelf_answers_total{result=\"wait\"}", 2),
        ("tracktry_notifications_total{result=\"sent\"}", 11),
        ("tracktry_notifications_total{result=\"failed\"}", 6),
        ("tracktry_notifications_total{result=\"dropped\"}", 1),
        ("tracktry_notifications_waiting", 4),
        ("tracktry_silences_total", 6),
        ("tracktry_foreign_silences_total", 6),
        ("tracktry_sync_lag_seconds", 17),
        ("tracktry_breaker_open", 0),
        ("tracktry_stored_bytes", i64::MAX),
    ] {
        assert_eq!(values.get(name), Some(&value), "{name}");
    }
}

#[test]
fn numbers_of_a_new_deployment_are_prometheus_text_too() {
    let text = text(&well(), &Stats::default());
    let (kinds, values) = read(&text);
    assert!(
        !kinds.contains_key("tracktry_parcels") && !kinds.contains_key("tracktry_sync_lag_seconds")
    );
    assert!(values.values().all(|value| *value == 0), "{text}");
}

#[test]
fn shelves_add_up() {
    let (_, one) = full();
    let mut sum = Stats::default();
    sum.add(&Stats {
        bytes: 1,
        ..one.clone()
    });
    sum.add(&Stats { bytes: 2, ..one });
    assert_eq!(
        (sum.shelves, sum.hits, sum.stale, sum.waits, sum.bytes),
        (128, 20, 8, 4, 3)
    );
    assert_eq!(sum.stages.get("delivered"), Some(&14));
}

#[test]
fn requests_are_counted_by_kind_and_outcome() {
    let mut counts = Counts::default();
    counts.add(Kind::List, Outcome::Done, false);
    counts.add(Kind::List, Outcome::Done, false);
    counts.add(Kind::Single, Outcome::Busy, false);
    counts.add(Kind::List, Outcome::DoneBusy, true);
    // Only a silence can be a stranger's.
    counts.add(Kind::List, Outcome::Fault, true);
    assert_eq!(counts.requests.get("list done"), Some(&2));
    assert_eq!((counts.silences, counts.foreign), (2, 1));
    let text = serde_json::to_string(&counts).unwrap();
    assert_eq!(serde_json::from_str::<Counts>(&text).unwrap(), counts);
    assert_eq!(
        serde_json::from_str::<Counts>("{}").unwrap(),
        Counts::default()
    );
    let names: BTreeSet<_> = OUTCOMES.map(outcome_name).into();
    assert_eq!(names.len(), OUTCOMES.len());
    let kinds: BTreeSet<_> = Kind::ALL.map(kind_name).into();
    assert_eq!(kinds.len(), Kind::ALL.len());
}

#[test]
fn every_shelf_has_its_turn_within_eight_crons() {
    const CRON: f64 = 300_000.0;
    for start in [0.0, 1_790_000_000_000.0, 1_790_000_123_456.0, -CRON] {
        let turns: Vec<u8> = (0..8_u8)
            .flat_map(|n| turn(start + CRON * f64::from(n)))
            .collect();
        assert_eq!(turns.len(), 64);
        let all: BTreeSet<_> = turns.into_iter().collect();
        assert!(all.into_iter().eq(0..64), "from {start}");
    }
    assert!(turn(f64::NAN).count() <= 8);
}
