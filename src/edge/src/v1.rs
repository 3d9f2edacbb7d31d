//! `ANY /v1/*`: Tracktry's own API for the merchant's back end. An existing client changes its base
//! URL and its key, and sees Tracktry's envelopes as before.
//!
//! Nothing of a request is passed on as it came: [`table`] says what there is, [`query`] makes path
//! and query anew, [`plan`] cuts what is too much for one request, [`merge`] makes one answer of
//! several, and [`marks`] tells the Shelves. All of it goes through the Gate, which has no other way for
//! it than that table.

pub mod marks;
pub mod merge;
pub mod plan;
pub mod query;
pub mod table;

use crate::access::Scope;
use crate::gate::Kind;
use crate::journeys::Place;
use crate::objects::{CALL_MS, Object, problem_of, text};
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::{body, clock, orders};
use plan::Piece;
use query::Page;
use serde_json::Value;
use table::{Endpoint, Takes};
use tracktry_core::envelope::{Envelope, ResultCode};
use web_sys::{Request, Response};

/// Milliseconds a request may wait at the Gate for its answer.
const WAIT_MS: i64 = 45_000;

/// The same where upstream asks the carrier first.
const REALTIME_MS: i64 = 92_000;

/// Milliseconds after which no other piece of a request is begun or waited for: the guard around
/// this Worker gives up after 100 seconds.
const ALL_MS: i64 = 92_000;

/// Milliseconds the Gate has besides, to hand over what it was told.
const BESIDES_MS: i64 = 5_000;

/// The token is missing or not known.
const KEY: ResultCode = ResultCode(4001);
/// A page asks, or the token is not good for this.
const FORBIDDEN: ResultCode = ResultCode(403);
/// Upstream has no such rows.
const EMPTY: ResultCode = ResultCode(4031);

/// Why an envelope of ours stands in the place of upstream's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denial {
    /// Its code.
    pub code: ResultCode,
    /// Seconds after which asking again makes sense.
    pub retry_after: Option<u32>,
}

impl From<ResultCode> for Denial {
    fn from(code: ResultCode) -> Self {
        Self {
            code,
            retry_after: None,
        }
    }
}

impl From<Problem> for Denial {
    fn from(problem: Problem) -> Self {
        Self {
            code: ResultCode(match problem {
                Problem::Busy(_) => 429,
                Problem::Quota => 4019,
                Problem::KeyRefused => 401,
                Problem::ParcelUnknown => 4031,
                Problem::NumberInvalid => 4014,
                Problem::CarrierInvalid | Problem::BodyInvalid => 4015,
                Problem::BodyTooLarge => 4012,
                _ => 503,
            }),
            retry_after: problem.retry_after(),
        }
    }
}

impl Denial {
    /// The envelope.
    pub fn body(self) -> String {
        let code = self.code.0;
        let row = self.code.meaning();
        let (name, message) = row.map_or(("", ""), |row| (row.name, row.meaning));
        format!(r#"{{"meta":{{"code":{code},"type":"{name}","message":"{message}"}},"data":[]}}"#)
    }
}

/// Answers what stands below `/v1/`.
pub async fn answer(place: Place<'_>, request: &Request, path: &str) -> Reply {
    let (body, retry_after) = match pass(place, request, path).await {
        Ok(body) => (body, None),
        Err(denial) => (Body::Text(denial.body()), denial.retry_after),
    };
    Reply::new(200, body)
        .with("Content-Type", "application/json")
        .with("Cache-Control", "no-store")
        .with_some("Retry-After", retry_after.map(|s| s.to_string()))
}

async fn pass(place: Place<'_>, request: &Request, path: &str) -> Result<Body, Denial> {
    let (endpoint, parts) = may(place, request, path).inspect_err(|code| {
        crate::log::problem(place.call, "v1", &code.0.to_string(), 200, None);
    })?;
    let body = match endpoint.takes {
        Takes::Nothing => Vec::new(),
        _ => body::read(request, body::MERCHANT).await?,
    };
    let url = place.call.url.split_once('?');
    let query = url.map_or("", |(_, query)| query);
    let (pieces, page) = plan::plan(endpoint, parts, query, &body)?;
    if let [piece] = pieces.as_slice() {
        let said = send(place, endpoint, piece).await?;
        forget(place, endpoint, parts, piece).await;
        return Ok(said.body().map_or(Body::None, Body::Stream));
    }
    let mut whole = Whole {
        is_list: endpoint.kind == Kind::List,
        answers: Vec::new(),
        done: 0,
        why: None,
    };
    for piece in &pieces {
        let said = match send(place, endpoint, piece).await {
            Ok(said) => text(&said, CALL_MS).await.map_err(Denial::from),
            Err(denial) => Err(denial),
        };
        if let Err(all) = whole.take(said) {
            return all.map(Body::Text);
        }
        if whole.why.is_some() {
            break;
        }
    }
    whole.body(&pieces, page).map(Body::Text)
}

/// What is asked for, where whoever asks may.
fn may<'a>(
    place: Place<'_>,
    request: &Request,
    path: &'a str,
) -> Result<(&'static Endpoint, [&'a str; 3]), ResultCode> {
    let Place { call, config, .. } = place;
    // Whoever holds a merchant's token is no page.
    if call.origin.is_some() {
        return Err(FORBIDDEN);
    }
    let token = request.headers().get("tracktry-api-key").ok().flatten();
    let token = token.filter(|token| !token.is_empty()).ok_or(KEY)?;
    let merchant = config.merchants.find(&token).ok_or(KEY)?;
    let found = table::find(&call.method, path)?;
    if !merchant.scopes.hold(found.0.scope) {
        return Err(FORBIDDEN);
    }
    Ok(found)
}

