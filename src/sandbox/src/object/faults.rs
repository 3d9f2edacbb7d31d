//! Control of the faults.

use serde_json::json;
use worker::Result;

use super::{Event, Sandbox};
use crate::fault::Faults;
use crate::reply::Reply;

impl Sandbox {
    pub(super) fn read_faults(&self, event: &Event<'_>) -> Result<Reply> {
        let mut faults = self.store()?.faults()?;
        faults.expire(event.real);
        Ok(Reply::json(&json!({"faults": faults.active()})))
    }

    pub(super) fn add_faults(&self, event: &Event<'_>) -> Result<Reply> {
        let mut faults = self.store()?.faults()?;
        if let Err(detail) = faults.add(event.body.unwrap_or_default(), event.real) {
            return Ok(Reply::problem(400, "faults_invalid", &detail));
        }
        self.store()?.set_faults(&faults)?;
        self.read_faults(event)
    }

    pub(super) fn clear_faults(&self, event: &Event<'_>) -> Result<Reply> {
        self.store()?.set_faults(&Faults::default())?;
        self.read_faults(event)
    }
}
