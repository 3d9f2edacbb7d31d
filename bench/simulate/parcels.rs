//! The parcels: those that were there before, those that come, and their news.

use crate::life::Life;
use crate::random::Dice;
use crate::shoppers::{HOUR, LOOKED_AT};
use crate::world::{Event, World};
use tracktry_core::Stage;
use tracktry_edge::gate::Ms;
use tracktry_edge::place;

/// A parcel: what upstream tells of it, and what its Shelf keeps.
#[derive(Clone, Copy, Debug)]
pub struct Parcel {
    pub posted: Ms,
    /// The version upstream tells, and since when.
    pub told: u8,
    pub told_at: Ms,
    pub shelf: u8,
    pub order_shelf: u8,
    /// Whether its Shelf keeps it, and by a sync.
    pub known: bool,
    pub listed: bool,
    pub kept: u8,
    pub fetched_at: Ms,
    pub changed_at: Ms,
    /// What the Cache API remembers, and until when. A parcel's shoppers are near each other: one
    /// data centre.
    pub cached: u8,
    pub cached_until: Ms,
}

impl World {
    /// Parcels as they are after a long time.
    pub fn populate(&mut self, begin: Ms) {
        loop {
            self.now = self.posts.next(&mut self.dice, self.now);
            if self.now >= begin {
                break;
            }
            let index = self.add_parcel(self.now);
            let life = self.life(index);
            let version = life.version(begin - self.now);
            let synced = self.options.sync > 0;
            let seen = Self::is_looked_at(index) && begin - self.now > 6 * HOUR;
            let fetched = begin - self.dice.whole(0, 8 * HOUR);
            let parcel = &mut self.parcels[index as usize];
            parcel.told = version;
            parcel.told_at = parcel.posted + life.at(version).unwrap_or(0);
            parcel.known = synced || seen;
            parcel.listed = synced;
            parcel.fetched_at = if synced {
                parcel.told_at
            } else {
                fetched.max(parcel.posted)
            };
            parcel.kept = life.version(parcel.fetched_at - parcel.posted);
            parcel.changed_at = parcel.posted + life.at(parcel.kept).unwrap_or(0);
            if life.stage(version) == Stage::OutForDelivery {
                self.at_the_door.push(index);
            }
            self.upstream
                .changes
                .push((self.parcels[index as usize].told_at, index));
            self.schedule_news(index, &life);
        }
        self.upstream.changes.sort_unstable();
    }

    /// Whether anybody ever looks at it.
    pub fn is_looked_at(index: u32) -> bool {
        Dice::of(7, index.into()).bits() % 10 < LOOKED_AT
    }

    /// What becomes of a parcel.
    pub fn life(&self, index: u32) -> Life {
        Life::of(Dice::of(self.options.seed, index.into()))
    }

    fn add_parcel(&mut self, posted: Ms) -> u32 {
        let index = self.parcels.len() as u32;
        let (key, order) = (format!("dhl/P{index:09}"), format!("A{index:09}"));
        self.parcels.push(Parcel {
            posted,
            told: 0,
            told_at: posted,
            shelf: place::of_parcel(&key),
            order_shelf: place::of_order(&order),
            known: false,
            listed: false,
            kept: 0,
            fetched_at: 0,
            changed_at: 0,
            cached: 0,
            cached_until: 0,
        });
        index
    }

    fn schedule_news(&mut self, index: u32, life: &Life) {
        let parcel = self.parcels[index as usize];
        if let Some(after) = life.at(parcel.told + 1) {
            self.at(parcel.posted + after, Event::News(index));
        }
    }

    /// A shop posts a parcel.
    pub fn post(&mut self) {
        let index = self.add_parcel(self.now);
        self.upstream.changes.push((self.now, index));
        let life = self.life(index);
        self.schedule_news(index, &life);
        self.counts.posted += 1;
        let next = self.posts.next(&mut self.dice, self.now);
        self.at(next, Event::Post);
    }

    /// A parcel has news.
    pub fn news(&mut self, index: u32) {
        let life = self.life(index);
        let parcel = &mut self.parcels[index as usize];
        parcel.told += 1;
        parcel.told_at = self.now;
        if life.stage(parcel.told) == Stage::OutForDelivery {
            self.at_the_door.push(index);
        }
        self.counts.news += 1;
        self.upstream.changes.push((self.now, index));
        self.schedule_news(index, &life);
    }
}
