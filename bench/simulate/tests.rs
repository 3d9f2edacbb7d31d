//! That the simulation runs, keeps the limit, and says the same twice.

use crate::options::{Options, Size, read};
use crate::{count, simulate};

fn small(sync: u32, black_friday: bool) -> Options {
    Options {
        size: Size::Small,
        days: 2,
        black_friday,
        sync,
        seed: 1,
    }
}

#[test]
fn the_limit_is_never_broken() {
    for (sync, black_friday) in [(300, false), (0, false), (300, true), (0, true)] {
        let counts = count(small(sync, black_friday));
        assert_eq!(counts.broken + counts.broken_before, 0, "sync {sync}");
        assert!(counts.peak() <= 60, "{} in a minute", counts.peak());
        assert!(counts.views > 100 && counts.lists > 10, "{counts:?}");
    }
}

#[test]
fn the_same_seed_says_the_same() {
    let options = small(300, true);
    assert_eq!(simulate(options), simulate(options));
    let other = Options { seed: 2, ..options };
    assert_ne!(simulate(options), simulate(other));
}

#[test]
fn a_small_shop_is_within_the_free_plan() {
    let counts = count(small(300, false));
    assert!(counts.requests / 2 < 100_000);
    assert!(counts.objects.sum() / 2 < 100_000);
    assert!(counts.rows.written / 2 < 100_000, "{:?}", counts.rows);
    assert!(counts.rows.read / 2 < 5_000_000, "{:?}", counts.rows);
}

#[test]
fn options_are_read() {
    let words = |text: &str| read(text.split_whitespace().map(str::to_owned));
    let runs = words("--size all --days 3 --black-friday --sync 0 --seed 9").unwrap();
    assert_eq!(runs.len(), 3);
    assert_eq!(
        (runs[2].size, runs[2].days, runs[2].seed),
        (Size::Large, 3, 9)
    );
    assert_eq!(words("").unwrap().len(), 2, "with a sync and without");
    assert_eq!(words("--help").unwrap_err(), "");
    for wrong in ["--days", "--days 0", "--sync 3601", "--size huge", "--what"] {
        assert!(!words(wrong).unwrap_err().is_empty(), "{wrong}");
    }
}
