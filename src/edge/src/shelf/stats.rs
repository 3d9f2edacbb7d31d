//! A Shelf's numbers for the operator, and those of a group of Shelves added up: one request of the
//! Worker reaches all 64 without more than a few calls of its own.

use super::memory::Counts;
use super::object::Inner;
use super::policy::Ms;
use crate::message::message;
use crate::object_reply::{self, ObjectReply};
use crate::objects::{CALL_MS, Object};
use crate::sorted::Sorted;
use futures_util::future::join_all;
use std::rc::Rc;
use worker::Result;

/// Milliseconds for which parcels are not counted again: that reads each row.
const COUNT_EVERY: Ms = 600_000;

/// Answers after which the counters are written, and milliseconds after which they are anyway.
const KEEP_AFTER: u64 = 1_000;
const KEEP_EVERY: Ms = 3_600_000;

/// Numbers of one Shelf or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// How many Shelves these are of.
    pub shelves: u64,
    /// Parcels by stage.
    pub stages: Sorted<String, i64>,
    /// Answers given at once.
    pub hits: u64,
    /// Of those, marked as stale.
    pub stale: u64,
    /// Answers that had to wait for upstream.
    pub waits: u64,
    /// Bytes of SQLite.
    pub bytes: u64,
}

message!(default Stats { shelves, stages, hits, stale, waits, bytes });

impl Stats {
    /// Adds those of others.
    pub fn add(&mut self, other: &Self) {
        for (stage, count) in &other.stages {
            self.stages
                .change(stage.clone(), |sum| *sum = sum.saturating_add(*count));
        }
        for (sum, more) in [
            (&mut self.shelves, other.shelves),
            (&mut self.hits, other.hits),
            (&mut self.stale, other.stale),
            (&mut self.waits, other.waits),
            (&mut self.bytes, other.bytes),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}

/// Which Shelves to add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Their numbers; the one that is asked does not count unless named.
    pub shelves: Vec<u8>,
}

message!(Group { shelves });

/// The most Shelves of one group.
const MAX_GROUP: usize = 16;

pub(super) fn answer(inner: &Inner, now: Ms) -> Result<ObjectReply> {
    object_reply::json(&own(inner, now)?)
}

pub(super) async fn group(inner: &Rc<Inner>, group: &Group, now: Ms) -> Result<ObjectReply> {
    let mut all = own(inner, now)?;
    let asked = group.shelves.iter().take(MAX_GROUP).map(|shelf| async {
        let shelf = Object::shelf(*shelf);
        shelf
            .post::<_, Stats>(&inner.env, "/stats", &(), CALL_MS)
            .await
            .unwrap_or_default()
    });
    for stats in join_all(asked).await {
        all.add(&stats);
    }
    object_reply::json(&all)
}

/// Counters as they are kept.
#[derive(Clone, Copy, Debug, Default)]
struct Kept {
    hits: u64,
    stale: u64,
    waits: u64,
    at: Ms,
}

message!(default Kept { hits, stale, waits, at });

/// The parcels by stage as they were counted last.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    at: Ms,
    stages: Sorted<String, i64>,
}

fn own(inner: &Inner, now: Ms) -> Result<Stats> {
    let store = inner.store()?;
    let mut memory = inner.memory.borrow_mut();
    let is_old = !(0..COUNT_EVERY).contains(&now.saturating_sub(memory.counted.at));
    if is_old || memory.counted.stages.is_empty() {
        memory.counted = Counted {
            at: now,
            stages: store.stages()?.into_iter().collect(),
        };
    }
    let kept = inner.kept_counts()?;
    let Counts { hits, stale, waits } = memory.counts;
    Ok(Stats {
        shelves: 1,
        stages: memory.counted.stages.clone(),
        hits: kept.hits.saturating_add(hits),
        stale: kept.stale.saturating_add(stale),
        waits: kept.waits.saturating_add(waits),
        bytes: u64::try_from(store.db.bytes()).unwrap_or(0),
    })
}

impl Inner {
    fn kept_counts(&self) -> Result<Kept> {
        let text = self.store()?.db.meta("counts")?.unwrap_or_default();
        // What an earlier version kept and this one cannot read begins anew.
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    /// Writes the counters down where many have come or much time has passed. A failure leaves them
    /// for the next time.
    pub(super) fn keep_counts(&self, now: Ms) {
        let counts = self.memory.borrow().counts;
        let sum = counts.hits.saturating_add(counts.waits);
        let Ok(kept) = self.kept_counts() else { return };
        let is_old = !(0..KEEP_EVERY).contains(&now.saturating_sub(kept.at));
        if sum == 0 || (sum < KEEP_AFTER && !is_old) {
            return;
        }
        let kept = Kept {
            hits: kept.hits.saturating_add(counts.hits),
            stale: kept.stale.saturating_add(counts.stale),
            waits: kept.waits.saturating_add(counts.waits),
            at: now,
        };
        let text = serde_json::to_string(&kept).unwrap_or_default();
        let written = self
            .store()
            .and_then(|store| store.db.set_meta("counts", &text));
        if written.is_ok() {
            self.memory.borrow_mut().counts = Counts::default();
        }
    }
}
