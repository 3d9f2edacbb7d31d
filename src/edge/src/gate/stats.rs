//! What the Gate tells of itself: numbers and times, nothing of who waits for what.

use super::breaker::State;
use super::{Class, Gate, Kind, Ms};

/// Callers or requests by class or by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ByClass {
    /// Of proven shoppers.
    pub proven: usize,
    /// Of guests.
    pub guest: usize,
    /// Of merchants.
    pub merchant: usize,
    /// Of the sync.
    pub sync: usize,
}

/// Whether requests pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BreakerStats {
    /// They do.
    Closed,
    /// They do not, after too many faults.
    Open,
    /// One at a time may find out whether upstream is well again.
    HalfOpen,
}

/// The state of a Gate.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stats {
    /// Callers that wait, in the queue or for a request under way.
    pub waiting: ByClass,
    /// List requests under way.
    pub lists: usize,
    /// Requests of no documented limit under way.
    pub singles: usize,
    /// Realtime requests under way.
    pub realtimes: usize,
    /// Milliseconds of a silence that are left; 0 without one.
    pub silence_left_ms: Ms,
    /// Silences of the last half hour that came though we had kept the limits.
    pub foreign: usize,
    /// Whether they are so many that strangers must be sending from our address.
    pub shared_address: bool,
    /// Whether requests pass.
    pub breaker: BreakerStats,
    /// Milliseconds until an open breaker lets one probe; 0 otherwise.
    pub breaker_left_ms: Ms,
    /// When upstream refused the key, if it has not taken it since. Unix milliseconds.
    pub key_refused_at: Option<Ms>,
    /// When the quota was found used up, if no post was done since. Unix milliseconds.
    pub quota_at: Option<Ms>,
    /// Whether a post may be asked for.
    pub may_post: bool,
}

impl BreakerStats {
    /// Its name for the operator.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half_open",
        }
    }
}

impl Stats {
    pub(super) fn of(gate: &Gate, wall: Ms) -> Self {
        let mut clock = gate.clock;
        let now = clock.tick(wall);
        let left = |end: Ms| end.saturating_sub(now);
        let (breaker, breaker_left_ms) = match gate.breaker.state(now) {
            State::Closed => (BreakerStats::Closed, 0),
            State::OpenUntil(end) => (BreakerStats::Open, left(end)),
            State::Half { .. } => (BreakerStats::HalfOpen, 0),
        };
        Self {
            waiting: gate.waiting(),
            lists: gate.lanes.of(Kind::List).flying,
            singles: gate.lanes.of(Kind::Single).flying,
            realtimes: gate.lanes.of(Kind::Realtime).flying,
            silence_left_ms: gate.silence.end(now).map_or(0, left),
            foreign: gate.silence.foreign(now),
            shared_address: gate.silence.shared_address(now),
            breaker,
            breaker_left_ms,
            key_refused_at: gate.key_refused.map(|at| clock.outside(at)),
            quota_at: gate.quota.map(|at| clock.outside(at)),
            may_post: gate.post_left(now).is_none(),
        }
    }
}

impl Gate {
    fn waiting(&self) -> ByClass {
        let mut by = ByClass::default();
        for waiter in self.queue.iter() {
            let count = match waiter.class {
                Class::Proven => &mut by.proven,
                Class::Guest => &mut by.guest,
                Class::Merchant => &mut by.merchant,
                Class::Sync => &mut by.sync,
            };
            *count = count.saturating_add(1);
        }
        by
    }
}
