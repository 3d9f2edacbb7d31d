//! The sync's part of the Gate's object: [`Sync`] itself, and around it what
//! `gate_object::sync_steps` does.

use crate::costs;
use crate::gate::{Asker, Ended, seconds};
use crate::upstream::Listed;
use crate::world::{Event, World};
use std::collections::{BTreeMap, VecDeque};
use tracktry_edge::gate::{Ask, Care, Class, Kind, Ms, Want};
use tracktry_edge::sync::{Answer, Query, Row, Settings, Step, Sync, Verdict, Why};

/// Milliseconds a window waits for its turn.
const WAIT: Ms = 60_000;

/// The most Shelves called when an alarm rings.
const MOST_SHELVES: usize = 40;

/// The sync, and what it has to hand over.
#[derive(Default)]
pub struct SyncObject {
    pub sync: Sync,
    due: Ms,
    busy: bool,
    pending: VecDeque<(u8, Vec<Listed>)>,
    asked: Ms,
}

impl SyncObject {
    /// A sync whose import is complete: there was nothing before.
    pub fn imported(now: Ms) -> Self {
        let mut sync = Sync::new();
        let settings = Settings { sync_seconds: 300 };
        while let Step::Ask(query) = sync.next(settings, now) {
            if !sync.is_importing() {
                break;
            }
            let answer = Answer {
                total: Some(0),
                count: 0,
                rows: &[],
                bytes: 60,
                date: Some(now / 1_000),
            };
            sync.answered(&query, &answer, now);
        }
        Self {
            sync,
            due: now,
            ..Self::default()
        }
    }
}

impl World {
    fn settings(&self) -> Settings {
        Settings {
            sync_seconds: self.options.sync,
        }
    }

    fn next_step(&mut self, at: Ms) {
        self.sync.busy = false;
        self.sync.due = at;
        self.at(at, Event::Step);
    }

    /// Somebody looks at parcels: the Gate is told.
    pub fn looked(&mut self) {
        if self.sync.sync.looked() {
            self.rows(costs::HASTEN);
            if !self.sync.busy {
                self.next_step(self.now);
            }
        }
    }

    /// The alarm rings.
    pub fn step(&mut self) {
        if self.sync.busy || self.now < self.sync.due || self.options.sync == 0 {
            return;
        }
        self.sync.due = Ms::MAX;
        self.sync.busy = true;
        self.counts.objects.alarms += 1;
        self.touch_gate();
        self.rows(costs::STEP);
        match self.sync.sync.next(self.settings(), self.now) {
            Step::Wait(at) => self.next_step(at),
            Step::Ask(query) => self.ask_window(query),
            Step::Deliver => self.deliver(),
        }
    }

    fn ask_window(&mut self, query: Query) {
        self.rows(costs::STEP_ASK);
        let ask = Ask {
            want: Want::Alone {
                kind: Kind::List,
                care: Care::Safe,
            },
            class: Class::Sync,
            until: self.now + WAIT,
        };
        if let Err(refused) = self.ask(ask, Asker::Sync(query)) {
            let again = self.now + seconds(refused) * 1_000;
            self.sync.sync.failed(Why::Held, Some(again), self.now);
            self.next_step(self.now);
        }
    }

    /// A window's answer.
    pub fn window_landed(&mut self, query: &Query, ended: Ended<'_>) {
        match ended {
            Ended::Answered {
                asked,
                at,
                window: Some(window),
            } => {
                let name = |row: &Listed| format!("dhl/P{:09}", row.parcel);
                let keys: Vec<String> = window.rows.iter().map(name).collect();
                let rows: Vec<Row<'_>> = window
                    .rows
                    .iter()
                    .zip(&keys)
                    .map(|(row, key)| Row {
                        key,
                        created: Some(row.created),
                        updated: Some(row.updated),
                    })
                    .collect();
                let answer = Answer {
                    total: Some(window.total),
                    count: rows.len(),
                    rows: &rows,
                    bytes: window.bytes,
                    date: Some(at / 1_000),
                };
                if self.sync.sync.answered(query, &answer, self.now) == Verdict::Keep {
                    self.sync.asked = asked;
                    self.sort(&window.rows);
                }
            }
            Ended::Answered { .. } => {}
            Ended::Refused(_) | Ended::Closed(_) => {
                let again = match ended {
                    Ended::Closed(seconds) => Some(seconds),
                    Ended::Refused(again) => again,
                    Ended::Answered { .. } => None,
                };
                let again = again.map(|seconds| self.now + seconds * 1_000);
                let why = if again.is_some() {
                    Why::Held
                } else {
                    Why::Unanswered
                };
                self.sync.sync.failed(why, again, self.now);
            }
        }
        self.next_step(self.now);
    }

    /// Rows by Shelf, with those of their orders.
    fn sort(&mut self, rows: &[Listed]) {
        let mut by_shelf: BTreeMap<u8, Vec<Listed>> = BTreeMap::new();
        for row in rows {
            let parcel = self.parcels[row.parcel as usize];
            by_shelf.entry(parcel.order_shelf).or_default();
            by_shelf.entry(parcel.shelf).or_default().push(*row);
        }
        self.sync.pending = by_shelf.into_iter().collect();
    }

    fn deliver(&mut self) {
        let many = self.sync.pending.len().min(MOST_SHELVES);
        let batch: Vec<_> = self.sync.pending.drain(..many).collect();
        let asked = self.sync.asked;
        for (shelf, rows) in batch {
            self.counts.objects.gate_to_shelf += 1;
            self.touch_shelf(shelf);
            self.rows(costs::SHELF_ARM);
            for row in rows {
                self.put(row.parcel, row.version, asked, true);
            }
        }
        if self.sync.pending.is_empty() {
            self.rows(costs::STEP_DELIVERED);
            self.sync.sync.delivered();
        }
        self.next_step(self.now);
    }
}
