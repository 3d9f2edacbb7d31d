//! What the sync tells about itself.

use super::{Ms, Sync};

/// How far a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows that are safe; those that came several times count as often.
    pub rows: u64,
    /// Rows still to come, as far as upstream told.
    pub expected: u64,
    /// Spans of time still to be asked for. Not requests: a span takes one or many.
    pub spans: usize,
}

impl Sync {
    /// When the last complete round began: every parcel that upstream listed then is known at
    /// least as it was then. `None` until the import is complete.
    pub fn synced_until(&self) -> Option<Ms> {
        self.last.map(|last| last.ours)
    }

    /// Milliseconds since then.
    pub fn lag(&self, now: Ms) -> Option<Ms> {
        let until = self.synced_until()?;
        Some(now.saturating_sub(until).max(0))
    }

    /// Whether the import is not complete yet, and will be: where upstream ignores the filter there is
    /// none, and parcels come as they are looked at.
    pub fn is_importing(&self) -> bool {
        self.last.is_none() && !self.filter_ignored()
    }

    /// How far the round is; `None` between rounds.
    pub fn progress(&self) -> Option<Progress> {
        self.round.as_ref().map(|round| Progress {
            rows: round.rows,
            expected: round.spans.expected(),
            spans: round.spans.len(),
        })
    }

    /// Whether upstream ignored the filter in the last round: nothing is synced then, and a round
    /// tried once a day.
    pub fn filter_ignored(&self) -> bool {
        self.rhythm.ignored
    }

    /// Failures in a row.
    pub fn failures(&self) -> u32 {
        self.failures
    }
}
