//! `POST /links`: has links signed for the merchant's back end, which then needs no secret of ours.

use crate::access::{Caller, Scope, merchant};
use crate::journeys::Place;
use crate::message::message;
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::{body, journeys};
use serde_json::{Value, json};
use tracktry_core::token::{Claims, LinkKeys, Subject};
use web_sys::Request;

/// The most links signed by one request.
const MOST: usize = 1_000;

/// Seconds of a day.
const DAY: u64 = 86_400;

/// What is to be signed.
#[derive(Debug)]
pub struct Wanted {
    links: Vec<Link>,
}

message!(strict Wanted { links });

/// One link.
#[derive(Debug)]
pub struct Link {
    /// `parcel`, `order` or `badge`; without it what is named tells.
    kind: Option<Kind>,
    carrier: Option<String>,
    number: Option<String>,
    order: Option<String>,
    /// Days the link lives; the most there is without it.
    days: Option<u64>,
    /// Whether the parcel may be registered where Tracktry does not know it.
    register: bool,
}

message!(strict Link { kind, carrier, number, order, days, register = false });

/// What a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Parcel,
    Order,
    Badge,
}

message!(read names Kind { Parcel = "parcel", Order = "order", Badge = "badge" });

/// Answers with a token for each link, in their order.
///
/// # Errors
/// The caller may not, or one of the links cannot be signed: then none is.
pub async fn answer(place: Place<'_>, request: &Request) -> Result<Reply, Problem> {
    let Place { call, config, .. } = place;
    let now = call.now_seconds();
    let caller = Caller::of(call.authorization.as_deref(), config, now);
    merchant(&caller, Scope::Links)?;
    let keys = config.link_keys.as_ref().ok_or(Problem::LinksOff)?;
    let wanted: Wanted = body::json(request, body::MERCHANT).await?;
    if wanted.links.len() > MOST {
        return Err(Problem::BodyInvalid);
    }
    let links = wanted.links.iter().map(|link| {
        let (token, expires) = sign(link, keys, now)?;
        let ms = i64::try_from(expires).unwrap_or(0).saturating_mul(1_000);
        Ok(json!({ "token": token, "expires": journeys::iso(ms) }))
    });
    let links = links.collect::<Result<Vec<Value>, Problem>>()?;
    let text = json!({ "links": links }).to_string();
    Ok(Reply::new(200, Body::Text(text))
        .with("Content-Type", "application/json")
        .with("Cache-Control", "no-store"))
}

/// Signs a link: the token, and until when it is taken, in seconds since 1970.
///
/// # Errors
/// [`Problem::LinkInvalid`] where it names nothing that can be opened, or lives too long.
pub fn sign(link: &Link, keys: &LinkKeys, now: u64) -> Result<(String, u64), Problem> {
    let subject = subject(link).ok_or(Problem::LinkInvalid)?;
    let longest = subject.longest_life();
    let life = link.days.map_or(longest, |days| days.saturating_mul(DAY));
    let claims = Claims {
        subject,
        expires: now.saturating_add(life),
        may_register: link.register,
    };
    let token = keys.sign(&claims, now).map_err(|_| Problem::LinkInvalid)?;
    Ok((token, claims.expires))
}

/// What a link opens; `None` where it names too little, too much or what cannot be.
fn subject(link: &Link) -> Option<Subject> {
    let parcel = || Some((link.carrier.as_deref()?, link.number.as_deref()?));
    match (link.kind, &link.order) {
        (Some(Kind::Order) | None, Some(order)) => {
            let alone = link.carrier.is_none() && link.number.is_none();
            alone.then(|| Subject::order(order)).flatten()
        }
        (Some(Kind::Parcel) | None, None) => {
            let (carrier, number) = parcel()?;
            Subject::parcel(carrier, number)
        }
        (Some(Kind::Badge), None) => {
            let (carrier, number) = parcel()?;
            Subject::badge(carrier, number)
        }
        _ => None,
    }
}
