//! Upstream: what it knows, how long it takes, and its limit.

use crate::random::Dice;
use crate::world::World;
use tracktry_edge::gate::{Kind, Ms, Outcome};
use tracktry_edge::sync::{Field, Query};

/// Bytes of a parcel in an answer: ten events with their words.
const ROW_BYTES: usize = 4_000;

/// Seconds upstream wants silence for after more than it allows.
const SILENCE: Ms = 120_000;

/// A parcel in an answer.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Which.
    pub parcel: u32,
    /// What is told of it.
    pub version: u8,
    /// When it was added, in seconds.
    pub created: i64,
    /// When it changed, in seconds.
    pub updated: i64,
}

/// The answer to a window of the sync.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// Rows of this page.
    pub rows: Vec<Listed>,
    /// Rows of the window.
    pub total: u64,
    /// Bytes of the body.
    pub bytes: usize,
}

/// What upstream counts.
#[derive(Clone, Debug, Default)]
pub struct Upstream {
    last_list: Option<Ms>,
    silent_until: Ms,
    /// Times the limit or a silence was broken: never, or something is wrong.
    pub broken: u64,
    /// Changes in the order of their times.
    pub changes: Vec<(Ms, u32)>,
}

impl Upstream {
    /// A request arrives.
    pub fn arrive(&mut self, kind: Kind, now: Ms) -> Outcome {
        let mut broken = now < self.silent_until;
        if kind == Kind::List {
            broken |= self.last_list.is_some_and(|last| now - last < 1_000);
            self.last_list = Some(now);
        }
        if !broken {
            return Outcome::Done;
        }
        self.broken += 1;
        self.silent_until = now + SILENCE;
        Outcome::Busy
    }
}

/// Milliseconds of the way there.
pub fn way(dice: &mut Dice) -> Ms {
    dice.whole(15, 80)
}

/// Milliseconds of the work and the way back; one answer in a hundred takes seconds more.
pub fn work(dice: &mut Dice, rows: usize) -> Ms {
    let slow = if dice.chance(0.01) {
        dice.whole(1_000, 5_000)
    } else {
        0
    };
    dice.whole(80, 400) + rows as Ms / 2 + slow
}

impl World {
    /// The rows of a window as they are now.
    pub fn window(&self, query: &Query) -> Window {
        let (from, to) = (query.from * 1_000, query.to * 1_000 + 999);
        let all: Vec<u32> = match query.field {
            Field::Created => {
                let first = self.parcels.partition_point(|parcel| parcel.posted < from);
                let end = self.parcels.partition_point(|parcel| parcel.posted <= to);
                (first..end.max(first)).map(|index| index as u32).collect()
            }
            Field::Updated => {
                let changes = &self.upstream.changes;
                let first = changes.partition_point(|(at, _)| *at < from);
                let end = changes.partition_point(|(at, _)| *at <= to);
                let slice = changes[first..end.max(first)].iter();
                let holds =
                    |(at, parcel): &&(Ms, u32)| self.parcels[*parcel as usize].told_at == *at;
                slice.filter(holds).map(|(_, parcel)| *parcel).collect()
            }
        };
        let skip = (query.page as usize - 1) * query.limit as usize;
        let page = all.iter().skip(skip).take(query.limit as usize);
        let rows: Vec<Listed> = page.map(|parcel| self.listed(*parcel)).collect();
        Window {
            total: all.len() as u64,
            bytes: 200 + rows.len() * ROW_BYTES,
            rows,
        }
    }

    fn listed(&self, index: u32) -> Listed {
        let parcel = &self.parcels[index as usize];
        Listed {
            parcel: index,
            version: parcel.told,
            created: parcel.posted / 1_000,
            updated: parcel.told_at / 1_000,
        }
    }
}
