//! How what was counted is printed.

use crate::options::Options;
use crate::report::{Counts, Objects};
use std::fmt::Write;

/// The lines of a run.
pub fn text(options: &Options, counts: &Counts) -> String {
    let days = u64::from(options.days);
    let day = |count: u64| grouped(count.div_ceil(days));
    let mut out = String::new();
    let mut line = |name: &str, value: String| {
        let _ = writeln!(out, "  {name:<44} {value}");
    };
    line("parcels posted a day", day(counts.posted));
    line("news of parcels a day", day(counts.news));
    line("page views a day", day(counts.views));
    line(
        "Worker requests a day (without the script)",
        day(counts.requests),
    );
    line(
        "  answered by the Cache API",
        share(counts.cached, counts.requests),
    );
    line("upstream list requests a day", day(counts.lists));
    line("  most in a minute", counts.peak().to_string());
    line(
        "  parcels and orders asked for by looks a day",
        day(counts.looks),
    );
    line("  looks spared by the sync a day", day(counts.covered));
    line("  old parcels confirmed a day", day(counts.confirms));
    line(
        "  of those, put off for lack of time a day",
        day(counts.put_off),
    );
    line(
        "  limit broken, times",
        (counts.broken + counts.broken_before).to_string(),
    );
    let depth = &counts.depth;
    let depths = (
        depth.percentile(50.0),
        depth.percentile(99.0),
        counts.depth_max,
    );
    line(
        "Gate's queue, p50 / p99 / most",
        format!("{} / {} / {}", depths.0, depths.1, depths.2),
    );
    line(
        "shoppers who waited for upstream",
        share(counts.waited.count(), counts.requests),
    );
    let wait = |percent| {
        format!(
            "{:.1} s",
            counts.waited.percentile(percent) as f64 / 1_000.0
        )
    };
    line(
        "  for, p50 / p99",
        format!("{} / {}", wait(50.0), wait(99.0)),
    );
    line(
        "shoppers who got 503",
        share(counts.refused, counts.requests),
    );
    line(
        "answers marked as stale",
        share(counts.stale(), counts.requests),
    );
    objects(&mut line, &counts.objects, days);
    line("rows read a day", day(counts.rows.read));
    line("rows written a day", day(counts.rows.written));
    line("parcels kept", grouped(counts.kept));
    line("stored", format!("{:.2} GB", counts.bytes() as f64 / 1e9));
    stages(&mut line, counts);
    out
}

/// Requests to objects, by who calls whom.
fn objects(line: &mut impl FnMut(&str, String), objects: &Objects, days: u64) {
    line(
        "object requests a day",
        grouped(objects.sum().div_ceil(days)),
    );
    for (name, count) in [
        ("  Worker to Shelf", objects.front_to_shelf),
        ("  Shelf to Gate, somebody looks", objects.told),
        ("  Shelf to Gate, questions", objects.asked),
        ("  Gate to Shelf", objects.gate_to_shelf),
        ("  Shelf to Shelf", objects.shelf_to_shelf),
        ("  cron", objects.cron),
        ("  alarms", objects.alarms),
    ] {
        line(name, grouped(count.div_ceil(days)));
    }
}

/// What was seen of parcels, by stage.
fn stages(line: &mut impl FnMut(&str, String), counts: &Counts) {
    line(
        "behind upstream, by stage",
        "p50 / p99 / most, marked as stale, of answers".to_owned(),
    );
    let all: u64 = counts.seen.values().map(|seen| seen.behind.count()).sum();
    for (stage, seen) in &counts.seen {
        let behind = &seen.behind;
        let ages = [
            behind.percentile(50.0),
            behind.percentile(99.0),
            behind.max(),
        ]
        .map(age);
        let marked = share(seen.stale, behind.count());
        let part = share(behind.count(), all);
        line(
            &format!("  {stage}"),
            format!("{}, {marked}, {part}", ages.join(" / ")),
        );
    }
}

/// A part in percent.
fn share(part: u64, whole: u64) -> String {
    format!("{:.2} %", part as f64 * 100.0 / whole.max(1) as f64)
}

/// Thousands apart.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn age(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        _ => format!("{:.1} h", seconds as f64 / 3_600.0),
    }
}
