//! Silences, and which of them strangers brought upon us.

use super::Ms;
use super::constants::{FOREIGN_KEPT, FOREIGN_MEANS_SHARED, FOREIGN_WINDOW_MS, SILENCE_MS};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Silence {
    pub(super) since: Option<Ms>,
    /// When silences came though we had kept the limits.
    pub(super) foreign: Vec<Ms>,
}

impl Silence {
    /// The end of a silence that lasts.
    pub(super) fn end(&self, now: Ms) -> Option<Ms> {
        self.since
            .map(|since| since.saturating_add(SILENCE_MS))
            .filter(|end| *end > now)
    }

    /// A 429 came. Those that follow from requests already under way prolong the silence, but are
    /// no news about strangers.
    pub(super) fn begin(&mut self, kept_limits: bool, now: Ms) {
        if kept_limits && self.end(now).is_none() {
            keep(&mut self.foreign, now, FOREIGN_KEPT);
        }
        self.since = Some(now);
    }

    /// Foreign silences that still count.
    pub(super) fn foreign(&self, now: Ms) -> usize {
        let counts = |at: &&Ms| now.saturating_sub(**at) < FOREIGN_WINDOW_MS;
        self.foreign.iter().filter(counts).count()
    }

    pub(super) fn shared_address(&self, now: Ms) -> bool {
        self.foreign(now) >= FOREIGN_MEANS_SHARED
    }
}

/// Remembers a time, and the last few only.
pub(super) fn keep(times: &mut Vec<Ms>, at: Ms, most: usize) {
    times.push(at);
    times.drain(..times.len().saturating_sub(most));
}
