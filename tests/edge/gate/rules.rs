//! The rules as a witness keeps them: slow, plain, and written without a look at the Gate's.

use super::{Care, Class, How, Kind, Ms, Outcome, Refused, RequestId, WaiterId, Want};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Hash)]
pub(super) struct Known {
    pub(super) want: Want,
    pub(super) class: Class,
    pub(super) asked: Ms,
    pub(super) until: Ms,
    pub(super) not_before: Ms,
    pub(super) tries: u32,
    pub(super) flight: Option<RequestId>,
}

#[derive(Clone, Debug, Hash)]
pub(super) struct Flown {
    pub(super) kind: Kind,
    pub(super) keys: Vec<Want>,
    pub(super) sent: Ms,
    pub(super) posts: bool,
    pub(super) passed: bool,
}

#[derive(Clone, Hash)]
pub(super) struct Rules {
    pub(super) now: Ms,
    pub(super) waiters: BTreeMap<WaiterId, Known>,
    pub(super) flights: BTreeMap<RequestId, Flown>,
    pub(super) quota: Option<Ms>,
    pub(super) list_ms: Ms,
    pub(super) floors: BTreeMap<Kind, Ms>,
    pub(super) silent_until: Ms,
    results: Vec<bool>,
    pub(super) open_until: Option<Ms>,
    pub(super) probe: Option<RequestId>,
    pub(super) passed_over: BTreeMap<Class, u32>,
}

impl Rules {
    pub(super) fn new(list_ms: Ms) -> Self {
        Self {
            now: 0,
            waiters: BTreeMap::new(),
            flights: BTreeMap::new(),
            quota: None,
            list_ms,
            floors: BTreeMap::new(),
            silent_until: 0,
            results: Vec::new(),
            open_until: None,
            probe: None,
            passed_over: BTreeMap::new(),
        }
    }

    pub(super) fn is_safe(want: &Want) -> bool {
        !matches!(
            want,
            Want::Alone {
                care: Care::Once | Care::Post,
                ..
            }
        )
    }

    pub(super) fn posts(want: &Want) -> bool {
        matches!(
            want,
            Want::Alone {
                care: Care::Post,
                ..
            }
        )
    }

    /// Whether the merchant's back end made it up.
    pub(super) fn is_passed(known: &Known) -> bool {
        matches!(known.want, Want::Alone { .. }) && known.class == Class::Merchant
    }

    /// Whether the quota lets nobody post, or one who finds out.
    pub(super) fn may_post(&self) -> bool {
        let others = self.waiters.values().any(|known| Self::posts(&known.want));
        self.quota
            .is_none_or(|at| self.now >= at + 3_600_000 && !others)
    }

    /// When something may be sent again; not later than now where it may be at once.
    pub(super) fn closed_until(&self) -> Ms {
        let open = self.open_until.unwrap_or(0);
        if self.silent_until.max(open) > self.now {
            self.silent_until.max(open)
        } else {
            0
        }
    }

    pub(super) fn is_full(&self, class: Class) -> bool {
        let count = |classes: &[Class]| {
            let known = self.waiters.values();
            known.filter(|known| classes.contains(&known.class)).count()
        };
        let crowded = match class {
            Class::Proven => false,
            Class::Guest => count(&[Class::Guest]) >= 500,
            Class::Merchant | Class::Sync => count(&[Class::Merchant, Class::Sync]) >= 500,
        };
        self.waiters.len() >= 2_000 || crowded
    }

    pub(super) fn flight_for(&self, want: &Want) -> Option<RequestId> {
        let mut flights = self.flights.iter();
        flights
            .find(|(_, flown)| flown.keys.contains(want))
            .map(|(id, _)| *id)
    }

    pub(super) fn lost(&self) -> Vec<RequestId> {
        let life = |kind| {
            if kind == Kind::Realtime {
                150_000
            } else {
                30_000
            }
        };
        let lost = self
            .flights
            .iter()
            .filter(|(_, f)| f.sent + life(f.kind) <= self.now);
        lost.map(|(id, _)| *id).collect()
    }

