//! A merchant's own request, sent as it was made anew, and its answer as it came.

use super::driver::Served;
use super::object::Inner;
use crate::clock;
use crate::gate::{Class, How, Kind, Want};
use crate::object_reply::{self, ObjectReply};
use crate::objects::deliveries;
use crate::problem::Problem;
use crate::upstream::{DEADLINE_MS, REALTIME_MS, Request};
use crate::v1::marks;
use crate::v1::table::{self, Effect, Endpoint};
use crate::wire::Ms;
use serde_json::Value;
use std::rc::Rc;
use tracktry_core::envelope::{Outcome, ResultCode};

impl Inner {
    /// Sends what a message says: method, milliseconds to wait and path on the first line, JSON on
    /// the others.
    pub(super) async fn pass(
        self: &Rc<Self>,
        message: &str,
        now: Ms,
    ) -> Result<ObjectReply, Problem> {
        let (head, body) = message.split_once('\n').ok_or(Problem::Internal)?;
        let (method, rest) = head.split_once(' ').ok_or(Problem::Internal)?;
        let (wait, path) = rest.split_once(" /").ok_or(Problem::Internal)?;
        let wait: Ms = wait.parse().map_err(|_| Problem::Internal)?;
        let below = path.split('?').next().unwrap_or_default();
        let found = table::find(method, below).map_err(|_| Problem::Internal)?;
        let (endpoint, parts) = found;
        let call = Request {
            method: endpoint.method,
            path: format!("/{path}"),
            body: (!body.is_empty()).then(|| body.to_owned()),
            deadline_ms: match endpoint.kind {
                Kind::Realtime => REALTIME_MS,
                Kind::List | Kind::Single => DEADLINE_MS,
            },
            is_passed: true,
        };
        let want = Want::Alone {
            kind: endpoint.kind,
            care: endpoint.care,
        };
        let until = now.saturating_add(wait);
        let told = self.ask(want, Class::Merchant, until, Some(call)).await;
        let served = told.map_err(|unserved| match unserved.how {
            // It may have been done.
            Some(How::Expired { sent: true }) => Problem::Timeout,
            _ => unserved.problem,
        })?;
        let answer = served.body.as_ref();
        let answer = answer.ok_or_else(|| served.answered.problem())?;
        if endpoint.effect != Effect::None {
            self.tell_shelves(endpoint, parts, body, &served).await;
        }
        Ok(object_reply::journey(answer.clone(), String::new()))
    }

    async fn tell_shelves(
        &self,
        endpoint: &Endpoint,
        parts: [&str; 3],
        body: &str,
        served: &Served,
    ) {
        let answered = &served.answered;
        let is_done = matches!(
            answered.outcome,
            Outcome::Done | Outcome::Exists | Outcome::Empty
        );
        // Done as well, although no more is to be sent.
        if !is_done && answered.code != Some(ResultCode(202)) {
            return;
        }
        let [_, _, lang] = parts;
        let tells = match endpoint.effect {
            Effect::Changes => true,
            // In another language it is not what shoppers see.
            Effect::Tells => self.config().is_ok_and(|config| config.event_lang == lang),
            _ => false,
        };
        // What became of a parcel can be told by its name alone.
        let rows = answered
            .rows
            .iter()
            .filter(|row| tells && row.status.is_some());
        let records = rows.filter_map(|row| self.record(row)).collect();
        let mut all = deliveries(records, served.asked_at, false);
        let read = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
        let answer = served.body.as_deref().unwrap_or_default();
        let at = match endpoint.effect {
            // What left before may tell of a parcel that is gone by now.
            Effect::Ends | Effect::Moves => clock::now(),
            _ => served.asked_at,
        };
        marks::add(&mut all, endpoint, parts, &read(body), &read(answer), at);
        self.hand(all).await;
    }
}
