//! A Shelf's numbers for the operator, and those of a group of Shelves added up: one request of the
//! Worker reaches all 64 without more than a few calls of its own.

use super::memory::Counts;
use super::object::Inner;
use super::policy::Ms;
use crate::message::{Write, message};
use crate::object_reply::{self, ObjectReply};
use crate::objects::{CALL_MS, Deed, Object, all};
use crate::place::GROUP;
use crate::problem::Problem;
use crate::sorted::Sorted;
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;
use worker::{Env, Result};

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
    /// Messages to the shop that wait.
    pub waiting: u64,
    /// Messages it took.
    pub sent: u64,
    /// Attempts it did not take.
    pub failed: u64,
    /// Messages that were given up.
    pub dropped: u64,
}

message!(default Stats { shelves, stages, hits, stale, waits, bytes, waiting, sent, failed, dropped });

impl Stats {
    /// Those of some Shelves, each asked its question, added up; and whether those are all: who fails
    /// is left out.
    pub async fn gather(env: &Env, path: &str, asked: Vec<(u8, Value)>) -> (Self, bool) {
        let sum = RefCell::new(Self::default());
        let deeds = asked.iter().map(|(shelf, question)| -> Deed<'_> {
            let sum = &sum;
            Box::pin(async move {
                let stats = Object::shelf(*shelf)
                    .post(env, path, question, CALL_MS)
                    .await;
                sum.borrow_mut().add(&stats.map_err(Problem::code)?);
                Ok(())
            })
        });
        let is_whole = all(deeds.collect()).await.is_ok();
        (sum.into_inner(), is_whole)
    }

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
            (&mut self.waiting, other.waiting),
            (&mut self.sent, other.sent),
            (&mut self.failed, other.failed),
            (&mut self.dropped, other.dropped),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}

pub(super) fn answer(inner: &Inner, now: Ms) -> Result<ObjectReply> {
    object_reply::json(&own(inner, now)?)
}

/// Numbers of this Shelf and others, added up.
pub(super) async fn group(inner: &Rc<Inner>, others: &[u8], now: Ms) -> Result<ObjectReply> {
    let mut sum = own(inner, now)?;
    let asked = others.iter().take(GROUP.into());
    let asked = asked.map(|shelf| (*shelf, Value::Null)).collect();
    let (others, is_whole) = Stats::gather(&inner.env, "/stats", asked).await;
    if !is_whole {
        // Without some of them a counter would go back, which reads as a new beginning.
        return Ok(object_reply::problem(Problem::Internal));
    }
    sum.add(&others);
    object_reply::json(&sum)
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
    // What has been told is not forgotten, or the next time it would be less.
    inner.keep_counts(now, true);
    let mut memory = inner.memory.borrow_mut();
    let is_old = !(0..COUNT_EVERY).contains(&now.saturating_sub(memory.counted.at));
    if is_old || memory.counted.stages.is_empty() {
        memory.counted = Counted {
            at: now,
            stages: store.stages()?.into_iter().collect(),
        };
    }
    let kept = inner.kept_counts()?;
    let tally = store.tally()?;
    let count = |count: i64| u64::try_from(count).unwrap_or(0);
    let Counts { hits, stale, waits } = memory.counts;
    Ok(Stats {
        shelves: 1,
        stages: memory.counted.stages.clone(),
        hits: kept.hits.saturating_add(hits),
        stale: kept.stale.saturating_add(stale),
        waits: kept.waits.saturating_add(waits),
        bytes: u64::try_from(store.db.bytes()).unwrap_or(0),
        waiting: count(store.count_waiting()?),
        sent: count(tally.sent),
        failed: count(tally.failed),
        dropped: count(tally.dropped),
    })
}

impl Inner {
    fn kept_counts(&self) -> Result<Kept> {
        let text = self.store()?.db.meta("counts")?.unwrap_or_default();
        // What cannot be read begins anew.
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    /// Writes the counters down where many have come, much time has passed or they are about to be
    /// told. A failure leaves them for the next time.
    pub(super) fn keep_counts(&self, now: Ms, are_told: bool) {
        let counts = self.memory.borrow().counts;
        let sum = counts.hits.saturating_add(counts.waits);
        let Ok(kept) = self.kept_counts() else { return };
        let is_old = !(0..KEEP_EVERY).contains(&now.saturating_sub(kept.at));
        if sum == 0 || !(are_told || is_old || sum >= KEEP_AFTER) {
            return;
        }
        let kept = Kept {
            hits: kept.hits.saturating_add(counts.hits),
            stale: kept.stale.saturating_add(counts.stale),
            waits: kept.waits.saturating_add(counts.waits),
            at: now,
        };
        let written = self
            .store()
            .and_then(|store| store.db.set_meta("counts", &kept.write().to_string()));
        if written.is_ok() {
            self.memory.borrow_mut().counts = Counts::default();
        }
    }
}
