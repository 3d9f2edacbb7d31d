//! Questions of the Shelves to the Gate, and what becomes of those who wait for an answer: what
//! `shelf::refresh` does.

use crate::costs;
use crate::gate::{Asker, Ended, ended};
use crate::shelf::{GATE, MOST_BEHIND, SHOPPER};
use crate::world::World;
use tracktry_edge::gate::{Ask, Class, Ms, Want};
use tracktry_edge::problem::Problem;

impl World {
    /// A parcel that is kept is asked for behind the answer, where not too many are.
    pub fn fly(&mut self, index: u32, fresh_after: Option<Ms>) {
        let shelf = self.parcels[index as usize].shelf;
        let flights = &self.shelf(shelf).parcels;
        let behind = flights.values().filter(|waiting| waiting.is_empty());
        if behind.count() >= MOST_BEHIND || flights.contains_key(&index) {
            return;
        }
        if let Some(after) = fresh_after
            && self.covers(shelf, after)
        {
            return;
        }
        self.shelf(shelf).parcels.insert(index, Vec::new());
        self.ask_parcel(index, Class::Sync);
    }

    /// Asks the Gate, which answers how far its sync is where that is as good as asking.
    pub fn covers(&mut self, shelf: u8, after: Ms) -> bool {
        let on = self.options.sync > 0;
        let until = self.sync.sync.synced_until().filter(|_| on);
        if until.is_none_or(|until| until <= after) {
            return false;
        }
        self.counts.objects.asked += 1;
        self.counts.covered += 1;
        self.touch_gate();
        self.told(shelf);
        self.shelf(shelf).memory.trouble = false;
        true
    }

    pub fn ask_parcel(&mut self, index: u32, class: Class) {
        let want = Want::Number(format!("P{index:09}"));
        self.question(want, class, GATE, Asker::Parcel(index));
    }

    /// A Shelf asks the Gate.
    pub fn question(&mut self, want: Want, class: Class, wait: Ms, asker: Asker) {
        self.counts.objects.asked += 1;
        self.touch_gate();
        let until = self.now + wait;
        if let Err(refused) = self.ask(Ask { want, class, until }, asker) {
            self.land(asker, ended(refused));
        }
    }

    /// The Gate has answered about a parcel.
    pub fn parcel_landed(&mut self, index: u32, ended: Ended<'_>) {
        let parcel = self.parcels[index as usize];
        let waiting = self.shelf(parcel.shelf).parcels.remove(&index);
        let waiting = waiting.unwrap_or_default();
        self.note(parcel.shelf, ended);
        if let Ended::Answered { asked, at, .. } = ended {
            self.counts.looks += 1;
            let version = self.version_at(index, at);
            if parcel.known {
                self.rows(costs::PARCEL);
            }
            if !parcel.known || parcel.kept != version {
                // The order's Shelf is told first.
                self.counts.objects.shelf_to_shelf += 1;
                self.touch_shelf(parcel.order_shelf);
            }
            self.put(index, version, asked, false);
            self.rows(costs::SHELF_ARM);
        }
        self.landed(index, &waiting, ended);
    }

    /// Those who waited are answered, or not.
    fn landed(&mut self, index: u32, waiting: &[Ms], ended: Ended<'_>) {
        for since in waiting {
            let took = self.now - since;
            let kept = self.parcels[index as usize].kept;
            match ended {
                Ended::Answered { .. } if took < SHOPPER => {
                    self.counts.waited.add(took as u64);
                    self.saw(index, kept, false);
                }
                _ => self.counts.refused += 1,
            }
        }
    }

    /// What is learnt of how a question ended.
    pub fn note(&mut self, shelf: u8, ended: Ended<'_>) {
        let now = self.now;
        let memory = &mut self.shelf(shelf).memory;
        memory.trouble = !matches!(ended, Ended::Answered { .. });
        if let Ended::Closed(seconds) = ended {
            memory.hush(Problem::Busy(seconds as u32), now);
        }
    }

    /// The Gate has answered about an order.
    pub fn order_landed(&mut self, index: u32, ended: Ended<'_>) {
        let parcel = self.parcels[index as usize];
        let waiting = self.shelf(parcel.order_shelf).orders.remove(&index);
        self.note(parcel.order_shelf, ended);
        if let Ended::Answered { asked, at, .. } = ended {
            self.counts.looks += 1;
            // Its rows go to the Shelf of the parcel and to that of the order.
            self.counts.objects.shelf_to_shelf += 2;
            self.touch_shelf(parcel.shelf);
            let version = self.version_at(index, at);
            self.put(index, version, asked, false);
        }
        self.landed(index, &waiting.unwrap_or_default(), ended);
    }

    /// What upstream told at a moment just past.
    fn version_at(&self, index: u32, at: Ms) -> u8 {
        let parcel = self.parcels[index as usize];
        if parcel.told_at > at {
            parcel.told.saturating_sub(1)
        } else {
            parcel.told
        }
    }
}
