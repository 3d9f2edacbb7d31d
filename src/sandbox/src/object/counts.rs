//! Counters and parcels in bulk, as control asks for them.

use serde_json::json;
use worker::Result;

use super::{Event, Sandbox};
use crate::bulk::Bulk;
use crate::reply::Reply;

impl Sandbox {
    /// The counters, and the quota in numbers: used of it (with fractions) and left (null where
    /// there is no end).
    pub(super) fn counters_reply(&self, event: &Event<'_>) -> Result<Reply> {
        let store = self.store()?;
        let mut counters = serde_json::to_value(store.counters()?).map_err(|e| e.to_string())?;
        let quota = store.quota(event.real)?;
        let left = store
            .switches()?
            .limits
            .rules()
            .quota
            .map(|n| quota.left(n));
        if let Some(members) = counters.as_object_mut() {
            let quota = json!({"used": numbers(quota.used), "left": left.map(numbers)});
            members.insert("quota".to_owned(), quota);
        }
        Ok(Reply::json(&counters))
    }

    pub(super) fn start_bulk(&self, event: &Event<'_>) -> Result<Reply> {
        let store = self.store()?;
        if store.bulk()?.is_some_and(|bulk| bulk.running()) {
            return Ok(Reply::problem(
                409,
                "bulk_running",
                "an earlier job is not done yet",
            ));
        }
        let now = event.clock.now(event.real);
        match Bulk::parse(event.body.unwrap_or_default(), now) {
            Ok(bulk) => {
                store.set_bulk(&bulk)?;
                self.bulk_reply(202)
            }
            Err(detail) => Ok(Reply::problem(400, "bulk_invalid", &detail)),
        }
    }

    pub(super) fn bulk_reply(&self, status: u16) -> Result<Reply> {
        let store = self.store()?;
        let bulk = store.bulk()?.unwrap_or_default();
        // also where the machine stopped before the next alarm
        self.wake.set(bulk.running());
        let body = json!({
            "running": bulk.running(), "count": bulk.count, "seed": bulk.seed, "days": bulk.days,
            "done": bulk.done, "added": bulk.added, "parcels": store.parcels()?,
            "ordinary": store.ordinary()?,
        });
        Ok(Reply::json(&body).status(status))
    }
}

/// Fifths as numbers.
fn numbers(fifths: u64) -> f64 {
    f64::from(u32::try_from(fifths).unwrap_or(u32::MAX)) / 5.0
}
