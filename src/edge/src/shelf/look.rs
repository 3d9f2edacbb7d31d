//! What a Shelf answers to the Worker and to other objects.

use super::ends::End;
use super::memory::Counts;
use super::object::Inner;
use super::orders;
use super::policy::{Freshness, Ms, UNKNOWN_FOR};
use super::refresh::{self, Ended};
use super::store::{Kept, News};
use crate::access::Places;
use crate::object_reply::{self, ObjectReply};
use crate::problem::Problem;
use crate::record::{self, VERSION};
use crate::wire::{Delivered, Delivery, OrderLookup, PlaceOf, Register, Who};
use crate::{clock, etag, place, wire};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::rc::Rc;
use tracktry_core::Journey;
use worker::{Error, Result};

/// Milliseconds a shopper waits for what is not kept yet.
pub const SHOPPER_MS: u32 = 8_000;

/// Seconds after which to look again where a question is under way: it has had its turn by then.
const AGAIN_SECONDS: u32 = 5;

/// Milliseconds between two questions for the parcels of an order that is known: a split shipment
/// may have got another one.
const ORDER_AGAIN: Ms = 3_600_000;

/// A parcel as somebody wants to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The carrier's code.
    pub carrier: String,
    /// The number, normalised.
    pub number: String,
    /// Who asks.
    pub who: Who,
    /// How much of its places they may see.
    pub places: Places,
    /// Whether upstream may be told of it where it is unknown.
    pub register: bool,
    /// The order it must be of, where a link to an order is what opens it.
    pub order: Option<String>,
    /// The name of the network a guest asks from: [`crate::guests`].
    pub guest: Option<String>,
}

impl Wanted {
    /// The path under which a Shelf is asked for it. All of it but the order is plain characters.
    pub fn path(&self) -> String {
        let who = if self.who == Who::Proven { 'p' } else { 'g' };
        let places = self.places.as_str();
        let register = if self.register { 'r' } else { '-' };
        let Self {
            carrier, number, ..
        } = self;
        let order = self.order.as_deref().map(place::digest);
        let order = order.unwrap_or_default();
        let guest = self.guest.as_deref().unwrap_or_default();
        format!("/parcel/{who}{guest}/{places}/{register}/{carrier}/{number}/{order}")
    }

    /// Reads such a path. In the place of the order stands its digest.
    fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/parcel/")?.split('/');
        let who = parts.next()?;
        let guest = who.strip_prefix('g').filter(|name| !name.is_empty());
        Some(Self {
            guest: guest.map(str::to_owned),
            who: match who {
                "p" => Who::Proven,
                _ => Who::Guest,
            },
            places: match parts.next()? {
                "all" => Places::All,
                _ => Places::Country,
            },
            register: parts.next()? == "r",
            carrier: parts.next()?.to_owned(),
            number: parts.next()?.to_owned(),
            order: parts.next().filter(|o| !o.is_empty()).map(str::to_owned),
        })
    }

    /// The parcel's key.
    pub fn key(&self) -> String {
        record::key(&self.carrier, &self.number)
    }
}

pub(super) async fn answer(
    inner: &Rc<Inner>,
    path: &str,
    body: &str,
    now: Ms,
) -> Result<ObjectReply> {
    #[cfg(feature = "test-panic")]
    crate::trap(path);
    if let Some(wanted) = Wanted::of_path(path) {
        return parcel(inner, &wanted, now).await;
    }
    match path {
        "/put" => put(inner, &read(body)?, now),
        "/find" => find(inner, &read(body)?, now).await,
        "/order" => order(inner, read(body)?, now).await,
        "/prove" => super::proving::prove(inner, &read(body)?, now).await,
        "/promise" => super::promises::promise(inner, &read(body)?, now).await,
        "/promised" => super::promises::promised(inner, &read(body)?, now),
        "/trouble" => super::trouble::answer(inner, &read(body)?).await,
        "/hint" => super::hints::answer(inner, &read(body)?, now),
        "/erase" => erase(inner, &read(body)?, now).await,
        "/guest" => super::guests::answer(inner, &read(body)?, now),
        "/unalias" => {
            inner.store()?.forget_alias(named(&read(body)?)?)?;
            object_reply::json(&())
        }
        "/stats" => super::stats::answer(inner, now),
        "/stats/group" => super::stats::group(inner, &read::<Vec<u8>>(body)?, now).await,
        "/arm" => {
            inner.armed_at.set(None);
            object_reply::json(&())
        }
        _ => Err(Error::from("a Shelf has no such path")),
    }
}

