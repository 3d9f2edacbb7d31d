//! `/orders/{order}`: all parcels of an order, and `DELETE` of what is kept of them.

use crate::access::{Caller, Places, Scope, may_see_order, merchant};
use crate::cache::{self, Facts};
use crate::config::Config;
use crate::journeys::{FETCHED_AT, Place, iso, knows};
use crate::object_reply::FACTS;
use crate::objects::{CALL_MS, Object, problem_of, text};
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::shelf::look::Wanted;
use crate::shelf::orders::MAX_PARCELS;
use crate::shelf::refresh::GATE_MS;
use crate::wire::{Delivery, OrderLookup, PlaceOf, Who};
use crate::{etag, memory, objects, place, platform, record};
use futures_util::future::join_all;
use serde_json::json;
use worker::Env;

/// The version of the answer.
const VERSION: u8 = 1;

/// The most times the parcels of an order that one answer holds are erased: each costs some calls,
/// of which a request may make a thousand.
const MAX_TURNS: usize = 5;

/// Milliseconds an erasure may take: the parcel's Shelf tells those of its orders.
const ERASE_MS: u32 = 3 * CALL_MS;

/// The parcels of an order as they were found.
#[derive(Debug)]
pub struct Seen {
    /// A journey each, as JSON.
    pub journeys: Vec<String>,
    /// Whether one of them is older than it should be.
    pub stale: bool,
    /// When upstream was asked for the oldest, in milliseconds since 1970.
    pub fetched_at: i64,
}

/// Answers with all parcels of an order that are known.
///
/// # Errors
/// As for [`see`].
pub async fn answer(place: Place<'_>, order: &str) -> Result<Reply, Problem> {
    let Place { call, config, .. } = place;
    let caller = Caller::of(call.authorization.as_deref(), config, call.now_seconds());
    let Seen {
        journeys,
        stale,
        fetched_at,
    } = see(place, &caller, order).await?;
    // Each is JSON already.
    let body = format!(
        r#"{{"v":{VERSION},"order":{},"journeys":[{}]}}"#,
        json!(order),
        journeys.join(",")
    );
    let facts = Facts {
        etag: etag::of(&body),
        fetched_at,
        stale,
        stage: None,
        made_at: call.now(),
    };
    let reply = if knows(call, &facts) {
        Reply::new(304, Body::None)
    } else {
        Reply::new(200, Body::Text(body)).with("Content-Type", "application/json")
    };
    Ok(reply
        .with("ETag", facts.etag)
        .with("Cache-Control", cache::control(0, true))
        .with(FETCHED_AT, iso(fetched_at))
        .with("Tracktry-Stale", if stale { "true" } else { "false" })
        .from("shelf"))
}

/// All parcels of an order that are known, if the caller may see it.
///
/// # Errors
/// Whatever keeps us from one of them: part of an order would look like all of it.
pub async fn see(place: Place<'_>, caller: &Caller, order: &str) -> Result<Seen, Problem> {
    let Place { call, env, .. } = place;
    may_see_order(caller, order)?;
    let keys = keys(env, order).await?;
    let asked = keys.iter().map(|key| journey(env, order, key, call.now()));
    let mut seen = Seen {
        journeys: Vec::new(),
        stale: false,
        fetched_at: call.now(),
    };
    for answer in join_all(asked).await {
        match answer {
            Ok((facts, body)) => {
                seen.stale |= facts.stale;
                seen.fetched_at = seen.fetched_at.min(facts.fetched_at);
                seen.journeys.push(body);
            }
            // Gone since, or in another order now.
            Err(Problem::ParcelUnknown | Problem::TokenRefused) => {}
            Err(problem) => return Err(problem),
        }
    }
    if seen.journeys.is_empty() {
        return Err(Problem::OrderUnknown);
    }
    Ok(seen)
}

/// The parcels of an order, by their keys.
pub(crate) async fn keys(env: &Env, order: &str) -> Result<Vec<String>, Problem> {
    let lookup = OrderLookup {
        order: order.to_owned(),
        who: Who::Proven,
        wait_ms: GATE_MS,
        fresh_after: None,
    };
    let home = Object::shelf_of_order(order);
    home.post(env, "/order", &lookup, CALL_MS).await
}

