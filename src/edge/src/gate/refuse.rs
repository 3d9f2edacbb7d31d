//! Whom it is better to refuse at once than to let wait.

use super::answer::{How, Refused, Settled};
use super::ask::{Care, Class, Kind, Line, WaiterId};
use super::breaker::State;
use super::constants::QUOTA_MS;
use super::{Gate, Ms};

impl Gate {
    /// Milliseconds for which no post may be asked for.
    pub(super) fn post_left(&self, now: Ms) -> Option<Ms> {
        let end = self.quota?.saturating_add(QUOTA_MS);
        if now < end {
            return Some(end.saturating_sub(now));
        }
        // Also one that was asked for before the quota ended: it finds out as well.
        let posts = self.queue.iter();
        let posts = posts.filter(|waiter| waiter.want.care() == Care::Post);
        if let Some(until) = posts.map(|waiter| waiter.until).max() {
            return Some(until.saturating_sub(now).max(1));
        }
        let probe = self.quota_probe?;
        let mut flights = self.flights.values();
        let flight = flights.find(|flight| flight.alone == Some(probe))?;
        Some(flight.lost_at().saturating_sub(now).max(1))
    }

    /// Until when nothing at all is sent, and what to tell those who cannot wait for it.
    pub(super) fn closed(&self, now: Ms) -> Option<(Ms, Refused)> {
        let silent = self.silence.end(now).map(|end| {
            let left_ms = end.saturating_sub(now);
            (end, Refused::Silent { left_ms })
        });
        let broken = match self.breaker.state(now) {
            State::OpenUntil(end) => {
                let left_ms = end.saturating_sub(now);
                Some((end, Refused::Broken { left_ms }))
            }
            State::Closed | State::Half { .. } => None,
        };
        silent.into_iter().chain(broken).max_by_key(|(end, _)| *end)
    }

    /// When a line will be served, if nobody else comes and upstream stays as it is.
    pub(super) fn drained_in(&self, line: Line, now: Ms) -> Ms {
        let kind = line.kind();
        let pace = self.lanes.of(kind);
        let each = match kind {
            Kind::List => self.pace.list_ms().saturating_add(pace.took),
            Kind::Single | Kind::Realtime => kind.spacing(),
        };
        let requests = Ms::try_from(self.queue.requests(kind)).unwrap_or(Ms::MAX);
        let closed = self.closed(now).map_or(now, |(end, _)| end);
        let start = closed.max(pace.free_at).saturating_sub(now);
        start.saturating_add(requests.saturating_mul(each)).max(1)
    }

    /// Those in the queue whose deadline comes before anything is sent again.
    pub(super) fn refuse_in_vain(&mut self, now: Ms, settled: &mut Vec<Settled>) {
        let Some((end, refused)) = self.closed(now) else {
            return;
        };
        for id in self.queue.queued_due(end) {
            self.forget(id);
            let how = How::Refused(refused);
            settled.push(Settled { id, how });
        }
    }

    /// The posts in the queue: there is no quota for them.
    pub(super) fn refuse_posts(&mut self, now: Ms, settled: &mut Vec<Settled>) {
        let Some(left_ms) = self.post_left(now) else {
            return;
        };
        let lines = Kind::ALL.into_iter().flat_map(Line::of);
        let all = lines.flat_map(|line| Class::ALL.map(|class| self.queue.ready(*line, class)));
        let posts = |id: &WaiterId| {
            let waiter = self.queue.get(*id);
            waiter.is_some_and(|waiter| waiter.want.care() == Care::Post)
        };
        let refused: Vec<_> = all.flatten().filter(posts).collect();
        for id in refused {
            self.forget(id);
            let how = How::Refused(Refused::Quota { left_ms });
            settled.push(Settled { id, how });
        }
    }
}
