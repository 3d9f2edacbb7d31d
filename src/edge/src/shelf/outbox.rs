//! What the shop is to be told of this Shelf's parcels: written with the parcel, sent behind
//! everything else, kept until the shop has it or too long has passed.

use super::object::Inner;
use super::policy::Ms;
use super::store::Store;
use crate::db::Columns;
use crate::notify::{self, Said, Shop, Standing};
use crate::objects::{CALL_MS, Deed, Object, all};
use crate::{clock, place};
use js_sys::futures::spawn_local;
use serde_json::json;
use std::cell::Cell;
use std::rc::Rc;
use worker::Result;

/// The most messages of a Shelf that wait; the oldest goes for a new one.
const MOST: i64 = 10_000;

/// The most messages sent at a time.
const BATCH: i64 = 10;

/// The most messages given up for their age at a time.
const OLD: i64 = 200;

/// Milliseconds after which a message is sent again whose end nobody knows, after a crash.
const LEASE: Ms = 30_000;

/// Rounds in a row in which all failed, from which on the Gate is told, for the operator.
const TELLS_AFTER: i64 = 2;

/// Under what name the tally is kept.
const TALLY: &str = "notify";

/// What became of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Messages the shop took.
    pub sent: i64,
    /// Attempts it did not take.
    pub failed: i64,
    /// Messages given up.
    pub dropped: i64,
    /// Rounds in a row in which the shop took nothing and that say so of all of it.
    pub row: i64,
    /// Until when nothing is sent.
    pub until: Ms,
}

impl Tally {
    /// Reads what [`Self::text`] wrote; what is missing or damaged begins anew.
    pub fn of(text: &str) -> Self {
        let mut numbers = text.split(' ').map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        Self {
            sent: next(),
            failed: next(),
            dropped: next(),
            row: next(),
            until: next(),
        }
    }

    /// Counts the end of a round at `now`: what the shop said to each message, and how often that
    /// was sent before. A round of nothing but messages refused once more says nothing of others:
    /// those do not wait for it.
    pub fn end(&mut self, round: &[(Said, i64)], now: Ms) {
        let taken = round.iter().filter(|(said, _)| *said == Said::Taken);
        let taken = i64::try_from(taken.count()).unwrap_or(i64::MAX);
        let all = i64::try_from(round.len()).unwrap_or(i64::MAX);
        self.sent = self.sent.saturating_add(taken);
        self.failed = self.failed.saturating_add(all.saturating_sub(taken));
        if taken > 0 {
            (self.row, self.until) = (0, 0);
        } else if round
            .iter()
            .any(|(said, tries)| *said == Said::Nothing || *tries == 0)
        {
            self.row = self.row.saturating_add(1);
            self.until = now.saturating_add(notify::pause_after(self.row));
        }
    }

    /// The tally as it is kept.
    pub fn text(&self) -> String {
        let Self {
            sent,
            failed,
            dropped,
            row,
            until,
        } = self;
        format!("{sent} {failed} {dropped} {row} {until}")
    }
}

/// A message on its way: its id, how often it was sent before, and the body.
type Message = (String, i64, String);

