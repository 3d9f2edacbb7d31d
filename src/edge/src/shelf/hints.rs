//! What webhooks tell of. A hint makes a parcel due, nothing more: Tracktry is asked when the alarm
//! rings, behind all who wait. Many at once are what the sync is for.

use super::ends::End;
use super::object::Inner;
use super::policy::Ms;
use super::store::Store;
use crate::db::Columns;
use crate::object_reply::{self, ObjectReply};
use crate::objects::{CALL_MS, Deed, Object, all};
use crate::problem::Problem;
use crate::webhooks::TOO_OLD;
use crate::wire::SyncNews;
use serde_json::Value;
use std::rc::Rc;
use worker::Result;

/// What a look at a parcel that was hinted at is due as.
pub(super) const HINT: &str = "hint";

/// What a round of the sync that is to come soon is due as.
pub(super) const HASTEN: &str = "hasten";

/// What the end of a hint's memory is due as.
pub(super) const HINTED: &str = "hinted";

/// Hints that wait, beyond which the sync brings them all: each would be a question of its own.
const FLOOD: usize = 20;

/// Hints that wait at most; where there is no sync, more wait for somebody to look.
const MOST: i64 = 1_000;

/// Milliseconds until what failed is tried again.
const AGAIN: Ms = 60_000;

/// How long a hint is remembered: an older one is not taken.
const REMEMBERED: Ms = TOO_OLD * 1_000;

/// Notes hints: `{"keys": […], "time": seconds or null}`.
pub(super) fn answer(inner: &Inner, hints: &Value, now: Ms) -> Result<ObjectReply> {
    let store = inner.store()?;
    let syncs = inner.config()?.sync_seconds > 0;
    // A clock that runs ahead must not shut out what comes after it.
    let time = hints.get("time").and_then(Value::as_i64);
    let time = time.map(|time| time.min(now.div_euclid(1_000)));
    let keys = hints.get("keys").and_then(Value::as_array);
    for key in keys.into_iter().flatten().filter_map(Value::as_str) {
        if matches!(store.end(key)?, Some((End::Erased, _))) {
            continue;
        }
        inner.memory.borrow_mut().forget_unknown(key);
        if syncs && store.parcel(key)?.is_none() {
            store.db.set_due(HASTEN, "", now)?;
        } else if store.is_news(key, time)? && store.waiting_hints()? < MOST {
            store.hint(key, time, now)?;
        }
    }
    object_reply::json(&())
}

impl Store {
    /// Whether no hint at a parcel of that time or later has come.
    fn is_news(&self, key: &str, time: Option<i64>) -> Result<bool> {
        let sql = "SELECT 1 FROM hinted WHERE key = ? AND time >= ?";
        Ok(match time {
            Some(time) => self.db.first(sql, vec![key.into(), time.into()])?.is_none(),
            None => true,
        })
    }

    /// How many parcels wait to be looked at.
    fn waiting_hints(&self) -> Result<i64> {
        let sql = "SELECT count(*) FROM due WHERE kind = ?";
        let row = self.db.first(sql, vec![HINT.into()])?;
        Ok(row
            .and_then(|row| Columns::of(row).maybe_int())
            .unwrap_or(0))
    }

    fn hint(&self, key: &str, time: Option<i64>, now: Ms) -> Result<()> {
        self.db.run(
            "INSERT INTO hinted (key, time, at) VALUES (?, ?, ?)
             ON CONFLICT (key) DO UPDATE SET time = max(time, excluded.time), at = excluded.at",
            vec![key.into(), time.unwrap_or(0).into(), now.into()],
        )?;
        let end = now.saturating_add(REMEMBERED);
        self.db.set_due(HINTED, key, end)?;
        self.db.set_due(HINT, key, now)
    }

    /// When the last hint at a parcel came.
    fn hinted_at(&self, key: &str) -> Result<Option<Ms>> {
        let sql = "SELECT at FROM hinted WHERE key = ?";
        let row = self.db.first(sql, vec![key.into()])?;
        Ok(row.and_then(|row| Columns::of(row).maybe_int()))
    }

    /// Forgets of when the last hint at a parcel is.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_hint(&self, key: &str) -> Result<()> {
        let sql = "DELETE FROM hinted WHERE key = ?";
        self.db.run(sql, vec![key.into()])?;
        self.db.clear_due(HINTED, key)
    }

    /// Forgets all of a parcel's hints, one that waits too.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_hints(&self, key: &str) -> Result<()> {
        self.db.clear_due(HINT, key)?;
        self.forget_hint(key)
    }
}

impl Inner {
    /// Follows hints: by a round of the sync where it must be or they are many, else each by a
    /// question of its own.
    pub(super) async fn follow(
        self: &Rc<Self>,
        hinted: Vec<String>,
        hastens: bool,
        now: Ms,
    ) -> Result<()> {
        let syncs = self.config()?.sync_seconds > 0;
        let is_flood = syncs && hinted.len() > FLOOD;
        if hastens || is_flood {
            let store = self.store()?;
            store.db.set_due(HASTEN, "", now.saturating_add(AGAIN))?;
            match self.hasten().await {
                Ok(_) => {
                    store.db.clear_due(HASTEN, "")?;
                    if is_flood {
                        // What comes meanwhile may be too late for that round.
                        let sql = "DELETE FROM due WHERE kind = ? AND at <= ?";
                        return store.db.run(sql, vec![HINT.into(), now.into()]);
                    }
                }
                Err(Problem::Garbled) => store.db.clear_due(HASTEN, "")?,
                Err(_) if is_flood => return self.put_off(&hinted, now),
                Err(_) => {}
            }
        }
        let looked = hinted
            .iter()
            .map(|key| -> Deed<'_> { Box::pin(self.follow_one(key, syncs, now)) });
        all(looked.collect()).await
    }

    /// Has the Gate's sync make a round soon. [`Problem::Garbled`] where that brings nothing.
    async fn hasten(&self) -> std::result::Result<SyncNews, Problem> {
        let config = self.config().map_err(|_| Problem::Internal)?;
        let gate = Object::gate(&config);
        gate.post(&self.env, "/hasten", &(), CALL_MS).await
    }

    fn put_off(&self, hinted: &[String], now: Ms) -> Result<()> {
        let again = now.saturating_add(AGAIN);
        for key in hinted {
            self.store()?.db.set_due(HINT, key, again)?;
        }
        Ok(())
    }

    async fn follow_one(&self, key: &str, syncs: bool, now: Ms) -> Result<()> {
        let store = self.store()?;
        let again = now.saturating_add(AGAIN);
        // Before the question, so that a crash does not ask it over and over.
        store.db.set_due(HINT, key, again)?;
        let is_listed = store.parcel(key)?.is_some_and(|kept| kept.listed);
        let hinted_at = store.hinted_at(key)?.filter(|_| syncs && is_listed);
        let asked = self.ask_behind(key, hinted_at).await;
        // One that came meanwhile is due by itself.
        let is_over = match asked {
            Ok(()) => true,
            // Asking again brings nothing else.
            Err(problem) => !problem.concerns_operator(),
        };
        if is_over && store.db.due_at(HINT, key)? == Some(again) {
            store.db.clear_due(HINT, key)?;
        }
        Ok(())
    }
}
