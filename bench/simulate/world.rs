//! All that there is, and what happens next.

use crate::costs::Rows;
use crate::gate::GateObject;
use crate::options::Options;
use crate::parcels::Parcel;
use crate::random::Dice;
use crate::report::Counts;
use crate::settled::{Density, density};
use crate::shelf::ShelfObject;
use crate::shoppers::{Curve, DAY, HOUR, START};
use crate::sync::SyncObject;
use crate::upstream::Upstream;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tracktry_edge::config::Config;
use tracktry_edge::gate::Ms;
use tracktry_edge::place;

/// Days after its post for which a parcel is looked at and told of one by one. Later ones are
/// confirmed and forgotten as a stream of such events, with the times [`crate::settled`] finds.
pub const WATCHED: Ms = 12 * DAY;

/// `RETENTION_DAYS`.
pub const RETENTION: Ms = 120 * DAY;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// A shopper opens a page.
    View,
    /// A page that is still open looks again.
    Again {
        parcel: u32,
        by_order: bool,
        until: Ms,
    },
    /// A shop posts a parcel.
    Post,
    /// A parcel has news.
    News(u32),
    /// The Gate wants to be asked again.
    Wake,
    /// A request reaches upstream; its answer comes.
    Arrive(u64),
    Answer(u64),
    /// The sync's alarm.
    Step,
    /// What the Gate said of the sync reaches a Shelf.
    Told(u8),
    /// Old parcels are to be confirmed, forgotten or put off.
    Confirm,
    Forget,
    PutOff,
    /// A confirmation that failed is due again.
    Retry(u8),
    /// A Shelf's alarm.
    Ring(u8),
    /// Every five minutes.
    Cron,
    /// Every second: the depth of the queue.
    Sample,
}

/// The world.
pub struct World {
    pub options: Options,
    pub config: Config,
    pub now: Ms,
    events: BinaryHeap<Reverse<(Ms, u64, Event)>>,
    sequence: u64,
    pub dice: Dice,
    pub parcels: Vec<Parcel>,
    /// Parcels in the van, and some that were.
    pub at_the_door: Vec<u32>,
    pub views: Curve,
    pub posts: Curve,
    pub upstream: Upstream,
    pub gate: GateObject,
    pub sync: SyncObject,
    pub shelves: Vec<ShelfObject>,
    pub density: Density,
    pub counts: Counts,
}

impl World {
    /// A world in which everything has gone on for long, the first import included.
    pub fn new(options: Options) -> Self {
        let begin = START - HOUR * Ms::from(options.size.warm_up_hours());
        let mut world = Self {
            options,
            config: crate::config(),
            now: begin - WATCHED,
            events: BinaryHeap::new(),
            sequence: 0,
            dice: Dice::new(options.seed ^ 0x5eed),
            parcels: Vec::new(),
            at_the_door: Vec::new(),
            views: Curve::views(&options),
            posts: Curve::posts(&options),
            upstream: Upstream::default(),
            gate: GateObject::new(begin),
            sync: SyncObject::default(),
            shelves: (0..place::SHELVES)
                .map(|_| ShelfObject::default())
                .collect(),
            density: density(options.seed, options.sync > 0),
            counts: Counts::default(),
        };
        world.populate(begin);
        world.now = begin;
        world.sync = SyncObject::imported(begin);
        for event in [
            Event::View,
            Event::Post,
            Event::Step,
            Event::Cron,
            Event::Sample,
        ] {
            world.at(begin, event);
        }
        for event in [Event::Confirm, Event::Forget, Event::PutOff] {
            world.next_of_settled(event);
        }
        world
    }

    /// Has something happen.
    pub fn at(&mut self, at: Ms, event: Event) {
        self.sequence += 1;
        self.events.push(Reverse((at, self.sequence, event)));
    }

    /// Counts rows.
    pub fn rows(&mut self, rows: Rows) {
        self.counts.rows += rows;
    }

    /// Lets all of it happen.
    pub fn run(mut self) -> Counts {
        let end = START + DAY * Ms::from(self.options.days);
        let mut counting = false;
        while let Some(Reverse((at, _, event))) = self.events.pop() {
            if !counting && at >= START {
                counting = true;
                let broken = self.upstream.broken;
                self.counts = Counts::default();
                self.counts.broken_before = broken;
            }
            if at >= end {
                break;
            }
            self.now = self.now.max(at);
            self.happen(event);
        }
        self.counts.kept = self.kept();
        self.counts.broken = self.upstream.broken - self.counts.broken_before;
        self.counts
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::View => self.view(),
            Event::Again {
                parcel,
                by_order,
                until,
            } => self.again(parcel, by_order, until),
            Event::Post => self.post(),
            Event::News(index) => self.news(index),
            Event::Wake => self.wake(),
            Event::Arrive(flight) => self.arrive(flight),
            Event::Answer(flight) => self.answer(flight),
            Event::Step => self.step(),
            Event::Told(shelf) => self.told(shelf),
            Event::Confirm | Event::Forget | Event::PutOff => self.settled(event),
            Event::Retry(shelf) => self.retry(shelf),
            Event::Ring(shelf) => self.ring(shelf),
            Event::Cron => self.cron(),
            Event::Sample => {
                let depth = self.gate.waiting();
                self.counts.depth.add(depth);
                self.at(self.now + 1_000, Event::Sample);
            }
        }
    }
}
