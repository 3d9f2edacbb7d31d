//! What is counted.

use crate::costs::{OBJECT_BYTES, PARCEL_BYTES, Rows};
use crate::measure::Histogram;
use std::collections::BTreeMap;
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
    /// Seconds behind upstream.
    pub behind: Histogram,
    pub stale: u64,
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
    pub seen: BTreeMap<&'static str, Seen>,
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
