//! Pages for shoppers, rendered here: they need no JavaScript, and nothing of anybody else.
//!
//! Whatever keeps us from a parcel is told on the page, in the shopper's language, with the status
//! that the JSON has.

mod badge;
mod find;
mod language;
mod query;
mod render;

pub use badge::badge;
pub use find::{find, form};
pub use query::{Query, address};

use crate::access::Caller;
use crate::journeys::{self, Place, Seen};
use crate::objects::CALL_MS;
use crate::orders;
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::route::{self, Frame};
use render::{Shown, View};
use tracktry_core::Journey;
use tracktry_core::html::{Card, Message};
use web_sys::Request;

/// `/track/…`, `/embed/…` and `/fragment/…`: a parcel.
pub async fn parcel(place: Place<'_>, request: &Request, frame: Frame, parts: [&str; 2]) -> Reply {
    let view = View::of(place, request, frame);
    let seen = see(place, view.query.get("t"), parts).await;
    match seen {
        Ok((journey, shown)) => view.reply(Card::Journey(&journey), Some(shown), None),
        Err(problem) => {
            let [_, number] = parts;
            // What cannot even be printed is not shown.
            let number = route::decode(number).filter(|n| n.bytes().all(|b| b.is_ascii_graphic()));
            let card = Card::Message {
                kind: Message::of_code(problem.code()),
                number: number.as_deref(),
            };
            view.reply(card, None, Some(problem))
        }
    }
}

/// `/orders/…/track`: all parcels of an order.
pub async fn order(place: Place<'_>, request: &Request, order: &str) -> Reply {
    let view = View::of(place, request, Frame::Whole);
    let caller = caller(place, view.query.get("t"));
    let seen = match route::order_of(order) {
        Ok(order) => orders::see(place, &caller, &order).await.and_then(|seen| {
            // Part of an order would look like all of it.
            let journeys: Option<Vec<_>> = seen.journeys.iter().map(|j| read(j)).collect();
            Ok((order, journeys.ok_or(Problem::Internal)?, seen))
        }),
        Err(problem) => Err(problem),
    };
    match seen {
        Ok((order, journeys, seen)) => {
            let shown = Shown {
                stale: seen.stale,
                fetched_at: seen.fetched_at,
                from: "shelf",
            };
            let card = Card::Order {
                order: &order,
                journeys: &journeys,
            };
            view.reply(card, Some(shown), None)
        }
        Err(problem) => {
            let card = Card::Message {
                kind: Message::of_code(problem.code()),
                number: None,
            };
            view.reply(card, None, Some(problem))
        }
    }
}

async fn see(place: Place<'_>, token: &str, parts: [&str; 2]) -> Result<(Journey, Shown), Problem> {
    let (carrier, number) = route::parcel_of(parts)?;
    let caller = caller(place, token);
    let seen = journeys::see(place, &caller, carrier.as_deref(), &number, false).await?;
    journey(seen).await
}

async fn journey(Seen { facts, body, from }: Seen) -> Result<(Journey, Shown), Problem> {
    let text = match body {
        Body::Text(text) => text,
        Body::Stream(stream) => {
            let response = web_sys::Response::new_with_opt_readable_stream(Some(&stream))
                .map_err(|_| Problem::Internal)?;
            crate::objects::text(&response, CALL_MS).await?
        }
        Body::None | Body::Bytes(_) => String::new(),
    };
    let shown = Shown {
        stale: facts.stale,
        fetched_at: facts.fetched_at,
        from,
    };
    read(&text)
        .map(|journey| (journey, shown))
        .ok_or(Problem::Internal)
}

fn read(text: &str) -> Option<Journey> {
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    Journey::decode(&&json)
}

/// Who asks, by the token in a page's address.
fn caller(place: Place<'_>, token: &str) -> Caller {
    if token.is_empty() {
        Caller::Guest
    } else {
        Caller::of_link(token, place.config, place.call.now_seconds())
    }
}
