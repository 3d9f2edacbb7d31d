//! A merchant's own request, sent as it was made anew, and its answer as it came.

use super::driver::Served;
use super::object::Inner;
use crate::gate::{Care, Class, How, Kind, Want};
use crate::object_reply::{self, ObjectReply};
use crate::objects::{Deliveries, deliveries};
use crate::problem::Problem;
use crate::upstream::{DEADLINE_MS, REALTIME_MS, Request};
use crate::v1::marks;
use crate::v1::table::{self, Effect, Endpoint};
use crate::wire::Ms;
use crate::{clock, route};
use serde_json::Value;
use std::rc::Rc;
use tracktry_core::envelope::{Outcome, ResultCode};

/// What a message asks for.
struct Passed<'a> {
    endpoint: &'static Endpoint,
    parts: [&'a str; 3],
    wait: Ms,
    body: &'a str,
    call: Request,
}

/// Reads a message: method, milliseconds to wait, path and JSON, a line each.
fn read(message: &str) -> Option<Passed<'_>> {
    let mut lines = message.splitn(4, '\n');
    let method = lines.next()?;
    let wait = lines.next()?;
    let path = lines.next()?;
    let body = lines.next()?;
    let below = route::path_of(path).strip_prefix('/')?;
    let (endpoint, parts) = table::find(method, below).ok()?;
    Some(Passed {
        endpoint,
        parts,
        wait: wait.parse().ok()?,
        body,
        call: Request {
            method: endpoint.method,
            path: path.to_owned(),
            body: (!body.is_empty()).then(|| body.to_owned()),
            deadline_ms: match endpoint.kind {
                Kind::Realtime => REALTIME_MS,
                Kind::List | Kind::Single => DEADLINE_MS,
            },
            is_passed: true,
        },
    })
}

impl Inner {
    /// Sends what a message says, and hands the Shelves what it means to them.
    pub(super) async fn pass(
        self: &Rc<Self>,
        message: &str,
        now: Ms,
    ) -> Result<ObjectReply, Problem> {
        let mut passed = read(message).ok_or(Problem::Internal)?;
        let want = Want::Alone {
            kind: passed.endpoint.kind,
            care: passed.endpoint.care,
        };
        let until = now.saturating_add(passed.wait);
        let call = std::mem::replace(&mut passed.call, Request::get(String::new()));
        let told = self.ask(want, Class::Merchant, until, Some(call)).await;
        let served = match told {
            Ok(served) => served,
            Err(unserved) => {
                let problem = match unserved.how {
                    Some(How::Expired { sent: true }) => Problem::Timeout,
                    Some(How::Failed) => unserved.problem,
                    // It was not sent.
                    _ => return Err(unserved.problem),
                };
                self.hand(doubts(&passed)).await;
                return Err(problem);
            }
        };
        let Some(answer) = served.body.clone() else {
            self.hand(doubts(&passed)).await;
            return Err(served.answered.problem());
        };
        self.hand(self.news(&passed, &served)).await;
        Ok(object_reply::journey(answer, String::new()))
    }

    /// What a request that was done means to what is kept.
    fn news(&self, passed: &Passed<'_>, served: &Served) -> Deliveries {
        let &Passed {
            endpoint,
            parts,
            body,
            ..
        } = passed;
        let answered = &served.answered;
        let is_done = matches!(
            answered.outcome,
            Outcome::Done | Outcome::Exists | Outcome::Empty
        );
        // Done as well, although no more is to be sent.
        let is_done = is_done || answered.code == Some(ResultCode(202));
        let [_, _, lang] = parts;
        let tells = match endpoint.effect {
            Effect::None => return Deliveries::new(),
            _ if !is_done => return Deliveries::new(),
            Effect::Changes => true,
            // In another language it is not what shoppers see.
            Effect::Tells => self.config().is_ok_and(|config| config.event_lang == lang),
            _ => false,
        };
        let mut records = Vec::new();
        for row in &answered.rows {
            // A change is answered with some of the parcel, for all we know: only what has scans is all
            // of it. What became of the rest is told by their names, below.
            let is_whole = endpoint.effect != Effect::Changes
                || endpoint.care == Care::Post
                || [&row.origin, &row.destination]
                    .into_iter()
                    .any(|leg| !leg.checkpoints.is_empty());
            if tells && is_whole && row.status.is_some() {
                records.extend(self.record(row));
            }
        }
        let mut all = deliveries(records, served.asked_at, false);
        let answer = json(served.body.as_deref().unwrap_or_default());
        let end = match (endpoint.effect, answered.outcome) {
            (Effect::Tells, Outcome::Empty) => marks::End::Missing,
            _ => marks::End::Done(&answer),
        };
        let at = match endpoint.effect {
            // What left before may tell of a parcel that is gone by now.
            Effect::Ends | Effect::Moves => clock::now(),
            _ => served.asked_at,
        };
        marks::add(&mut all, endpoint, parts, &json(body), end, at);
        all
    }
}

/// What a request may have changed of which nobody knows whether it was done.
fn doubts(passed: &Passed<'_>) -> Deliveries {
    let mut all = Deliveries::new();
    let body = json(passed.body);
    let end = marks::End::Unknown;
    marks::add(
        &mut all,
        passed.endpoint,
        passed.parts,
        &body,
        end,
        clock::now(),
    );
    all
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}
