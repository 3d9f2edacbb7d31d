//! What outlives a restart.

use super::breaker::Breaker;
use super::clock::Clock;
use super::constants::{FOREIGN_KEPT, RESTART_MARGIN_MS};
use super::lane::{Lane, Lanes};
use super::silence::Silence;
use super::{Gate, Kind, Ms, Pace, silence};
use crate::message::message;

/// The form [`Saved`] is written in. What a form does not know is left out of it.
const VERSION: u8 = 1;

/// The part of a Gate that a restart must not forget: a few hundred bytes. Times are unix
/// milliseconds.
///
/// Write it down before a request leaves and after each answer, where it differs from what was
/// written last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Saved {
    v: u8,
    silent_since: Option<Ms>,
    foreign: Vec<Ms>,
    list_sent: Vec<Ms>,
    list_answered: Option<Ms>,
    list_unanswered: bool,
    single_sent: Vec<Ms>,
    realtime_sent: Vec<Ms>,
    faults: u32,
    opened: Option<Ms>,
    key_refused: Option<Ms>,
    quota: Option<Ms>,
}

message!(default Saved { v, silent_since, foreign, list_sent, list_answered, list_unanswered, single_sent, realtime_sent, faults, opened, key_refused, quota });

impl Saved {
    /// In place of one that was written and cannot be read: as if a list request had just left. A
    /// silence may be forgotten so, which costs one request that is answered 429; to keep one that
    /// may not be would cost two minutes at each start, were it never to become readable.
    pub fn unreadable(now: Ms) -> Self {
        Self {
            v: VERSION,
            list_sent: vec![now],
            list_unanswered: true,
            single_sent: vec![now],
            realtime_sent: vec![now],
            ..Self::default()
        }
    }

    pub(super) fn of(gate: &Gate) -> Self {
        let out = |at: Ms| gate.clock.outside(at);
        let all = |times: &[Ms]| times.iter().copied().map(out).collect();
        Self {
            v: VERSION,
            silent_since: gate.silence.since.map(out),
            foreign: all(&gate.silence.foreign),
            list_sent: all(&gate.lanes.list.sent),
            list_answered: gate.lanes.list.answered.map(out),
            list_unanswered: gate.lanes.list.unanswered,
            single_sent: all(&gate.lanes.single.sent),
            realtime_sent: all(&gate.lanes.realtime.sent),
            faults: gate.breaker.faults,
            opened: gate.breaker.opened.map(out),
            key_refused: gate.key_refused.map(out),
            quota: gate.quota.map(out),
        }
    }

    pub(super) fn silence(&self, clock: Clock) -> Silence {
        Silence {
            since: self.silent_since.map(|at| clock.past(at)),
            foreign: last(&self.foreign, FOREIGN_KEPT, clock),
        }
    }

    /// A probe that was under way is forgotten; another finds out.
    pub(super) fn breaker(&self, clock: Clock) -> Breaker {
        Breaker {
            faults: self.faults,
            opened: self.opened.map(|at| clock.past(at)),
            probe: None,
        }
    }

    pub(super) fn key_refused(&self, clock: Clock) -> Option<Ms> {
        self.key_refused.map(|at| clock.past(at))
    }

    pub(super) fn quota(&self, clock: Clock) -> Option<Ms> {
        self.quota.map(|at| clock.past(at))
    }

    pub(super) fn lanes(&self, pace: Pace, clock: Clock) -> Lanes {
        let mut list = lane(Kind::List, &self.list_sent, clock);
        list.answered = self.list_answered.map(|at| clock.past(at));
        let rest = pace.list_ms();
        list.unanswered = self.list_unanswered;
        let unknown = list.sent.last().filter(|_| list.unanswered);
        let free = unknown.map_or_else(
            || list.answered.map(|at| at.saturating_add(rest)),
            |at| Some(at.saturating_add(rest).saturating_add(RESTART_MARGIN_MS)),
        );
        list.free_at = free.unwrap_or(Ms::MIN);
        Lanes {
            list,
            single: lane(Kind::Single, &self.single_sent, clock),
            realtime: lane(Kind::Realtime, &self.realtime_sent, clock),
        }
    }
}

fn lane(kind: Kind, sent: &[Ms], clock: Clock) -> Lane {
    let mut lane = Lane::new(kind);
    lane.sent = last(sent, kind.remembered(), clock);
    if let Some(at) = lane.sent.last() {
        lane.free_at = at.saturating_add(kind.spacing());
    }
    lane
}

fn last(times: &[Ms], most: usize, clock: Clock) -> Vec<Ms> {
    let mut kept = Vec::new();
    for at in times {
        silence::keep(&mut kept, clock.past(*at), most);
    }
    kept
}
