//! Questions of a Shelf to the Gate. Each is asked once for any number who wait for it, and goes
//! on where nobody waits any more.

use super::look::{Wanted, registration};
use super::object::Inner;
use super::policy::{self, Ms};
use super::store::{Kept, News};
use crate::objects::{Object, deliver, deliveries};
use crate::problem::Problem;
use crate::record::{self, Record};
use crate::wire::{Delivery, Lookup, OrderLookup, PlaceOf, Reply, SyncNews, Who};
use crate::{clock, object_reply, place, platform};
use js_sys::Promise;
use js_sys::futures::future_to_promise;
use std::collections::HashMap;
use std::rc::Rc;
use tracktry_core::Stage;
use wasm_bindgen::JsValue;
use worker::Result;

/// Milliseconds a question may wait at the Gate: a moment less than a call of an object may take.
pub const GATE_MS: u32 = 8_500;

/// The most questions of one Shelf behind answers. Those of all Shelves are 256: the Gate serves them
/// in the time each of them may wait, and has room for the sync besides.
const MOST_BEHIND: usize = 4;

/// A question under way.
#[derive(Clone, Debug)]
pub(super) struct Flight {
    /// Resolves to how it ended.
    promise: Promise,
    /// Whether it was asked behind an answer.
    is_behind: bool,
}

/// Milliseconds a shopper waits for the Gate's word of the sync: two objects of one account are that
/// close, and without it the answer is marked, not wrong.
const HEAR_MS: u32 = 500;

/// The name of the question how far the sync is. No parcel and no order has it.
const TOLD: &str = "sync";

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Upstream answered, and what it said is kept.
    Done,
    /// It did not.
    Failed(Problem),
    /// Not within the time there was; it goes on.
    Late,
}

/// Waits for a question, for so many milliseconds.
pub(super) async fn land(flight: &Promise, ms: u32) -> Ended {
    let landed = platform::within(flight, ms).await;
    match landed.ok().and_then(|how| how.as_string()) {
        Some(how) if how.is_empty() => Ended::Done,
        Some(how) => Ended::Failed(object_reply::problem_of(&how)),
        None => Ended::Late,
    }
}

/// Asks for a parcel that is not kept.
pub(super) fn fly_first(inner: &Rc<Inner>, wanted: &Wanted, now: Ms) -> Promise {
    fly_with(inner, wanted, None, now)
}

/// Asks for a parcel that is kept and due, for somebody who waits.
pub(super) fn fly(
    inner: &Rc<Inner>,
    wanted: &Wanted,
    kept: &Kept,
    bound: Option<Ms>,
    now: Ms,
) -> Promise {
    // What a sync brought of a stage that nobody knows may have been told wrongly.
    let is_known = kept.age.stage != Stage::Unknown;
    let fresh_after = policy::interval_within(&kept.age, bound)
        .filter(|_| kept.listed && is_known && kept.v >= i64::from(record::VERSION))
        .map(|interval| now.saturating_sub(interval));
    fly_with(inner, wanted, fresh_after, now)
}

/// The same behind the answer: after all who wait for a parcel they have not seen. Where many are
/// due it is skipped, and comes with a later look.
pub(super) fn fly_behind(
    inner: &Rc<Inner>,
    wanted: &Wanted,
    kept: &Kept,
    bound: Option<Ms>,
    now: Ms,
) {
    let is_flying = |flights: &HashMap<String, Flight>| {
        let behind = flights.values().filter(|flight| flight.is_behind);
        behind.count() >= MOST_BEHIND || flights.contains_key(&wanted.key())
    };
    if is_flying(&inner.flights.borrow()) {
        return;
    }
    let wanted = Wanted {
        who: Who::Sync,
        ..wanted.clone()
    };
    let _ = fly(inner, &wanted, kept, bound, now);
    if let Some(flight) = inner.flights.borrow_mut().get_mut(&wanted.key()) {
        flight.is_behind = true;
    }
}

fn fly_with(inner: &Rc<Inner>, wanted: &Wanted, fresh_after: Option<Ms>, now: Ms) -> Promise {
    let key = wanted.key();
    once(inner, &key.clone(), {
        let (inner, wanted) = (Rc::clone(inner), wanted.clone());
        async move {
            if let Some(why) = inner.memory.borrow().hushed(now) {
                return Err(why);
            }
            let lookup = Lookup {
                carrier: Some(wanted.carrier.clone()).filter(|carrier| carrier != "-"),
                number: wanted.number.clone(),
                who: wanted.who,
                wait_ms: GATE_MS,
                fresh_after,
                guest: None,
            };
            let mut reply = inner.ask_gate("/lookup", &lookup).await?;
            let may_register = wanted.register
                && wanted.carrier != "-"
                && inner.config().is_ok_and(|config| config.auto_register);
            if matches!(reply, Reply::Absent { .. })
                && may_register
                && inner
                    .store()
                    .and_then(|store| store.parcel(&key))
                    .is_ok_and(|kept| kept.is_none())
            {
                let question = registration(&wanted, GATE_MS);
                reply = inner.ask_gate("/register", &question).await?;
            }
            inner.take(&key, reply).await
        }
    })
}