/// Has the Gate send one piece.
async fn send(place: Place<'_>, endpoint: &Endpoint, piece: &Piece) -> Result<Response, Denial> {
    let Place {
        call, config, env, ..
    } = place;
    let (message, ms) = message(endpoint, piece, clock::now().saturating_sub(call.now()));
    let gate = Object::gate(config);
    let problem = match gate.call(env, "/pass", &message.into(), ms).await {
        Ok(said) if said.status() == 200 => return Ok(said),
        Ok(said) => problem_of(&said),
        Err(problem) => problem,
    };
    crate::report(call, "v1", problem);
    Err(problem.into())
}

/// What the Gate is told, and how long that may take, when so many milliseconds have passed.
fn message(endpoint: &Endpoint, piece: &Piece, passed: i64) -> (String, u32) {
    let wait = match endpoint.kind {
        Kind::Realtime => REALTIME_MS,
        Kind::List | Kind::Single => WAIT_MS,
    };
    let wait = wait.min(ALL_MS.saturating_sub(passed)).max(0);
    let Piece { path, body } = piece;
    let message = format!("{}\n{wait}\n{path}\n{body}", endpoint.method);
    let ms = u32::try_from(wait.saturating_add(BESIDES_MS)).unwrap_or(CALL_MS);
    (message, ms)
}

/// Forgets what is remembered of a parcel that was written to: of many, others live for a minute.
async fn forget(place: Place<'_>, endpoint: &Endpoint, parts: [&str; 3], piece: &Piece) {
    if place.config.cache_seconds == 0 || endpoint.scope == Scope::Read {
        return;
    }
    let body = serde_json::from_str(&piece.body).unwrap_or(Value::Null);
    if let Some((carrier, number)) = marks::parcel(parts, &body, "carrier_code") {
        orders::forget(place.config, &carrier, &number).await;
    }
}

/// What comes of several pieces.
struct Whole {
    is_list: bool,
    answers: Vec<Value>,
    done: usize,
    /// Why the others were not sent.
    why: Option<ResultCode>,
}

impl Whole {
    /// Takes in what was said to a piece; an error where that tells all: nothing has been done yet,
    /// or it is of a list.
    fn take(&mut self, said: Result<String, Denial>) -> Result<(), Result<String, Denial>> {
        let text = said.as_deref().unwrap_or_default();
        let answer: Value = serde_json::from_str(text).unwrap_or(Value::Null);
        let code = Envelope::decode(&&answer).code;
        if matches!(code, Some(ResultCode(200..=202))) {
            self.answers.push(answer);
        } else if !self.is_list || code != Some(EMPTY) {
            if self.is_list || self.done == 0 {
                return Err(said);
            }
            let by_us = said.err().map_or(ResultCode(503), |denial| denial.code);
            self.why = Some(code.unwrap_or(by_us));
            return Ok(());
        }
        self.done = self.done.saturating_add(1);
        Ok(())
    }

    fn body(&self, pieces: &[Piece], page: Page) -> Result<String, Denial> {
        if self.is_list {
            return merge::list(&self.answers, page).ok_or(EMPTY.into());
        }
        let mut left = Vec::new();
        for piece in pieces.iter().skip(self.done) {
            if let Ok(Value::Array(mut parcels)) = serde_json::from_str(&piece.body) {
                left.append(&mut parcels);
            }
        }
        Ok(merge::parcels(
            &self.answers,
            &left,
            self.why.unwrap_or(EMPTY),
        ))
    }
}
