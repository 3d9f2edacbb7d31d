//! The breaker: after too many faults nothing is sent for a while, then one request probes.

use super::Ms;
use super::answer::{Outcome, RequestId};
use super::constants::{BREAKER_MS, FAULTS_IN_A_ROW, FAULTS_OF_KEPT, RESULTS_KEPT};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Breaker {
    /// The last results, the newest as the lowest bit; a fault is a 1.
    pub(super) faults: u32,
    pub(super) opened: Option<Ms>,
    pub(super) probe: Option<RequestId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Closed,
    OpenUntil(Ms),
    /// One request may find out; whether it is under way.
    Half {
        probing: bool,
    },
}

/// A fault, a success, or neither.
const fn is_fault(outcome: Outcome) -> Option<bool> {
    match outcome {
        Outcome::Fault | Outcome::KeyRefused => Some(true),
        Outcome::Done | Outcome::DoneBusy | Outcome::Quota | Outcome::Answered => Some(false),
        Outcome::Busy => None,
    }
}

impl Breaker {
    pub(super) fn state(&self, now: Ms) -> State {
        let Some(opened) = self.opened else {
            return State::Closed;
        };
        let end = opened.saturating_add(BREAKER_MS);
        if now < end {
            return State::OpenUntil(end);
        }
        State::Half {
            probing: self.probe.is_some(),
        }
    }

    /// A request ended. Once open, the probe alone decides: whatever left before tells of before. What
    /// fails of those that are passed on from the merchant's back end may be their own fault.
    pub(super) fn record(&mut self, id: RequestId, outcome: Outcome, is_passed: bool, now: Ms) {
        let was_probe = self.probe == Some(id);
        if was_probe {
            self.probe = None;
        }
        let Some(fault) = is_fault(outcome).filter(|fault| !(*fault && is_passed)) else {
            return;
        };
        match (self.opened, was_probe, fault) {
            (Some(_), true, true) => self.opened = Some(now),
            (Some(_), true, false) => *self = Self::default(),
            (Some(_), false, _) => {}
            (None, _, _) => self.count(fault, now),
        }
    }

    fn count(&mut self, fault: bool, now: Ms) {
        let kept = mask(RESULTS_KEPT);
        let row = mask(FAULTS_IN_A_ROW);
        self.faults = (self.faults.wrapping_shl(1) | u32::from(fault)) & kept;
        if self.faults & row == row || self.faults.count_ones() >= FAULTS_OF_KEPT {
            self.opened = Some(now);
        }
    }
}

/// So many ones.
const fn mask(bits: u32) -> u32 {
    u32::MAX.wrapping_shr(u32::BITS.saturating_sub(bits))
}
