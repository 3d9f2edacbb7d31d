//! What the Shelves want to know of upstream.

use super::driver::Served;
use super::object::Inner;
use crate::gate::{Care, Class, Kind, Want};
use crate::problem::Problem;
use crate::record::Record;
use crate::upstream::Request;
use crate::wire::{Lookup, Ms, OrderLookup, Reply, Who};
use js_sys::futures::spawn_local;
use serde_json::Value;
use std::rc::Rc;
use tracktry_core::Tracking;
use tracktry_core::number::{normalise_carrier, normalise_order};

/// Milliseconds between two looks for orders that are not known.
const NOTE_EVERY: Ms = 60_000;

/// Milliseconds such a look may wait for its turn.
const NOTE_WAIT_MS: u32 = 60_000;

impl From<Who> for Class {
    fn from(who: Who) -> Self {
        match who {
            Who::Proven => Self::Proven,
            Who::Guest => Self::Guest,
            Who::Merchant => Self::Merchant,
            Who::Sync => Self::Sync,
        }
    }
}

impl Inner {
    /// A parcel. It is asked for in a list, with others who wait; by itself only where the list
    /// leaves open whether this carrier has it.
    pub(super) async fn lookup(self: &Rc<Self>, lookup: Lookup, now: Ms) -> Result<Reply, Problem> {
        if let Some(until) = self.synced_after(lookup.fresh_after) {
            return Ok(Reply::Covered { until });
        }
        let class = lookup.who.into();
        let until = now.saturating_add(lookup.wait_ms.into());
        let (carrier, number) = (lookup.carrier.as_deref(), lookup.number.as_str());
        let want = Want::Number(number.to_owned());
        let served = self.ask(want, class, until, None).await;
        let served = served.map_err(|unserved| unserved.problem)?;
        let answered = &served.answered;
        if answered.tells() {
            if let Some(found) = answered.parcel(carrier, number) {
                return self.found(found, carrier, number, served.asked_at);
            }
            let (Some(carrier), true) = (carrier, answered.leaves_open(number, &served.named))
            else {
                return absent(&served);
            };
            return self.single(carrier, number, class, until).await;
        }
        if !answered.is_spoilt() || served.named.len() < 2 {
            return Err(answered.problem());
        }
        // One number that upstream takes for none spoils the list for all who are in it.
        match carrier {
            Some(carrier) => self.single(carrier, number, class, until).await,
            None => self.list_of_one(number, class, until).await,
        }
    }

    /// A number whose carrier is not known, in a list by itself.
    async fn list_of_one(
        self: &Rc<Self>,
        number: &str,
        class: Class,
        until: Ms,
    ) -> Result<Reply, Problem> {
        let want = Want::Alone {
            kind: Kind::List,
            care: Care::Safe,
        };
        let call = self.list("numbers", &[number.to_owned()]);
        let served = self.ask(want, class, until, Some(call)).await;
        let served = served.map_err(|unserved| unserved.problem)?;
        if !served.answered.tells() {
            return Err(served.answered.problem());
        }
        match served.answered.parcel(None, number) {
            Some(found) => self.found(found, None, number, served.asked_at),
            None => absent(&served),
        }
    }

    /// When the last round of the sync began, where that was after so and so.
    fn synced_after(&self, fresh_after: Option<Ms>) -> Option<Ms> {
        let fresh_after = fresh_after?;
        let until = self.sync_news().until;
        until.filter(|until| *until > fresh_after)
    }

