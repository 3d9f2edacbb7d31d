//! The Gate: by example, by every short schedule, and by long random ones.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "these are tests: a panic is a failure"
)]

mod breaker;
mod clock;
mod every;
mod intent;
mod leaves;
mod order;
mod pace;
mod quota;
mod random;
mod retry;
mod rules;
mod silence;
mod world;

use tracktry_edge::gate::{
    Ask, Care, Class, Gate, How, Kind, Ms, Next, Outcome, Pace, Refused, Request, RequestId, Saved,
    Settled, WaiterId, Want,
};

/// Some day.
const START: Ms = 1_800_000_000_000;

fn number(text: &str) -> Want {
    Want::Number(text.to_owned())
}

fn alone(kind: Kind, care: Care) -> Want {
    Want::Alone { kind, care }
}

/// A Gate with a clock that is moved by hand.
struct Desk {
    gate: Gate,
    now: Ms,
}

impl Desk {
    fn new() -> Self {
        Self::from(&Saved::default(), START)
    }

    fn from(saved: &Saved, now: Ms) -> Self {
        let gate = Gate::new(Pace::default(), saved, now);
        Self { gate, now }
    }

    fn pass(&mut self, ms: Ms) {
        self.now += ms;
    }

    fn try_ask(&mut self, want: Want, class: Class, for_ms: Ms) -> Result<WaiterId, Refused> {
        let until = self.now + for_ms;
        self.gate.ask(Ask { want, class, until }, self.now)
    }

    #[track_caller]
    fn ask(&mut self, want: Want, class: Class, for_ms: Ms) -> WaiterId {
        self.try_ask(want, class, for_ms).unwrap()
    }

    fn next(&mut self) -> Next {
        self.gate.next(self.now)
    }

    /// What leaves now.
    #[track_caller]
    fn sent(&mut self) -> Request {
        match self.next() {
            Next::Send(request) => request,
            other => panic!("{other:?}"),
        }
    }

    /// Waits for as long as the Gate says, and what leaves then.
    #[track_caller]
    fn later(&mut self) -> Request {
        for _ in 0..100 {
            match self.next() {
                Next::Send(request) => return request,
                Next::Wait(at) => self.now = at,
                other => panic!("{other:?}"),
            }
        }
        panic!("nothing leaves");
    }

    #[track_caller]
    fn waits(&mut self, ms: Ms) {
        assert_eq!(self.next(), Next::Wait(self.now + ms));
    }

    fn answered(&mut self, id: RequestId, outcome: Outcome) -> Vec<Settled> {
        self.gate.answered(id, outcome, 0, self.now)
    }

    /// A request of its own that ends so; nobody else may wait.
    #[track_caller]
    fn one(&mut self, care: Care, outcome: Outcome) -> Vec<Settled> {
        self.ask(alone(Kind::Single, care), Class::Sync, 300_000);
        let request = self.later();
        self.answered(request.id, outcome)
    }

    /// The object is started again, `ms` later.
    fn restart(&self, ms: Ms) -> Self {
        let json = serde_json::to_string(&self.gate.saved()).unwrap();
        assert!(json.len() < 1_200, "{json}");
        Self::from(&serde_json::from_str(&json).unwrap(), self.now + ms)
    }
}

fn settled(id: WaiterId, how: How) -> Settled {
    Settled { id, how }
}
