//! `GET /journeys/{carrier}/{number}`: the journey of a parcel as JSON.

use crate::access::{Caller, Places, Sight, may_see};
use crate::cache::{self, Facts};
use crate::call::Call;
use crate::config::Config;
use crate::guests::{self, Limit};
use crate::memory::{recall, remember};
use crate::object_reply::FACTS;
use crate::objects::{CALL_MS, Object, problem_of, text};
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::shelf::look::Wanted;
use crate::shelf::refresh::GATE_MS;
use crate::wire::{Lookup, Who};
use crate::{etag, orders, platform, record};
use serde_json::Value;
use worker::{Context, Env};

/// When a journey was fetched, ISO 8601 in UTC.
pub const FETCHED_AT: &str = "Tracktry-Fetched-At";

/// Where a request is answered.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The request.
    pub call: &'a Call,
    /// The settings.
    pub config: &'a Config,
    /// The bindings.
    pub env: &'a Env,
    /// What goes on after the answer.
    pub context: &'a Context,
}

/// A journey as it was found: its body is JSON, unread where it can be.
#[derive(Debug)]
pub struct Seen {
    /// What is known of it.
    pub facts: Facts,
    /// Nothing where the caller has it.
    pub body: Body,
    /// Where it came from: `cache` or `shelf`.
    pub from: &'static str,
}

/// Answers with the journey as JSON.
///
/// # Errors
/// Whatever keeps us from the journey.
pub async fn answer(
    place: Place<'_>,
    carrier: Option<&str>,
    number: &str,
) -> Result<Reply, Problem> {
    let Place { call, config, .. } = place;
    let caller = Caller::of(call.authorization.as_deref(), config, call.now_seconds());
    let is_private = caller != Caller::Guest;
    let Seen { facts, body, from } = see(place, &caller, carrier, number, true).await?;
    Ok(reply(call, config, &facts, is_private, body).from(from))
}

/// The journey, as that caller may see it: from the cache, else from the parcel's Shelf. With
/// `may_know` the body is left out where the caller has it.
///
/// # Errors
/// Whatever keeps us from the journey.
pub async fn see(
    place: Place<'_>,
    caller: &Caller,
    carrier: Option<&str>,
    number: &str,
    may_know: bool,
) -> Result<Seen, Problem> {
    let Place {
        call,
        config,
        context,
        ..
    } = place;
    let (places, order) = match may_see(caller, config, carrier, number)? {
        Sight::Journey(places) => (places, None),
        Sight::IfOfOrder(order) => (Places::All, Some(order)),
    };
    // Before anybody is asked for the parcel: an order's link asks for no number of its holder's choice.
    let named = match order {
        Some(order) => Some(of_order(place, order, carrier, number).await?),
        None => None,
    };
    let carrier = named.as_deref().or(carrier);
    let is_private = *caller != Caller::Guest;
    let key = cache::key(config, places, carrier.unwrap_or("-"), number);
    // Which order a parcel has, only its Shelf knows.
    let remembers = config.cache_seconds > 0 && order.is_none();
    if remembers && let Some(hit) = recall(&key, call.now()).await {
        if hit.facts.stage.is_none() && !caller.may_register(config) {
            return Err(Problem::ParcelUnknown);
        }
        if hit.facts.stage.is_some() {
            let body = hit.body.map_or(Body::None, Body::Stream);
            return Ok(Seen {
                facts: hit.facts,
                body,
                from: "cache",
            });
        }
    }
    let guest = (!is_private)
        .then(|| guests::name(config, &call.address))
        .filter(|name| !name.is_empty());
    if let Some(guest) = &guest {
        guests::let_by(place, Limit::Guests, guest).await?;
    }
    let asked = Asked {
        guest: guest.as_deref(),
        who: if is_private { Who::Proven } else { Who::Guest },
        places,
        order,
        // An order's link opens what is known of the order.
        register: order.is_none() && caller.may_register(config),
    };
    match ask(place, asked, carrier, number).await {
        Ok((facts, response)) => {
            let life = facts.life(config);
            let body = if remembers && life > 0 {
                let body = text(&response, CALL_MS).await?;
                context.wait_until(remember(key, facts.clone(), life, body.clone()));
                Body::Text(body)
            } else if may_know && knows(call, &facts) {
                Body::None
            } else {
                response.body().map_or(Body::None, Body::Stream)
            };
            Ok(Seen {
                facts,
                body,
                from: "shelf",
            })
        }
        // Gone meanwhile.
        Err(Problem::ParcelUnknown) if order.is_some() => Err(Problem::TokenRefused),
        Err(Problem::ParcelUnknown) => {
            let facts = Facts::unknown(call.now());
            let life = facts.life(config);
            if remembers && life > 0 {
                context.wait_until(remember(key, facts, life, String::new()));
            }
            Err(Problem::ParcelUnknown)
        }
        Err(problem) => Err(problem),
    }
}

