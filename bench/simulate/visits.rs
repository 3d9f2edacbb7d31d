//! Shoppers: which page they open, how long it stays open, and what they see.

use crate::gate::{Asker, Ended};
use crate::shelf::SHOPPER;
use crate::shoppers::{AT_THE_DOOR, BY_ORDER, UNKNOWN, age, stay};
use crate::world::{Event, World};
use tracktry_core::Stage;
use tracktry_edge::cache::Facts;
use tracktry_edge::gate::{Class, Ms, Want};
use tracktry_edge::place;

/// Milliseconds until an open page looks again for the first time, and then each time: the
/// element's own pace, until the parcel is delivered.
const FIRST: Ms = 60_000;
const THEN: Ms = 120_000;

impl World {
    /// A shopper opens a page.
    pub fn view(&mut self) {
        let next = self.views.next(&mut self.dice, self.now);
        self.at(next, Event::View);
        self.counts.views += 1;
        if self.dice.chance(UNKNOWN) {
            return self.view_unknown();
        }
        let Some(parcel) = self.choose() else {
            return;
        };
        let by_order = self.dice.chance(BY_ORDER);
        let until = self.now + stay(&mut self.dice);
        self.request(parcel, by_order);
        self.look_again(parcel, by_order, until, FIRST);
    }

    /// A page that is still open looks again.
    pub fn again(&mut self, parcel: u32, by_order: bool, until: Ms) {
        self.request(parcel, by_order);
        self.look_again(parcel, by_order, until, THEN);
    }

    fn look_again(&mut self, parcel: u32, by_order: bool, until: Ms, wait: Ms) {
        let at = self.now + wait;
        let kept = self.parcels[parcel as usize].kept;
        if at <= until && self.life(parcel).stage(kept) != Stage::Delivered {
            let again = Event::Again {
                parcel,
                by_order,
                until,
            };
            self.at(at, again);
        }
    }

    /// A parcel that somebody looks at.
    fn choose(&mut self) -> Option<u32> {
        for _ in 0..20 {
            let rushes = self.views.rushes(self.now);
            let index = if !rushes && self.dice.chance(AT_THE_DOOR) {
                self.choose_at_the_door()
            } else {
                let posted = self.now - age(&mut self.dice, rushes);
                let after = self
                    .parcels
                    .partition_point(|parcel| parcel.posted < posted);
                (after < self.parcels.len()).then_some(after as u32)
            };
            if let Some(index) = index
                && Self::is_looked_at(index)
            {
                return Some(index);
            }
        }
        None
    }

    fn choose_at_the_door(&mut self) -> Option<u32> {
        while !self.at_the_door.is_empty() {
            let place = self.dice.index(self.at_the_door.len());
            let index = self.at_the_door[place];
            let told = self.parcels[index as usize].told;
            if self.life(index).stage(told) == Stage::OutForDelivery {
                return Some(index);
            }
            self.at_the_door.swap_remove(place);
        }
        None
    }

    fn request(&mut self, index: u32, by_order: bool) {
        self.counts.requests += 1;
        let parcel = self.parcels[index as usize];
        if by_order {
            if self.look_at_order(index) {
                self.look(index, true);
            }
        } else if parcel.cached_until > self.now {
            self.counts.cached += 1;
            self.saw(index, parcel.cached, false);
        } else {
            self.look(index, false);
        }
    }

    /// A number that upstream does not know: its Shelf asks and remembers that it is none.
    fn view_unknown(&mut self) {
        self.counts.requests += 1;
        self.counts.objects.front_to_shelf += 1;
        let name = format!("U{:012}", self.dice.bits() % 1_000_000_000_000);
        let shelf = place::of_parcel(&format!("dhl/{name}"));
        self.touch_shelf(shelf);
        self.rows(crate::costs::SHELF_ARM);
        let now = self.now;
        if self.shelf(shelf).memory.hushed(now).is_some() {
            self.counts.refused += 1;
            return;
        }
        let asker = Asker::Unknown(shelf);
        self.question(Want::Number(name), Class::Proven, SHOPPER, asker);
    }

    /// The Gate has answered about a number nobody knows.
    pub fn unknown_landed(&mut self, shelf: u8, ended: Ended<'_>) {
        self.note(shelf, ended);
        match ended {
            Ended::Answered { asked, .. } => {
                self.counts.waited.add((self.now - asked).max(0) as u64);
                self.counts.unknown += 1;
            }
            Ended::Refused(_) | Ended::Closed(_) => self.counts.refused += 1,
        }
    }

    /// A shopper sees a version of a parcel: how long it has not been upstream's truth any more.
    pub fn saw(&mut self, index: u32, version: u8, stale: bool) {
        let parcel = self.parcels[index as usize];
        let life = self.life(index);
        let behind = if version < parcel.told {
            let untrue = life.at(version + 1).unwrap_or(0);
            self.now - parcel.posted - untrue
        } else {
            0
        };
        let seconds = (behind.max(0) / 1_000) as u64;
        self.counts.saw(life.stage(version), seconds, stale);
    }

    /// Milliseconds the Cache API remembers an answer for.
    pub fn cache_life(&self, stage: Stage) -> Ms {
        let facts = Facts {
            etag: String::new(),
            fetched_at: self.now,
            stale: false,
            stage: Some(stage),
            made_at: self.now,
        };
        Ms::from(facts.life(&self.config)) * 1_000
    }
}
