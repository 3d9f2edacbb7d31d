//! The Gate: the only way upstream, one for each API key. Pure: the caller brings the time and
//! the dice, sends the requests, and writes down what a restart must not forget.
//!
//! ```text
//! ask ──► queue ──► next: whose turn, what goes together, may it leave? ──► answered ──► settled
//! ```
//!
//! A driver asks [`Gate::next`] until it says [`Next::Wait`] or [`Next::Idle`], and again after
//! every ask and every answer. What is kept of a Gate never holds a number or an order.

mod answer;
mod ask;
mod batch;
mod breaker;
mod clock;
pub mod constants;
mod end;
pub mod intent;
mod lane;
mod queue;
mod refuse;
mod saved;
mod send;
mod silence;
mod stats;
mod waiter;

pub use answer::{How, Next, Outcome, Refused, Request, RequestId, Settled, What};
pub use ask::{Ask, Care, Class, Kind, WaiterId, Want};
pub use saved::Saved;
pub use stats::{BreakerStats, ByClass, Stats};

use crate::sorted::Sorted;
use breaker::Breaker;
use clock::Clock;
use constants::{LIST_MS, LIST_MS_MAX, LONGEST_MS};
use lane::Lanes;
use queue::Queue;
use send::Flight;
use silence::Silence;
use waiter::Place;

/// Unix milliseconds, or a number of milliseconds.
pub type Ms = i64;

/// How fast requests may follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pace {
    /// Milliseconds from the answer to a list request to the next one, at most 60000. From the
    /// answer, because no delay of the network can bring the two closer together at the server.
    pub list_ms: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { list_ms: LIST_MS }
    }
}

impl Pace {
    fn list_ms(self) -> Ms {
        Ms::from(self.list_ms.min(LIST_MS_MAX))
    }
}

/// Who may send what, and when. See the module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gate {
    pace: Pace,
    clock: Clock,
    queue: Queue,
    lanes: Lanes,
    flights: Sorted<RequestId, Flight>,
    last_request: u64,
    silence: Silence,
    breaker: Breaker,
    key_refused: Option<Ms>,
    quota: Option<Ms>,
    /// The post that finds out whether there is quota again.
    quota_probe: Option<WaiterId>,
}

impl Gate {
    /// A Gate that goes on where `saved` was written; [`Saved::default`] for a first one.
    pub fn new(pace: Pace, saved: &Saved, now: Ms) -> Self {
        let clock = Clock::new(now);
        Self {
            pace,
            clock,
            queue: Queue::default(),
            lanes: saved.lanes(pace, clock),
            flights: Sorted::default(),
            last_request: 0,
            silence: saved.silence(clock),
            breaker: saved.breaker(clock),
            key_refused: saved.key_refused(clock),
            quota: saved.quota(clock),
            quota_probe: None,
        }
    }

    /// A caller comes. One who wants a number or an order that a request under way asks for joins
    /// it: the answer is seconds old at most, and another request would bring no news.
    ///
    /// # Errors
    /// Where it is known at once that the caller will not be served in time.
    pub fn ask(&mut self, mut ask: Ask, now: Ms) -> Result<WaiterId, Refused> {
        let now = self.clock.tick(now);
        let latest = now.saturating_add(LONGEST_MS);
        ask.until = self.clock.inside(ask.until).min(latest);
        if self.queue.is_full(ask.class) {
            let retry_ms = self.drained_in(ask.want.line(), now);
            return Err(Refused::Full { retry_ms });
        }
        if let Some(flight) = self.flight_for(&ask.want) {
            let id = self.queue.add(ask, now);
            self.queue.place(id, Place::Flying(flight));
            if let Some(flight) = self.flights.get_mut(&flight) {
                flight.waiters.insert(id);
            }
            return Ok(id);
        }
        if let Some((end, refused)) = self.closed(now)
            && ask.until <= end
        {
            return Err(refused);
        }
        let posts = ask.want.care() == Care::Post;
        if posts && let Some(left_ms) = self.post_left(now) {
            return Err(Refused::Quota { left_ms });
        }
        let id = self.queue.add(ask, now);
        self.queue.place(id, Place::Ready);
        if posts && self.quota.is_some() {
            self.quota_probe = Some(id);
        }
        Ok(id)
    }

    /// A caller is gone. A request under way goes on.
    pub fn leave(&mut self, id: WaiterId) {
        self.forget(id);
    }

    /// Whether a post may be asked for: not for an hour after the quota was used up, then one
    /// that finds out.
    pub fn may_post(&self, now: Ms) -> bool {
        let mut clock = self.clock;
        self.post_left(clock.tick(now)).is_none()
    }

    /// What a restart must not forget, as it is now.
    pub fn saved(&self) -> Saved {
        Saved::of(self)
    }

    /// How the Gate is.
    pub fn stats(&self, now: Ms) -> Stats {
        Stats::of(self, now)
    }
}
