//! Stories of parcels: what happens, how long after the start, where and in whose words.
//!
//! A story is data. What of it has happened is a question of the clock alone, asked in
//! [`Story::told`], so nothing has to tick.

#![expect(
    clippy::zero_prefixed_literal,
    reason = "stories have times of day: 06:12"
)]

#[macro_use]
mod table;

mod abroad;
mod attempt;
mod collect;
mod domestic;
mod fixed;
mod place;
pub mod quirk;
mod returned;
mod step;
mod stuck;

pub use place::Place;
pub use step::{Leg, Node, Scan, Status, Step};

use crate::time::{DAY, midnight};
use table::at;

/// When a story starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// When the parcel is posted.
    Posted,
    /// On the midnight (UTC) that makes all of it have happened by the clock's last midnight.
    Past,
    /// Over and over, every so many days since 1970.
    Every(u32),
}

/// A parcel's story.
#[derive(Debug)]
pub struct Story {
    /// Its name: for a special number the number itself.
    pub name: &'static str,
    /// When it starts.
    pub start: Start,
    /// The carrier of the first leg, where nobody named one.
    pub carrier: &'static str,
    /// The carrier of the last leg.
    pub last_carrier: Option<&'static str>,
    /// Country it comes from.
    pub from: &'static str,
    /// Country it goes to.
    pub to: &'static str,
    /// How it begins: so many steps of a way that several stories share.
    pub lead: (&'static [Step], usize),
    /// How it goes on.
    pub tail: &'static [Step],
}

impl Story {
    /// Every step, in order of time.
    pub fn steps(&self) -> impl Iterator<Item = &'static Step> + Clone {
        let (lead, count) = self.lead;
        lead.iter().take(count).chain(self.tail)
    }

    /// The steps that have happened by `now`, oldest first. A story that starts later has told
    /// its first step all the same, for a parcel that exists has a status.
    pub fn told(&self, start: i64, now: i64) -> impl Iterator<Item = &'static Step> + Clone {
        let elapsed = now.saturating_sub(start);
        self.steps()
            .enumerate()
            .take_while(move |(index, step)| *index == 0 || step.seconds() <= elapsed)
            .map(|(_, step)| step)
    }

    /// Seconds after which the story starts anew, if it does.
    pub fn life(&self) -> Option<i64> {
        match self.start {
            Start::Posted => None,
            Start::Past => Some(self.days().saturating_add(1).saturating_mul(DAY)),
            Start::Every(days) => Some(i64::from(days).max(1).saturating_mul(DAY)),
        }
    }

    /// Whole days that hold all of it.
    fn days(&self) -> i64 {
        let length = self.steps().last().map_or(0, Step::seconds);
        length.div_euclid(DAY).saturating_add(1)
    }

    /// When the story of a parcel posted at `posted` starts, as the clock stands at `now`.
    pub fn start(&self, posted: i64, now: i64) -> i64 {
        match self.start {
            Start::Posted => posted,
            Start::Past => midnight(now)
                .saturating_sub(self.days().saturating_mul(DAY))
                .max(0),
            Start::Every(days) => {
                let cycle = i64::from(days).max(1).saturating_mul(DAY);
                now.saturating_sub(now.checked_rem_euclid(cycle).unwrap_or(0))
            }
        }
    }
}

/// The plainest story.
pub const PLAIN: &Story = &domestic::POSTED;

/// Stories that ordinary posted parcels travel along, each as often as it stands here.
const ORDINARY: &[&Story] = &[
    &domestic::POSTED,
    &abroad::POSTED,
    &domestic::POSTED,
    &collect::POSTED,
    &domestic::POSTED,
    &abroad::POSTED,
    &attempt::POSTED,
    &returned::POSTED,
];

/// The stories of special numbers that travel.
const TRAVELLING: &[&Story] = &[
    &abroad::CYCLE,
    &domestic::CYCLE,
    &returned::CYCLE,
    &attempt::CYCLE,
    &collect::CYCLE,
    &stuck::LABEL,
    &stuck::LOST,
    &stuck::EXPIRES,
];

/// Special numbers: those that travel, those that stand still, and those whose JSON is odd.
pub fn specials() -> impl Iterator<Item = &'static Story> {
    let plain = TRAVELLING.iter().chain(fixed::STORIES).copied();
    plain.chain(quirk::all().map(|quirk| &quirk.story))
}

/// The special numbers that travel.
pub fn travelling() -> impl Iterator<Item = &'static Story> {
    TRAVELLING.iter().copied()
}

/// The special numbers that stand still in a status.
pub fn fixed() -> impl Iterator<Item = &'static Story> {
    fixed::STORIES.iter().copied()
}

/// Every story there is, each once.
pub fn all() -> impl Iterator<Item = &'static Story> {
    let ordinary = [
        &domestic::POSTED,
        &abroad::POSTED,
        &collect::POSTED,
        &attempt::POSTED,
        &returned::POSTED,
    ];
    ordinary.into_iter().chain(specials())
}

/// The story of a special number, given in upper case.
pub fn special(number: &str) -> Option<&'static Story> {
    specials().find(|story| story.name == number)
}

/// The story of that name.
pub fn named(name: &str) -> Option<&'static Story> {
    all().find(|story| story.name == name)
}

/// Whether a number, in upper case, is kept for special ones; those without a story do not exist.
pub fn reserved(number: &str) -> bool {
    number.starts_with("SBX-")
}

/// The story an ordinary number travels along: always the same for the same number.
pub fn ordinary(number: &str) -> &'static Story {
    let count = u64::try_from(ORDINARY.len()).unwrap_or(1);
    let index = crate::hash::hash64(number).checked_rem(count).unwrap_or(0);
    usize::try_from(index)
        .ok()
        .and_then(|index| ORDINARY.get(index).copied())
        .unwrap_or(PLAIN)
}
