//! The day a shop promised an order for: kept by the Shelf of the order, and by those of its
//! parcels, which are told of it. That a parcel is to be told is written with the promise, or with
//! the parcel's place in the order: whoever is killed, or cannot reach a Shelf, goes on later.

use super::ends::End;
use super::object::Inner;
use super::policy::{DAY, Ms};
use super::store::Store;
use crate::clock;
use crate::db::Columns;
use crate::object_reply::{self, ObjectReply};
use crate::objects::{CALL_MS, Deed, Object, all};
use serde_json::{Value, json};
use std::rc::Rc;
use worker::Result;

/// What telling a parcel is due as.
pub(super) const PROMISE: &str = "promise";

/// What the end of a promise whose order has no parcel is due as.
pub(super) const PROMISE_END: &str = "promise_end";

/// What the end of a promise whose parcel is not kept is due as.
pub(super) const PROMISED: &str = "promised";

/// Milliseconds until a parcel that could not be told is told again.
const AGAIN: Ms = 60_000;

/// Milliseconds a promise outlives its order's last parcel: one whose carrier was wrong leaves before
/// it comes with the right one.
const ALONE: Ms = 3_600_000;

/// What a journey without a day ends with.
const NO_DAY: &str = r#""expected":null}"#;

/// Keeps a promise, `{"order": …, "date": … or null}`, and tells the order's parcels.
pub(super) async fn promise(inner: &Rc<Inner>, asked: &Value, now: Ms) -> Result<ObjectReply> {
    let store = inner.store()?;
    let order = word(asked, "order").unwrap_or_default();
    let end = now.saturating_add(inner.config()?.retention_ms());
    store.set_promise(order, word(asked, "date"), end, now)?;
    let keys: Vec<String> = (store.places(order)?.into_iter())
        .map(|place| place.key)
        .collect();
    let told = keys
        .iter()
        .map(|key| -> Deed<'_> { Box::pin(inner.pass_promise_on(format!("{key}\n{order}"), now)) });
    all(told.collect()).await?;
    object_reply::json(&keys)
}

/// Takes a promise for a parcel: `{"key": …, "order": …, "date": … or null}`.
pub(super) fn promised(inner: &Inner, asked: &Value, now: Ms) -> Result<ObjectReply> {
    let store = inner.store()?;
    let key = word(asked, "key").unwrap_or_default();
    let order = word(asked, "order").unwrap_or_default();
    let date = word(asked, "date");
    if !matches!(store.end(key)?, Some((End::Erased, _))) {
        store.set_promised(key, order, date, now)?;
    }
    object_reply::json(&())
}

fn word<'a>(asked: &'a Value, name: &str) -> Option<&'a str> {
    asked.get(name).and_then(Value::as_str)
}

