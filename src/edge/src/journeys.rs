//! `GET /journeys/{carrier}/{number}`: the journey of a parcel as JSON.

use crate::call::Call;
use crate::config::Config;
use crate::memory::{FETCHED_AT, recall, remember};
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::{cache, etag, silence, upstream};
use std::rc::Rc;
use tracktry_core::Journey;
use worker::Context;

/// What an answer says of itself besides its body.
struct Freshness {
    etag: String,
    control: String,
    fetched_at: String,
    age: u64,
}

/// Answers with the journey, from memory or from upstream.
///
/// # Errors
/// Whatever keeps us from the journey.
pub async fn answer(
    call: &Call,
    config: &Rc<Config>,
    context: &Context,
    carrier: Option<&str>,
    number: &str,
) -> Result<Reply, Problem> {
    let remembers = config.cache_seconds > 0;
    let key = cache::key(config, carrier.unwrap_or("-"), number);
    if remembers && let Some(hit) = recall(&key).await {
        if hit.etag.is_empty() {
            return Err(Problem::ParcelUnknown);
        }
        let freshness = Freshness {
            etag: hit.etag,
            control: hit.control,
            age: cache::age(hit.fetched_ms, call.now_ms),
            fetched_at: hit.fetched_at,
        };
        let body = hit.body.map_or(Body::None, Body::Stream);
        return Ok(reply(call, freshness, body));
    }

    if remembers {
        silence::keep(call, config).await?;
    }
    let tracking = match upstream::parcel(config, carrier, number).await {
        Err(problem) if remembers => {
            remember_problem(call, config, context, key, problem);
            return Err(problem);
        }
        answered => answered?,
    };
    let journey = config.public_places.view(Journey::of(&tracking));
    let body = serde_json::to_string(&journey).map_err(|_| Problem::Internal)?;
    let life = cache::life(journey.stage, config);
    let freshness = Freshness {
        etag: etag::of(&body),
        control: cache::control(life),
        fetched_at: iso(call.now_ms),
        age: 0,
    };
    if life > 0 {
        context.wait_until(remember(
            key,
            freshness.etag.clone(),
            freshness.control.clone(),
            freshness.fetched_at.clone(),
            body.clone(),
        ));
    }
    Ok(reply(call, freshness, Body::Text(body)))
}

/// What is remembered of a look-up in vain: that the parcel is unknown, and that upstream wants
/// silence. No other problem is.
fn remember_problem(
    call: &Call,
    config: &Config,
    context: &Context,
    key: String,
    problem: Problem,
) {
    match problem {
        Problem::ParcelUnknown => {
            let control = cache::control(cache::life_of_unknown(config));
            let none = String::new;
            context.wait_until(remember(key, none(), control, iso(call.now_ms), none()));
        }
        Problem::Busy(_) => silence::begin(call, config, context),
        _ => {}
    }
}

fn reply(call: &Call, freshness: Freshness, body: Body) -> Reply {
    let known = call
        .if_none_match
        .as_deref()
        .is_some_and(|tags| etag::matches(tags, &freshness.etag));
    let reply = if known {
        Reply::new(304, Body::None)
    } else {
        Reply::new(200, body).with("Content-Type", "application/json")
    };
    reply
        .with("ETag", freshness.etag)
        .with("Cache-Control", freshness.control)
        .with("Age", freshness.age.to_string())
        .with(FETCHED_AT, freshness.fetched_at)
        .with("Tracktry-Stale", "false")
}

/// A time in ISO 8601, in UTC.
pub(crate) fn iso(ms: f64) -> String {
    js_sys::Date::new(&ms.into()).to_iso_string().into()
}
