//! The Gate's object: [`Gate`] itself, and around it what `gate_object::driver` does.

use crate::costs;
use crate::shoppers::HOUR;
use crate::upstream::{Window, way, work};
use crate::world::{Event, World};
use std::collections::{BTreeMap, HashMap};
use tracktry_edge::gate::{
    Ask, Gate, How, Ms, Next, Outcome, Pace, Refused, Request, Saved, Settled, WaiterId, What,
};
use tracktry_edge::sync::Query;

/// Milliseconds without a request after which the platform takes an object out of memory.
pub const IDLE: Ms = 10_000;

/// Who asked the Gate.
#[derive(Clone, Copy, Debug)]
pub enum Asker {
    /// A Shelf, about a parcel that somebody looks at.
    Parcel(u32),
    /// A Shelf, about an order that somebody looks at.
    Order(u32),
    /// A Shelf, to confirm an old parcel.
    Check(u8),
    /// A Shelf, about a number that upstream does not know.
    Unknown(u8),
    /// The sync.
    Sync(Query),
}

/// How a question ended.
#[derive(Clone, Copy, Debug)]
pub enum Ended<'a> {
    /// Upstream answered what was so at `at`; it was asked at `asked`.
    Answered {
        asked: Ms,
        at: Ms,
        window: Option<&'a Window>,
    },
    /// Not now; again after so many seconds, where that is known.
    Refused(Option<Ms>),
    /// The same, and nothing is to be asked before.
    Closed(Ms),
}

/// A request under way.
#[derive(Clone, Debug)]
struct Flight {
    request: Request,
    asked: Ms,
    arrived: Ms,
    outcome: Outcome,
    window: Option<Window>,
}

/// The Gate's object.
pub struct GateObject {
    gate: Gate,
    touched: Ms,
    askers: HashMap<WaiterId, Asker>,
    flights: BTreeMap<u64, Flight>,
    last_flight: u64,
    wakes_at: Ms,
}

impl GateObject {
    /// A new one.
    pub fn new(now: Ms) -> Self {
        Self {
            gate: Gate::new(Pace::default(), &Saved::default(), now),
            touched: now,
            askers: HashMap::new(),
            flights: BTreeMap::new(),
            last_flight: 0,
            wakes_at: 0,
        }
    }

    /// Callers that wait.
    pub fn waiting(&self) -> u64 {
        self.askers.len() as u64
    }
}

impl World {
    /// The Gate is called. One that was idle is made anew from what it wrote down.
    pub fn touch_gate(&mut self) {
        let object = &mut self.gate;
        let idle = self.now - object.touched >= IDLE;
        object.touched = self.now;
        if idle && object.askers.is_empty() && object.flights.is_empty() {
            object.gate = Gate::new(Pace::default(), &object.gate.saved(), self.now);
            self.rows(costs::GATE_OPEN);
        }
    }

    /// Asks the Gate.
    pub fn ask(&mut self, ask: Ask, asker: Asker) -> Result<(), Refused> {
        let id = self.gate.gate.ask(ask, self.now)?;
        self.gate.askers.insert(id, asker);
        let depth = self.gate.waiting();
        self.counts.depth_max = self.counts.depth_max.max(depth);
        self.drive();
        Ok(())
    }

    /// The Gate wants to be asked again.
    pub fn wake(&mut self) {
        if self.gate.wakes_at == self.now {
            self.gate.wakes_at = 0;
            self.drive();
        }
    }

    fn drive(&mut self) {
        loop {
            match self.gate.gate.next(self.now) {
                Next::Send(request) => self.send(request),
                Next::Settle(settled) => self.settle(&settled, None),
                Next::Wait(at) => {
                    if self.gate.wakes_at <= self.now || at < self.gate.wakes_at {
                        self.gate.wakes_at = at;
                        self.at(at, Event::Wake);
                    }
                    return;
                }
                Next::Idle => return,
            }
        }
    }

