//! A Gate, and a witness beside it who knows the rules by heart: each step is checked.

use super::rules::{Known, Rules};
use super::{
    Ask, Class, Gate, How, Kind, Ms, Next, Outcome, Pace, Refused, RequestId, START, Saved,
    Settled, Want,
};

/// What can happen to a Gate.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Ask(Want, Class, Ms),
    Leave(usize),
    Next,
    /// The request under way with this index ends.
    End(usize, Outcome, u32),
    /// The clock moves, perhaps back.
    Pass(Ms),
    Restart,
}

#[derive(Clone, Hash)]
pub(super) struct World {
    pub(super) gate: Gate,
    pace: u32,
    wall: Ms,
    seen: Ms,
    pub(super) rules: Rules,
}

impl World {
    pub(super) fn new(list_ms: u32) -> Self {
        Self {
            gate: Gate::new(Pace { list_ms }, &Saved::default(), START),
            pace: list_ms,
            wall: START,
            seen: START,
            rules: Rules::new(Ms::from(list_ms)),
        }
    }

    /// Does it and checks it; false where there is nothing to do it to.
    pub(super) fn apply(&mut self, event: &Event) -> bool {
        match event {
            Event::Ask(want, class, life) => self.ask(want.clone(), *class, *life),
            Event::Leave(index) => {
                let Some(id) = self.rules.waiters.keys().copied().nth(*index) else {
                    return false;
                };
                self.gate.leave(id);
                self.rules.waiters.remove(&id);
            }
            Event::Next => _ = self.next(),
            Event::End(index, outcome, roll) => {
                let Some(id) = self.rules.flights.keys().copied().nth(*index) else {
                    return false;
                };
                self.end(id, *outcome, *roll);
            }
            Event::Pass(ms) => self.wall = self.wall.saturating_add(*ms),
            Event::Restart => self.restart(),
        }
        true
    }

    fn tick(&mut self) {
        let day = 24 * 3_600_000;
        self.rules.now += (self.wall - self.seen).clamp(0, day);
        self.seen = self.wall;
    }

    fn ask(&mut self, want: Want, class: Class, life: Ms) {
        self.tick();
        let (until, now) = (self.wall + life, self.rules.now);
        let joins = self.rules.flight_for(&want);
        let full = self.rules.is_full(class);
        let ask = Ask {
            want: want.clone(),
            class,
            until,
        };
        let until = now + life;
        match self.gate.ask(ask, self.wall) {
            Ok(id) => {
                assert!(!full);
                assert!(joins.is_some() || until > self.rules.closed_until());
                assert!(!Rules::posts(&want) || self.rules.may_post());
                let known = Known {
                    want,
                    class,
                    asked: now,
                    until,
                    not_before: now,
                    tries: 0,
                    flight: None,
                };
                self.rules.waiters.insert(id, known);
                if let Some(flight) = joins {
                    self.rules.board(id, flight);
                }
            }
            Err(Refused::Full { retry_ms }) => assert!(full && retry_ms > 0),
            Err(Refused::Silent { left_ms } | Refused::Broken { left_ms }) => {
                assert!(joins.is_none() && left_ms > 0);
                assert_eq!(now + left_ms, self.rules.closed_until());
                assert!(until <= now + left_ms);
            }
            Err(Refused::Quota { left_ms }) => {
                assert!(Rules::posts(&want) && self.rules.quota.is_some() && left_ms > 0);
            }
        }
    }

    /// One step of the driver; whether it should step again.
    pub(super) fn next(&mut self) -> bool {
        self.tick();
        let lost = self.rules.lost();
        let next = self.gate.next(self.wall);
        for id in &lost {
            self.rules.ended(*id, Outcome::Fault);
        }
        let mut told = Vec::new();
        if let Next::Settle(settled) = &next {
            assert!(!settled.is_empty());
            told.clone_from(settled);
            for Settled { id, how } in settled {
                let known = &self.rules.waiters[id];
                match how {
                    How::Expired { sent } => {
                        assert!(known.until <= self.rules.now);
                        assert_eq!(*sent, known.tries > 0);
                    }
                    How::Failed => {
                        assert!(known.flight.is_some_and(|flight| lost.contains(&flight)));
                    }
                    How::Refused(_) => assert!(!lost.is_empty()),
                    How::Answer => panic!("nobody answered"),
                }
            }
        }
        self.settle(&told);
        for id in lost {
            self.rules.back_to_queue(id, Outcome::Fault, 500);
        }
        self.rules.nobody_is_late();
        match next {
            Next::Send(request) => {
                self.rules.sends(&request);
                // What is written down before it leaves says so.
                assert!(request.kind != Kind::List || self.saved_has("\"list_unanswered\":true"));
                true
            }
            Next::Settle(_) => true,
            Next::Wait(at) => {
                assert!(at > self.wall);
                false
            }
            Next::Idle => {
                assert!(self.rules.waiters.is_empty() && self.rules.flights.is_empty());
                false
            }
        }
    }

    fn saved_has(&self, text: &str) -> bool {
        serde_json::to_string(&self.gate.saved())
            .unwrap()
            .contains(text)
    }

    fn end(&mut self, id: RequestId, outcome: Outcome, roll: u32) {
        self.tick();
        let flown = self.rules.flights[&id].clone();
        let told = self.gate.answered(id, outcome, roll, self.wall);
        self.rules.ended(id, outcome);
        for Settled { id: waiter, how } in &told {
            self.rules.ends_rightly(*waiter, *how, id, &flown, outcome);
        }
        self.settle(&told);
        self.rules
            .back_to_queue(id, outcome, 500 + Ms::from(roll % 1_501));
        self.rules.nobody_waits_in_vain();
    }

    /// Nobody is settled twice: whoever was, is not there any more.
    fn settle(&mut self, told: &[Settled]) {
        for Settled { id, .. } in told {
            assert!(
                self.rules.waiters.remove(id).is_some(),
                "{id:?} was settled before"
            );
        }
    }

    fn restart(&mut self) {
        // The clock as the old Gate saw it last.
        while self.next() {}
        let saved = serde_json::to_string(&self.gate.saved()).unwrap();
        let saved: Saved = serde_json::from_str(&saved).unwrap();
        self.gate = Gate::new(Pace { list_ms: self.pace }, &saved, self.wall);
        self.rules.restarted();
    }

    /// Milliseconds since the beginning.
    pub(super) const fn passed(&self) -> Ms {
        self.rules.now
    }

    /// Time passes as the Gate wants it, every request ending well, until nobody is there.
    pub(super) fn run_out(&mut self) {
        for _ in 0..20_000 {
            while self.next() {}
            let ids: Vec<RequestId> = self.rules.flights.keys().copied().collect();
            if ids.is_empty() && self.rules.waiters.is_empty() {
                return;
            }
            for id in &ids {
                self.end(*id, Outcome::Done, 0);
            }
            if ids.is_empty() {
                let Next::Wait(at) = self.gate.next(self.wall) else {
                    continue;
                };
                self.wall = at;
            }
        }
        panic!("somebody waits for ever");
    }
}
