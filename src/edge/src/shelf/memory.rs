//! What a Shelf knows while it is awake. All of it may be lost at any moment: it spares questions,
//! and nothing correct rests on it. Pure.

use super::policy::{Ms, UNKNOWN_FOR};
use super::stats::Counted;
use crate::guests::Guests;
use crate::problem::Problem;
use crate::wire::SyncNews;
use std::collections::HashMap;

/// The most numbers remembered as unknown: who tries more at random than that finds others gone.
const MAX_UNKNOWN: usize = 10_000;

/// The most orders whose last question is remembered.
const MAX_ASKED: usize = 10_000;

/// What a Shelf knows while it is awake.
#[derive(Debug, Default)]
pub struct Memory {
    unknown: HashMap<String, Ms>,
    asked: HashMap<String, Ms>,
    /// What the networks did whose names are kept here.
    pub guests: Guests,
    /// Until when the Gate wants no questions.
    hush_until: Ms,
    /// Whether that is because upstream is down.
    is_down: bool,
    /// Whether the last question had no answer.
    pub trouble: bool,
    /// When the Gate was told last that somebody looks.
    pub told_at: Ms,
    /// What the Gate said of the sync.
    pub sync: SyncNews,
    /// Answers given since the counters were kept last: from what is kept, and waited for.
    pub counts: Counts,
    /// Parcels by stage as they were counted last.
    pub(super) counted: Counted,
}

/// How shoppers were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// At once, with what is kept.
    pub hits: u64,
    /// Of those, marked as stale.
    pub stale: u64,
    /// After a question to the Gate.
    pub waits: u64,
}

impl Memory {
    /// Remembers that there is nothing of that name.
    pub fn note_unknown(&mut self, name: &str, now: Ms) {
        if self.unknown.len() >= MAX_UNKNOWN {
            self.unknown
                .retain(|_, at| now.saturating_sub(*at) < UNKNOWN_FOR);
        }
        if self.unknown.len() < MAX_UNKNOWN {
            self.unknown.insert(name.to_owned(), now);
        }
    }

    /// Something of that name has come.
    pub fn forget_unknown(&mut self, name: &str) {
        self.unknown.remove(name);
    }

    /// Whether upstream said a short while ago that there is nothing of that name.
    pub fn is_unknown(&self, name: &str, now: Ms) -> bool {
        self.unknown
            .get(name)
            .is_some_and(|at| (0..UNKNOWN_FOR).contains(&now.saturating_sub(*at)))
    }

    /// Whether an order may be asked for again, `every` milliseconds at most; notes that it is.
    pub fn may_ask(&mut self, order: &str, every: Ms, now: Ms) -> bool {
        let is_old = |at: &Ms| !(0..every).contains(&now.saturating_sub(*at));
        if self.asked.len() >= MAX_ASKED {
            self.asked.clear();
        }
        let may = self.asked.get(order).is_none_or(is_old);
        if may {
            self.asked.insert(order.to_owned(), now);
        }
        may
    }

    /// The Gate wants no questions for as long as a problem says.
    pub fn hush(&mut self, why: Problem, now: Ms) {
        let seconds = why.retry_after().unwrap_or(1);
        self.hush_until = now.saturating_add(i64::from(seconds).saturating_mul(1_000));
        self.is_down = matches!(why, Problem::Down(_));
    }

    /// Why the Gate wants no questions, and for how long; `None` where it may be asked.
    pub fn hushed(&self, now: Ms) -> Option<Problem> {
        let left = self.hush_until.saturating_sub(now);
        let seconds = u32::try_from(left.saturating_add(999) / 1_000).ok()?;
        let why = if self.is_down {
            Problem::Down(seconds)
        } else {
            Problem::Busy(seconds)
        };
        (left > 0).then_some(why)
    }

    /// Whether a complete round of the sync is known to have begun after `after`.
    pub fn is_synced_after(&self, after: Ms) -> bool {
        self.sync.until.is_some_and(|until| until > after)
    }

    /// Takes in what the Gate said of the sync; a round never goes back.
    pub fn learn(&mut self, news: SyncNews) {
        self.sync.importing = news.importing;
        self.sync.until = self.sync.until.max(news.until);
    }
}
