//! The machine: what is asked next, and what an answer changes.

use super::Ms;
use super::bounds::{IMPORT_FROM, MAX_OFFSET, MAX_WAIT_MS, MIN_ROWS, MIN_WAIT_MS, OFF_MS};
use super::clock::{Clock, Moment};
use super::pace::{self, Pause};
use super::question::{Answer, Field, Query, Settings, Step, Verdict, Why};
use super::rhythm::Rhythm;
use super::round::Round;
use super::size::Size;
use super::spans::Span;
use crate::message::message;

/// The version of the stored form. Another one is not read, which costs an import.
const VERSION: u8 = 1;

/// The delta sync of one account.
#[derive(Clone, Debug)]
pub struct Sync {
    v: u8,
    pub(super) clock: Clock,
    pub(super) size: Size,
    pub(super) round: Option<Round>,
    /// When the last complete round began.
    pub(super) last: Option<Moment>,
    /// Seconds for the next round.
    again: Vec<Span>,
    pub(super) rhythm: Rhythm,
    pub(super) failures: u32,
    pause: Option<Pause>,
}

message!(Sync {
    v,
    clock,
    size,
    round,
    last,
    again,
    rhythm,
    failures,
    pause
});

impl Default for Sync {
    fn default() -> Self {
        Self::new()
    }
}

impl Sync {
    /// A sync that has to import first.
    pub fn new() -> Self {
        Self {
            v: VERSION,
            clock: Clock::default(),
            size: Size::default(),
            round: None,
            last: None,
            again: Vec::new(),
            rhythm: Rhythm::default(),
            failures: 0,
            pause: None,
        }
    }

    /// The state that [`Self::save`] wrote; `None` where it is of another version or damaged, and
    /// a new import is due.
    pub fn load(saved: &str) -> Option<Self> {
        let saved: Self = serde_json::from_str(saved).ok()?;
        (saved.v == VERSION).then_some(saved)
    }

