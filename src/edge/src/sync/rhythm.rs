//! When the next round is due.

use super::Ms;
use super::bounds::{HASTE_MS, IGNORED_MS};
use super::pace::{self, Pause};
use crate::message::message;

/// What decides it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rhythm {
    /// When the last round began; `None` has the next one begin at once.
    began: Option<Ms>,
    /// Seconds from then to the next; 0 before the first round.
    seconds: u32,
    looked: bool,
    /// Whether the next round is to come soon.
    hastened: bool,
    /// Whether upstream ignored the filter in the last round.
    pub(super) ignored: bool,
}

message!(Rhythm {
    began,
    seconds,
    looked,
    hastened = false,
    ignored
});

impl Rhythm {
    /// When the next round is due, if not now.
    pub(super) fn due(&self, base: u32, now: Ms) -> Option<Ms> {
        let seconds = if self.looked {
            base
        } else {
            self.seconds.max(base)
        };
        let length = if self.ignored {
            IGNORED_MS
        } else if self.hastened {
            HASTE_MS.min(Ms::from(seconds).saturating_mul(1_000))
        } else {
            Ms::from(seconds).saturating_mul(1_000)
        };
        Pause::new(self.began?, length).left(now)
    }

    /// A round begins. The first one never stretches: nobody can have looked.
    pub(super) fn begin(&mut self, base: u32, now: Ms) {
        let looked = self.looked || self.seconds == 0;
        self.seconds = pace::interval(self.seconds, base, looked);
        self.began = Some(now);
        self.looked = false;
        self.hastened = false;
    }

    /// The round is over, whatever was found.
    pub(super) fn finish(&mut self) {
        self.ignored = false;
    }

    /// The round does not count: another one at once.
    pub(super) fn repeat(&mut self) {
        self.began = None;
    }

    /// Upstream ignores the filter: a day from now.
    pub(super) fn ignore(&mut self, now: Ms) {
        self.began = Some(now);
        self.ignored = true;
    }

    /// Somebody looks; `true` for the first since the last round began.
    pub(super) fn look(&mut self) -> bool {
        !std::mem::replace(&mut self.looked, true)
    }

    /// Something is known to have changed; `false` where a round would not bring it.
    pub(super) fn hasten(&mut self) -> bool {
        self.hastened = true;
        !self.ignored
    }
}
