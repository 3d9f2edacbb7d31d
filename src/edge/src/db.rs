//! SQLite of a Durable Object: statements, a table of single values with the schema's version in
//! it, and the table of what is due.
//!
//! Several statements without a wait between them are one transaction, by the platform.

use worker::{Error, Result, SqlStorage, SqlStorageValue};

/// A value bound to a placeholder, or read from a column.
pub type Cell = SqlStorageValue;

/// A row.
pub type Row = Vec<Cell>;

/// A database, its tables up to date.
pub struct Db {
    sql: SqlStorage,
}

/// What every object has besides its own tables.
const COMMON: &str = "
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS due (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS due_at ON due (at);
";

impl Db {
    /// Opens a database; `migrations` lead from each version to the next, and what stands in them
    /// is never changed, only added to.
    ///
    /// # Errors
    /// What SQLite says, and a database of a later version than this program knows.
    pub fn open(sql: SqlStorage, migrations: &[&str]) -> Result<Self> {
        let db = Self { sql };
        db.sql.exec(COMMON, None)?;
        let version = db.meta("schema")?.map_or(Ok(0), |text| text.parse());
        let version = version.unwrap_or(usize::MAX);
        if version > migrations.len() {
            return Err("the database is of a later version than this program".into());
        }
        if version < migrations.len() {
            for statements in migrations.iter().skip(version) {
                db.sql.exec(statements, None)?;
            }
            db.set_meta("schema", &migrations.len().to_string())?;
        }
        Ok(db)
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn run(&self, sql: &str, binds: Row) -> Result<()> {
        self.sql.exec(sql, Some(binds))?;
        Ok(())
    }

    /// The rows of a query.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn rows(&self, sql: &str, binds: Row) -> Result<Vec<Row>> {
        self.sql.exec(sql, Some(binds))?.raw().collect()
    }

    /// The first row of a query.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn first(&self, sql: &str, binds: Row) -> Result<Option<Row>> {
        self.sql.exec(sql, Some(binds))?.raw().next().transpose()
    }

    /// A single value.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn meta(&self, key: &str) -> Result<Option<String>> {
        let row = self.first("SELECT value FROM meta WHERE key = ?", vec![key.into()])?;
        Ok(row.and_then(|row| Columns::of(row).text().ok()))
    }

    /// Keeps a single value; nothing is written where it is the same.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        self.run(
            "INSERT INTO meta (key, value) VALUES (?, ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            vec![key.into(), value.into()],
        )
    }

    /// Bytes the database takes.
    pub fn bytes(&self) -> usize {
        self.sql.database_size()
    }

    /// Has something done at a time, in milliseconds since 1970, in place of the time it had.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_due(&self, kind: &str, key: &str, at: i64) -> Result<()> {
        self.run(
            "INSERT INTO due (kind, key, at) VALUES (?, ?, ?)
             ON CONFLICT (kind, key) DO UPDATE SET at = excluded.at WHERE at <> excluded.at",
            vec![kind.into(), key.into(), at.into()],
        )
    }

    /// When something is due, if it is at all.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn due_at(&self, kind: &str, key: &str) -> Result<Option<i64>> {
        let sql = "SELECT at FROM due WHERE kind = ? AND key = ?";
        let row = self.first(sql, vec![kind.into(), key.into()])?;
        Ok(row.and_then(|row| Columns::of(row).int().ok()))
    }

    /// Nothing is to be done any more.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn clear_due(&self, kind: &str, key: &str) -> Result<()> {
        let sql = "DELETE FROM due WHERE kind = ? AND key = ?";
        self.run(sql, vec![kind.into(), key.into()])
    }

    /// What is due by now, the oldest first, at most so many: kind and key.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn due(&self, now: i64, most: u32) -> Result<Vec<(String, String)>> {
        let sql = "SELECT kind, key FROM due WHERE at <= ? ORDER BY at LIMIT ?";
        let rows = self.rows(sql, vec![now.into(), i64::from(most).into()])?;
        rows.into_iter()
            .map(|row| {
                let mut row = Columns::of(row);
                Ok((row.text()?, row.text()?))
            })
            .collect()
    }

    /// When the next thing is due.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn next_due(&self) -> Result<Option<i64>> {
        let row = self.first("SELECT min(at) FROM due", Vec::new())?;
        Ok(row.and_then(|row| Columns::of(row).int().ok()))
    }
}

/// The columns of a row, read from left to right.
pub struct Columns(std::vec::IntoIter<Cell>);

impl Columns {
    /// A row to be read.
    pub fn of(row: Row) -> Self {
        Self(row.into_iter())
    }

    /// The next column, a text.
    ///
    /// # Errors
    /// It holds none.
    pub fn text(&mut self) -> Result<String> {
        self.maybe_text()
            .ok_or_else(|| Error::from("a column holds no text"))
    }

    /// The next column, a whole number.
    ///
    /// # Errors
    /// It holds none.
    pub fn int(&mut self) -> Result<i64> {
        self.maybe_int()
            .ok_or_else(|| Error::from("a column holds no whole number"))
    }

    /// The next column, where it is a text.
    pub fn maybe_text(&mut self) -> Option<String> {
        match self.0.next() {
            Some(Cell::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The next column, where it is a whole number.
    pub fn maybe_int(&mut self) -> Option<i64> {
        match self.0.next() {
            Some(Cell::Integer(number)) => Some(number),
            _ => None,
        }
    }
}
