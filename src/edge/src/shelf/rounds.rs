//! What a Shelf does when its alarm rings: forgets what is over, and asks for what upstream has not
//! told of for long. Bounded steps, each of which may be done twice; what fails is done later.

use super::checks::Check;
use super::ends::{LEAVE, TOMB};
use super::hints::{HASTEN, HINT, HINTED};
use super::object::Inner;
use super::orders::ALIAS;
use super::policy::{self, Ms};
use super::promises::{PROMISE, PROMISE_END, PROMISED};
use super::proving::TRIED;
use crate::objects::{Deed, all};
use crate::problem::Problem;
use crate::wire::{Lookup, Who};
use crate::{clock, log};
use std::rc::Rc;
use worker::Result;

/// The most things done when an alarm rings: as many parcels as one list request can name.
const MOST: u32 = 40;

/// Milliseconds until what failed is tried again.
const AGAIN: Ms = 600_000;

/// Milliseconds a parcel that is only to be confirmed waits for its turn.
const WAIT_MS: u32 = 8_000;

impl Inner {
    /// The alarm. Never fails: the platform gives one up that does.
    pub(super) async fn ring(self: &Rc<Self>, now: Ms) {
        self.armed_at.set(None);
        if let Err(fault) = self.round(now).await {
            log::fault("shelf", &fault);
            // What is due stays due; not at once, or a fault that stays would turn in circles.
            if self.state.storage().set_alarm(AGAIN).await.is_ok() {
                self.armed_at.set(Some(clock::now().saturating_add(AGAIN)));
            }
            return;
        }
        self.arm().await;
    }

    async fn round(self: &Rc<Self>, now: Ms) -> Result<()> {
        let store = self.store()?;
        let again = now.saturating_add(AGAIN);
        let (mut departures, mut hinted) = (Vec::new(), Vec::new());
        let (mut hastens, mut promises) = (false, Vec::new());
        for (kind, key) in store.db.due(now, MOST)? {
            match kind.as_str() {
                TOMB => store.forget_tomb(&key)?,
                ALIAS => store.forget_alias(&key)?,
                TRIED => store.forget_tried(&key)?,
                LEAVE => departures.push(key),
                PROMISE => promises.push(key),
                PROMISE_END => store.end_promise(&key)?,
                PROMISED => store.end_promised(&key)?,
                HASTEN => hastens = true,
                HINT => hinted.push(key),
                HINTED => store.forget_hints(&key)?,
                _ => store.db.clear_due(&kind, &key)?,
            }
        }
        let told = departures
            .iter()
            .map(|name| -> Deed<'_> { Box::pin(self.part(name, again)) });
        all(told.collect()).await?;
        let told = promises
            .into_iter()
            .map(|name| -> Deed<'_> { Box::pin(self.pass_promise_on(name, now)) });
        all(told.collect()).await?;
        self.follow(hinted, hastens, now).await?;
        let checks = store.to_check(now, MOST)?;
        let done = checks
            .into_iter()
            .map(|check| -> Deed<'_> { Box::pin(self.check(check, now)) });
        all(done.collect()).await?;
        self.tell_shop(now)
    }

    async fn check(self: &Rc<Self>, check: Check, now: Ms) -> Result<()> {
        let store = self.store()?;
        let config = self.config()?;
        let retention = config.retention_ms();
        let Check { key, order, .. } = check;
        if policy::is_over(check.changed_at, retention, now) {
            store.forget(&key, now)?;
            if let Some(order) = order {
                self.leave(order, key).await;
            }
            return Ok(());
        }
        let confirm_at = policy::confirm_at(check.confirmed_at, check.changed_at, &key);
        if !check.missed && confirm_at > now {
            let at = policy::check_at(check.confirmed_at, check.changed_at, retention, &key);
            return store.set_check(&key, at);
        }
        // Before the question, so that a crash does not ask it over and over.
        store.set_check(&key, now.saturating_add(AGAIN))?;
        if self.ask_behind(&key, None).await.is_ok()
            && let Some(missed) = store.missed_at(&key)?
        {
            let again = missed.saturating_add(policy::GONE_AFTER);
            store.set_check(&key, again.max(clock::now().saturating_add(AGAIN)))?;
        }
        Ok(())
    }

    /// Asks for a parcel behind everybody's back, and keeps what is said of it. A sync that began
    /// after `fresh_after` is as good.
    pub(super) async fn ask_behind(
        &self,
        key: &str,
        fresh_after: Option<Ms>,
    ) -> std::result::Result<(), Problem> {
        let (carrier, number) = key.split_once('/').ok_or(Problem::Internal)?;
        let lookup = Lookup {
            carrier: Some(carrier.to_owned()).filter(|carrier| carrier != "-"),
            number: number.to_owned(),
            who: Who::Sync,
            wait_ms: WAIT_MS,
            fresh_after,
            guest: None,
        };
        let reply = self.ask_gate("/lookup", &lookup).await?;
        self.take(key, reply).await
    }
}
