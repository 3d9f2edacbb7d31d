//! `POST /webhooks/tracktry/{secret}`: Tracktry tells that a parcel changed.
//!
//! Tracktry signs the time, not what it says: so what it says is a hint. The parcel's Shelf notes
//! it, the answer leaves, and then Tracktry is asked.

use crate::journeys::Place;
use crate::objects::{self, CALL_MS, Deed, Object};
use crate::place::SHELVES;
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::{body, place, record};
use serde_json::json;
use tracktry_core::number::{normalise_carrier, normalise_number};
use tracktry_core::secret::{Secret, hex, same};
use tracktry_core::value::Value;
use web_sys::Request;

/// The most parcels one webhook tells of.
const MOST: usize = 1_000;

/// Seconds after which a webhook is out of date. Tracktry sends one again 14 times, each time after
/// twice as long as before: the last that is of use comes within two days.
pub const TOO_OLD: i64 = 4 * 86_400;

/// What Tracktry answers are told by: the status and this body.
const DONE: &str = "200";

/// What a webhook says, as far as it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The parcels' keys.
    pub parcels: Vec<String>,
    /// When it was made, in seconds since 1970.
    pub time: Option<i64>,
    /// What is signed, and the signature; `None` where there is none.
    signed: Option<(String, String)>,
}

/// What to do with a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is Tracktry's, as far as that is known.
    Take,
    /// It is too old to be of use.
    Drop,
    /// Somebody else made it.
    Refuse,
}

impl Said {
    /// Reads a body. Whatever cannot be read in it is absent.
    pub fn of<V: Value>(body: &V) -> Self {
        let data = body.get("data");
        let mut items = data.as_ref().map(V::items).unwrap_or_default();
        if items.is_empty() {
            items.extend(data);
        }
        let info = body.get("verifyInfo");
        let signed = info.map(|info| {
            let time = info.text_of("timeStr");
            let time = time.or_else(|| whole(info.number_of("timeStr")?));
            let time = time.unwrap_or_default();
            (time, info.text_of("signature").unwrap_or_default())
        });
        Self {
            parcels: items.iter().take(MOST).filter_map(key).collect(),
            time: signed.as_ref().and_then(|(time, _)| time.parse().ok()),
            signed,
        }
    }

    /// What to do with it at `now`, in seconds since 1970.
    pub fn verdict(&self, email: Option<&Secret>, now: i64) -> Verdict {
        if let (Some(email), Some((time, signature))) = (email, &self.signed) {
            let own = hex(&email.mac(&[time]));
            if !same(own.as_bytes(), signature.as_bytes()) {
                return Verdict::Refuse;
            }
        }
        match self.time {
            Some(time) if now.saturating_sub(time) > TOO_OLD => Verdict::Drop,
            _ => Verdict::Take,
        }
    }
}

/// A number of seconds in decimal digits.
fn whole(number: f64) -> Option<String> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is cut off or out of bounds is signed by nobody"
    )]
    let seconds = number as i64;
    (seconds > 0).then(|| seconds.to_string())
}

/// The key of a parcel that is told of; `None` where nobody could ask for it.
fn key<V: Value>(item: &V) -> Option<String> {
    let carrier = normalise_carrier(&item.text_of("carrier_code")?)?;
    let number: String = item.text_of("tracking_number")?;
    let number: String = number.split_whitespace().collect();
    Some(record::key(&carrier, &normalise_number(&number)?))
}

/// Has the Shelves note what Tracktry tells of.
///
/// # Errors
/// The address is not the one that was set, what comes is not Tracktry's, or a Shelf fails: then it
/// is sent again.
pub async fn answer(place: Place<'_>, request: &Request, secret: &str) -> Result<Reply, Problem> {
    let Place {
        call, config, env, ..
    } = place;
    let mut fits = false;
    for known in &config.webhook_secrets {
        fits |= known.is(secret);
    }
    if !fits {
        return Err(Problem::RouteUnknown);
    }
    let body: serde_json::Value = body::json(request, body::MERCHANT).await?;
    let said = Said::of(&&body);
    let now = call.now().div_euclid(1_000);
    match said.verdict(config.webhook_email.as_ref(), now) {
        Verdict::Refuse => return Err(Problem::SignatureRefused),
        Verdict::Drop => return Ok(done()),
        Verdict::Take => {}
    }
    let Said { parcels, time, .. } = said;
    let told = (0..SHELVES).filter_map(|shelf| -> Option<Deed<'_>> {
        let keys = parcels.iter().filter(|key| place::of_parcel(key) == shelf);
        let keys: Vec<_> = keys.map(String::as_str).collect();
        if keys.is_empty() {
            return None;
        }
        let hints = json!({ "keys": keys, "time": time });
        Some(Box::pin(async move {
            let told = Object::shelf(shelf)
                .post(env, "/hint", &hints, CALL_MS)
                .await;
            told.map_err(|problem| problem.code().into())
        }))
    });
    let told = objects::all(told.collect()).await;
    told.map(|()| done()).map_err(|_| Problem::Internal)
}

fn done() -> Reply {
    Reply::new(200, Body::Text(DONE.to_owned()))
        .with("Content-Type", "text/plain; charset=utf-8")
        .with("Cache-Control", "no-store")
}