async fn journey(env: &Env, order: &str, key: &str, now: i64) -> Result<(Facts, String), Problem> {
    let (carrier, number) = key.split_once('/').ok_or(Problem::Internal)?;
    let wanted = Wanted {
        carrier: carrier.to_owned(),
        number: number.to_owned(),
        who: Who::Proven,
        places: Places::All,
        register: false,
        order: Some(order.to_owned()),
        guest: None,
    };
    let home = Object::shelf_of(key);
    let response = home.get(env, &wanted.path(), CALL_MS).await?;
    if response.status() != 200 {
        return Err(problem_of(&response));
    }
    let facts = Facts::read(&platform::read(&response, FACTS), now).ok_or(Problem::Internal)?;
    Ok((facts, text(&response, CALL_MS).await?))
}

/// Erases what is kept of a parcel, at once. It is no error if there is nothing.
///
/// # Errors
/// The caller may not, or a Shelf fails: to ask again does no harm.
pub async fn erase_parcel(place: Place<'_>, carrier: &str, number: &str) -> Result<Reply, Problem> {
    may_erase(place)?;
    erase(place, &record::key(carrier, number), None).await?;
    Ok(Reply::new(204, Body::None).with("Cache-Control", "no-store"))
}

/// Erases what is kept of all parcels of an order that are known.
///
/// # Errors
/// As for [`erase_parcel`].
pub async fn erase_order(place: Place<'_>, order: &str) -> Result<Reply, Problem> {
    may_erase(place)?;
    for _ in 0..MAX_TURNS {
        let keys = match keys(place.env, order).await {
            Err(Problem::OrderUnknown) => Vec::new(),
            keys => keys?,
        };
        let is_last = keys.len() < MAX_PARCELS;
        for key in keys {
            erase(place, &key, Some(order)).await?;
            leave(place.env, order.to_owned(), key).await?;
        }
        if is_last {
            let nothing = json!({ "order": order, "date": null });
            let home = Object::shelf_of_order(order);
            let told = home.post::<_, Vec<String>>(place.env, "/promise", &nothing, CALL_MS);
            told.await?;
            return Ok(Reply::new(204, Body::None).with("Cache-Control", "no-store"));
        }
    }
    // Some are left: whoever asks again goes on with them.
    Err(Problem::Internal)
}

fn may_erase(place: Place<'_>) -> Result<(), Problem> {
    let Place { call, config, .. } = place;
    let caller = Caller::of(call.authorization.as_deref(), config, call.now_seconds());
    merchant(&caller, Scope::Write).map(|_| ())
}

/// Erases a parcel; with an order only where it is in no other one by now, whatever its list says.
async fn erase(place: Place<'_>, key: &str, order: Option<&str>) -> Result<(), Problem> {
    let Place { config, env, .. } = place;
    let (carrier, number) = key.split_once('/').ok_or(Problem::Internal)?;
    let name = json!({ "name": key, "order": order });
    Object::shelf_of(key)
        .post::<_, ()>(env, "/erase", &name, ERASE_MS)
        .await?;
    let nobody = record::key("-", number);
    let name = json!({ "name": number });
    Object::shelf_of(&nobody)
        .post::<_, ()>(env, "/unalias", &name, CALL_MS)
        .await?;
    forget(config, carrier, number).await;
    Ok(())
}

/// The same by a parcel's key.
pub(crate) async fn forget_answers(config: &Config, key: &str) {
    if let Some((carrier, number)) = key.split_once('/') {
        forget(config, carrier, number).await;
    }
}

/// Forgets what is remembered of a parcel in this data centre; others hold it for five minutes at
/// most.
pub(crate) async fn forget(config: &Config, carrier: &str, number: &str) {
    for places in [Places::All, Places::Country] {
        for carrier in [carrier, "-"] {
            memory::forget(&cache::key(config, places, carrier, number)).await;
        }
    }
}

/// An order has a parcel no more.
async fn leave(env: &Env, order: String, key: String) -> Result<(), Problem> {
    let home = place::of_order(&order);
    let delivery = Delivery {
        left: vec![PlaceOf {
            order,
            key,
            proofs: Vec::new(),
        }],
        ..Delivery::default()
    };
    objects::deliver(env, home, &delivery).await.map(|_| ())
}