/// The carrier of an order's parcel with that number. Whatever else the order's link is brought
/// to, nobody learns from it which numbers there are.
async fn of_order(
    place: Place<'_>,
    order: &str,
    carrier: Option<&str>,
    number: &str,
) -> Result<String, Problem> {
    let keys = match orders::keys(place.env, order).await {
        Err(Problem::OrderUnknown) => Vec::new(),
        keys => keys?,
    };
    let found = keys.iter().find_map(|key| {
        let (of, named) = key.split_once('/')?;
        (named == number && carrier.is_none_or(|carrier| carrier == of)).then(|| of.to_owned())
    });
    found.ok_or(Problem::TokenRefused)
}

/// What is asked of a Shelf besides the parcel's name.
#[derive(Clone, Copy)]
struct Asked<'a> {
    /// The name of the network a guest asks from.
    guest: Option<&'a str>,
    who: Who,
    places: Places,
    order: Option<&'a str>,
    register: bool,
}

/// Asks the parcel's Shelf; whose the number is, another one knows.
async fn ask(
    place: Place<'_>,
    asked: Asked<'_>,
    carrier: Option<&str>,
    number: &str,
) -> Result<(Facts, web_sys::Response), Problem> {
    let Place {
        call, env, context, ..
    } = place;
    let found = match carrier {
        Some(carrier) => carrier.to_owned(),
        None => find(env, asked, number).await?,
    };
    let wanted = Wanted {
        guest: asked.guest.map(str::to_owned),
        carrier: found,
        number: number.to_owned(),
        who: asked.who,
        places: asked.places,
        register: asked.register,
        order: asked.order.map(str::to_owned),
    };
    let home = Object::shelf_of(&wanted.key());
    let response = home.get(env, &wanted.path(), CALL_MS).await?;
    if response.status() != 200 {
        let problem = problem_of(&response);
        if carrier.is_none() && problem == Problem::ParcelUnknown {
            context.wait_until(unalias(env.clone(), number.to_owned()));
        }
        return Err(problem);
    }
    let facts = Facts::read(&platform::read(&response, FACTS), call.now());
    Ok((facts.ok_or(Problem::Internal)?, response))
}

async fn find(env: &Env, asked: Asked<'_>, number: &str) -> Result<String, Problem> {
    let lookup = Lookup {
        carrier: None,
        number: number.to_owned(),
        who: asked.who,
        wait_ms: GATE_MS,
        fresh_after: None,
        guest: asked.guest.map(str::to_owned),
    };
    let home = Object::shelf_of(&record::key("-", number));
    let owner: Value = home.post(env, "/find", &lookup, CALL_MS).await?;
    let carrier = owner.get("carrier").and_then(Value::as_str);
    carrier.map(str::to_owned).ok_or(Problem::Internal)
}

/// The carrier that had a number has it no more: the next who asks is to find another.
async fn unalias(env: Env, number: String) {
    let home = Object::shelf_of(&record::key("-", &number));
    let name = serde_json::json!({ "name": number });
    let _: Result<(), Problem> = home.post(&env, "/unalias", &name, CALL_MS).await;
}

/// Whether the caller has that answer already.
pub(crate) fn knows(call: &Call, facts: &Facts) -> bool {
    call.if_none_match
        .as_deref()
        .is_some_and(|tags| etag::matches(tags, &facts.etag))
}

fn reply(call: &Call, config: &Config, facts: &Facts, is_private: bool, body: Body) -> Reply {
    let reply = if knows(call, facts) {
        Reply::new(304, Body::None)
    } else {
        Reply::new(200, body).with("Content-Type", "application/json")
    };
    let stale = if facts.stale { "true" } else { "false" };
    reply
        .with("ETag", facts.etag.clone())
        .with(
            "Cache-Control",
            cache::control(facts.life(config), is_private),
        )
        .with("Age", facts.age(call.now()).to_string())
        .with(FETCHED_AT, iso(facts.fetched_at))
        .with("Tracktry-Stale", stale)
}

/// A time in ISO 8601, in UTC.
pub(crate) fn iso(ms: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
    let ms = ms as f64;
    js_sys::Date::new(&ms.into()).to_iso_string().into()
}