    fn send(&mut self, request: Request) {
        self.rows(costs::GATE_REQUEST);
        self.counts.sent(request.kind, self.now);
        self.gate.last_flight += 1;
        let flight = Flight {
            request,
            asked: self.now,
            arrived: self.now,
            outcome: Outcome::Fault,
            window: None,
        };
        let id = self.gate.last_flight;
        self.gate.flights.insert(id, flight);
        let arrives = self.now + way(&mut self.dice);
        self.at(arrives, Event::Arrive(id));
    }

    /// A request reaches upstream.
    pub fn arrive(&mut self, id: u64) {
        let Some(mut flight) = self.gate.flights.remove(&id) else {
            return;
        };
        flight.arrived = self.now;
        flight.outcome = self.upstream.arrive(flight.request.kind, self.now);
        let mut rows = 1;
        match &flight.request.what {
            What::Numbers(keys) | What::Orders(keys) => rows = keys.len(),
            What::Alone(waiter) => {
                if let Some(Asker::Sync(query)) = self.gate.askers.get(waiter).copied() {
                    let window = self.window(&query);
                    rows = window.rows.len();
                    flight.window = Some(window);
                }
            }
        }
        let answers = self.now + work(&mut self.dice, rows);
        self.gate.flights.insert(id, flight);
        self.at(answers, Event::Answer(id));
    }

    /// An answer comes.
    pub fn answer(&mut self, id: u64) {
        let Some(flight) = self.gate.flights.remove(&id) else {
            return;
        };
        self.gate.touched = self.now;
        let roll = self.dice.bits() as u32;
        let settled = self
            .gate
            .gate
            .answered(flight.request.id, flight.outcome, roll, self.now);
        self.settle(&settled, Some(&flight));
        self.drive();
    }

    fn settle(&mut self, settled: &[Settled], flight: Option<&Flight>) {
        for Settled { id, how } in settled {
            let Some(asker) = self.gate.askers.remove(id) else {
                continue;
            };
            let ended = match (how, flight) {
                (How::Answer, Some(flight)) => Ended::Answered {
                    asked: flight.asked,
                    at: flight.arrived,
                    window: flight.window.as_ref(),
                },
                (How::Refused(refused), _) => ended(*refused),
                // What the driver tells those who wait no longer.
                (How::Expired { .. }, _) => Ended::Refused(Some(5)),
                (How::Answer | How::Failed, _) => Ended::Refused(None),
            };
            self.land(asker, ended);
        }
    }

    /// Tells whoever asked.
    pub fn land(&mut self, asker: Asker, ended: Ended<'_>) {
        match asker {
            Asker::Parcel(parcel) => self.parcel_landed(parcel, ended),
            Asker::Order(parcel) => self.order_landed(parcel, ended),
            Asker::Check(shelf) => self.check_landed(shelf, ended),
            Asker::Unknown(shelf) => self.unknown_landed(shelf, ended),
            Asker::Sync(query) => self.window_landed(&query, ended),
        }
    }

    /// The cron: the Gate and eight Shelves arm themselves.
    pub fn cron(&mut self) {
        self.counts.objects.cron += 9;
        self.touch_gate();
        self.rows(costs::GATE_ARM);
        for shelf in tracktry_edge::cron::turn(self.now as f64) {
            self.touch_shelf(shelf);
            self.rows(costs::SHELF_ARM);
            self.rows(costs::GET_ALARM);
        }
        self.at(self.now + HOUR / 12, Event::Cron);
    }
}

/// What a refused caller is told.
pub fn ended(refused: Refused) -> Ended<'static> {
    match refused {
        Refused::Silent { .. } | Refused::Broken { .. } => Ended::Closed(seconds(refused)),
        Refused::Full { .. } | Refused::Quota { .. } => Ended::Refused(Some(seconds(refused))),
    }
}

/// The seconds a refused caller is told.
pub fn seconds(refused: Refused) -> Ms {
    let (Refused::Silent { left_ms }
    | Refused::Broken { left_ms }
    | Refused::Quota { left_ms }
    | Refused::Full { retry_ms: left_ms }) = refused;
    left_ms.div_euclid(1_000).max(1)
}