    pub(super) fn ended(&mut self, id: RequestId, outcome: Outcome) {
        let flown = self.flights.remove(&id).unwrap();
        if flown.kind == Kind::List {
            self.floors.insert(Kind::List, self.now + self.list_ms);
        }
        if matches!(outcome, Outcome::Busy | Outcome::DoneBusy) {
            self.silent_until = self.now + 120_000;
        }
        match outcome {
            Outcome::Quota if flown.posts || !flown.passed => self.quota = Some(self.now),
            Outcome::Done | Outcome::DoneBusy if flown.posts => self.quota = None,
            _ => {}
        }
        let probed = self.probe == Some(id);
        if probed {
            self.probe = None;
        }
        let fault = matches!(outcome, Outcome::Fault | Outcome::KeyRefused);
        let neutral = outcome == Outcome::Busy || fault && flown.passed;
        if neutral || self.open_until.is_some() && !probed {
            return;
        }
        self.results.push(fault);
        let last = |count: usize| {
            self.results
                .iter()
                .rev()
                .take(count)
                .filter(|fault| **fault)
                .count()
        };
        if probed && !fault {
            self.open_until = None;
            self.results.clear();
        } else if probed || last(5) == 5 || last(20) >= 10 {
            self.open_until = Some(self.now + 30_000);
        }
    }

    /// Whoever is still aboard of a request that ended waits on, if that is right.
    pub(super) fn back_to_queue(&mut self, id: RequestId, outcome: Outcome, wait: Ms) {
        for known in self
            .waiters
            .values_mut()
            .filter(|known| known.flight == Some(id))
        {
            assert!(Self::is_safe(&known.want), "never twice");
            known.flight = None;
            match outcome {
                Outcome::Busy => known.tries -= 1,
                Outcome::Fault => known.not_before = self.now + wait,
                _ => panic!("an answer settles all"),
            }
            assert!(known.tries < 3 && known.until > known.not_before);
        }
    }

    pub(super) fn nobody_is_late(&self) {
        assert!(
            self.waiters.values().all(|known| known.until > self.now),
            "outlived its deadline"
        );
    }

    pub(super) fn nobody_waits_in_vain(&self) {
        let end = self.closed_until();
        let vain = |known: &Known| known.flight.is_none() && known.until <= end;
        assert!(
            !self.waiters.values().any(vain),
            "waits though it cannot be served"
        );
    }

    pub(super) fn restarted(&mut self) {
        if let Some(list) = self.flights.values().find(|flown| flown.kind == Kind::List) {
            self.floors
                .insert(Kind::List, list.sent + self.list_ms + 1_000);
        }
        self.waiters.clear();
        self.flights.clear();
        self.passed_over.clear();
        self.probe = None;
    }

    pub(super) fn board(&mut self, id: WaiterId, flight: RequestId) {
        let known = self.waiters.get_mut(&id).unwrap();
        known.flight = Some(flight);
        known.tries += 1;
    }

    pub(super) fn ends_rightly(
        &self,
        id: WaiterId,
        how: How,
        ended: RequestId,
        flown: &Flown,
        outcome: Outcome,
    ) {
        let known = &self.waiters[&id];
        let aboard = known.flight == Some(ended);
        match (how, outcome) {
            (How::Answer, Outcome::Busy | Outcome::Fault) => panic!("no answer"),
            (How::Answer, _) | (How::Failed, Outcome::Fault) => assert!(aboard),
            (How::Refused(refused), _) => {
                assert!(known.flight.is_none() || aboard, "{refused:?} {flown:?}");
                assert!(
                    aboard && !Self::is_safe(&known.want)
                        || matches!(refused, Refused::Quota { .. })
                        || known.until <= self.closed_until()
                );
            }
            other => panic!("{other:?}"),
        }
    }
}
