//! How often: rounds stretch while nobody looks, failures wait longer each time.

use super::Ms;
use super::bounds::{BACKOFF_MS, MAX_BACKOFF_MS, MAX_INTERVAL};
use crate::message::message;

/// Seconds from the begin of a round to the next: the base where somebody looked since the last
/// round, else twice the previous interval, at most an hour (or the base, if that is longer).
pub fn interval(previous: u32, base: u32, looked: bool) -> u32 {
    if looked {
        return base;
    }
    previous.saturating_mul(2).min(MAX_INTERVAL).max(base)
}

/// Milliseconds to wait after so many failures in a row: 5 s, doubling up to 5 minutes.
pub fn backoff(failures: u32) -> Ms {
    let doublings = failures.saturating_sub(1).min(16);
    BACKOFF_MS
        .saturating_mul(1 << doublings)
        .min(MAX_BACKOFF_MS)
}

/// A time to wait for. It ends early where the clock shows a time before it began: the clock went
/// back, by nobody knows how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pause {
    since: Ms,
    until: Ms,
}

message!(Pause { since, until });

impl Pause {
    /// From now on for so many milliseconds.
    pub(super) fn new(since: Ms, length: Ms) -> Self {
        Self {
            since,
            until: since.saturating_add(length),
        }
    }

    /// When it ends, if it has not.
    pub(super) fn left(self, now: Ms) -> Option<Ms> {
        (self.since..self.until)
            .contains(&now)
            .then_some(self.until)
    }
}
