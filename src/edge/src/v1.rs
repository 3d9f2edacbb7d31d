//! `ANY /v1/*`: Tracktry's own API for the merchant's back end. An existing client changes its base
//! URL and its key, and sees Tracktry's envelopes as before.
//!
//! Nothing of a request is passed on as it came: [`table`] says what there is, [`query`] makes path
//! and query anew, [`plan`] cuts what is too much for one request, [`merge`] makes one answer of
//! several, and [`marks`] tells the Shelves. All of it goes through the Gate.

pub mod marks;
pub mod merge;
pub mod plan;
pub mod query;
pub mod table;

use crate::gate::Kind;
use crate::journeys::Place;
use crate::object_reply::FACTS;
use crate::objects::{CALL_MS, Object, problem_of, text};
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::{body, clock, log, orders, platform};
use futures_util::future::join_all;
use marks::Marks;
use plan::{Piece, Plan};
use serde_json::Value;
use table::{Effect, Endpoint};
use tracktry_core::envelope::{Envelope, Outcome, ResultCode};
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

/// The most parcels whose remembered answers are forgotten: the others live for a minute or so.
const MOST_FORGOTTEN: usize = 10;

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
        let said = self.send(piece).await?;
        if matches!(self.endpoint.effect, Effect::None | Effect::Tells) {
            return Ok(said.body().map_or(Body::None, Body::Stream));
        }
        let (text, _, _) = self.hear(piece, &said).await?;
        Ok(Body::Text(text))
    }

    async fn several(self, plan: Plan) -> Result<Body, No> {
        let mut answers = Vec::new();
        let mut why = No::from(EMPTY);
        let mut done = 0_usize;
        for piece in &plan.pieces {
            let heard = match self.send(piece).await {
                Ok(said) => self.hear(piece, &said).await,
                Err(no) => Err(no),
            };
            match heard {
                Ok((_, answer, Outcome::Done)) => answers.push(answer),
                Ok((_, _, Outcome::Empty)) if plan.page.is_some() => {}
                // The first, or one of a list: nothing was done that had to be told besides.
                Ok((text, ..)) if answers.is_empty() || plan.page.is_some() => {
                    return Ok(Body::Text(text));
                }
                Err(no) if answers.is_empty() || plan.page.is_some() => return Err(no),
                Ok((_, answer, _)) => {
                    why = Envelope::decode(&&answer)
                        .code
                        .unwrap_or(ResultCode(503))
                        .into();
                    break;
                }
                Err(no) => {
                    why = no;
                    break;
                }
            }
            done = done.saturating_add(1);
        }
        let whole = match plan.page {
            Some(page) => merge::list(answers, page).ok_or(EMPTY)?,
            None => {
                let left = plan.pieces.iter().skip(done);
                let left = left.filter_map(|piece| piece.body.as_ref()?.as_array());
                let left: Vec<&Value> = left.flatten().collect();
                merge::parcels(answers, &left, why.code)
            }
        };
        Ok(Body::Text(whole.to_string()))
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
        let body = piece.body.as_ref().map(Value::to_string);
        let message = format!(
            "{} {wait} {}\n{}",
            self.endpoint.method,
            piece.path,
            body.unwrap_or_default()
        );
        let ms = u32::try_from(wait.saturating_add(BESIDES_MS)).unwrap_or(CALL_MS);
        let said = Object::gate(config).tell(env, "/pass", message, ms).await;
        let problem = match said {
            Ok(said) if said.status() == 200 => return Ok(said),
            Ok(said) => problem_of(&said),
            Err(problem) => problem,
        };
        crate::report(call, "v1", problem);
        Err(problem.into())
    }

    /// Reads an answer, and tells the Shelves what it means to what they keep.
    async fn hear(self, piece: &Piece, said: &Response) -> Result<(String, Value, Outcome), No> {
        let answered_at = platform::read(said, FACTS).parse().unwrap_or(0_i64);
        let text = text(said, CALL_MS).await?;
        let answer: Value = serde_json::from_str(&text).map_err(|_| Problem::Garbled)?;
        let code = Envelope::decode(&&answer).code;
        let outcome = match code {
            // Done, although no more is to be sent.
            Some(ResultCode(202)) => Outcome::Done,
            code => Outcome::of(200, code),
        };
        // What is there already, or no more, may be kept otherwise.
        if matches!(outcome, Outcome::Done | Outcome::Exists | Outcome::Empty) {
            let marks = marks::marks(self.endpoint, self.parts, piece.body.as_ref(), &answer);
            self.mark(marks, answered_at).await;
        }
        Ok((text, answer, outcome))
    }

    async fn mark(self, marks: Marks, answered_at: i64) {
        let Place { config, env, .. } = self.place;
        let names = marks.values().flatten().filter_map(Value::as_str);
        let keys: Vec<String> = names
            .filter_map(|name| name.split_once(' ')?.1.split_once('/'))
            .map(|(carrier, number)| [carrier, "/", number].concat())
            .take(MOST_FORGOTTEN)
            .collect();
        let told = marks.into_iter().map(|(shelf, mut names)| async move {
            names.push(answered_at.into());
            let names = Value::Array(names);
            let home = Object::shelf(shelf);
            home.post::<_, ()>(env, "/mark", &names, CALL_MS).await
        });
        if join_all(told).await.iter().any(Result::is_err) {
            log::event("delivery_failed");
        }
        if config.cache_seconds > 0 {
            for key in keys {
                orders::forget(config, &key).await;
            }
        }
    }
}
