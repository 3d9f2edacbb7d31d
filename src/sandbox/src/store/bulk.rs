//! Parcels made in bulk, in the tables.

use serde_json::json;
use worker::{Result, SqlStorageValue};

use super::{NEVER, Store, row};
use crate::bulk::Bulk;
use crate::parcel::Parcel;

/// How many parcels one statement adds: its JSON stays far below SQLite's 2 MB for a value.
const CHUNK: usize = 1000;
/// The most parcels that are kept: two of the largest jobs. Setting the clock moves them all within one
/// request, which takes seconds already with half as many.
pub const MAX_PARCELS: i64 = 200_000;

impl Store {
    /// The job last started, if any.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn bulk(&self) -> Result<Option<Bulk>> {
        self.kept("bulk")
    }

    /// Keeps a job.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_bulk(&self, bulk: &Bulk) -> Result<()> {
        self.keep("bulk", bulk)
    }

    /// Does the next step of the job; whether there is another.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn bulk_step(&self, now: i64) -> Result<bool> {
        let Some(mut bulk) = self.bulk()?.filter(Bulk::running) else {
            return Ok(false);
        };
        let parcels = bulk.next();
        for chunk in parcels.chunks(CHUNK) {
            let added = self.insert_many(chunk, now)?;
            bulk.added = bulk.added.saturating_add(added);
        }
        let done = u32::try_from(parcels.len()).unwrap_or(u32::MAX);
        bulk.done = bulk.done.saturating_add(done);
        self.set_bulk(&bulk)?;
        Ok(bulk.running())
    }

    /// How many parcels are kept.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn parcels(&self) -> Result<i64> {
        self.first("SELECT count(*) FROM parcel")
    }

    /// How many of them have none of the special numbers: those depend on the clock as it was.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn ordinary(&self) -> Result<i64> {
        self.first("SELECT count(*) FROM parcel WHERE key NOT LIKE 'SBX-%'")
    }

    fn first(&self, query: &str) -> Result<i64> {
        let first = self.run(query, Vec::new())?.raw().next().transpose()?;
        row::int(first.as_deref().and_then(<[_]>::first))
    }

    /// Whether there is no room for another parcel.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn is_full(&self) -> Result<bool> {
        // no more rows than numbers between the first and the last, which are found without counting
        let most = self.first(
            "SELECT coalesce((SELECT max(seq) FROM parcel) - (SELECT min(seq) FROM parcel) + 1, 0)",
        )?;
        Ok(most >= MAX_PARCELS && self.parcels()? >= MAX_PARCELS)
    }

    /// Adds those that are not there yet, as many as there is room for; how many that were.
    fn insert_many(&self, parcels: &[Parcel], now: i64) -> Result<u32> {
        let before = self.parcels()?;
        let room = MAX_PARCELS.saturating_sub(before).max(0);
        let mut rows = Vec::new();
        for parcel in parcels {
            let parcel = Parcel {
                moves: self.moves.get(),
                ..parcel.clone()
            };
            let fields = serde_json::to_string(&parcel.fields).map_err(|e| e.to_string())?;
            rows.push(json!([
                parcel.id,
                parcel.number,
                parcel.carrier,
                parcel.story.name,
                parcel.start,
                parcel.created_at,
                fields,
                parcel.fields.order_id,
                parcel.status(now).as_str(),
                parcel.updated_at(now),
                parcel.next_at(now).unwrap_or(NEVER),
            ]));
        }
        let rows: SqlStorageValue = serde_json::Value::Array(rows).to_string().into();
        self.run(
            "INSERT INTO parcel (id, key, number, carrier, story, start, created_at, touched_at,
                archived, fields, order_id, status, updated_at, next_at)
             SELECT value->>0, upper(value->>1), value->>1, value->>2, value->>3, value->>4, value->>5,
                value->>5, 0, value->>6, value->>7, value->>8, value->>9, value->>10
             FROM json_each(?) WHERE NOT EXISTS
                (SELECT 1 FROM parcel WHERE key = upper(value->>1) AND carrier = value->>2)
             LIMIT ?
             ON CONFLICT (key, carrier) DO NOTHING",
            vec![rows, room.into()],
        )?;
        let added = self.parcels()?.saturating_sub(before);
        Ok(u32::try_from(added).unwrap_or(0))
    }
}
