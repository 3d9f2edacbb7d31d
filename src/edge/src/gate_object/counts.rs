//! What went upstream, and how it ended. Pure.

use crate::gate::{Kind, Outcome};
use crate::message::message;
use crate::sorted::Sorted;

/// Requests by kind and outcome, since the object was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests, by `kind outcome`.
    pub requests: Sorted<String, u64>,
    /// Silences that upstream asked for.
    pub silences: u64,
    /// Of those, which came though the limits were kept.
    pub foreign: u64,
    /// Parcels that a sync has handed over.
    pub synced: u64,
}

message!(default Counts { requests, silences, foreign, synced });

impl Counts {
    /// Counts a request; `foreign` where it began a silence though the limits were kept.
    pub fn add(&mut self, kind: Kind, outcome: Outcome, foreign: bool) {
        let name = format!("{} {}", kind_name(kind), outcome_name(outcome));
        self.requests
            .change(name, |count| *count = count.saturating_add(1));
        if matches!(outcome, Outcome::Busy | Outcome::DoneBusy) {
            self.silences = self.silences.saturating_add(1);
            self.foreign = self.foreign.saturating_add(foreign.into());
        }
    }
}

/// A kind's name for the operator.
pub const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::List => "list",
        Kind::Single => "single",
        Kind::Realtime => "realtime",
    }
}

/// An outcome's name for the operator.
pub const fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::DoneBusy => "done_busy",
        Outcome::Busy => "busy",
        Outcome::Fault => "fault",
        Outcome::KeyRefused => "key_refused",
        Outcome::Quota => "quota",
        Outcome::Answered => "answered",
    }
}