/// Asks whose a number is.
pub(super) fn find(inner: &Rc<Inner>, wanted: &Lookup, now: Ms) -> Promise {
    let number = wanted.number.clone();
    once(inner, &record::key("-", &number), {
        let (inner, wanted) = (Rc::clone(inner), wanted.clone());
        async move {
            if let Some(why) = inner.memory.borrow().hushed(now) {
                return Err(why);
            }
            let reply = inner.ask_gate("/lookup", &wanted).await?;
            let Reply::Found { records, asked_at } = reply else {
                let name = record::key("-", &number);
                inner.memory.borrow_mut().note_unknown(&name, clock::now());
                return Ok(());
            };
            let best = records.into_iter().next().ok_or(Problem::Internal)?;
            let carrier = best.carrier.clone();
            inner.spread(vec![best], asked_at).await?;
            let store = inner.store().map_err(|_| Problem::Internal)?;
            let set = store.set_alias(&number, &carrier, clock::now());
            set.map_err(|_| Problem::Internal)
        }
    })
}

/// Asks for the parcels of an order.
pub(super) fn order(inner: &Rc<Inner>, wanted: OrderLookup, now: Ms) -> Promise {
    let name = format!("order:{}", wanted.order);
    once(inner, &name.clone(), {
        let inner = Rc::clone(inner);
        async move {
            if let Some(why) = inner.memory.borrow().hushed(now) {
                return Err(why);
            }
            match inner.ask_gate("/order", &wanted).await? {
                Reply::Found { records, asked_at } if !records.is_empty() => {
                    inner.spread(records, asked_at).await
                }
                Reply::Covered { until } => {
                    inner.covered(until);
                    Ok(())
                }
                _ => {
                    inner.memory.borrow_mut().note_unknown(&name, clock::now());
                    Ok(())
                }
            }
        }
    })
}

/// The question of that name that is under way, else a new one.
fn once(
    inner: &Rc<Inner>,
    name: &str,
    question: impl Future<Output = Result<(), Problem>> + 'static,
) -> Promise {
    if let Some(flight) = inner.flights.borrow().get(name) {
        return flight.promise.clone();
    }
    let owner = Rc::clone(inner);
    let key = name.to_owned();
    let promise = future_to_promise(async move {
        let ended = question.await;
        owner.flights.borrow_mut().remove(&key);
        owner.note(&ended);
        owner.arm().await;
        Ok(match ended {
            Ok(()) => JsValue::from(""),
            Err(problem) => object_reply::problem_text(problem).into(),
        })
    });
    let flight = Flight {
        promise: promise.clone(),
        is_behind: false,
    };
    inner.flights.borrow_mut().insert(name.to_owned(), flight);
    promise
}

impl Inner {
    /// Asks the Gate; a refusal is an error.
    pub(super) async fn ask_gate<Q: serde::Serialize>(
        &self,
        path: &str,
        question: &Q,
    ) -> Result<Reply, Problem> {
        let config = self.config().map_err(|_| Problem::Internal)?;
        let gate = Object::gate(&config);
        let ms = crate::objects::CALL_MS;
        match gate.post(&self.env, path, question, ms).await? {
            Reply::Refused(refusal) => {
                let problem = (&refusal).into();
                if refusal.hush {
                    self.memory.borrow_mut().hush(problem, clock::now());
                }
                Err(problem)
            }
            reply => Ok(reply),
        }
    }

    /// Keeps what the Gate answered about a parcel of this Shelf.
    pub(super) async fn take(&self, key: &str, reply: Reply) -> Result<(), Problem> {
        let now = clock::now();
        let fault = |_| Problem::Internal;
        match reply {
            Reply::Found { records, asked_at } => {
                let record = records.into_iter().find(|record| record.key() == key);
                let record = record.ok_or(Problem::Internal)?;
                self.keep(&record, asked_at).await.map_err(fault)
            }
            Reply::Absent { asked_at } => {
                let store = self.store().map_err(fault)?;
                if store.parcel(key).map_err(fault)?.is_none() {
                    self.memory.borrow_mut().note_unknown(key, now);
                }
                if let Some(Some(order)) = store.miss(key, asked_at, now).map_err(fault)? {
                    self.leave(order, key.to_owned()).await;
                }
                Ok(())
            }
            Reply::Covered { until } => {
                self.covered(until);
                Ok(())
            }
            Reply::Refused(refusal) => Err((&refusal).into()),
        }
    }

