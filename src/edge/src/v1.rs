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
use plan::{Piece, Plan};
use serde_json::Value;
use table::Endpoint;
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
pub struct No {
    /// Its code.
    pub code: ResultCode,
    /// Seconds after which asking again makes sense.
    pub retry_after: Option<u32>,
}

impl From<ResultCode> for No {
    fn from(code: ResultCode) -> Self {
        Self {
            code,
            retry_after: None,
        }
    }
}

impl From<Problem> for No {
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

impl No {
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
        Err(no) => (Body::Text(no.body()), no.retry_after),
    };
    Reply::new(200, body)
        .with("Content-Type", "application/json")
        .with("Cache-Control", "no-store")
        .with_some("Retry-After", retry_after.map(|s| s.to_string()))
}

async fn pass(place: Place<'_>, request: &Request, path: &str) -> Result<Body, No> {
    let Place { call, config, .. } = place;
    // Whoever holds a merchant's token is no page.
    if call.origin.is_some() {
        return Err(FORBIDDEN.into());
    }
    let token = request.headers().get("tracktry-api-key").ok().flatten();
    let token = token.filter(|token| !token.is_empty()).ok_or(KEY)?;
    let merchant = config.merchants.find(&token).ok_or(KEY)?;
    let (endpoint, parts) = table::find(&call.method, path)?;
    if !merchant.scopes.hold(endpoint.scope) {
        return Err(FORBIDDEN.into());
    }
    let body = match endpoint.takes {
        table::Takes::Nothing => Vec::new(),
        _ => body::read(request, body::MERCHANT).await?,
    };
    let url = call.url.split('#').next().unwrap_or_default();
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let plan = plan::plan(endpoint, parts, query, &body)?;
    let sender = Sender {
        place,
        endpoint,
        parts,
    };
    match plan.pieces.as_slice() {
        [piece] => sender.one(piece).await,
        _ => sender.several(plan).await,
    }
}

#[derive(Clone, Copy)]
struct Sender<'a> {
    place: Place<'a>,
    endpoint: &'static Endpoint,
    parts: [&'a str; 3],
}

impl Sender<'_> {
    async fn one(self, piece: &Piece) -> Result<Body, No> {
        let Place { config, .. } = self.place;
        let said = self.send(piece).await?;
        if config.cache_seconds > 0 && self.endpoint.scope == Scope::Write {
            let body = serde_json::from_str(&piece.body).unwrap_or(Value::Null);
            if let Some((carrier, number)) = marks::parcel(self.parts, &body, "carrier_code") {
                orders::forget(config, &carrier, &number).await;
            }
        }
        Ok(said.body().map_or(Body::None, Body::Stream))
    }

    async fn several(self, plan: Plan) -> Result<Body, No> {
        let mut answers: Vec<Value> = Vec::new();
        let mut left: Vec<Value> = Vec::new();
        let mut why = No::from(EMPTY);
        for piece in &plan.pieces {
            if !left.is_empty() {
                left.append(&mut parcels(piece));
                continue;
            }
            // Of what nothing has been done yet, or of a list, one envelope tells all.
            let tells_all = answers.is_empty() || plan.page.is_some();
            let text = match self.send(piece).await {
                Ok(said) => text(&said, CALL_MS).await.map_err(No::from),
                Err(no) => Err(no),
            };
            let answer = match &text {
                Ok(text) => serde_json::from_str(text).unwrap_or(Value::Null),
                Err(_) => Value::Null,
            };
            let code = Envelope::decode(&&answer).code;
            let is_done = matches!(code, Some(ResultCode(200..=202)));
            if is_done {
                answers.push(answer);
            } else if plan.page.is_none() || code != Some(EMPTY) {
                why = match text {
                    Ok(text) if tells_all => return Ok(Body::Text(text)),
                    Ok(_) => code.unwrap_or(ResultCode(503)).into(),
                    Err(no) if tells_all => return Err(no),
                    Err(no) => no,
                };
                left = parcels(piece);
            }
        }
        let whole = match plan.page {
            Some(page) => merge::list(&answers, page).ok_or(EMPTY)?,
            None => merge::parcels(&answers, &left, why.code),
        };
        Ok(Body::Text(whole))
    }

    /// Has the Gate send one piece.
    async fn send(self, piece: &Piece) -> Result<Response, No> {
        let Place {
            call, config, env, ..
        } = self.place;
        let wait = match self.endpoint.kind {
            Kind::Realtime => REALTIME_MS,
            Kind::List | Kind::Single => WAIT_MS,
        };
        let passed = clock::now().saturating_sub(call.now());
        let wait = wait.min(ALL_MS.saturating_sub(passed)).max(0);
        let Piece { path, body } = piece;
        let message = format!("{} {wait} {path}\n{body}", self.endpoint.method);
        let ms = u32::try_from(wait.saturating_add(BESIDES_MS)).unwrap_or(CALL_MS);
        let gate = Object::gate(config);
        let problem = match gate.call(env, "/pass", &message.into(), ms).await {
            Ok(said) if said.status() == 200 => return Ok(said),
            Ok(said) => problem_of(&said),
            Err(problem) => problem,
        };
        crate::report(call, "v1", problem);
        Err(problem.into())
    }
}

fn parcels(piece: &Piece) -> Vec<Value> {
    match serde_json::from_str(&piece.body) {
        Ok(Value::Array(parcels)) => parcels,
        _ => Vec::new(),
    }
}
