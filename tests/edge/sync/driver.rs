//! What drives the machine: as the edge does, with time, crashes and failures to order.

use super::upstream::{Listing, Parcel, Upstream};
use std::collections::HashMap;
use tracktry_edge::sync::{Answer, Ms, Query, Row, Sec, Settings, Step, Sync, Verdict, Why};

/// 2026-01-15 in our clock.
pub(super) const START: Ms = 1_768_435_200_000;

/// What goes wrong in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mishap {
    /// The process ends after the call, before its state is saved.
    CrashUnsaved,
    /// The process ends after the state is saved; rows on their way are lost.
    CrashSaved,
    /// The process ends when some of the rows are handed over.
    CrashHalfway,
    /// No answer.
    Failure,
    /// No answer before the deadline.
    Slowness,
}

pub(super) struct Driver {
    pub(super) sync: Sync,
    pub(super) upstream: Upstream,
    pub(super) now: Ms,
    pub(super) settings: Settings,
    /// What is known of each parcel: which answer told it, and its `updated`.
    pub(super) shelf: HashMap<String, (usize, Sec)>,
    /// The largest state that was saved.
    pub(super) largest: usize,
    saved: String,
    rows: Option<(usize, Vec<Parcel>)>,
}

pub(super) fn settings(sync_seconds: u32) -> Settings {
    Settings { sync_seconds }
}

/// An answer to a query by hand.
pub(super) fn answer<'a>(listing: &Listing, rows: &'a [Row<'a>]) -> Answer<'a> {
    Answer {
        total: listing.total,
        count: rows.len(),
        rows,
        bytes: listing.bytes,
        date: Some(listing.date),
    }
}

pub(super) fn rows(parcels: &[Parcel]) -> Vec<Row<'_>> {
    let row = |parcel: &'_ Parcel| (parcel.created, parcel.updated);
    parcels
        .iter()
        .map(|parcel| Row {
            key: &parcel.key,
            created: Some(row(parcel).0),
            updated: Some(row(parcel).1),
        })
        .collect()
}

impl Driver {
    pub(super) fn new(upstream: Upstream) -> Self {
        let sync = Sync::new();
        Self {
            saved: sync.save(),
            sync,
            upstream,
            now: START,
            settings: settings(300),
            shelf: HashMap::new(),
            largest: 0,
            rows: None,
        }
    }

    /// One step of the machine. Where it waits the clock goes there.
    pub(super) fn step(&mut self, mishap: Option<Mishap>) -> Step {
        let step = self.sync.next(self.settings, self.now);
        match step {
            Step::Wait(until) => {
                assert!(until > self.now, "a time to wait for is in the future");
                self.now = until;
            }
            Step::Ask(query) => self.ask(&query, mishap),
            Step::Deliver => self.deliver(mishap),
        }
        if mishap == Some(Mishap::CrashUnsaved) {
            self.crash();
        }
        self.save();
        if mishap == Some(Mishap::CrashSaved) {
            self.crash();
        }
        step
    }

    fn ask(&mut self, query: &Query, mishap: Option<Mishap>) {
        assert!(query.from < query.to && query.page > 0, "{query:?}");
        assert!((10..=2_000).contains(&query.limit), "{query:?}");
        self.save();
        if mishap == Some(Mishap::Failure) {
            self.now += 10_000;
            return self.sync.failed(Why::Unanswered, None, self.now);
        }
        let sent = self.now;
        self.now += 700;
        let listing = self.upstream.list(query, self.now);
        if mishap == Some(Mishap::Slowness) || listing.rows.len() > self.upstream.in_time {
            self.now = sent + 10_000;
            return self.sync.failed(Why::TooSlow, None, self.now);
        }
        self.now += 600;
        if listing.bytes > 8_000_000 {
            return self.sync.failed(Why::TooLarge, None, self.now);
        }
        let rows = rows(&listing.rows);
        let verdict = self
            .sync
            .answered(query, &answer(&listing, &rows), self.now);
        let number = self.upstream.requests.len();
        self.rows = (verdict == Verdict::Keep).then_some((number, listing.rows));
    }

    fn deliver(&mut self, mishap: Option<Mishap>) {
        let Some((number, rows)) = self.rows.take() else {
            return self.sync.lost();
        };
        self.now += 300;
        let crash = mishap == Some(Mishap::CrashHalfway);
        let handed = if crash { rows.len() / 2 } else { rows.len() };
        for row in rows.into_iter().take(handed) {
            self.keep(number, row);
        }
        if crash {
            self.crash();
        } else {
            self.sync.delivered();
        }
    }

    /// An older answer never replaces a newer one.
    fn keep(&mut self, number: usize, row: Parcel) {
        let known = self.shelf.entry(row.key).or_default();
        if known.0 <= number {
            *known = (number, row.updated);
        }
    }

    fn save(&mut self) {
        self.saved = self.sync.save();
        self.largest = self.largest.max(self.saved.len());
    }

    fn crash(&mut self) {
        self.sync = Sync::load(&self.saved).unwrap();
        self.rows = None;
    }

    /// Steps until so many more rounds are complete; how many requests each took.
    pub(super) fn rounds(&mut self, count: usize) -> Vec<usize> {
        (0..count)
            .map(|_| {
                let (until, before) = (self.sync.synced_until(), self.upstream.requests.len());
                for _ in 0..1_000_000 {
                    self.step(None);
                    if self.sync.synced_until() != until {
                        return self.upstream.requests.len() - before;
                    }
                }
                panic!("a round does not end");
            })
            .collect()
    }

    /// Parcels that upstream has and the shelf does not have as they are.
    pub(super) fn missing(&self) -> Vec<&Parcel> {
        let known = |parcel: &Parcel| self.shelf.get(&parcel.key).map(|(_, updated)| *updated);
        let parcels = self.upstream.parcels.iter();
        parcels
            .filter(|parcel| known(parcel) != Some(parcel.updated))
            .collect()
    }
}
