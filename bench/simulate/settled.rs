//! Old parcels, which nobody looks at any more: they are confirmed now and then and forgotten in
//! the end. There are too many to keep each one, so their events are a stream, as dense as the real
//! policy makes it.

use crate::costs;
use crate::gate::{Asker, Ended};
use crate::life::Life;
use crate::random::Dice;
use crate::shoppers::{DAY, LOOKED_AT};
use crate::world::{Event, RETENTION, World};
use tracktry_edge::gate::{Class, Ms, Want};
use tracktry_edge::place::SHELVES;
use tracktry_edge::shelf::policy;

/// Lives that are looked at for the density.
const SAMPLE: u64 = 400;

/// The most things done when an alarm rings.
const MOST: u32 = 40;

/// Milliseconds a confirmation waits for its turn, and after which one that failed is tried again.
const WAIT: Ms = 8_000;
const AGAIN: Ms = 600_000;

/// What a parcel costs after all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Density {
    /// Questions to upstream whether it is there still.
    pub confirms: f64,
    /// Alarms that came too early, as news had come since.
    pub put_off: f64,
}

/// What becomes of the looks at a parcel by itself, from its first news to its end, by the policy.
pub fn density(seed: u64, synced: bool) -> Density {
    let mut sum = Density::default();
    for index in 0..SAMPLE {
        let life = Life::of(Dice::of(seed, index));
        let key = format!("dhl/P{index:09}");
        let times: Vec<Ms> = life.times().collect();
        let last = times.last().copied().unwrap_or(0);
        // Without a sync, those who look are its news: the last of them about a day after the end.
        let mut news = if synced { times } else { vec![last + DAY] };
        news.reverse();
        let (mut changed, mut confirmed) = (0, 0);
        let mut at = policy::check_at(0, 0, RETENTION, &key);
        while !policy::is_over(changed, RETENTION, at) {
            while news.last().is_some_and(|news| *news <= at) {
                changed = news.pop().unwrap_or(changed);
                confirmed = confirmed.max(changed);
            }
            if policy::confirm_at(confirmed, changed, &key) > at {
                sum.put_off += f64::from(u8::from(synced));
            } else {
                sum.confirms += 1.0;
                confirmed = at;
            }
            at = policy::check_at(confirmed, changed, RETENTION, &key);
        }
    }
    Density {
        confirms: sum.confirms / SAMPLE as f64,
        put_off: sum.put_off / SAMPLE as f64,
    }
}

impl World {
    /// Parcels that are kept in the end, a day.
    fn kept_a_day(&self) -> f64 {
        let known = if self.options.sync > 0 {
            1.0
        } else {
            LOOKED_AT as f64 / 10.0
        };
        self.posts.a_day() * known
    }

    /// Parcels that are kept at a time.
    pub fn kept(&self) -> u64 {
        let days = RETENTION as f64 / DAY as f64 + 3.0;
        (self.kept_a_day() * days) as u64
    }

    /// When the next old parcel is due.
    pub fn next_of_settled(&mut self, event: Event) {
        let of_parcel = match event {
            Event::Confirm => self.density.confirms,
            Event::PutOff => self.density.put_off,
            _ => 1.0,
        };
        let a_day = of_parcel * self.kept_a_day();
        if a_day > 0.0 {
            let at = self.now + self.dice.wait(DAY as f64 / a_day) as Ms;
            self.at(at, event);
        }
    }

    /// An old parcel is due.
    pub fn settled(&mut self, event: Event) {
        let shelf = self.dice.index(SHELVES.into()) as u8;
        match event {
            Event::Confirm => self.shelf(shelf).confirms += 1,
            Event::Forget => {
                self.shelf(shelf).others += 1;
                // The order's Shelf is told.
                self.counts.objects.shelf_to_shelf += 1;
                self.rows(costs::FORGET);
            }
            _ => {
                self.shelf(shelf).others += 1;
                self.rows(costs::SET_CHECK);
            }
        }
        self.next_of_settled(event);
        self.ring_now(shelf);
    }

    fn ring_now(&mut self, shelf: u8) {
        if !self.shelf(shelf).ringing {
            self.shelf(shelf).ringing = true;
            self.at(self.now, Event::Ring(shelf));
        }
    }

    /// The alarm of a Shelf rings.
    pub fn ring(&mut self, shelf: u8) {
        self.touch_shelf(shelf);
        self.counts.objects.alarms += 1;
        self.rows(costs::SHELF_RING);
        let object = self.shelf(shelf);
        let others = object.others.min(MOST);
        let confirms = object.confirms.min(MOST - others);
        object.others -= others;
        object.confirms -= confirms;
        object.left = confirms;
        object.ringing = confirms > 0;
        self.rows(costs::PARCEL.times((others + confirms).into()));
        self.rows(costs::SET_CHECK.times(confirms.into()));
        self.counts.confirms += u64::from(confirms);
        for _ in 0..confirms {
            let name = format!("C{:012}", self.dice.bits() % 1_000_000_000_000);
            self.question(Want::Number(name), Class::Sync, WAIT, Asker::Check(shelf));
        }
        if confirms == 0 {
            self.ring_again(shelf);
        }
    }

    fn ring_again(&mut self, shelf: u8) {
        let object = self.shelf(shelf);
        if object.confirms + object.others > 0 {
            self.ring_now(shelf);
        }
    }

    /// A parcel was confirmed, or not.
    pub fn check_landed(&mut self, shelf: u8, ended: Ended<'_>) {
        match ended {
            Ended::Answered { .. } => {
                self.rows(costs::PARCEL.times(2));
                self.rows(costs::PUT_CONFIRMED);
            }
            Ended::Refused(_) | Ended::Closed(_) => {
                self.counts.put_off += 1;
                self.at(self.now + AGAIN, Event::Retry(shelf));
            }
        }
        let object = self.shelf(shelf);
        object.left = object.left.saturating_sub(1);
        if object.left == 0 {
            object.ringing = false;
            self.ring_again(shelf);
        }
    }

    /// One that was not confirmed is due again.
    pub fn retry(&mut self, shelf: u8) {
        self.shelf(shelf).confirms += 1;
        self.ring_now(shelf);
    }
}