    /// A parcel, asked for by itself.
    pub(super) async fn single(
        self: &Rc<Self>,
        carrier: &str,
        number: &str,
        class: Class,
        until: Ms,
    ) -> Result<Reply, Problem> {
        let lang = self
            .config()
            .map_err(|_| Problem::Internal)?
            .event_lang
            .clone();
        let want = Want::Alone {
            kind: Kind::Single,
            care: Care::Safe,
        };
        // Both are normalised and need no escaping.
        let call = Request::get(format!("/trackings/{carrier}/{number}/{lang}"));
        let served = self.ask(want, class, until, Some(call)).await;
        let served = served.map_err(|unserved| unserved.problem)?;
        if !served.answered.tells() {
            return match served.answered.problem() {
                Problem::ParcelUnknown => Ok(Reply::Absent {
                    asked_at: served.asked_at,
                }),
                problem => Err(problem),
            };
        }
        match served.answered.parcel(None, number) {
            Some(found) => self.found(found, Some(carrier), number, served.asked_at),
            None => absent(&served),
        }
    }

    /// The parcels of an order.
    pub(super) async fn order(
        self: &Rc<Self>,
        lookup: OrderLookup,
        now: Ms,
    ) -> Result<Reply, Problem> {
        if let Some(until) = self.synced_after(lookup.fresh_after) {
            return Ok(Reply::Covered { until });
        }
        let until = now.saturating_add(lookup.wait_ms.into());
        let want = Want::Order(lookup.order.clone());
        let served = self.ask(want, lookup.who.into(), until, None).await;
        let served = served.map_err(|unserved| unserved.problem)?;
        if !served.answered.tells() {
            return Err(served.answered.problem());
        }
        let is_of = |row: &&Tracking| {
            let order = row.customer.order_id.as_deref().and_then(normalise_order);
            order.as_ref() == Some(&lookup.order)
        };
        let rows = served.answered.rows.iter().filter(is_of);
        let records: Vec<_> = rows.filter_map(|row| self.record(row)).collect();
        if records.is_empty() {
            return absent(&served);
        }
        Ok(Reply::Found {
            records,
            asked_at: served.asked_at,
        })
    }

    /// Looks for an order that somebody asked for and that is not known: behind everybody's back,
    /// and one a minute for all together, or strangers would have us ask for whatever they make up.
    pub(super) fn note(self: &Rc<Self>, note: &Value, now: Ms) {
        let noted_at = self.noted_at.get();
        if noted_at.is_some_and(|at| (0..NOTE_EVERY).contains(&now.saturating_sub(at))) {
            return;
        }
        let Some(order) = note.get("order").and_then(Value::as_str) else {
            return;
        };
        self.noted_at.set(Some(now));
        let lookup = OrderLookup {
            order: order.to_owned(),
            who: Who::Sync,
            wait_ms: NOTE_WAIT_MS,
            fresh_after: None,
        };
        let inner = Rc::clone(self);
        spawn_local(async move {
            if let Ok(Reply::Found { records, asked_at }) = inner.order(lookup, now).await {
                inner.hand_over(records, asked_at).await;
            }
        });
    }

    pub(super) fn found(
        &self,
        row: &Tracking,
        carrier: Option<&str>,
        number: &str,
        asked_at: Ms,
    ) -> Result<Reply, Problem> {
        let config = self.config().map_err(|_| Problem::Internal)?;
        let proofs = crate::proofs::of(&row.customer, &config);
        let own = row.carrier_code.as_deref().and_then(normalise_carrier);
        let record = Record::named(row, carrier.or(own.as_deref()), number, proofs);
        Ok(Reply::Found {
            records: vec![record.ok_or(Problem::Internal)?],
            asked_at,
        })
    }

    /// What is kept of a row. The customer's data ends here.
    pub(super) fn record(&self, row: &Tracking) -> Option<Record> {
        let config = self.config().ok()?;
        Record::of(row, crate::proofs::of(&row.customer, &config))
    }

    /// What is kept of all rows of an answer.
    pub(super) fn records(&self, served: &Served) -> Vec<Record> {
        let rows = served.answered.rows.iter();
        rows.filter_map(|row| self.record(row)).collect()
    }
}

/// That upstream has nothing of it, where all it said could be read.
fn absent(served: &Served) -> Result<Reply, Problem> {
    if served.answered.is_read() {
        Ok(Reply::Absent {
            asked_at: served.asked_at,
        })
    } else {
        Err(Problem::Garbled)
    }
}