/// A journey with a day in it.
pub fn expecting(journey: String, date: &str) -> String {
    match journey.strip_suffix(NO_DAY) {
        Some(head) => format!(r#"{head}"expected":"{date}"}}"#),
        None => journey,
    }
}

impl Store {
    fn promise(&self, order: &str) -> Result<Option<String>> {
        let sql = "SELECT date FROM promise WHERE order_id = ?";
        let row = self.db.first(sql, vec![order.into()])?;
        Ok(row.and_then(|row| Columns::of(row).maybe_text()))
    }

    /// Keeps a promise; its parcels are to be told. Without any it ends some time.
    fn set_promise(&self, order: &str, date: Option<&str>, end: Ms, now: Ms) -> Result<()> {
        match date {
            Some(date) => {
                let sql = "INSERT INTO promise (order_id, date) VALUES (?, ?)
                    ON CONFLICT (order_id) DO UPDATE SET date = excluded.date";
                self.db.run(sql, vec![order.into(), date.into()])?;
                self.db.set_due(PROMISE_END, order, end)?;
            }
            None => self.forget_promise(order)?,
        }
        self.db.run(
            "INSERT INTO due (kind, key, at)
             SELECT 'promise', key || char(10) || order_id, ? FROM place WHERE order_id = ?
             ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at",
            vec![now.into(), order.into()],
        )
    }

    fn forget_promise(&self, order: &str) -> Result<()> {
        let sql = "DELETE FROM promise WHERE order_id = ?";
        self.db.run(sql, vec![order.into()])?;
        self.db.clear_due(PROMISE_END, order)
    }

    /// Forgets a promise whose order has no parcel.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn end_promise(&self, order: &str) -> Result<()> {
        if self.places(order)?.is_empty() {
            return self.forget_promise(order);
        }
        self.db.clear_due(PROMISE_END, order)
    }

    /// A parcel is about to join an order: where something was promised, it is to be told.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn join_promise(&self, order: &str, key: &str, now: Ms) -> Result<()> {
        self.db.run(
            "INSERT INTO due (kind, key, at)
             SELECT 'promise', ?2 || char(10) || ?1, ?3 FROM promise WHERE order_id = ?1
                AND NOT EXISTS (SELECT 1 FROM place WHERE order_id = ?1 AND key = ?2)
             ON CONFLICT (kind, key) DO NOTHING",
            vec![order.into(), key.into(), now.into()],
        )
    }

    /// A parcel has left an order: soon after the last one the promise goes, unless another joins.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn leave_promise(&self, order: &str, key: &str, now: Ms) -> Result<()> {
        self.db.clear_due(PROMISE, &format!("{key}\n{order}"))?;
        if self.places(order)?.is_empty() && self.promise(order)?.is_some() {
            let end = now.saturating_add(ALONE);
            self.db.set_due(PROMISE_END, order, end)?;
        }
        Ok(())
    }

    fn set_promised(&self, key: &str, order: &str, date: Option<&str>, now: Ms) -> Result<()> {
        let Some(date) = date else {
            let sql = "DELETE FROM promised WHERE key = ? AND order_id = ?";
            return self.db.run(sql, vec![key.into(), order.into()]);
        };
        let sql = "INSERT INTO promised (key, order_id, date) VALUES (?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET order_id = excluded.order_id, date = excluded.date";
        self.db
            .run(sql, vec![key.into(), order.into(), date.into()])?;
        // Where the parcel never comes, or is forgotten meanwhile.
        self.db.set_due(PROMISED, key, now.saturating_add(DAY))
    }

    /// A parcel is kept no more. What was promised of it waits for a day: it may come back.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn part_promised(&self, key: &str, now: Ms) -> Result<()> {
        self.db.run(
            "INSERT INTO due (kind, key, at) SELECT 'promised', key, ? FROM promised WHERE key = ?
             ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at",
            vec![now.saturating_add(DAY).into(), key.into()],
        )
    }

    /// Forgets what was promised of a parcel that is not kept. One that is keeps it until it goes.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn end_promised(&self, key: &str) -> Result<()> {
        if self.parcel(key)?.is_none() {
            return self.forget_promised(key);
        }
        self.db.clear_due(PROMISED, key)
    }

    /// Forgets what was promised of a parcel.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_promised(&self, key: &str) -> Result<()> {
        // As for parcels: the bytes of what is deleted alone would stay in the file.
        let sql =
            "UPDATE promised SET order_id = zeroblob(length(CAST(order_id AS BLOB))) WHERE key = ?";
        self.db.run(sql, vec![key.into()])?;
        let sql = "DELETE FROM promised WHERE key = ?";
        self.db.run(sql, vec![key.into()])?;
        self.db.clear_due(PROMISED, key)
    }
}

impl Inner {
    /// Tells a parcel what was promised of its order. What it cannot be told now it is told later.
    pub(super) async fn pass_promise_on(self: &Rc<Self>, name: String, now: Ms) -> Result<()> {
        let store = self.store()?;
        let Some((key, order)) = name.split_once('\n') else {
            return store.db.clear_due(PROMISE, &name);
        };
        let again = now.saturating_add(AGAIN);
        store.db.set_due(PROMISE, &name, again)?;
        let date = store.promise(order)?;
        let asked = json!({ "key": key, "order": order, "date": date });
        let home = Object::shelf_of(key);
        let told = home.post::<_, ()>(&self.env, "/promised", &asked, CALL_MS);
        if told.await.is_err() {
            return Ok(());
        }
        if store.promise(order)? != date {
            // Another promise came meanwhile, and may have been told before this one.
            return store.db.set_due(PROMISE, &name, clock::now());
        }
        if store.db.due_at(PROMISE, &name)? == Some(again) {
            store.db.clear_due(PROMISE, &name)?;
        }
        Ok(())
    }
}
