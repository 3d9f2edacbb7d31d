//! Whatever happens upstream, to us and between: nothing is lost.

use super::driver::{Driver, Mishap};
use super::upstream::{Change, Ends, Order, Upstream};
use proptest::collection::vec;
use proptest::prelude::*;
use tracktry_edge::sync::Field;

/// What happens before each step.
#[derive(Clone, Debug)]
struct Moment {
    changes: Vec<Change>,
    mishap: Option<Mishap>,
    looks: bool,
}

fn upstreams(bytes: impl Strategy<Value = usize>) -> impl Strategy<Value = Upstream> {
    let field = prop_oneof![Just(Field::Created), Just(Field::Updated)];
    let flags = (any::<[bool; 4]>(), field, bytes);
    let clock = prop_oneof![4 => Just(0), 1 => -20_000..20_000_i64];
    (flags, clock).prop_map(|((flags, by, row_bytes), ahead)| {
        let [lower, upper, newest_first, tells_total] = flags;
        Upstream {
            ends: Ends { lower, upper },
            order: Order { by, newest_first },
            tells_total,
            row_bytes,
            ahead,
            ..Upstream::default()
        }
    })
}

fn moments(most: usize) -> impl Strategy<Value = Moment> {
    let mishap = prop_oneof![
        Just(Mishap::CrashUnsaved),
        Just(Mishap::CrashSaved),
        Just(Mishap::CrashHalfway),
        Just(Mishap::Failure),
        Just(Mishap::Slowness),
    ];
    let changes = vec(Change::any(most), 0..4);
    (
        changes,
        proptest::option::weighted(0.3, mishap),
        any::<bool>(),
    )
        .prop_map(|(changes, mishap, looks)| Moment {
            changes,
            mishap,
            looks,
        })
}

/// When upstream's clock is set once, and by how many seconds.
fn clock_set() -> impl Strategy<Value = (usize, i64)> {
    (0..80_usize, prop_oneof![Just(0), -8_000..8_000_i64])
}

/// Lives through the moments; then all is still, and two rounds that begin after it bring all.
fn check(upstream: Upstream, moments: &[Moment], set: (usize, i64)) -> Result<(), TestCaseError> {
    let mut driver = Driver::new(upstream);
    let now = driver.upstream.clock(driver.now);
    driver.upstream.fill(150, now - 5_000_000, 4_999_000);
    for (n, moment) in moments.iter().enumerate() {
        if n == set.0 {
            driver.upstream.ahead += set.1;
        }
        for change in &moment.changes {
            change.make(&mut driver.upstream, driver.now);
        }
        if moment.looks {
            driver.sync.looked();
        }
        driver.step(moment.mishap);
    }
    let still = driver.now;
    let mut steps = 0;
    while driver.sync.synced_until().is_none_or(|until| until < still) {
        driver.step(None);
        steps += 1;
        prop_assert!(steps < 20_000, "the rounds end");
    }
    driver.rounds(1);
    prop_assert!(driver.missing().is_empty(), "{:?}", driver.missing());
    prop_assert!(
        driver.largest < 8_000,
        "a state of {} bytes",
        driver.largest
    );
    // Rounds overlap, and a clock that was set back comes by the same times again.
    let quiet = driver.rounds(12);
    prop_assert_eq!(quiet.last(), Some(&2));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Rows of up to 400 kB: ten to some fifty in an answer, so that windows are cut to seconds
    /// and seconds are paged.
    #[test]
    fn no_change_is_lost(
        upstream in upstreams(20_000..400_000_usize),
        moments in vec(moments(60), 0..80),
        set in clock_set(),
    ) {
        check(upstream, &moments, set)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn five_thousand_rows_of_one_second_are_not_lost(
        upstream in upstreams(1_000..8_000_usize),
        mut moments in vec(moments(20), 20..60),
        posts in 0..20_usize,
        updates in 0..20_usize,
    ) {
        moments[posts].changes.push(Change::Post { count: 5_000, older: 0 });
        moments[updates].changes.push(Change::Update { first: 0, count: 5_000 });
        check(upstream, &moments, (0, 0))?;
    }
}
