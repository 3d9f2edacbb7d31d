//! Parcels in the table.

use std::collections::BTreeMap;

use worker::{Result, SqlStorageValue};

use super::{NEVER, Store, row};
use crate::filter::Filter;
use crate::parcel::Parcel;
use crate::switches::Order;
use crate::time;

/// One page of a list.
pub struct Page {
    /// Rows that fit the filter.
    pub total: u64,
    /// Those of the page.
    pub parcels: Vec<Parcel>,
}

impl Store {
    /// The parcel of a carrier; `key` is the number in upper case.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn find(&self, carrier: &str, key: &str) -> Result<Option<Parcel>> {
        let sql = format!(
            "SELECT {} FROM parcel WHERE key = ? AND carrier = ?",
            row::COLUMNS
        );
        let cursor = self.run(&sql, vec![key.into(), carrier.into()])?;
        let first = cursor.raw().next().transpose()?;
        first
            .map(|row| row::parcel(row, self.moves.get()))
            .transpose()
    }

    /// Which of these numbers (in upper case) some carrier's parcel has.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn posted(&self, keys: &[&str]) -> Result<Vec<String>> {
        let keys = serde_json::Value::from(keys).to_string();
        let sql = "SELECT DISTINCT key FROM parcel WHERE key IN (SELECT value FROM json_each(?))";
        let mut found = Vec::new();
        for row in self.run(sql, vec![keys.into()])?.raw() {
            if let Some(SqlStorageValue::String(key)) = row?.into_iter().next() {
                found.push(key);
            }
        }
        Ok(found)
    }

    /// Adds a parcel; `false` if the carrier has one of that number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn insert(&self, parcel: &Parcel, key: &str, now: i64) -> Result<bool> {
        let mut binds = vec![
            parcel.id.as_str().into(),
            key.into(),
            parcel.number.as_str().into(),
            parcel.carrier.as_str().into(),
            parcel.story.name.into(),
            parcel.start.into(),
            parcel.created_at.into(),
        ];
        binds.extend(changing(parcel, now)?);
        let cursor = self.run(
            "INSERT INTO parcel (id, key, number, carrier, story, start, created_at, manual,
                touched_at, archived, fields, order_id, ordered_at, stopped_at, status, updated_at, next_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (key, carrier) DO NOTHING RETURNING id",
            binds,
        )?;
        Ok(cursor.raw().next().transpose()?.is_some())
    }

    /// Writes what a merchant has changed about a parcel.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn change(&self, parcel: &Parcel, key: &str, now: i64) -> Result<()> {
        let mut binds = changing(parcel, now)?;
        binds.extend([key.into(), parcel.carrier.as_str().into()]);
        self.run(
            "UPDATE parcel SET manual = ?, touched_at = ?, archived = ?, fields = ?, order_id = ?,
                ordered_at = ?, stopped_at = ?, status = ?, updated_at = ?, next_at = ?
             WHERE key = ? AND carrier = ?",
            binds,
        )?;
        Ok(())
    }

    /// Gives a parcel to another carrier, who must not have that number yet.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn rename(&self, carrier: &str, key: &str, anew: &str) -> Result<()> {
        let sql = "UPDATE parcel SET carrier = ? WHERE key = ? AND carrier = ?";
        self.run(sql, vec![anew.into(), key.into(), carrier.into()])?;
        Ok(())
    }

    /// How many parcels there are of each status, among those that fit.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn statuses(&self, filter: &Filter) -> Result<BTreeMap<String, i64>> {
        let (condition, binds) = filter.condition();
        let binds = binds.into_iter().map(Into::into).collect();
        let sql = format!("SELECT status, count(*) FROM parcel WHERE {condition} GROUP BY status");
        let mut counts = BTreeMap::new();
        for row in self.run(&sql, binds)?.raw() {
            let mut row = row?.into_iter();
            if let Some(SqlStorageValue::String(status)) = row.next() {
                counts.insert(status, row::int(row.next().as_ref())?);
            }
        }
        Ok(counts)
    }

    /// Removes a parcel; `false` if there was none.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn remove(&self, carrier: &str, key: &str) -> Result<bool> {
        let sql = "DELETE FROM parcel WHERE key = ? AND carrier = ? RETURNING id";
        let cursor = self.run(sql, vec![key.into(), carrier.into()])?;
        Ok(cursor.raw().next().transpose()?.is_some())
    }

    /// One page. Which order Tracktry has is not known (grade E).
    ///
    /// # Errors
    /// What SQLite says.
    pub fn list(&self, filter: &Filter, order: Order) -> Result<Page> {
        let (condition, binds) = filter.condition();
        let mut binds: Vec<SqlStorageValue> = binds.into_iter().map(Into::into).collect();
        let sql = format!("SELECT count(*) FROM parcel WHERE {condition}");
        let first = self.run(&sql, binds.clone())?.raw().next().transpose()?;
        let total = row::int(first.as_deref().and_then(<[_]>::first))?;
        let offset = i64::try_from(filter.offset())
            .unwrap_or(i64::MAX)
            .min(total);
        binds.extend([i64::from(filter.limit).into(), offset.into()]);
        let order = match order {
            Order::CreatedDesc => "created_at DESC, seq DESC",
            Order::CreatedAsc => "created_at, seq",
            Order::UpdatedDesc => "updated_at DESC, seq DESC",
            Order::UpdatedAsc => "updated_at, seq",
        };
        let sql = format!(
            "SELECT {} FROM parcel WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?",
            row::COLUMNS
        );
        let mut parcels = Vec::new();
        for row in self.run(&sql, binds)?.raw() {
            parcels.push(row::parcel(row?, self.moves.get())?);
        }
        Ok(Page {
            total: total.unsigned_abs(),
            parcels,
        })
    }
}

/// The columns a merchant's change moves, in the order both statements have them.
fn changing(parcel: &Parcel, now: i64) -> Result<Vec<SqlStorageValue>> {
    let fields = serde_json::to_string(&parcel.fields).map_err(|e| e.to_string())?;
    let ordered_at = parcel
        .fields
        .order_create_time
        .as_deref()
        .and_then(time::parse_order);
    Ok(vec![
        parcel.manual.map(crate::scenario::Status::as_str).into(),
        parcel.touched_at.into(),
        i64::from(parcel.archived).into(),
        fields.into(),
        parcel.fields.order_id.clone().into(),
        ordered_at.into(),
        parcel.stopped_at.into(),
        parcel.status(now).as_str().into(),
        parcel.updated_at(now).into(),
        parcel.next_at(now).unwrap_or(NEVER).into(),
    ])
}
