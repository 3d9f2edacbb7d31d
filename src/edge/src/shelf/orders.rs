//! What a Shelf keeps besides parcels: which parcels an order has, and whose a number is.

use super::policy::{self, Ms};
use super::store::Store;
use crate::db::Columns;
use crate::object_reply::{self, ObjectReply};
use crate::wire::PlaceOf;
use worker::Result;

/// The most parcels of one order that are told of.
pub const MAX_PARCELS: usize = 40;

/// What the end of an alias is due as.
pub(super) const ALIAS: &str = "alias";

/// A parcel of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its key.
    pub key: String,
    /// Hashes of what its customer is known by.
    pub proofs: Vec<String>,
}

impl Store {
    /// Notes which parcel an order has, and by what its customer is known. Nothing is written
    /// where that is known, or where later answers said otherwise.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn index(&self, place: &PlaceOf, asked_at: Ms) -> Result<()> {
        let PlaceOf { order, key, proofs } = place;
        let (order, key) = (order.as_str(), key.as_str());
        self.db.run(
            "INSERT INTO place (order_id, key, proofs, asked_at) VALUES (?, ?, ?, ?)
             ON CONFLICT (order_id, key) DO UPDATE
             SET proofs = excluded.proofs, asked_at = excluded.asked_at
             WHERE proofs <> excluded.proofs AND asked_at <= excluded.asked_at",
            vec![
                order.into(),
                key.into(),
                proofs.join(" ").into(),
                asked_at.into(),
            ],
        )
    }

    /// An order has that parcel no more.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn unindex(&self, order: &str, key: &str, now: Ms) -> Result<()> {
        let which = vec![order.into(), key.into()];
        // As for parcels: the bytes of what is deleted alone would stay in the file.
        let sql =
            "UPDATE place SET proofs = zeroblob(length(proofs)) WHERE order_id = ? AND key = ?";
        self.db.run(sql, which.clone())?;
        let sql = "DELETE FROM place WHERE order_id = ? AND key = ?";
        self.db.run(sql, which)?;
        self.leave_promise(order, key, now)
    }

    /// The parcels of an order, at most [`MAX_PARCELS`].
    ///
    /// # Errors
    /// What SQLite says.
    pub fn places(&self, order: &str) -> Result<Vec<Place>> {
        let sql = "SELECT key, proofs FROM place WHERE order_id = ? ORDER BY key LIMIT ?";
        let most = i64::try_from(MAX_PARCELS).unwrap_or(i64::MAX);
        let rows = self.db.rows(sql, vec![order.into(), most.into()])?;
        rows.into_iter()
            .map(|row| {
                let mut row = Columns::of(row);
                Ok(Place {
                    key: row.text()?,
                    proofs: row.text()?.split_whitespace().map(str::to_owned).collect(),
                })
            })
            .collect()
    }

    /// Whose a number is, where that is known and was asked not too long ago.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn alias(&self, number: &str, now: Ms) -> Result<Option<String>> {
        let sql = "SELECT carrier, at FROM alias WHERE number = ?";
        let Some(row) = self.db.first(sql, vec![number.into()])? else {
            return Ok(None);
        };
        let mut row = Columns::of(row);
        let carrier = row.text()?;
        let is_fresh = now.saturating_sub(row.int()?) < policy::ALIAS_FOR;
        Ok(is_fresh.then_some(carrier))
    }

    /// Notes whose a number is.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_alias(&self, number: &str, carrier: &str, now: Ms) -> Result<()> {
        self.db.run(
            "INSERT INTO alias (number, carrier, at) VALUES (?, ?, ?)
             ON CONFLICT (number) DO UPDATE SET carrier = excluded.carrier, at = excluded.at",
            vec![number.into(), carrier.into(), now.into()],
        )?;
        let end = now.saturating_add(policy::ALIAS_FOR);
        self.db.set_due(ALIAS, number, end)
    }

    /// Forgets whose a number is.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_alias(&self, number: &str) -> Result<()> {
        let sql = "DELETE FROM alias WHERE number = ?";
        self.db.run(sql, vec![number.into()])?;
        self.db.clear_due(ALIAS, number)
    }
}

/// The parcels of an order, as an answer.
pub(super) fn shown(places: Vec<Place>) -> Result<ObjectReply> {
    let keys: Vec<String> = places.into_iter().map(|place| place.key).collect();
    object_reply::json(&keys)
}
