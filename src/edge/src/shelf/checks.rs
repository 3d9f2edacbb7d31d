//! Which parcels a Shelf must look at by itself, and when.

use super::policy::Ms;
use super::store::Store;
use crate::db::Columns;
use worker::Result;

/// A parcel that must be looked at by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its key.
    pub key: String,
    /// Its order.
    pub order: Option<String>,
    /// When it changed last.
    pub changed_at: Ms,
    /// When upstream told of it last.
    pub confirmed_at: Ms,
    /// Whether the last answer was without it.
    pub missed: bool,
}

impl Store {
    /// The parcels whose time has come, the longest waiting first, at most so many.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn to_check(&self, now: Ms, most: u32) -> Result<Vec<Check>> {
        let sql = "SELECT key, order_id, changed_at, confirmed_at, missed_at
            FROM parcel WHERE check_at <= ? ORDER BY check_at LIMIT ?";
        let rows = self
            .db
            .rows(sql, vec![now.into(), i64::from(most).into()])?;
        rows.into_iter()
            .map(|row| {
                let mut row = Columns::of(row);
                Ok(Check {
                    key: row.text()?,
                    order: row.maybe_text(),
                    changed_at: row.int()?,
                    confirmed_at: row.int()?,
                    missed: row.maybe_int().is_some(),
                })
            })
            .collect()
    }

    /// Has a parcel looked at by itself at another time.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_check(&self, key: &str, at: Ms) -> Result<()> {
        let sql = "UPDATE parcel SET check_at = ? WHERE key = ?";
        self.db.run(sql, vec![at.into(), key.into()])
    }

    /// When the alarm must ring next.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn next_alarm(&self) -> Result<Option<Ms>> {
        let row = self
            .db
            .first("SELECT min(check_at) FROM parcel", Vec::new())?;
        let check = row.and_then(|row| Columns::of(row).maybe_int());
        let due = self.db.next_due()?;
        Ok(check.into_iter().chain(due).min())
    }
}