    /// The Gate says how far the sync is instead of asking.
    fn covered(&self, until: Ms) {
        let importing = self.memory.borrow().sync.importing;
        self.memory.borrow_mut().learn(SyncNews {
            until: Some(until),
            importing,
        });
    }

    /// Keeps a record. The order's Shelf is told first: were it told afterwards, a crash between
    /// the two would leave a parcel that its order does not know.
    async fn keep(&self, record: &Record, asked_at: Ms) -> Result<()> {
        let store = self.store()?;
        let mut indexed = true;
        if let Some(order) = &record.order
            && !store.has(&record.key(), &record.print())?
        {
            let place = PlaceOf {
                order: order.clone(),
                key: record.key(),
                proofs: record.proofs.clone(),
            };
            let delivery = Delivery {
                asked_at,
                places: vec![place],
                ..Delivery::default()
            };
            let home = place::of_order(order);
            indexed = deliver(&self.env, home, &delivery).await.is_ok();
        }
        let now = clock::now();
        let config = self.config()?;
        let news = News {
            record,
            listed: false,
            asked_at,
            announced: config.shop.is_some(),
            indexed,
        };
        if let Some(order) = store.put(news, config.retention_ms(), now)? {
            self.leave(order, record.key()).await;
        }
        self.memory.borrow_mut().forget_unknown(&record.key());
        Ok(())
    }

    /// Hands records to their Shelves, and their places to those of their orders.
    async fn spread(&self, records: Vec<Record>, asked_at: Ms) -> Result<(), Problem> {
        let mut left = Vec::new();
        for (shelf, delivery) in deliveries(records, asked_at, false) {
            left.extend(deliver(&self.env, shelf, &delivery).await?.left);
        }
        // Last: an erased parcel's order was told of it just now.
        for place in left {
            self.leave(place.order, place.key).await;
        }
        Ok(())
    }

    /// An order has a parcel no more; whether its Shelf could be told. Until then the parcel itself
    /// says so to whoever looks.
    pub(super) async fn leave(&self, order: String, key: String) -> bool {
        let home = place::of_order(&order);
        let place = PlaceOf {
            order: order.clone(),
            key: key.clone(),
            proofs: Vec::new(),
        };
        let delivery = Delivery {
            left: vec![place],
            ..Delivery::default()
        };
        let told = deliver(&self.env, home, &delivery).await.is_ok();
        told && self
            .store()
            .and_then(|store| store.departed(&key, &order))
            .is_ok()
    }

    /// What is learnt of how a question ended.
    fn note(&self, ended: &Result<(), Problem>) {
        self.memory.borrow_mut().trouble = match ended {
            Ok(()) => false,
            // What one asks for wrongly says nothing of upstream.
            Err(problem) => problem.concerns_operator(),
        };
    }

    /// Tells the Gate now and then that somebody looks, which keeps its sync at a quick pace, and
    /// learns how far that is.
    pub(super) fn tell_gate(self: &Rc<Self>, now: Ms) -> Result<()> {
        let config = self.config()?;
        let every = i64::from(config.sync_seconds).saturating_mul(1_000);
        let told_at = self.memory.borrow().told_at;
        if every == 0 || (0..every).contains(&now.saturating_sub(told_at)) {
            return Ok(());
        }
        self.memory.borrow_mut().told_at = now;
        let inner = Rc::clone(self);
        let promise = future_to_promise(async move {
            let gate = Object::gate(&config);
            let asked = gate.post(&inner.env, "/looked", &(), crate::objects::CALL_MS);
            if let Ok(news) = asked.await {
                inner.memory.borrow_mut().learn(news);
            }
            inner.flights.borrow_mut().remove(TOLD);
            inner.keep_counts(clock::now(), false);
            Ok(JsValue::from(""))
        });
        let told = Flight {
            promise,
            is_behind: false,
        };
        self.flights.borrow_mut().insert(TOLD.to_owned(), told);
        Ok(())
    }

    /// Waits a moment for the Gate's word of the sync, where it was asked and nothing is known of
    /// it yet: an instance that just woke would mark as old what the sync keeps.
    pub(super) async fn hear_gate(&self) {
        let told = self.flights.borrow().get(TOLD).cloned();
        if let Some(told) = told.filter(|_| self.memory.borrow().sync.until.is_none()) {
            land(&told.promise, HEAR_MS).await;
        }
    }
}
