//! `POST /orders/{order}/verify`: who knows the e-mail address or telephone number of an order gets
//! a link to it for half an hour.
//!
//! All that fails has one answer, sent after a fixed time, so that nobody learns from it which
//! orders there are. The order's Shelf alone is asked, never Tracktry.

use crate::body;
use crate::guests::{self, Limit};
use crate::journeys::Place;
use crate::message::message;
use crate::objects::{CALL_MS, Object};
use crate::problem::Problem;
use crate::proofs::nfc;
use crate::reply::{Body, Reply};
use crate::wire::{Proof, Verdict};
use crate::{clock, platform};
use serde_json::json;
use tracktry_core::proof::{Kind, Pepper};
use tracktry_core::token::{Claims, LinkKeys, Subject};
use web_sys::Request;

/// Milliseconds after which an answer is sent, whatever it is.
const AFTER_MS: i64 = 400;

/// Seconds a link that was proved for lives.
const LIFE: u64 = 1_800;

/// What a shopper brings.
#[derive(Debug)]
struct Brought {
    email: Option<String>,
    phone: Option<String>,
}

message!(strict Brought { email, phone });

/// A link that was proved for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// The token.
    pub token: String,
    /// Until when it is taken, in seconds since 1970.
    pub expires: u64,
}

/// Answers with a token.
///
/// # Errors
/// As for [`prove`], and of the request.
pub async fn answer(place: Place<'_>, request: &Request, order: &str) -> Result<Reply, Problem> {
    is_on(place)?;
    let brought: Brought = body::json(request, body::SHOPPER).await?;
    let (kind, raw) = match (&brought.email, &brought.phone) {
        (Some(email), None) => (Kind::Email, email),
        (None, Some(phone)) => (Kind::Phone, phone),
        _ => return Err(Problem::BodyInvalid),
    };
    let Proved { token, expires } = prove(place, order, kind, raw).await?;
    let body = json!({ "token": token, "expires": expires });
    Ok(Reply::new(200, Body::Text(body.to_string()))
        .with("Content-Type", "application/json")
        .with("Cache-Control", "no-store"))
}

/// Whether orders can be looked up here.
///
/// # Errors
/// [`Problem::LookupOff`] where they cannot.
pub fn is_on(place: Place<'_>) -> Result<(&Pepper, &LinkKeys), Problem> {
    let config = place.config;
    let both = config.proof_pepper.as_ref().zip(config.link_keys.as_ref());
    both.ok_or(Problem::LookupOff)
}

/// A link to an order for who proves that it is theirs.
///
/// # Errors
/// [`Problem::ProofRefused`] for whatever is not proved; others tell of us alone.
pub async fn prove(
    place: Place<'_>,
    order: &str,
    kind: Kind,
    raw: &str,
) -> Result<Proved, Problem> {
    let (pepper, keys) = is_on(place)?;
    let Place {
        call, config, env, ..
    } = place;
    let guest = guests::name(config, &call.address);
    guests::let_by(place, Limit::Lookups, &guest).await?;
    let began = clock::now();
    // What nobody can have given is hashed all the same, and fits nothing.
    let hash = pepper
        .hash(kind, raw, nfc)
        .or_else(|| pepper.hash(Kind::Email, "nobody@invalid", nfc))
        .unwrap_or_default();
    let proof = Proof {
        order: order.to_owned(),
        hash,
    };
    let home = Object::shelf_of_order(order);
    let verdict = home.post(env, "/prove", &proof, CALL_MS).await;
    let passed = clock::now().saturating_sub(began);
    let left = u32::try_from(AFTER_MS.saturating_sub(passed)).unwrap_or(0);
    platform::sleep(left).await;
    match verdict? {
        Verdict::Proved => {}
        Verdict::Importing => return Err(Problem::Importing),
        Verdict::Refused => return Err(Problem::ProofRefused),
    }
    let claims = Claims {
        subject: Subject::order(order).ok_or(Problem::Internal)?,
        expires: call.now_seconds().saturating_add(LIFE),
        may_register: false,
    };
    let token = keys.sign(&claims, call.now_seconds());
    Ok(Proved {
        token: token.map_err(|_| Problem::Internal)?,
        expires: claims.expires,
    })
}
