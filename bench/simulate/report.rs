//! What is counted, and how it is printed.

use crate::costs::{OBJECT_BYTES, PARCEL_BYTES, Rows};
use crate::measure::Histogram;
use crate::options::Options;
use std::collections::BTreeMap;
use std::fmt::Write;
use tracktry_core::Stage;
use tracktry_edge::gate::{Kind, Ms};
use tracktry_edge::place::SHELVES;

/// Requests to objects, as the platform bills them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Objects {
    pub front_to_shelf: u64,
    /// Shelves that tell the Gate that somebody looks.
    pub told: u64,
    /// Questions of Shelves to the Gate.
    pub asked: u64,
    pub gate_to_shelf: u64,
    pub shelf_to_shelf: u64,
    pub cron: u64,
    pub alarms: u64,
}

impl Objects {
    /// All of them.
    pub fn sum(&self) -> u64 {
        self.front_to_shelf
            + self.told
            + self.asked
            + self.gate_to_shelf
            + self.shelf_to_shelf
            + self.cron
            + self.alarms
    }
}

/// What was seen of parcels of one stage.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    behind: Histogram,
    stale: u64,
}

/// Everything that is counted.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub posted: u64,
    pub news: u64,
    pub views: u64,
    pub requests: u64,
    pub cached: u64,
    pub unknown: u64,
    /// Waits for upstream that were answered, in milliseconds.
    pub waited: Histogram,
    pub refused: u64,
    seen: BTreeMap<&'static str, Seen>,
    /// Parcels and orders asked for because somebody looked; of the due ones those the sync spared.
    pub looks: u64,
    pub covered: u64,
    pub confirms: u64,
    pub put_off: u64,
    pub lists: u64,
    minutes: BTreeMap<Ms, u64>,
    pub depth: Histogram,
    pub depth_max: u64,
    pub objects: Objects,
    pub rows: Rows,
    pub kept: u64,
    pub broken: u64,
    pub broken_before: u64,
}

impl Counts {
    /// A request leaves.
    pub fn sent(&mut self, kind: Kind, now: Ms) {
        if kind == Kind::List {
            self.lists += 1;
            *self.minutes.entry(now / 60_000).or_default() += 1;
        }
    }

    /// A shopper saw a parcel.
    pub fn saw(&mut self, stage: Stage, behind: u64, stale: bool) {
        let seen = self.seen.entry(stage.as_str()).or_default();
        seen.behind.add(behind);
        seen.stale += u64::from(stale);
    }

    /// The most list requests of a minute.
    pub fn peak(&self) -> u64 {
        self.minutes.values().copied().max().unwrap_or(0)
    }

    /// Answers that were marked as stale.
    pub fn stale(&self) -> u64 {
        self.seen.values().map(|seen| seen.stale).sum()
    }

    /// Bytes of SQLite of all objects.
    pub fn bytes(&self) -> u64 {
        self.kept * PARCEL_BYTES + (u64::from(SHELVES) + 1) * OBJECT_BYTES
    }
}

/// The lines of a run.
#[expect(
    clippy::too_many_lines,
    reason = "one line of the report after the other"
)]
pub fn text(options: &Options, counts: &Counts) -> String {
    let days = u64::from(options.days);
    let day = |count: u64| grouped(count.div_ceil(days));
    let share =
        |part: u64, whole: u64| format!("{:.2} %", part as f64 * 100.0 / whole.max(1) as f64);
    let objects = &counts.objects;
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
    line("object requests a day", day(objects.sum()));
    for (name, count) in [
        ("  Worker to Shelf", objects.front_to_shelf),
        ("  Shelf to Gate, somebody looks", objects.told),
        ("  Shelf to Gate, questions", objects.asked),
        ("  Gate to Shelf", objects.gate_to_shelf),
        ("  Shelf to Shelf", objects.shelf_to_shelf),
        ("  cron", objects.cron),
        ("  alarms", objects.alarms),
    ] {
        line(name, day(count));
    }
    line("rows read a day", day(counts.rows.read));
    line("rows written a day", day(counts.rows.written));
    line("parcels kept", grouped(counts.kept));
    line("stored", format!("{:.2} GB", counts.bytes() as f64 / 1e9));
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
    out
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
