//! The sandbox's state in SQLite. The one module that speaks SQL.
//!
//! Status, time of change and time of the next change stand in columns, so that every filter is
//! answered from an index. They follow from a parcel's story and the clock; [`Store::advance`]
//! brings those up to date whose next change is due.

mod account;
mod bulk;
mod faults;
mod hooks;
mod parcels;
mod row;
mod schema;

use std::cell::Cell;

pub use bulk::MAX_PARCELS;
pub use hooks::Due;
pub use parcels::Page;
use worker::{Result, SqlStorage, SqlStorageValue};

use crate::clock::Clock;
use crate::scenario::{self, Step};
use crate::switches::{LOOK_EVERY, Moves};
use crate::time::LAST;

/// The state.
pub struct Store {
    sql: SqlStorage,
    /// What moves `updated_at`, as the switches say.
    moves: Cell<Moves>,
}

impl Store {
    /// The state of an object, its tables up to date.
    ///
    /// # Errors
    /// What SQLite says, and a database of a later version than this program knows.
    pub fn open(sql: SqlStorage) -> Result<Self> {
        let store = Self {
            sql,
            moves: Cell::default(),
        };
        store.migrate()?;
        store.write_steps()?;
        store.moves.set(store.switches()?.updated_by);
        Ok(store)
    }

    fn migrate(&self) -> Result<()> {
        self.sql.exec(schema::META, None)?;
        let version = match self.meta("schema")? {
            Some(text) => text.parse().unwrap_or(usize::MAX),
            None => 0,
        };
        if version > schema::MIGRATIONS.len() {
            return Err("the database is of a later version than this program".into());
        }
        for statements in schema::MIGRATIONS.iter().skip(version) {
            self.sql.exec(statements, None)?;
        }
        self.set_meta("schema", &schema::MIGRATIONS.len().to_string())
    }

    /// Keeps the stories beside the parcels, so that one statement moves any number of them.
    fn write_steps(&self) -> Result<()> {
        let mut rows = Vec::new();
        for story in scenario::all() {
            let ends = story.steps().skip(1).map(Step::seconds).map(Some);
            let ends = ends.chain([story.life()]);
            rows.extend(
                story
                    .steps()
                    .zip(ends)
                    .map(|(step, until)| (story.name, step.seconds(), until, step.status.as_str())),
            );
        }
        let rows = serde_json::to_string(&rows).map_err(|e| e.to_string())?;
        let print = crate::hash::hex32(&rows);
        if self.meta("steps")?.as_deref() == Some(print.as_str()) {
            return Ok(());
        }
        self.sql.exec("DELETE FROM step", None)?;
        self.run(
            "INSERT INTO step (story, at, until, status)
             SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?)",
            vec![rows.into()],
        )?;
        // what an earlier version told and this one does not
        self.run(
            "UPDATE parcel SET story = ? WHERE story NOT IN (SELECT story FROM step)",
            vec![scenario::PLAIN.name.into()],
        )?;
        self.sql.exec("UPDATE parcel SET next_at = 0", None)?;
        self.set_meta("steps", &print)
    }

    fn run(&self, sql: &str, binds: Vec<SqlStorageValue>) -> Result<worker::SqlCursor> {
        self.sql.exec(sql, binds)
    }

    fn first_text(&self, sql: &str, binds: Vec<SqlStorageValue>) -> Result<Option<String>> {
        let row = self.run(sql, binds)?.raw().next().transpose()?;
        Ok(row.and_then(|row| match row.into_iter().next() {
            Some(SqlStorageValue::String(text)) => Some(text),
            _ => None,
        }))
    }

    fn meta(&self, key: &str) -> Result<Option<String>> {
        self.first_text("SELECT value FROM meta WHERE key = ?", vec![key.into()])
    }

    fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        self.run(
            "INSERT INTO meta (key, value) VALUES (?, ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            vec![key.into(), value.into()],
        )?;
        Ok(())
    }

    /// The clock as it was left, or a new one; `setting` is the rate of the settings, `real` the
    /// real time in milliseconds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn clock(&self, real: i64, setting: f64) -> Result<Clock> {
        let kept = self
            .meta("clock")?
            .and_then(|text| serde_json::from_str::<Clock>(&text).ok());
        let clock = kept.map_or_else(
            || Clock::started(real, setting),
            |kept| kept.configured(real, setting),
        );
        if kept != Some(clock) {
            self.keep_clock(&clock)?;
        }
        Ok(clock)
    }

    fn keep_clock(&self, clock: &Clock) -> Result<()> {
        let text = serde_json::to_string(clock).map_err(|e| e.to_string())?;
        self.set_meta("clock", &text)
    }

    /// Sets the clock. Everything is looked at anew, for it may have gone back.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_clock(&self, clock: &Clock) -> Result<()> {
        self.keep_clock(clock)?;
        self.sql.exec("UPDATE parcel SET next_at = 0", None)?;
        Ok(())
    }

    /// Brings status and times of change up to `now`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn advance(&self, now: i64) -> Result<()> {
        let due = "SELECT 'due' FROM parcel WHERE next_at <= ? LIMIT 1";
        if self.first_text(due, vec![now.into()])?.is_none() {
            return Ok(());
        }
        let starts: Vec<(&str, i64)> = scenario::specials()
            .map(|story| (story.name, story.start(now, now)))
            .collect();
        let starts = serde_json::to_string(&starts).map_err(|e| e.to_string())?;
        self.run(
            "UPDATE parcel SET start = anew.start
             FROM (SELECT value->>0 AS story, value->>1 AS start FROM json_each(?)) AS anew
             WHERE next_at <= ? AND stopped_at IS NULL AND parcel.story = anew.story",
            vec![starts.into(), now.into()],
        )?;
        let moves = self.moves.get();
        let looks = moves.look.then_some(LOOK_EVERY);
        self.run(
            ADVANCE,
            vec![
                now.into(),
                NEVER.into(),
                i64::from(moves.news).into(),
                looks.into(),
            ],
        )?;
        Ok(())
    }
}

/// Moves every parcel that is due: ?1 is the time, ?2 never, ?3 whether news moves `updated_at`,
/// ?4 the seconds between two looks where they do. The same rules as `Parcel`'s. Numbers are bound
/// as floating ones: what is divided is made whole first.
const ADVANCE: &str = "
UPDATE parcel SET
    status = coalesce(manual, step.status),
    updated_at = max(
        touched_at,
        iif(?3, start + step.at, touched_at),
        coalesce(created_at + CAST(max(0, min(?1, coalesce(stopped_at, ?1)) - created_at) / ?4 AS INTEGER) * ?4, touched_at)),
    next_at = iif(stopped_at IS NULL,
        min(coalesce(start + step.until, ?2), coalesce(created_at + CAST(max(0, ?1 - created_at) / ?4 + 1 AS INTEGER) * ?4, ?2)),
        ?2)
FROM step
WHERE next_at <= ?1 AND step.story = parcel.story AND step.at = (
    SELECT max(at) FROM step AS told
    WHERE told.story = parcel.story
        AND told.at <= max(0, min(?1, coalesce(stopped_at, ?1)) - parcel.start))";

/// The next change of a parcel that has reached the end of its story.
const NEVER: i64 = LAST.saturating_add(1);