impl Store {
    /// Where a parcel stands.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn standing(&self, key: &str) -> Result<Standing> {
        let sql = "SELECT stage, reason FROM parcel WHERE key = ?";
        let row = self.db.first(sql, vec![key.into()])?.unwrap_or_default();
        let mut row = Columns::of(row);
        Ok((row.maybe_text(), row.maybe_text()))
    }

    /// Has the shop told of a parcel, where it stands elsewhere than before.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn announce(
        &self,
        key: &str,
        order: Option<&str>,
        before: &Standing,
        now: Ms,
    ) -> Result<()> {
        let standing = self.standing(key)?;
        if standing == *before {
            return Ok(());
        }
        let body = notify::message(key, order, &standing, before, now);
        let mut id = place::digest(&format!("{now} {body}"));
        id.truncate(32);
        self.db.run(
            "INSERT INTO outbox (id, key, made_at, at, tries, body) VALUES (?1, ?2, ?3, ?3, 0, ?4)
             ON CONFLICT (id) DO NOTHING",
            vec![
                format!("msg_{id}").into(),
                key.into(),
                now.into(),
                body.into(),
            ],
        )?;
        let waiting = self
            .waiting
            .get()
            .map_or_else(|| self.count_waiting(), |n| Ok(n.saturating_add(1)))?;
        self.waiting.set(Some(waiting));
        if waiting > MOST {
            let sql =
                "DELETE FROM outbox WHERE id = (SELECT id FROM outbox ORDER BY made_at LIMIT 1)";
            self.db.run(sql, Vec::new())?;
            self.waiting.set(Some(MOST));
            let mut tally = self.tally()?;
            tally.dropped = tally.dropped.saturating_add(1);
            self.db.set_meta(TALLY, &tally.text())?;
        }
        Ok(())
    }

    /// How many messages wait.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn count_waiting(&self) -> Result<i64> {
        let row = self.db.first("SELECT count(*) FROM outbox", Vec::new())?;
        Ok(row
            .and_then(|row| Columns::of(row).maybe_int())
            .unwrap_or(0))
    }

    /// What became of messages.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn tally(&self) -> Result<Tally> {
        Ok(Tally::of(&self.db.meta(TALLY)?.unwrap_or_default()))
    }

    /// Nobody is to be told of a parcel any more.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn hush(&self, key: &str) -> Result<()> {
        self.waiting.set(None);
        // As for parcels: the bytes of what is deleted alone would stay in the file.
        let sql = "UPDATE outbox SET body = zeroblob(length(CAST(body AS BLOB))) WHERE key = ?";
        self.db.run(sql, vec![key.into()])?;
        self.db
            .run("DELETE FROM outbox WHERE key = ?", vec![key.into()])
    }

    /// When the next message is to be sent, or given up for its age.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn next_message(&self) -> Result<Option<Ms>> {
        // Each by its index, which both at once would not take.
        let sql = "SELECT (SELECT min(at) FROM outbox), (SELECT min(made_at) FROM outbox)";
        let row = self.db.first(sql, Vec::new())?.unwrap_or_default();
        let mut row = Columns::of(row);
        let (Some(at), Some(made_at)) = (row.maybe_int(), row.maybe_int()) else {
            return Ok(None);
        };
        let old_at = made_at.saturating_add(notify::KEPT_MS);
        Ok(Some(at.max(self.tally()?.until).min(old_at)))
    }

    /// Gives up some of what waits for too long. While the shop takes nothing, messages come to
    /// their last attempt later than anybody was promised that they are kept.
    fn give_up_old(&self, now: Ms) -> Result<()> {
        let sql = "SELECT id FROM outbox WHERE made_at <= ? ORDER BY made_at LIMIT ?";
        let latest = now.saturating_sub(notify::KEPT_MS);
        let old = self.db.rows(sql, vec![latest.into(), OLD.into()])?;
        if old.is_empty() {
            return Ok(());
        }
        let mut tally = self.tally()?;
        for row in old {
            self.strike_off(&Columns::of(row).text()?)?;
            tally.dropped = tally.dropped.saturating_add(1);
        }
        self.db.set_meta(TALLY, &tally.text())
    }

    fn messages(&self, now: Ms) -> Result<Vec<Message>> {
        let sql = "SELECT id, tries, body FROM outbox WHERE at <= ? ORDER BY at LIMIT ?";
        let rows = self.db.rows(sql, vec![now.into(), BATCH.into()])?;
        rows.into_iter()
            .map(|row| {
                let mut row = Columns::of(row);
                Ok((row.text()?, row.int()?, row.text()?))
            })
            .collect()
    }

    fn put_off(&self, id: &str, tries: i64, at: Ms) -> Result<()> {
        let sql = "UPDATE outbox SET tries = ?, at = ? WHERE id = ?";
        self.db.run(sql, vec![tries.into(), at.into(), id.into()])
    }

    fn strike_off(&self, id: &str) -> Result<()> {
        self.waiting.set(None);
        // As for parcels: the bytes of what is deleted alone would stay in the file.
        let sql = "UPDATE outbox SET body = zeroblob(length(CAST(body AS BLOB))) WHERE id = ?";
        self.db.run(sql, vec![id.into()])?;
        self.db
            .run("DELETE FROM outbox WHERE id = ?", vec![id.into()])
    }
}

