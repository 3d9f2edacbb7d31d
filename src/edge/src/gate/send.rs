//! What leaves, and when.

use super::answer::{Next, Request, RequestId, What};
use super::ask::{Care, Class, Kind, Line, WaiterId, Want};
use super::breaker::State;
use super::waiter::Place;
use super::{Gate, Ms};
use crate::sorted::{Sorted, SortedSet};

/// A request under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Flight {
    pub(super) kind: Kind,
    pub(super) line: Line,
    pub(super) keys: SortedSet<String>,
    pub(super) alone: Option<WaiterId>,
    pub(super) waiters: SortedSet<WaiterId>,
    pub(super) posts: bool,
    /// Whether the merchant's back end made it up: that it fails tells of it alone.
    pub(super) is_passed: bool,
    pub(super) sent: Ms,
    /// Whether the document's limits were kept as it left.
    pub(super) kept_limits: bool,
}

impl Flight {
    pub(super) const fn lost_at(&self) -> Ms {
        self.sent.saturating_add(self.kind.lost_ms())
    }
}

/// What a lane has to send.
enum Slot {
    Send(Request),
    At(Ms),
    /// Nothing, or nothing before an answer comes.
    Nothing,
}

impl Gate {
    /// What to do now.
    pub fn next(&mut self, now: Ms) -> Next {
        let now = self.clock.tick(now);
        let settled = self.overdue(now);
        if !settled.is_empty() {
            return Next::Settle(settled);
        }
        self.queue.wake(now);
        let lost = self.flights.values().map(Flight::lost_at).min();
        let wakes = [
            self.queue.first_deadline(),
            self.queue.first_delayed(),
            lost,
        ];
        let mut soonest = wakes.into_iter().flatten().min();
        if let Some((end, _)) = self.closed(now) {
            // Where nobody waits and nothing is under way, its end is no reason to wake.
            soonest = soonest.map(|at| at.min(end));
        } else {
            for kind in Kind::ALL {
                if self.awaits_probe(kind, now) {
                    continue;
                }
                match self.slot(kind, now) {
                    Slot::Send(request) => return Next::Send(request),
                    Slot::At(at) => soonest = Some(soonest.map_or(at, |other| other.min(at))),
                    Slot::Nothing => {}
                }
            }
        }
        soonest.map_or(Next::Idle, |at| {
            let later = at.max(now.saturating_add(1));
            Next::Wait(self.clock.outside(later))
        })
    }

    /// The request under way that asks for this.
    pub(super) fn flight_for(&self, want: &Want) -> Option<RequestId> {
        let key = want.key()?;
        let line = want.line();
        let mut flights = self.flights.iter();
        let found = flights.find(|(_, flight)| flight.line == line && flight.keys.contains(key));
        found.map(|(id, _)| *id)
    }

    /// Whether requests of a kind wait for the probe's end. A realtime answer can take 90 seconds, for
    /// which nobody waits: the first other request is the probe in its place.
    fn awaits_probe(&self, kind: Kind, now: Ms) -> bool {
        let probe = self.breaker.probe.and_then(|id| self.flights.get(&id));
        self.breaker.state(now) == (State::Half { probing: true })
            && (kind == Kind::Realtime || probe.is_none_or(|it| it.kind != Kind::Realtime))
    }

    fn slot(&mut self, kind: Kind, now: Ms) -> Slot {
        let first = |class| self.queue.first(kind, class).map(|id| (class, id));
        let pace = self.lanes.of(kind);
        if pace.is_full() {
            return Slot::Nothing;
        }
        let Some((turn, id)) = pace.turns().find_map(first) else {
            return Slot::Nothing;
        };
        if pace.free_at > now {
            return Slot::At(pace.free_at);
        }
        let Some(line) = self.queue.get(id).map(|waiter| waiter.want.line()) else {
            return Slot::Nothing;
        };
        let Some(waiting) = self.queue.keys(line).map(Sorted::len) else {
            return Slot::Send(self.launch(line, turn, What::Alone(id), [id].into(), now));
        };
        let ripe = self.ripe_at(line).filter(|at| *at > now);
        if let Some(at) = ripe
            && waiting < line.batch()
        {
            return Slot::At(at);
        }
        let keys = self.gather(line, turn);
        if let Some(at) = ripe
            && keys.len() < line.batch()
        {
            return Slot::At(at);
        }
        let waiters = self.riders(line, &keys);
        let what = match line {
            Line::Orders => What::Orders(keys),
            _ => What::Numbers(keys),
        };
        Slot::Send(self.launch(line, turn, what, waiters, now))
    }

    fn launch(
        &mut self,
        line: Line,
        turn: Class,
        what: What,
        waiters: SortedSet<WaiterId>,
        now: Ms,
    ) -> Request {
        self.last_request = self.last_request.saturating_add(1);
        let id = RequestId(self.last_request);
        let kind = line.kind();
        let mut class = turn;
        let mut posts = false;
        for waiter in &waiters {
            self.queue.place(*waiter, Place::Flying(id));
            if let Some(waiter) = self.queue.get(*waiter) {
                class = class.min(waiter.class);
                posts |= waiter.want.care() == Care::Post;
            }
        }
        self.lanes.of_mut(kind).send(turn, now);
        let probe = self.breaker.state(now) != State::Closed;
        if probe {
            self.breaker.probe = Some(id);
        }
        let (keys, alone) = match &what {
            What::Numbers(keys) | What::Orders(keys) => (keys.iter().cloned().collect(), None),
            What::Alone(waiter) => (SortedSet::default(), Some(*waiter)),
        };
        let flight = Flight {
            kind,
            line,
            keys,
            alone,
            waiters: waiters.clone(),
            posts,
            is_passed: alone.is_some() && class == Class::Merchant,
            sent: now,
            kept_limits: self.lanes.keep_limits(now),
        };
        self.flights.insert(id, flight);
        Request {
            id,
            kind,
            what,
            waiters: waiters.into_iter().collect(),
            class,
            probe,
        }
    }
}
