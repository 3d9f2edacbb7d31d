//! How parcels end: a tombstone is left of some, and their orders are told.
//!
//! That an order is to be told stands in what is due, written with what ended there: whoever is
//! killed, or cannot reach the order's Shelf, goes on with it later. Else the order would keep the
//! name of a parcel, and hashes of its customer, that nobody would ever look for.

use super::object::Inner;
use super::policy::{self, Ms};
use super::store::Store;
use crate::db::Columns;
use std::rc::Rc;
use worker::Result;

/// Why a parcel is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Upstream has it no more.
    Gone,
    /// The merchant had it erased.
    Erased,
}

impl End {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Erased => "erased",
        }
    }
}

impl Store {
    /// Removes a parcel and leaves a tombstone without data. Its order is to be told.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn remove(&self, key: &str, end: End, now: Ms) -> Result<()> {
        self.forget(key, now)?;
        self.forget_hints(key)?;
        if end == End::Erased {
            self.forget_promised(key)?;
            self.hush(key)?;
        }
        self.db.run(
            "INSERT INTO tomb (key, kind, at) VALUES (?, ?, ?)
             ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, at = excluded.at",
            vec![key.into(), end.as_str().into(), now.into()],
        )?;
        self.db
            .set_due(TOMB, key, now.saturating_add(policy::TOMB_FOR))
    }

    /// Erases a parcel, or of the parcels of one order only: one that is in another by now stays,
    /// and that order is to be told.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn erase(&self, key: &str, order: Option<&str>, now: Ms) -> Result<()> {
        let kept = self.parcel(key)?.and_then(|kept| kept.order);
        match (order, kept) {
            // Both are in the one form that orders are looked up by.
            (Some(order), Some(kept)) if kept != order => self.depart(key, order, now),
            _ => self.remove(key, End::Erased, now),
        }
    }

    /// Forgets a parcel without a trace: it was kept for as long as it may be. Its order is to be
    /// told.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget(&self, key: &str, now: Ms) -> Result<()> {
        let sql = "SELECT order_id FROM parcel WHERE key = ?";
        let row = self.db.first(sql, vec![key.into()])?;
        if let Some(order) = row.and_then(|row| Columns::of(row).maybe_text()) {
            self.depart(key, &order, now)?;
        }
        self.part_promised(key, now)?;
        // SQLite leaves the bytes of a deleted row in the file until others need the room. Of the
        // same length, this overwrites them where they are.
        self.db.run(
            "UPDATE parcel SET journey = zeroblob(length(CAST(journey AS BLOB))),
                order_id = zeroblob(length(CAST(order_id AS BLOB))) WHERE key = ?",
            vec![key.into()],
        )?;
        self.db
            .run("DELETE FROM parcel WHERE key = ?", vec![key.into()])
    }

    /// Forgets a tombstone.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_tomb(&self, key: &str) -> Result<()> {
        self.db
            .run("DELETE FROM tomb WHERE key = ?", vec![key.into()])?;
        self.db.clear_due(TOMB, key)
    }

    /// Why a parcel is no more, and since when.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn end(&self, key: &str) -> Result<Option<(End, Ms)>> {
        let sql = "SELECT kind, at FROM tomb WHERE key = ?";
        let Some(row) = self.db.first(sql, vec![key.into()])? else {
            return Ok(None);
        };
        let mut row = Columns::of(row);
        let end = match row.text()?.as_str() {
            "erased" => End::Erased,
            _ => End::Gone,
        };
        Ok(Some((end, row.int()?)))
    }

    /// Notes that an order is to be told that it has a parcel no more.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn depart(&self, key: &str, order: &str, now: Ms) -> Result<()> {
        let at = now.saturating_add(PART_AFTER);
        self.db.set_due(LEAVE, &departure(key, order), at)
    }

    /// The order was told.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn departed(&self, key: &str, order: &str) -> Result<()> {
        self.db.clear_due(LEAVE, &departure(key, order))
    }

    /// The orders that are to be told of a parcel.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn departing(&self, key: &str) -> Result<Vec<String>> {
        let from = departure(key, "");
        let sql = "SELECT key FROM due WHERE kind = ? AND key >= ? AND key < ?";
        // A line feed is followed by this one.
        let to = format!("{key}\u{b}");
        let rows = self
            .db
            .rows(sql, vec![LEAVE.into(), from.as_str().into(), to.into()])?;
        rows.into_iter()
            .map(|row| {
                let name = Columns::of(row).text()?;
                Ok(name.strip_prefix(&from).unwrap_or_default().to_owned())
            })
            .collect()
    }
}

impl Inner {
    /// Tells an order that was to be told. A parcel that came back to it meanwhile stays.
    pub(super) async fn part(self: &Rc<Self>, name: &str, again: Ms) -> Result<()> {
        let store = self.store()?;
        let Some((key, order)) = name.split_once('\n') else {
            return store.db.clear_due(LEAVE, name);
        };
        let kept = store.parcel(key)?;
        if kept.is_some_and(|kept| kept.order.as_deref() == Some(order)) {
            return store.departed(key, order);
        }
        // Before it is told, so that a Shelf that cannot be reached is not asked in circles.
        store.db.set_due(LEAVE, name, again)?;
        self.leave(order.to_owned(), key.to_owned()).await;
        Ok(())
    }
}

/// An order's departure from a parcel, as it is due. Neither has a line feed in it.
fn departure(key: &str, order: &str) -> String {
    format!("{key}\n{order}")
}

/// Milliseconds after which an order is told: it is told at once as well, by whoever brought the
/// news, and that may be someone who is still telling it that it has the parcel.
const PART_AFTER: Ms = 5_000;

/// What telling an order is due as.
pub(super) const LEAVE: &str = "leave";

/// What a tombstone's end is due as.
pub(super) const TOMB: &str = "tomb";
