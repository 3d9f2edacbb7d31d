//! The one alarm an object has.

use crate::clock;
use std::cell::Cell;
use worker::State;

/// Has the alarm ring at a time in milliseconds since 1970, unless it rings earlier anyway. `armed`
/// remembers when that is. A failure is of no consequence: the next request tries again, and so
/// does the cron.
pub async fn arm(state: &State, armed: &Cell<Option<i64>>, at: i64) {
    if armed.get().is_none() {
        // After a start: a write is spared where it is set already.
        armed.set(state.storage().get_alarm().await.ok().flatten());
    }
    if armed.get().is_some_and(|armed| armed <= at) {
        return;
    }
    let in_ms = at.saturating_sub(clock::now()).max(0);
    if state.storage().set_alarm(in_ms).await.is_ok() {
        armed.set(Some(at));
    }
}
