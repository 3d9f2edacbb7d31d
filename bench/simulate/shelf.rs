//! The Shelves: what `shelf::look` and `shelf::refresh` do, with the real policy and memory.

use crate::costs;
use crate::gate::{Asker, IDLE};
use crate::shoppers::HOUR;
use crate::world::{Event, World};
use std::collections::HashMap;
use tracktry_core::Stage;
use tracktry_edge::gate::{Class, Ms, Want};
use tracktry_edge::shelf::memory::Memory;
use tracktry_edge::shelf::policy::{self, Age, Freshness};

/// Milliseconds a shopper waits for what is not kept, and a question at the Gate.
pub const SHOPPER: Ms = 8_000;
pub const GATE: Ms = 8_500;
/// The most questions of one Shelf behind answers.
pub const MOST_BEHIND: usize = 4;
/// Milliseconds after which the Gate's word of the sync has come.
const TELL: Ms = 25;

/// One Shelf.
#[derive(Debug, Default)]
pub struct ShelfObject {
    pub memory: Memory,
    touched: Ms,
    /// Questions under way, and when those came who wait for them: of parcels, of orders.
    pub parcels: HashMap<u32, Vec<Ms>>,
    pub orders: HashMap<u32, Vec<Ms>>,
    /// Old parcels that are due: to be confirmed, and for other work.
    pub confirms: u32,
    pub others: u32,
    pub ringing: bool,
    /// Confirmations under way.
    pub left: u32,
}

impl World {
    /// A Shelf is called. One that was idle has forgotten what it only remembered.
    pub fn touch_shelf(&mut self, shelf: u8) {
        let now = self.now;
        let object = self.shelf(shelf);
        let idle = now - object.touched >= IDLE;
        let busy = !object.parcels.is_empty() || !object.orders.is_empty() || object.left > 0;
        object.touched = now;
        if idle && !busy {
            object.memory = Memory::default();
            self.rows(costs::OPEN);
            self.rows(costs::GET_ALARM);
        }
    }

    pub fn shelf(&mut self, shelf: u8) -> &mut ShelfObject {
        &mut self.shelves[usize::from(shelf)]
    }

    /// Tells the Gate now and then that somebody looks.
    fn tell_gate(&mut self, shelf: u8) {
        let every = Ms::from(self.options.sync) * 1_000;
        let now = self.now;
        let memory = &mut self.shelf(shelf).memory;
        if every == 0 || (0..every).contains(&(now - memory.told_at)) {
            return;
        }
        memory.told_at = now;
        self.counts.objects.told += 1;
        self.rows(costs::COUNTS);
        self.touch_gate();
        self.looked();
        self.at(now + TELL, Event::Told(shelf));
    }

    /// What the Gate said of the sync has come.
    pub fn told(&mut self, shelf: u8) {
        let until = self.sync.sync.synced_until();
        let news = tracktry_edge::wire::SyncNews {
            until,
            importing: self.sync.sync.is_importing(),
        };
        self.shelf(shelf).memory.learn(news);
    }

    /// A shopper's request for a parcel has come to its Shelf.
    pub fn look(&mut self, index: u32, of_order: bool) {
        let parcel = self.parcels[index as usize];
        let (now, shelf) = (self.now, parcel.shelf);
        self.counts.objects.front_to_shelf += 1;
        self.touch_shelf(shelf);
        self.rows(costs::SHELF_ARM);
        self.tell_gate(shelf);
        if !parcel.known {
            self.wait_for(index);
            return;
        }
        self.rows(costs::PARCEL);
        let stage = self.life(index).stage(parcel.kept);
        let (mut age, mut freshness) = self.age(index, stage);
        let told = self.shelf(shelf).memory.sync.until.is_some();
        if freshness != Freshness::Fresh && parcel.listed && !told {
            // `hear_gate`: an instance that just woke waits for the Gate's word.
            self.told(shelf);
            (age, freshness) = self.age(index, stage);
        }
        if freshness != Freshness::Fresh && self.shelf(shelf).memory.hushed(now).is_none() {
            let after = policy::interval(&age).filter(|_| parcel.listed);
            self.fly(index, after.map(|interval| now - interval));
        }
        let stale = freshness == Freshness::Stale
            || freshness != Freshness::Fresh && self.shelf(shelf).memory.trouble;
        self.saw(index, parcel.kept, stale);
        if !of_order && !stale {
            let life = self.cache_life(stage);
            let parcel = &mut self.parcels[index as usize];
            parcel.cached = parcel.kept;
            parcel.cached_until = now + life;
        }
    }

