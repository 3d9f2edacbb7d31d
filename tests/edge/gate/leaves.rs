//! The witness's rules about what leaves.

use super::rules::{Flown, Known, Rules};
use super::{Class, Kind, Request, Want};
use std::collections::BTreeSet;
use tracktry_edge::gate::What;

impl Rules {
    pub(super) fn sends(&mut self, request: &Request) {
        let now = self.now;
        assert!(now >= self.silent_until, "sent in a silence");
        assert_eq!(request.probe, self.open_until.is_some());
        if let Some(end) = self.open_until {
            let is_slow = |id| self.flights[&id].kind == Kind::Realtime;
            assert!(
                now >= end
                    && self
                        .probe
                        .is_none_or(|id| is_slow(id) && request.kind != Kind::Realtime),
                "one probe, after the end"
            );
            self.probe = Some(request.id);
        }
        let (most, spacing) = match request.kind {
            Kind::List => (1, 0),
            Kind::Single => (6, 350),
            Kind::Realtime => (10, 400),
        };
        let flying = self
            .flights
            .values()
            .filter(|flown| flown.kind == request.kind);
        assert!(flying.count() < most, "too many in flight");
        assert!(
            now >= self.floors.get(&request.kind).copied().unwrap_or(0),
            "too soon"
        );
        self.floors.insert(request.kind, now + spacing);
        let keys: Vec<Want> = match &request.what {
            What::Numbers(keys) => keys.iter().cloned().map(Want::Number).collect(),
            What::Orders(keys) => keys.iter().cloned().map(Want::Order).collect(),
            What::Alone(id) => {
                assert_eq!(request.waiters, [*id]);
                Vec::new()
            }
        };
        assert_eq!(
            keys.iter().collect::<BTreeSet<_>>().len(),
            keys.len(),
            "none twice"
        );
        // An order is named in two forms.
        let most = if matches!(request.what, What::Orders(_)) {
            20
        } else {
            40
        };
        assert!(keys.len() <= most);
        if request.kind == Kind::List {
            self.share(request);
        }
        let queued = |known: &&Known| known.flight.is_none() && keys.contains(&known.want);
        if !keys.is_empty() {
            let all = self.waiters.values().filter(queued).count();
            assert_eq!(all, request.waiters.len(), "all who want it ride along");
            let ripe = self
                .waiters
                .values()
                .filter(queued)
                .any(|known| known.asked + 30 <= now);
            assert!(
                keys.len() == most || ripe,
                "left before its window was over"
            );
        }
        let aboard: Vec<Known> = request
            .waiters
            .iter()
            .map(|id| self.waiters[id].clone())
            .collect();
        assert!(aboard.iter().all(|known| known.flight.is_none()));
        assert!(
            aboard.iter().any(|known| known.not_before <= now),
            "tried again too soon"
        );
        assert_eq!(
            aboard.iter().map(|known| known.class).min(),
            Some(request.class)
        );
        for id in &request.waiters {
            let known = self.waiters.get_mut(id).unwrap();
            known.flight = Some(request.id);
            known.tries += 1;
            assert!(
                known.tries <= if Self::is_safe(&known.want) { 3 } else { 1 },
                "sent too often"
            );
        }
        let posts = aboard.iter().any(|known| Self::posts(&known.want));
        self.flights.insert(
            request.id,
            Flown {
                kind: request.kind,
                keys,
                sent: now,
                posts,
                passed: aboard.iter().any(Self::is_passed),
            },
        );
    }

    /// Nobody who waits for a list is passed over for ever.
    fn share(&mut self, request: &Request) {
        for (class, most) in [(Class::Sync, 3), (Class::Merchant, 8), (Class::Guest, 9)] {
            let mut waiting = self.waiters.iter().filter(|(id, known)| {
                let list = !matches!(
                    known.want,
                    Want::Alone {
                        kind: Kind::Single | Kind::Realtime,
                        ..
                    }
                );
                list && known.class == class
                    && known.flight.is_none()
                    && known.not_before <= self.now
                    && !request.waiters.contains(id)
            });
            let served = request
                .waiters
                .iter()
                .any(|id| self.waiters[id].class == class);
            let passed = self.passed_over.entry(class).or_default();
            *passed = if served || waiting.next().is_none() {
                0
            } else {
                *passed + 1
            };
            assert!(*passed <= most, "{class:?} was passed over {passed} times");
        }
    }
}
