//! A merchant's own request, sent as it was made anew, and its answer as it came.

use super::object::Inner;
use crate::clock;
use crate::gate::{Class, How, Kind, Want};
use crate::object_reply::{self, ObjectReply};
use crate::problem::Problem;
use crate::record::Record;
use crate::upstream::{DEADLINE_MS, REALTIME_MS, Request};
use crate::v1::table::{self, Effect};
use crate::wire::Ms;
use std::rc::Rc;

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
        let (endpoint, [_, _, lang]) = found;
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
        let answered_at = clock::now();
        let body = served.body.clone();
        let body = body.ok_or_else(|| served.answered.problem())?;
        let tells = match endpoint.effect {
            Effect::Changes => true,
            // In another language it is not what shoppers see.
            Effect::Tells => self.config().is_ok_and(|config| config.event_lang == lang),
            _ => false,
        };
        if tells {
            // What became of a parcel can be told by its name alone.
            let rows = served.answered.rows.iter();
            let whole = rows.filter(|row| row.status.is_some());
            let records: Vec<Record> = whole.filter_map(|row| self.record(row)).collect();
            self.hand_over(records, served.asked_at).await;
        }
        Ok(object_reply::journey(body, answered_at.to_string()))
    }
}
