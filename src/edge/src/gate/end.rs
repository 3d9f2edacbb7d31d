//! What becomes of callers: when an answer comes, and when none does.

use super::answer::{How, Outcome, Refused, RequestId, Settled};
use super::ask::{Care, WaiterId};
use super::constants::{RETRY_MAX_MS, RETRY_MIN_MS, TRIES};
use super::send::Flight;
use super::waiter::{Place, Waiter};
use super::{Gate, Ms};

impl Gate {
    /// A request ended, however it did. Returns whom to tell; those who are tried again are not
    /// among them. `roll` is any random number. Of a request that was given up, or is unknown, a
    /// 429 counts and nothing else.
    pub fn answered(
        &mut self,
        id: RequestId,
        outcome: Outcome,
        roll: u32,
        now: Ms,
    ) -> Vec<Settled> {
        let now = self.clock.tick(now);
        let mut settled = Vec::new();
        self.end(id, outcome, roll, now, &mut settled);
        settled
    }

    /// Those whose deadline has passed, and those whose request is given up.
    pub(super) fn overdue(&mut self, now: Ms) -> Vec<Settled> {
        let mut settled = Vec::new();
        for id in self.queue.due(now) {
            if let Some(waiter) = self.forget(id) {
                let sent = waiter.tries > 0;
                let how = How::Expired { sent };
                settled.push(Settled { id, how });
            }
        }
        let is_lost =
            |(id, flight): (&RequestId, &Flight)| (flight.lost_at() <= now).then_some(*id);
        let lost: Vec<_> = self.flights.iter().filter_map(is_lost).collect();
        for id in lost {
            self.end(id, Outcome::Fault, 0, now, &mut settled);
        }
        settled
    }

    pub(super) fn forget(&mut self, id: WaiterId) -> Option<Waiter> {
        let waiter = self.queue.remove(id)?;
        if let Place::Flying(flight) = waiter.place
            && let Some(flight) = self.flights.get_mut(&flight)
        {
            flight.waiters.remove(&id);
        }
        Some(waiter)
    }

    fn end(
        &mut self,
        id: RequestId,
        outcome: Outcome,
        roll: u32,
        now: Ms,
        settled: &mut Vec<Settled>,
    ) {
        let flight = self.flights.remove(&id);
        if let Some(flight) = &flight {
            let lane = self.lanes.of_mut(flight.kind);
            lane.end(flight.sent, self.pace.list_ms(), now);
            self.breaker.record(id, outcome, flight.is_passed, now);
            self.remember(outcome, flight, now);
        }
        if matches!(outcome, Outcome::Busy | Outcome::DoneBusy) {
            let kept_limits = flight.as_ref().is_some_and(|flight| flight.kept_limits);
            self.silence.begin(kept_limits, now);
        }
        let again_at = now.saturating_add(jitter(roll));
        for id in flight.into_iter().flat_map(|flight| flight.waiters) {
            if let Some(how) = self.end_of(id, outcome, again_at, now) {
                settled.push(Settled { id, how });
                self.forget(id);
            }
        }
        self.refuse_in_vain(now, settled);
        if outcome == Outcome::Quota && self.quota == Some(now) {
            self.refuse_posts(now, settled);
        }
    }

    /// What a merchant's call may not do, or costs too much, says nothing of what others may.
    fn remember(&mut self, outcome: Outcome, flight: &Flight, now: Ms) {
        match outcome {
            Outcome::KeyRefused if !flight.is_passed => self.key_refused = Some(now),
            Outcome::Quota if flight.posts || !flight.is_passed => self.quota = Some(now),
            Outcome::Done | Outcome::DoneBusy | Outcome::Answered => self.key_refused = None,
            Outcome::KeyRefused | Outcome::Quota | Outcome::Busy | Outcome::Fault => {}
        }
        if flight.posts && matches!(outcome, Outcome::Done | Outcome::DoneBusy) {
            self.quota = None;
        }
    }

    /// What becomes of a caller whose request ended; `None` for one who waits on.
    fn end_of(&mut self, id: WaiterId, outcome: Outcome, again_at: Ms, now: Ms) -> Option<How> {
        let waiter = self.queue.get(id)?;
        let safe = waiter.want.care() == Care::Safe;
        match outcome {
            Outcome::Busy if safe => {
                self.queue.forgive(id);
                self.queue.place(id, Place::Ready);
                None
            }
            Outcome::Busy => {
                let left_ms = self.silence.end(now)?.saturating_sub(now);
                Some(How::Refused(Refused::Silent { left_ms }))
            }
            Outcome::Fault if safe && waiter.tries < TRIES && waiter.until > again_at => {
                self.queue.place(id, Place::Delayed(again_at));
                None
            }
            Outcome::Fault => Some(How::Failed),
            Outcome::Done
            | Outcome::DoneBusy
            | Outcome::KeyRefused
            | Outcome::Quota
            | Outcome::Answered => Some(How::Answer),
        }
    }
}

/// From half a second to two.
fn jitter(roll: u32) -> Ms {
    let span = RETRY_MAX_MS.saturating_sub(RETRY_MIN_MS).saturating_add(1);
    let part = Ms::from(roll).checked_rem(span).unwrap_or_default();
    RETRY_MIN_MS.saturating_add(part)
}
