//! What the Gate's object keeps, in SQLite: what a restart must not forget of the Gate, its
//! counters, the state of the sync, and posts.

use super::counts::Counts;
use crate::db::{Columns, Db};
use crate::gate::intent::Intent;
use crate::gate::{Ms, Saved};
use crate::message::message;
use crate::sync::Sync;
use worker::{Result, SqlStorage};

/// Statements that lead from each version to the next. What stands here is never changed, only
/// added to.
const MIGRATIONS: &[&str] = &["
CREATE TABLE intent (
    key TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    state TEXT NOT NULL
) WITHOUT ROWID;
"];

/// One row: what changes with each request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memo {
    /// The Gate.
    pub gate: Saved,
    /// The counters.
    pub counts: Counts,
}

message!(default Memo { gate, counts });

/// The state of a Gate's object.
pub struct Store {
    pub(super) db: Db,
}

impl Store {
    /// Opens the database.
    ///
    /// # Errors
    /// What SQLite says, and a database of a later version than this program knows.
    pub fn open(sql: SqlStorage) -> Result<Self> {
        let db = Db::open(sql, MIGRATIONS)?;
        Ok(Self { db })
    }

    /// What was written of the Gate; where that cannot be read, a careful one in its place.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn memo(&self, now: Ms) -> Result<Memo> {
        let Some(text) = self.db.meta("gate")? else {
            return Ok(Memo::default());
        };
        Ok(serde_json::from_str(&text).unwrap_or_else(|_| Memo {
            gate: Saved::unreadable(now),
            counts: Counts::default(),
        }))
    }

    /// Writes it down, where it differs.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_memo(&self, memo: &Memo) -> Result<()> {
        let text = serde_json::to_string(memo).map_err(|error| error.to_string())?;
        self.db.set_meta("gate", &text)
    }

    /// The sync; a new one where none that can be read was written.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn sync(&self) -> Result<Sync> {
        let text = self.db.meta("sync")?.unwrap_or_default();
        Ok(Sync::load(&text).unwrap_or_default())
    }

    /// Writes the sync down, where it differs.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_sync(&self, sync: &Sync) -> Result<()> {
        self.db.set_meta("sync", &sync.save())
    }

    /// A post, by the parcel's key.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn intent(&self, key: &str) -> Result<Option<Intent>> {
        let sql = "SELECT state FROM intent WHERE key = ?";
        let row = self.db.first(sql, vec![key.into()])?;
        let text = row.and_then(|row| Columns::of(row).maybe_text());
        // What cannot be read may have been sent: it is looked up, not sent again.
        Ok(text.map(|text| serde_json::from_str(&text).unwrap_or_default()))
    }

    /// Writes a post down, and when it is to be looked up.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_intent(&self, key: &str, intent: &Intent, now: Ms) -> Result<()> {
        let text = serde_json::to_string(intent).map_err(|error| error.to_string())?;
        self.db.run(
            "INSERT INTO intent (key, at, state) VALUES (?, ?, ?)
             ON CONFLICT (key) DO UPDATE SET at = excluded.at, state = excluded.state",
            vec![key.into(), now.into(), text.into()],
        )?;
        match intent.look_at(now) {
            Some(at) => self.db.set_due(INTENT, key, at),
            None => self.db.clear_due(INTENT, key),
        }
    }

    /// Forgets posts nobody has touched since.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_intents(&self, before: Ms) -> Result<()> {
        let sql =
            "DELETE FROM intent WHERE at < ? AND key NOT IN (SELECT key FROM due WHERE kind = ?)";
        self.db.run(sql, vec![before.into(), INTENT.into()])
    }

    /// How many posts there are whose end nobody knows.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open_intents(&self) -> Result<i64> {
        let sql = "SELECT count(*) FROM due WHERE kind = ?";
        let row = self.db.first(sql, vec![INTENT.into()])?;
        row.map_or(Ok(0), |row| Columns::of(row).int())
    }
}

/// What looking for a post is due as.
pub(super) const INTENT: &str = "intent";

/// What a step of the sync is due as.
pub(super) const SYNC: &str = "sync";

/// What forgetting old posts is due as.
pub(super) const SWEEP: &str = "sweep";
