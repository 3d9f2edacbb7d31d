//! What the Gate's object does when its alarm rings. Bounded steps, each of which may be done
//! twice; what fails is done later.

use super::object::Inner;
use super::store::{INTENT, SWEEP, SYNC};
use crate::shelf::policy::DAY;
use crate::wire::Ms;
use crate::{clock, log};
use std::rc::Rc;
use worker::Result;

/// The most things done when an alarm rings; each is a request upstream or a few calls of Shelves.
const MOST: u32 = 4;

/// Milliseconds after which nothing else is begun. Each thing may wait for a minute, and the guard
/// around this Worker gives up a handler after 100 seconds: what is given up counts as failed, and
/// the platform lets an alarm ring no more that failed six times.
const BUDGET: Ms = 15_000;

/// Milliseconds until what failed is tried again.
const AGAIN: Ms = 30_000;

/// Milliseconds after which the alarm rings again where this instance dies in the middle of it.
const SAFETY: Ms = 120_000;

impl Inner {
    /// The alarm. Never fails: the platform gives one up that does.
    pub(super) async fn ring(self: &Rc<Self>, now: Ms) {
        self.armed_at.set(None);
        let storage = self.state.storage();
        if matches!(self.is_of_account(), Ok(false)) {
            // What it remembers stays, should its account come back; nothing rings for it.
            log::event("gate_retired");
            return;
        }
        if let Err(fault) = storage.set_alarm(SAFETY).await {
            log::fault("gate", &fault);
        }
        if let Err(fault) = self.round(now).await {
            log::fault("gate", &fault);
            // What is due stays due; not at once, or a fault that stays, as a wrong setting does, would
            // turn in circles.
            if storage.set_alarm(AGAIN).await.is_ok() {
                self.armed_at.set(Some(clock::now().saturating_add(AGAIN)));
            }
            return;
        }
        self.arm().await;
    }

    async fn round(self: &Rc<Self>, now: Ms) -> Result<()> {
        self.open(now)?;
        let due = self.store()?.db.due(now, MOST)?;
        for (kind, key) in due {
            // What is not begun is due still.
            if clock::now().saturating_sub(now) > BUDGET {
                break;
            }
            let done = match kind.as_str() {
                SYNC => self.sync_step(now).await,
                INTENT => self.look_for_post(&key, clock::now()).await,
                SWEEP => self.sweep(now),
                _ => self.store()?.db.clear_due(&kind, &key),
            };
            if let Err(fault) = done {
                log::fault("gate", &fault);
                let later = clock::now().saturating_add(AGAIN);
                self.store()?.db.set_due(&kind, &key, later)?;
            }
        }
        Ok(())
    }

    /// Once a day: posts nobody has touched for as long as parcels are kept are forgotten.
    fn sweep(&self, now: Ms) -> Result<()> {
        let store = self.store()?;
        store.forget_intents(now.saturating_sub(self.config()?.retention_ms()))?;
        store.db.set_due(SWEEP, "", now.saturating_add(DAY))
    }
}