impl Inner {
    /// Sends some of what waits, behind everything else: nobody waits for the shop's server. One
    /// round at a time.
    pub(super) fn tell_shop(self: &Rc<Self>, now: Ms) -> Result<()> {
        let store = self.store()?;
        let config = self.config()?;
        let Some(shop) = config.shop.clone() else {
            store.waiting.set(None);
            return store.db.run("DELETE FROM outbox", Vec::new());
        };
        // What is under way is counted when it ends.
        if self.telling.get() {
            return Ok(());
        }
        store.give_up_old(now)?;
        if store.tally()?.until > now {
            return Ok(());
        }
        let messages = store.messages(now)?;
        if messages.is_empty() {
            return Ok(());
        }
        for (id, tries, _) in &messages {
            // Before it is sent, so that a crash does not send it over and over.
            store.put_off(id, *tries, now.saturating_add(LEASE))?;
        }
        self.telling.set(true);
        let inner = Rc::clone(self);
        spawn_local(async move {
            let told = inner.send_all(&shop, messages).await;
            inner.telling.set(false);
            if let Err(fault) = told {
                crate::log::fault("shelf", &fault);
            }
            inner.arm().await;
        });
        Ok(())
    }

    /// When the alarm must ring for the shop. While a round is under way, that is when it is lost.
    pub(super) fn next_message(&self) -> Result<Option<Ms>> {
        let at = self.store()?.next_message()?;
        let least = clock::now().saturating_add(LEASE);
        Ok(at.map(|at| {
            if self.telling.get() {
                at.max(least)
            } else {
                at
            }
        }))
    }

    async fn send_all(&self, shop: &Shop, messages: Vec<Message>) -> Result<()> {
        let unsaid = |(_, tries, _): &Message| Cell::new((Said::Nothing, *tries));
        let round: Vec<_> = messages.iter().map(unsaid).collect();
        let sent = messages.iter().zip(&round);
        let sent = sent.map(|((id, tries, body), end)| -> Deed<'_> {
            Box::pin(async move {
                end.set((notify::send(shop, id, body).await, *tries));
                Ok(())
            })
        });
        all(sent.collect()).await?;
        let (store, now) = (self.store()?, clock::now());
        let mut tally = store.tally()?;
        let failed_before = tally.row >= TELLS_AFTER;
        let round: Vec<_> = round.iter().map(Cell::get).collect();
        tally.end(&round, now);
        for ((id, tries, _), (said, _)) in messages.iter().zip(round) {
            if said == Said::Taken {
                store.strike_off(id)?;
            } else if let Some(wait) = notify::wait_after(*tries) {
                store.put_off(id, tries.saturating_add(1), now.saturating_add(wait))?;
            } else {
                tally.dropped = tally.dropped.saturating_add(1);
                store.strike_off(id)?;
            }
        }
        store.db.set_meta(TALLY, &tally.text())?;
        let fails = tally.row >= TELLS_AFTER;
        if fails || failed_before {
            let config = self.config()?;
            let gate = Object::gate(&config);
            // It is told again with the next round.
            let _ = gate
                .post::<_, ()>(&self.env, "/notify", &json!({ "fails": fails }), CALL_MS)
                .await;
        }
        Ok(())
    }
}
