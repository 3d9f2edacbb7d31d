//! `/track`: the form that finds a parcel, and what comes of it.

use super::query::Query;
use super::render::View;
use crate::access::Access;
use crate::body;
use crate::journeys::Place;
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::route::Frame;
use crate::verify::{self, Proved};
use tracktry_core::html::{Card, Form, Message, Wrong};
use tracktry_core::number::{normalise_carrier, normalise_number, normalise_order};
use tracktry_core::proof::Kind;
use web_sys::Request;

/// `GET /track`: the form; or, where it was sent with a number, the way to that parcel.
pub async fn form(place: Place<'_>, request: &Request) -> Reply {
    let view = View::of(place, request, Frame::Whole);
    let number = view.query.get("number");
    if number.is_empty() || place.config.access != Access::Public {
        return shown(&view, place, None);
    }
    // As people write them: 1Z 5R8 …
    let plain: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let carrier = normalise_carrier(view.query.get("carrier"));
    match normalise_number(&plain) {
        Some(number) => {
            let carrier = carrier.as_deref().unwrap_or("-");
            let path = format!("/track/{carrier}/{number}");
            go(&view.address(&path, &[("lang", view.query.get("lang"))]))
        }
        None => shown(
            &view,
            place,
            Some((Wrong::NumberWrong, Problem::NumberInvalid)),
        ),
    }
}

/// `POST /track`: an order and what proves that it is the shopper's.
pub async fn find(place: Place<'_>, request: &Request) -> Reply {
    let sent = body::read(request, body::SHOPPER).await;
    let query = sent.as_deref().map(Query::parse).unwrap_or_default();
    let view = View::with(place, request, Frame::Whole, query);
    let proved = match sent {
        Ok(_) => prove(place, &view.query).await,
        Err(problem) => Err((Wrong::Error, problem)),
    };
    match proved {
        Ok((order, Proved { token, .. })) => {
            let order = String::from(js_sys::encode_uri_component(&order));
            let path = format!("/orders/{order}/track");
            let lang = view.query.get("lang");
            go(&view.address(&path, &[("lang", lang), ("t", &token)]))
        }
        Err(wrong) => shown(&view, place, Some(wrong)),
    }
}

async fn prove(place: Place<'_>, query: &Query) -> Result<(String, Proved), (Wrong, Problem)> {
    let contact = query.get("contact");
    let order =
        normalise_order(query.get("order")).ok_or((Wrong::OrderMissing, Problem::OrderInvalid))?;
    if contact.is_empty() {
        return Err((Wrong::ContactMissing, Problem::BodyInvalid));
    }
    let kind = kind_of(contact).ok_or((Wrong::ContactWrong, Problem::BodyInvalid))?;
    match verify::prove(place, &order, kind, contact).await {
        Ok(proved) => Ok((order, proved)),
        Err(problem) => Err((
            match problem {
                Problem::ProofRefused => Wrong::Refused,
                Problem::Importing | Problem::TooMany(_) => Wrong::Busy,
                _ => Wrong::Error,
            },
            problem,
        )),
    }
}

/// What was typed: an e-mail address, a telephone number, or neither.
fn kind_of(contact: &str) -> Option<Kind> {
    if let Some((name, host)) = contact.split_once('@') {
        let is_one = !name.is_empty() && !host.is_empty() && !contact.contains(char::is_whitespace);
        return is_one.then_some(Kind::Email);
    }
    let phone = Kind::Phone.normalise(contact, str::to_owned);
    phone.map(|_| Kind::Phone)
}

fn shown(view: &View<'_>, place: Place<'_>, wrong: Option<(Wrong, Problem)>) -> Reply {
    let by_number = place.config.access == Access::Public;
    let by_order = verify::is_on(place).is_ok();
    if !by_number && !by_order {
        let card = Card::Message {
            kind: Message::Locked,
            number: None,
        };
        return view.reply(card, None, Some(Problem::LookupOff));
    }
    let action = view.address("/track", &[]);
    let form = Form {
        action: &action,
        lang: view.query.get("lang"),
        by_order,
        by_number,
        order: view.query.get("order"),
        contact: view.query.get("contact"),
        number: view.query.get("number"),
        wrong: wrong.map(|(wrong, _)| wrong),
    };
    let problem = wrong.map(|(_, problem)| problem);
    view.reply(Card::Form(&form), None, problem)
}

/// Elsewhere, by a GET.
fn go(address: &str) -> Reply {
    Reply::new(303, Body::None)
        .with("Location", address.to_owned())
        .with("Cache-Control", "private, no-store")
}