    /// The state as JSON, of a few kilobytes.
    pub fn save(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What to do now. It begins a round where one is due, else it says the same again until it
    /// is done. The time of [`Step::Wait`] is after `now`.
    pub fn next(&mut self, settings: Settings, now: Ms) -> Step {
        let base = settings.sync_seconds;
        if base == 0 {
            return Step::Wait(now.saturating_add(OFF_MS));
        }
        if let Some(until) = self.pause.and_then(|pause| pause.left(now)) {
            return Step::Wait(until);
        }
        if self.round.is_none() {
            if let Some(due) = self.rhythm.due(base, now) {
                return Step::Wait(due);
            }
            self.begin(base, now);
        }
        if self.round.as_ref().is_some_and(Round::keeps) {
            return Step::Deliver;
        }
        match self.open() {
            Some(query) => {
                self.clock.ask(now);
                Step::Ask(query)
            }
            None => Step::Wait(now.saturating_add(MIN_WAIT_MS)),
        }
    }

    /// An answer came. After [`Verdict::Keep`] its rows have to be handed over, then
    /// [`Self::delivered`] called. An answer to another question than the open one is skipped.
    pub fn answered(&mut self, query: &Query, answer: &Answer<'_>, now: Ms) -> Verdict {
        if self.open() != Some(*query) {
            return Verdict::Skip;
        }
        self.recovered();
        self.clock.hear(answer.date);
        if answer.ignores(query) {
            // Nothing to keep: the rows are whatever upstream lists first, the same ones each
            // day, and no round would ever be complete with them.
            self.round = None;
            self.rhythm.ignore(now);
            return Verdict::Skip;
        }
        self.size.learn(answer.count(), answer.bytes);
        let verdict = self
            .round
            .as_mut()
            .map_or(Verdict::Skip, |round| round.judge(query, answer, self.size));
        self.finish();
        verdict
    }

    /// No answer came, or rows could not be handed over: the same step again, at `retry_at` (1 s
    /// to an hour from now), else after 5 s, doubling up to 5 minutes. What was too large is
    /// asked for again with a quarter of the rows, without waiting; what was too slow likewise, but
    /// after the wait: nobody knows whether its rows or something else held upstream up.
    pub fn failed(&mut self, why: Why, retry_at: Option<Ms>, now: Ms) {
        let smaller = matches!(why, Why::TooLarge | Why::TooSlow) && self.shrink();
        let at_once = smaller && why == Why::TooLarge;
        if why != Why::Held && !at_once {
            self.failures = self.failures.saturating_add(1);
        }
        let length = match retry_at {
            Some(at) => at.saturating_sub(now).clamp(MIN_WAIT_MS, MAX_WAIT_MS),
            None if at_once => 0,
            None => pace::backoff(self.failures),
        };
        self.pause = Some(Pause::new(now, length));
    }

    /// All rows of the last kept answer are safe. Without one it does nothing.
    pub fn delivered(&mut self) {
        if let Some(round) = self.round.as_mut().filter(|round| round.keeps()) {
            round.strike(self.size);
            self.recovered();
            self.finish();
        }
    }

    /// The rows of the last kept answer are gone, after a crash: they are asked for again.
    pub fn lost(&mut self) {
        if let Some(round) = &mut self.round {
            round.forget();
        }
    }

    /// Somebody looks at parcels: the next round comes a base interval after the last one began,
    /// at once if that is over. `true` for the first look since then: save the state and ask
    /// [`Self::next`], which may say another time now. Further looks change nothing.
    pub fn looked(&mut self) -> bool {
        self.rhythm.look()
    }

    /// Something is known to have changed: the next round comes soon, half a minute after the last
    /// one began. `false` where it would not bring that, because upstream ignores the filter.
    pub fn hasten(&mut self) -> bool {
        self.rhythm.hasten()
    }

    fn open(&self) -> Option<Query> {
        self.round.as_ref()?.query(self.size)
    }

    fn recovered(&mut self) {
        self.failures = 0;
        self.pause = None;
    }

    /// Has the open request ask for fewer rows; `false` where it cannot.
    fn shrink(&mut self) -> bool {
        let round = self.round.as_mut().filter(|round| !round.keeps());
        let Some((round, query)) = round.and_then(|round| {
            let query = round.query(self.size)?;
            Some((round, query))
        }) else {
            return false;
        };
        if query.limit <= MIN_ROWS {
            // A pass that began again with the same pages would be slowed down for nothing.
            return false;
        }
        self.size.refuse(query.limit);
        round.refuse(self.size);
        true
    }

    fn begin(&mut self, base: u32, now: Ms) {
        let end = self.clock.end(now);
        let spans = match self.last {
            // How far upstream's clock is ahead is not known yet: as far as it may be.
            None => {
                let end = end.saturating_add(MAX_OFFSET);
                vec![Span::new(Field::Created, IMPORT_FROM, end)]
            }
            Some(last) => {
                let from = self.clock.resume(last, now);
                let both = [Field::Created, Field::Updated];
                let both = both.map(|field| Span::new(field, from, end));
                self.again.iter().copied().chain(both).collect()
            }
        };
        self.rhythm.begin(base, now);
        let began = self.clock.moment(now);
        self.round = Some(Round::new(began, self.clock.offset, spans));
    }

    /// Ends the round if nothing of it is left.
    fn finish(&mut self) {
        let Some(round) = self.round.take_if(|round| round.is_done()) else {
            return;
        };
        self.rhythm.finish();
        let began = self.clock.earliest(round.began);
        // After an import the clock is not settled: the next round has windows for all times that
        // were seen during it.
        if self.last.is_some() {
            // Upstream's clock, or ours, was set: changes may have times outside the round's
            // windows. Again, with windows for all times that were seen.
            if self.clock.offset.exceeds(round.planned) {
                self.rhythm.repeat();
                return;
            }
            self.clock.settle();
        }
        self.last = Some(began);
        self.again = round.again;
    }
}
