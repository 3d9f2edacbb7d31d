//! Upstream's clock, as far as the `Date` of its answers tells.

use super::bounds::{CLOCK_TOLERANCE, MAX_OFFSET, OVERLAP};
use super::{Ms, Sec};
use crate::message::message;

/// Seconds upstream's clock is ahead of ours: of one answer or of several that differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Offset {
    low: Sec,
    high: Sec,
}

message!(Offset { low, high });

/// What is known of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    /// Since it was settled.
    pub(super) offset: Offset,
    last: Option<Sec>,
    /// When the last request was made.
    asked: Ms,
}

message!(Clock {
    offset,
    last,
    asked
});

/// A moment by both clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// By ours.
    pub(super) ours: Ms,
    /// By upstream's; rather too early than too late.
    theirs: Sec,
}

message!(Moment { ours, theirs });

impl Offset {
    /// Whether it reaches further than what a round was planned with leaves room for.
    pub(super) fn exceeds(self, planned: Self) -> bool {
        self.low < planned.low.saturating_sub(CLOCK_TOLERANCE)
            || self.high > planned.high.saturating_add(CLOCK_TOLERANCE)
    }
}

impl Clock {
    /// A request is made.
    pub(super) fn ask(&mut self, now: Ms) {
        self.asked = now;
    }

    /// Its answer came, with a date that was written after the request was made.
    pub(super) fn hear(&mut self, date: Option<Sec>) {
        let offset = date.map(|date| date.saturating_sub(seconds(self.asked)));
        if let Some(offset) = offset.filter(|offset| offset.saturating_abs() <= MAX_OFFSET) {
            if self.last.replace(offset).is_none() {
                self.settle();
            }
            self.offset.low = self.offset.low.min(offset);
            self.offset.high = self.offset.high.max(offset);
        }
    }

    /// A moment that is past, by the earliest of all that was heard since.
    pub(super) fn earliest(&self, moment: Moment) -> Moment {
        let theirs = moment.theirs.min(self.moment(moment.ours).theirs);
        Moment { theirs, ..moment }
    }

    /// What was heard last holds from now on.
    pub(super) fn settle(&mut self) {
        if let Some(last) = self.last {
            self.offset = Offset {
                low: last,
                high: last,
            };
        }
    }

    /// Now, by both clocks.
    pub(super) fn moment(&self, now: Ms) -> Moment {
        Moment {
            ours: now,
            theirs: seconds(now).saturating_add(self.offset.low),
        }
    }

    /// Where a round ends that begins now: late enough for the clock that is ahead, and for the
    /// tolerance. Nothing has happened there yet, so it costs nothing.
    pub(super) fn end(&self, now: Ms) -> Sec {
        seconds(now)
            .saturating_add(self.offset.high.max(0))
            .saturating_add(CLOCK_TOLERANCE)
    }

    /// Where a round begins that comes after one of `last`: the overlap before it, by whatever
    /// clock says the earliest. So does now: a clock that went back shows a time before.
    pub(super) fn resume(&self, last: Moment, now: Ms) -> Sec {
        last.theirs
            .min(self.moment(last.ours).theirs)
            .min(self.moment(now).theirs)
            .min(seconds(now))
            .saturating_sub(OVERLAP)
    }
}

fn seconds(ms: Ms) -> Sec {
    ms.div_euclid(1_000)
}
