//! From the Worker to its objects, and from object to object.

use crate::platform;
use crate::problem::Problem;
use crate::record::Record;
use crate::sorted::Sorted;
use crate::wire::{Delivered, Delivery, Ms, PlaceOf};
use crate::{config::Config, object_reply, place};
use futures_util::future::join_all;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::pin::Pin;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Response;
use worker::Env;

/// Milliseconds any call of an object may take.
pub const CALL_MS: u32 = 9_000;

/// One object, by the name of its binding and its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    binding: &'static str,
    name: String,
}

impl Object {
    /// A Shelf.
    pub fn shelf(shelf: u8) -> Self {
        Self {
            binding: "SHELF",
            name: place::shelf_name(shelf),
        }
    }

    /// The Shelf of a parcel.
    pub fn shelf_of(key: &str) -> Self {
        Self::shelf(place::of_parcel(key))
    }

    /// The Shelf of an order.
    pub fn shelf_of_order(order: &str) -> Self {
        Self::shelf(place::of_order(order))
    }

    /// The Gate of the deployment's account.
    pub fn gate(config: &Config) -> Self {
        Self {
            binding: "GATE",
            name: format!("gate-{}", config.account),
        }
    }

    /// Whether it is called so.
    pub fn has_name(&self, name: &str) -> bool {
        self.name == name
    }

    /// Asks with a GET; `path` begins with a slash and is escaped.
    ///
    /// # Errors
    /// The object fails or is slower than `ms`.
    pub async fn get(&self, env: &Env, path: &str, ms: u32) -> Result<Response, Problem> {
        self.call(env, path, &JsValue::UNDEFINED, ms).await
    }

    /// Asks with JSON, and reads JSON.
    ///
    /// # Errors
    /// The object fails, is slower than `ms`, or answers with what cannot be read.
    pub async fn post<Q: Serialize, A: DeserializeOwned>(
        &self,
        env: &Env,
        path: &str,
        question: &Q,
        ms: u32,
    ) -> Result<A, Problem> {
        let body = serde_json::to_string(question).map_err(|_| Problem::Internal)?;
        let text = self.exchange(env, path, body, ms).await?;
        serde_json::from_str(&text).map_err(|_| Problem::Internal)
    }

    /// Asks with JSON, for JSON. Once for all kinds of both: each would be a copy of it.
    ///
    /// # Errors
    /// The object fails or is slower than `ms`.
    async fn exchange(
        &self,
        env: &Env,
        path: &str,
        body: String,
        ms: u32,
    ) -> Result<String, Problem> {
        let response = self.call(env, path, &body.into(), ms).await?;
        if response.status() != 200 {
            return Err(problem_of(&response));
        }
        text(&response, ms).await
    }

    /// Asks with text, or with a GET where `body` is `undefined`.
    ///
    /// # Errors
    /// The object fails or is slower than `ms`.
    pub async fn call(
        &self,
        env: &Env,
        path: &str,
        body: &JsValue,
        ms: u32,
    ) -> Result<Response, Problem> {
        let asked = platform::ask_object(env, self.binding, &self.name, path, body)
            .map_err(|_| Problem::Internal)?;
        let answered = platform::within(&asked, ms).await;
        // An object that was just moved, restarted or overloaded: it is there again in a moment.
        answered
            .ok()
            .and_then(|answer| answer.dyn_into().ok())
            .ok_or(Problem::Internal)
    }
}

/// The problem an object answered with.
pub fn problem_of(response: &Response) -> Problem {
    object_reply::problem_of(&platform::read(response, object_reply::PROBLEM))
}

/// The body of an object's answer.
///
/// # Errors
/// It breaks off, or is slower than `ms`.
pub async fn text(response: &Response, ms: u32) -> Result<String, Problem> {
    let body = response.text().map_err(|_| Problem::Internal)?;
    platform::within(&body, ms)
        .await
        .ok()
        .and_then(|text| text.as_string())
        .ok_or(Problem::Internal)
}

/// Something to be done, with others of its kind.
pub type Deed<'a> = Pin<Box<dyn Future<Output = worker::Result<()>> + 'a>>;

/// Does all of them at the same time; the first error, once all are done. One function for all
/// kinds of deeds: each would be a copy of what waits for many.
///
/// # Errors
/// What one of them says.
pub async fn all(deeds: Vec<Deed<'_>>) -> worker::Result<()> {
    join_all(deeds).await.into_iter().collect()
}

/// Deliveries by Shelf.
pub type Deliveries = Sorted<u8, Delivery>;

/// Records by the Shelf that keeps them, with their places for the Shelves of their orders.
pub fn deliveries(records: Vec<Record>, asked_at: Ms, listed: bool) -> Deliveries {
    let mut all = Deliveries::new();
    let mut give = |shelf, give: &mut dyn FnMut(&mut Delivery)| {
        all.change(shelf, |delivery: &mut Delivery| {
            (delivery.asked_at, delivery.listed) = (asked_at, listed);
            give(delivery);
        });
    };
    for record in records {
        let key = record.key();
        if let Some(order) = &record.order {
            give(place::of_order(order), &mut |delivery| {
                delivery.places.push(PlaceOf {
                    order: order.clone(),
                    key: key.clone(),
                    proofs: record.proofs.clone(),
                });
            });
        }
        let mut record = Some(record);
        give(place::of_parcel(&key), &mut |delivery| {
            delivery.records.extend(record.take());
        });
    }
    all
}

/// Hands one delivery over.
///
/// # Errors
/// The Shelf fails or is slow; to hand it over again does no harm.
pub async fn deliver(env: &Env, shelf: u8, delivery: &Delivery) -> Result<Delivered, Problem> {
    Object::shelf(shelf)
        .post(env, "/put", delivery, CALL_MS)
        .await
}
