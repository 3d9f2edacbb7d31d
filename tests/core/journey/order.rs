//! Both legs in one order.

use super::{of, texts};
use serde_json::{Value as Json, json};
use tracktry_core::journey::MAX_EVENTS;

/// Scans of `(date, text)`.
fn scans(list: &[(&str, &str)]) -> Json {
    list.iter().map(|(date, text)| json!({"Date": date, "StatusDescription": text, "checkpoint_status": "transit"})).collect()
}

#[test]
fn both_legs_in_one_order() {
    let check = |origin: &[(&str, &str)], destination: &[(&str, &str)], expected: &[&str]| {
        assert_eq!(
            texts(&of("transit", None, &scans(origin), &scans(destination))),
            expected
        );
    };
    check(
        &[
            ("2021-01-05 10:00", "o3"),
            ("2021-01-03 10:00", "o2"),
            ("2021-01-01 10:00", "o1"),
        ],
        &[
            ("2021-01-06 10:00", "d3"),
            ("2021-01-04 10:00", "d2"),
            ("2021-01-02 10:00", "d1"),
        ],
        &["d3", "o3", "d2", "o2", "d1", "o1"],
    );
    // The same time: the destination's first, each leg in upstream's order.
    check(
        &[("2021-01-05 10:00", "o2"), ("2021-01-05 10:00", "o1")],
        &[("2021-01-05 10:00", "d2"), ("2021-01-05 10:00", "d1")],
        &["d2", "d1", "o2", "o1"],
    );
    // A date alone stays where upstream put it in its day, and in no order to the other leg's times.
    check(
        &[
            ("2021-01-05 18:00", "o4"),
            ("2021-01-05", "o3"),
            ("2021-01-05 08:00", "o2"),
            ("2021-01-04", "o1"),
        ],
        &[("2021-01-05", "d1")],
        &["d1", "o4", "o3", "o2", "o1"],
    );
    // A date alone goes where its older neighbour goes, past the other leg's later times.
    check(
        &[("2021-01-05 12:00", "o1")],
        &[("2021-01-05", "d2"), ("2021-01-05 10:00", "d1")],
        &["o1", "d2", "d1"],
    );
    // The oldest without a date stays with its leg, before the other leg's older scans.
    check(
        &[("2021-01-05 08:00", "o2"), ("", "o1")],
        &[("2021-01-03 08:00", "d1")],
        &["o2", "o1", "d1"],
    );
    // No date: beside its older neighbour, else its newer; a leg without any stays as it is.
    check(
        &[
            ("?", "o4"),
            ("2021-01-05 08:00", "o3"),
            ("2021-01-01 08:00", "o2"),
            ("", "o1"),
        ],
        &[("2021-01-06 08:00", "d2"), ("2021-01-03 08:00", "d1")],
        &["d2", "o4", "o3", "d1", "o2", "o1"],
    );
    check(
        &[("", "o2"), ("", "o1")],
        &[("", "d2"), ("", "d1")],
        &["d2", "d1", "o2", "o1"],
    );
    // Out of order within a leg.
    check(
        &[
            ("2021-01-01 08:00", "a"),
            ("2021-01-03 08:00", "c"),
            ("2021-01-02 08:00", "b"),
            ("2021-01-01 07:00", "0"),
        ],
        &[],
        &["c", "b", "a", "0"],
    );
    // Exact repetitions, also across legs; the destination's stays.
    check(
        &[
            ("2021-01-02", "x"),
            ("2021-01-02", "x"),
            ("2021-01-01 08:00", "y"),
        ],
        &[("2021-01-02", "x"), ("2021-01-01 08:00", "y")],
        &["x", "y"],
    );
    // The same words at another time are another scan.
    check(
        &[("2021-01-02 08:01", "x"), ("2021-01-02 08:00", "x")],
        &[],
        &["x", "x"],
    );
}

/// A leg of more rows than are read loses its oldest, whichever end they are at.
#[test]
fn a_leg_too_long_keeps_its_newest() {
    let date = |n: usize| format!("2021-{:02}-{:02} 08:00", 1 + n / 28, 1 + n % 28);
    let row = |n: usize| json!({"Date": date(n % 300), "StatusDescription": n.to_string()});
    let last = MAX_EVENTS + 98;
    let rows = || {
        (0..300_usize)
            .flat_map(|day| [day, day + 300].map(row))
            .take(last + 1)
    };
    let rising: Json = rows().collect();
    let falling: Json = rows().collect::<Vec<_>>().into_iter().rev().collect();
    let mut undated = rising.clone();
    undated[0]["Date"] = json!("?");
    undated[last]["Date"] = json!(null);
    for leg in [rising, falling, undated] {
        let journey = of("transit", None, &leg, &json!([]));
        assert_eq!(journey.events.len(), MAX_EVENTS);
        let texts = texts(&journey);
        assert!(texts[..3].contains(&"299"), "{:?}", &texts[..3]);
        assert!(!texts.contains(&"0"));
    }
    let many: Json = (0..200_000)
        .map(|_| json!({"StatusDescription": "x"}))
        .collect();
    let start = std::time::Instant::now();
    assert!(of("transit", None, &many, &json!([])).events.len() <= MAX_EVENTS);
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn five_hundred_scans_in_the_worst_order() {
    let shuffled: Vec<String> = (0..1_000_u32)
        .map(|n| {
            let minute = (n * 7_919) % 1_440;
            format!(
                "2021-01-{:02} {:02}:{:02}",
                1 + n % 28,
                minute / 60,
                minute % 60
            )
        })
        .collect();
    let leg = |range: std::ops::Range<usize>| -> Json {
        shuffled[range]
            .iter()
            .map(|date| json!({"Date": date, "StatusDescription": date}))
            .collect()
    };
    let journey = of("transit", None, &leg(0..500), &leg(500..1_000));
    assert_eq!(journey.events.len(), MAX_EVENTS);
    let at: Vec<_> = journey
        .events
        .iter()
        .map(|e| e.at.clone().unwrap())
        .collect();
    // Midnight is a date alone, which sorts below its day's times only where no neighbour says better.
    let exact: Vec<_> = at.iter().filter(|at| at.contains('T')).collect();
    assert!(exact.is_sorted_by(|a, b| a >= b));
}
