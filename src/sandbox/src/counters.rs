//! What tests ask about: how often each endpoint was asked and how it answered, and how close
//! together the requests came.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::limits::{Kind, SECOND, Verdict};

/// How many requests of the last second are remembered; more than this machine takes in.
const MAX_RECENT: usize = 10_000;

/// Most requests in any one second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peak {
    /// Of any one address.
    pub address: usize,
    /// Of all together.
    pub all: usize,
}

/// The counters, since they were last reset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counters {
    /// Requests to the API.
    pub requests: u64,
    /// By endpoint, and then by result code.
    pub routes: BTreeMap<String, BTreeMap<u16, u64>>,
    /// Most lists in a second.
    pub list_peak: Peak,
    /// Most realtime requests in a second.
    pub realtime_peak: Peak,
    /// Requests that broke a limit (their own, or strangers did it for them).
    pub refusals: u64,
    /// Requests during the silence after one.
    pub during_silence: u64,
}

impl Counters {
    /// Counts one request.
    pub fn count(&mut self, route: &str, code: u16, verdict: Verdict) {
        self.requests = self.requests.saturating_add(1);
        let outcomes = self.routes.entry(route.to_owned()).or_default();
        let count = outcomes.entry(code).or_default();
        *count = count.saturating_add(1);
        match verdict {
            Verdict::Pass => {}
            Verdict::Exceeded => self.refusals = self.refusals.saturating_add(1),
            Verdict::Silence => self.during_silence = self.during_silence.saturating_add(1),
        }
    }
}

/// The list and realtime requests of the last second, refused ones included.
#[derive(Debug, Default)]
pub struct Recent {
    list: VecDeque<(i64, String)>,
    realtime: VecDeque<(i64, String)>,
}

impl Recent {
    /// Takes a request in, at a real time in milliseconds, and raises the peak it makes.
    pub fn enter(&mut self, kind: Kind, address: &str, now: i64, counters: &mut Counters) {
        let (times, peak) = match kind {
            Kind::List => (&mut self.list, &mut counters.list_peak),
            Kind::Realtime => (&mut self.realtime, &mut counters.realtime_peak),
            Kind::Other => return,
        };
        times.retain(|(at, _)| (0..SECOND).contains(&now.saturating_sub(*at)));
        if times.len() >= MAX_RECENT {
            times.pop_front();
        }
        times.push_back((now, address.to_owned()));
        let own = times.iter().filter(|(_, other)| other == address).count();
        peak.all = peak.all.max(times.len());
        peak.address = peak.address.max(own);
    }
}