/// The parcel or number that a message names.
fn named(asked: &Value) -> Result<&str> {
    let name = asked.get("name").and_then(Value::as_str);
    name.ok_or_else(|| Error::from("a message names nothing"))
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T> {
    // What serde says of it can quote it.
    serde_json::from_str(body).map_err(|_| Error::from("a message cannot be read"))
}

async fn parcel(inner: &Rc<Inner>, wanted: &Wanted, now: Ms) -> Result<ObjectReply> {
    let key = wanted.key();
    let store = inner.store()?;
    inner.tell_gate(now)?;
    let Some(kept) = store.parcel(&key)? else {
        return first_look(inner, wanted, &key, now).await;
    };
    inner.count(|counts| counts.hits = counts.hits.saturating_add(1));
    let config = inner.config()?;
    let bound = config.refresh_ms();
    let mut freshness = inner.freshness(&kept, bound, now);
    if freshness != Freshness::Fresh && kept.listed && bound != Some(0) {
        inner.hear_gate().await;
        freshness = inner.freshness(&kept, bound, now);
    }
    if freshness == Freshness::Fresh && kept.v >= i64::from(VERSION) {
        return shown(inner, kept, wanted, false);
    }
    let may_ask = inner.memory.borrow().hushed(now).is_none();
    if bound == Some(0) {
        // The deployment wants nothing shown without asking.
        let ended = if may_ask {
            let flight = refresh::fly(inner, wanted, &kept, bound, now);
            refresh::land(&flight, SHOPPER_MS).await
        } else {
            Ended::Late
        };
        let stale = !matches!(ended, Ended::Done);
        return match store.parcel(&key)? {
            // One in doubt still: the answer was from before what a merchant did.
            Some(kept) => {
                let stale = stale || kept.v < i64::from(VERSION);
                shown(inner, kept, wanted, stale)
            }
            None => Ok(object_reply::problem(Problem::ParcelUnknown)),
        };
    }
    if may_ask {
        refresh::fly_behind(inner, wanted, &kept, bound, now);
    }
    let stale = freshness == Freshness::Stale || inner.memory.borrow().trouble;
    shown(inner, kept, wanted, stale)
}

/// A parcel that is not kept: asked for, and waited for.
async fn first_look(inner: &Rc<Inner>, wanted: &Wanted, key: &str, now: Ms) -> Result<ObjectReply> {
    let is_known_as_none = inner.memory.borrow().is_unknown(key, now);
    if matches!(inner.store()?.end(key)?, Some((End::Erased, _)))
        || (is_known_as_none && !registers(inner, wanted, key, now))
    {
        return Ok(object_reply::problem(Problem::ParcelUnknown));
    }
    inner.count(|counts| counts.waits = counts.waits.saturating_add(1));
    let guest = wanted.guest.as_deref();
    if let Err(problem) = inner.guest_may(guest).await {
        return Ok(object_reply::problem(problem));
    }
    let flight = refresh::fly_first(inner, wanted, now);
    match refresh::land(&flight, SHOPPER_MS).await {
        Ended::Done => {
            let found = inner.store()?.parcel(key)?;
            inner.guest_ended(guest, found.is_none());
            if let Some(kept) = found {
                shown(inner, kept, wanted, false)
            } else {
                Ok(object_reply::problem(Problem::ParcelUnknown))
            }
        }
        Ended::Failed(problem) => {
            inner.refused(key, guest, problem, now);
            Ok(object_reply::problem(problem))
        }
        Ended::Late => {
            inner.guest_ended(guest, false);
            Ok(object_reply::problem(Problem::Busy(AGAIN_SECONDS)))
        }
    }
}

impl Inner {
    /// A question for a guest has failed: what upstream calls no number is remembered as unknown, and
    /// counts as such.
    fn refused(self: &Rc<Self>, key: &str, guest: Option<&str>, problem: Problem, now: Ms) {
        if matches!(problem, Problem::NumberInvalid | Problem::CarrierInvalid) {
            self.memory.borrow_mut().note_unknown(key, now);
            self.guest_ended(guest, true);
        } else {
            self.guest_ended(guest, false);
        }
    }
}

/// Whether a parcel that is remembered as unknown is asked for all the same: by who may register it,
/// and as rarely as others would ask. Those who come meanwhile wait for the same answer.
fn registers(inner: &Inner, wanted: &Wanted, key: &str, now: Ms) -> bool {
    let name = format!("register:{key}");
    wanted.register
        && (inner.flights.borrow().contains_key(key)
            || inner.memory.borrow_mut().may_ask(&name, UNKNOWN_FOR, now))
}

/// What is kept, as those may see it who ask.
fn shown(inner: &Inner, kept: Kept, wanted: &Wanted, stale: bool) -> Result<ObjectReply> {
    if let Some(order) = &wanted.order
        && kept.order.as_deref().map(place::digest).as_ref() != Some(order)
    {
        return Ok(object_reply::problem(Problem::TokenRefused));
    }
    if stale {
        inner.count(|counts| counts.stale = counts.stale.saturating_add(1));
    }
    // A clock that was put back since makes no time in the future.
    let fetched_at = inner.fetched_at(&kept).min(clock::now());
    let name = kept.age.stage.as_str();
    let body = match wanted.places {
        Places::All => kept.journey,
        Places::Country => {
            let json: Value = serde_json::from_str(&kept.journey)
                .map_err(|_| Error::from("a kept journey cannot be read"))?;
            let journey = Journey::decode(&&json)
                .ok_or_else(|| Error::from("a kept journey cannot be read"))?;
            serde_json::to_string(&wanted.places.view(journey))
                .map_err(|error| error.to_string())?
        }
    };
    let facts = format!(
        "{} {fetched_at} {} {name}",
        etag::of(&body),
        u8::from(stale)
    );
    Ok(object_reply::journey(body, facts))
}

fn put(inner: &Inner, delivery: &Delivery, now: Ms) -> Result<ObjectReply> {
    let store = inner.store()?;
    let config = inner.config()?;
    let (retention, announced) = (config.retention_ms(), config.shop.is_some());
    for place in &delivery.places {
        store.join_promise(&place.order, &place.key, now)?;
        store.index(place, delivery.asked_at)?;
    }
    for place in &delivery.left {
        store.unindex(&place.order, &place.key, now)?;
    }
    let mut delivered = Delivered::default();
    for record in &delivery.records {
        let news = News {
            record,
            listed: delivery.listed,
            asked_at: delivery.asked_at,
            announced,
            indexed: true,
        };
        if let Some(order) = store.put(news, retention, now)? {
            delivered.left.push(PlaceOf {
                order,
                key: record.key(),
                proofs: Vec::new(),
            });
        }
        inner.memory.borrow_mut().forget_unknown(&record.key());
    }
    super::mark::take(inner, delivery, &mut delivered, now)?;
    object_reply::json(&delivered)
}

/// Whose a number is.
async fn find(inner: &Rc<Inner>, wanted: &wire::Lookup, now: Ms) -> Result<ObjectReply> {
    let number = &wanted.number;
    if let Some(carrier) = inner.store()?.alias(number, now)? {
        return object_reply::json(&json!({ "carrier": carrier }));
    }
    if inner
        .memory
        .borrow()
        .is_unknown(&record::key("-", number), now)
    {
        return Ok(object_reply::problem(Problem::ParcelUnknown));
    }
    let guest = wanted.guest.as_deref();
    if let Err(problem) = inner.guest_may(guest).await {
        return Ok(object_reply::problem(problem));
    }
    let flight = refresh::find(inner, wanted, now);
    match refresh::land(&flight, SHOPPER_MS).await {
        Ended::Done => {
            let found = inner.store()?.alias(number, now)?;
            inner.guest_ended(guest, found.is_none());
            if let Some(carrier) = found {
                object_reply::json(&json!({ "carrier": carrier }))
            } else {
                Ok(object_reply::problem(Problem::ParcelUnknown))
            }
        }
        Ended::Failed(problem) => {
            inner.refused(&record::key("-", number), guest, problem, now);
            Ok(object_reply::problem(problem))
        }
        Ended::Late => {
            inner.guest_ended(guest, false);
            Ok(object_reply::problem(Problem::Busy(AGAIN_SECONDS)))
        }
    }
}

/// The parcels of an order. One that is known is answered at once, and now and then asked for
/// behind the answer.
async fn order(inner: &Rc<Inner>, mut wanted: OrderLookup, now: Ms) -> Result<ObjectReply> {
    let order = wanted.order.clone();
    let known = inner.store()?.places(&order)?;
    if !known.is_empty() {
        // A sync brings the parcels of all orders.
        let after = now.saturating_sub(ORDER_AGAIN);
        if inner.memory.borrow().is_synced_after(after) {
            return orders::shown(known);
        }
        wanted.fresh_after = Some(after);
    }
    let name = format!("order:{order}");
    if known.is_empty() && inner.memory.borrow().is_unknown(&name, now) {
        return Ok(object_reply::problem(Problem::OrderUnknown));
    }
    let may_ask = inner.memory.borrow().hushed(now).is_none()
        && (known.is_empty() || inner.memory.borrow_mut().may_ask(&order, ORDER_AGAIN, now));
    let flight = may_ask.then(|| refresh::order(inner, wanted, now));
    if !known.is_empty() {
        return orders::shown(known);
    }
    let ended = match flight {
        Some(flight) => refresh::land(&flight, SHOPPER_MS).await,
        None => Ended::Failed(
            (inner.memory.borrow().hushed(now)).unwrap_or(Problem::Busy(AGAIN_SECONDS)),
        ),
    };
    match ended {
        Ended::Done => match inner.store()?.places(&order)? {
            places if places.is_empty() => Ok(object_reply::problem(Problem::OrderUnknown)),
            places => orders::shown(places),
        },
        Ended::Failed(problem) => Ok(object_reply::problem(problem)),
        Ended::Late => Ok(object_reply::problem(Problem::Busy(AGAIN_SECONDS))),
    }
}

/// Erases a parcel, `{"name": …}`, with an `order` only where it is in no other one, and has its orders
/// forget it: also one that could not be told before.
async fn erase(inner: &Inner, asked: &Value, now: Ms) -> Result<ObjectReply> {
    let store = inner.store()?;
    let key = named(asked)?;
    store.erase(key, asked.get("order").and_then(Value::as_str), now)?;
    for order in store.departing(key)? {
        if !inner.leave(order, key.to_owned()).await {
            return Ok(object_reply::problem(Problem::Internal));
        }
    }
    object_reply::json(&())
}

/// What the Gate is asked to register.
pub(super) fn registration(wanted: &Wanted, wait_ms: u32) -> Register {
    Register {
        carrier: wanted.carrier.clone(),
        number: wanted.number.clone(),
        wait_ms,
    }
}

impl Inner {
    /// When upstream was asked last: by a look of its own, or by a sync that keeps the parcel.
    pub(super) fn fetched_at(&self, kept: &Kept) -> Ms {
        let synced = self.memory.borrow().sync.until.filter(|_| kept.listed);
        synced
            .unwrap_or(kept.age.fetched_at)
            .max(kept.age.fetched_at)
    }

    fn freshness(&self, kept: &Kept, bound: Option<Ms>, now: Ms) -> Freshness {
        let mut age = kept.age;
        age.fetched_at = self.fetched_at(kept);
        super::policy::freshness(&age, bound, now)
    }

    fn count(&self, add: impl FnOnce(&mut Counts)) {
        add(&mut self.memory.borrow_mut().counts);
    }
}