    /// How old what is kept is, and how good.
    fn age(&mut self, index: u32, stage: Stage) -> (Age, Freshness) {
        let parcel = self.parcels[index as usize];
        let until = self.shelf(parcel.shelf).memory.sync.until;
        let synced = until.filter(|_| parcel.listed);
        let age = Age {
            stage,
            fetched_at: synced.unwrap_or_default().max(parcel.fetched_at),
            changed_at: parcel.changed_at,
        };
        (age, policy::freshness(&age, None, self.now))
    }

    /// A parcel that is not kept is waited for.
    fn wait_for(&mut self, index: u32) {
        let (now, shelf) = (self.now, self.parcels[index as usize].shelf);
        if self.shelf(shelf).memory.hushed(now).is_some() {
            self.counts.refused += 1;
            return;
        }
        if let Some(waiting) = self.shelf(shelf).parcels.get_mut(&index) {
            waiting.push(now);
            return;
        }
        self.shelf(shelf).parcels.insert(index, vec![now]);
        self.ask_parcel(index, Class::Proven);
    }

    /// Looks at an order: whether its parcel may be looked at too.
    pub fn look_at_order(&mut self, index: u32) -> bool {
        let parcel = self.parcels[index as usize];
        let (now, shelf) = (self.now, parcel.order_shelf);
        self.counts.objects.front_to_shelf += 1;
        self.touch_shelf(shelf);
        self.rows(costs::SHELF_ARM);
        self.rows(costs::PLACES);
        let name = format!("A{index:09}");
        let memory = &mut self.shelf(shelf).memory;
        let after = now - HOUR;
        if parcel.known && memory.is_synced_after(after) {
            return true;
        }
        let hushed = memory.hushed(now).is_some();
        let may_ask = !hushed && (!parcel.known || memory.may_ask(&name, HOUR, now));
        let object = self.shelf(shelf);
        if !parcel.known && hushed {
            self.counts.refused += 1;
        } else if let Some(waiting) = object.orders.get_mut(&index) {
            if !parcel.known {
                waiting.push(now);
            }
        } else if may_ask {
            let waiting = if parcel.known { Vec::new() } else { vec![now] };
            if parcel.known && self.covers(shelf, after) {
                return true;
            }
            self.shelf(shelf).orders.insert(index, waiting);
            self.question(Want::Order(name), Class::Proven, GATE, Asker::Order(index));
        }
        parcel.known
    }

    /// Keeps what upstream told.
    pub fn put(&mut self, index: u32, version: u8, asked: Ms, listed: bool) {
        let now = self.now;
        let parcel = &mut self.parcels[index as usize];
        if parcel.known && parcel.fetched_at > asked {
            return;
        }
        let cost = if !parcel.known {
            parcel.known = true;
            parcel.changed_at = now;
            let mut cost = costs::PUT_NEW;
            cost += costs::PLACE;
            cost
        } else if parcel.kept != version {
            parcel.changed_at = now;
            costs::PUT_CHANGED
        } else if listed && parcel.listed {
            self.rows(costs::PUT_SAME);
            return;
        } else {
            costs::PUT_CONFIRMED
        };
        parcel.listed |= listed;
        parcel.kept = version;
        parcel.fetched_at = asked;
        self.rows(cost);
    }
}
