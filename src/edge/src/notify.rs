//! What the shop is told by itself: when a parcel's stage or reason changes. Deliveries follow
//! Standard Webhooks. This module sends one; [`crate::shelf::outbox`] keeps what is to be sent.

use crate::clock;
use crate::journeys::iso;
use js_sys::{Object, Promise, Reflect};
use serde_json::json;
use tracktry_core::secret::Secret;
use tracktry_core::webhook::signature;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestInit, RequestRedirect, Response};

/// Milliseconds the shop's server has to answer.
const DEADLINE_MS: u32 = 10_000;

/// Milliseconds of the waits between attempts: a hiccup is over soon, a server that is down may be
/// for days, and after three of them nobody waits for the news any more.
const WAITS: [i64; 9] = [
    5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000,
    86_400_000,
];

/// Milliseconds for which a message is kept: all its waits, and an hour for the pauses and answers
/// between them. Where much waits its turns come late, and it is given up before the last of them.
pub const KEPT_MS: i64 = sum(&WAITS).saturating_add(3_600_000);

const fn sum(mut waits: &[i64]) -> i64 {
    let mut sum: i64 = 0;
    while let [first, rest @ ..] = waits {
        sum = sum.saturating_add(*first);
        waits = rest;
    }
    sum
}

/// Where the shop is told, and what with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// The address.
    pub url: String,
    /// The key that messages are signed with.
    pub key: Secret,
}

/// Where a parcel stands: its stage and reason.
pub type Standing = (Option<String>, Option<String>);

/// What the shop is told of a parcel, by its key.
pub fn message(
    key: &str,
    order: Option<&str>,
    now: &Standing,
    before: &Standing,
    at: i64,
) -> String {
    let (carrier, number) = key.split_once('/').unwrap_or_default();
    json!({
        "type": "parcel.changed",
        "timestamp": iso(at),
        "data": {
            "carrier": carrier,
            "number": number,
            "order": order,
            "stage": now.0,
            "reason": now.1,
            "previous": { "stage": before.0, "reason": before.1 },
        },
    })
    .to_string()
}

/// Milliseconds to wait after so many attempts before this one; `None`: that was the last.
pub fn wait_after(tries: i64) -> Option<i64> {
    usize::try_from(tries)
        .ok()
        .and_then(|tries| WAITS.get(tries).copied())
}

/// Milliseconds for which a Shelf sends nothing after so many rounds in a row in which all failed:
/// a server that is down is not helped by all that waits for it.
pub fn pause_after(rounds: i64) -> i64 {
    const FIRST: i64 = 5_000;
    const LONGEST: i64 = 300_000;
    let doubled = u32::try_from(rounds.clamp(1, 16))
        .unwrap_or(16)
        .saturating_sub(1);
    FIRST
        .saturating_mul(1_i64.checked_shl(doubled).unwrap_or(1))
        .min(LONGEST)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// What the shop said to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It has it.
    Taken,
    /// It is there, and does not take this one.
    Refused,
    /// Nothing that can be used: it is down, busy, or somewhere else.
    Nothing,
}

impl Said {
    /// What an HTTP status says.
    pub const fn of(status: u16) -> Self {
        match status {
            200..=299 => Self::Taken,
            // Too slow, too early, too many: said of the time, not of the message.
            408 | 425 | 429 => Self::Nothing,
            400..=499 => Self::Refused,
            _ => Self::Nothing,
        }
    }
}

/// Sends a message; what the shop said.
pub async fn send(shop: &Shop, id: &str, body: &str) -> Said {
    post(shop, id, body).await.unwrap_or(Said::Nothing)
}

async fn post(shop: &Shop, id: &str, body: &str) -> Result<Said, JsValue> {
    let timestamp = clock::now().div_euclid(1_000);
    let headers = Object::new();
    for (name, value) in [
        ("Content-Type", "application/json"),
        ("webhook-id", id),
        ("webhook-timestamp", &timestamp.to_string()),
        (
            "webhook-signature",
            &signature(&shop.key, id, timestamp, body),
        ),
    ] {
        Reflect::set(&headers, &name.into(), &value.into())?;
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&body.into());
    init.set_signal(Some(&AbortSignal::timeout_with_u32(DEADLINE_MS)));
    // What is signed for one address is not for another.
    init.set_redirect(RequestRedirect::Manual);
    let response: Response = fetch(&shop.url, &init)?.await?.unchecked_into();
    if let Some(body) = response.body() {
        // Unread, it would keep the connection.
        let _ = body.cancel().await;
    }
    Ok(Said::of(response.status()))
}
