//! The switches, the limits' memory and the counters in the tables.

use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Result, SqlStorageValue};

use super::{Store, row};
use crate::counters::Counters;
use crate::limits::{Client, Quota};
use crate::switches::Switches;

/// How many addresses are remembered; the one seen longest ago is forgotten first.
const MAX_CLIENTS: i64 = 10_000;
/// How long numbers looked at by realtime are remembered, in milliseconds: a day, the longest time
/// between two looks that can be chosen.
const LOOKED_FOR: i64 = 86_400_000;
/// How many of those numbers are remembered, the latest: one address that keeps to three a second asks
/// for 21,600 in the two hours that count.
const MAX_LOOKED: i64 = 25_000;

impl Store {
    pub(super) fn kept<T: DeserializeOwned + Default>(&self, key: &str) -> Result<T> {
        let text = self.meta(key)?;
        // what an earlier version kept and this one cannot read is begun anew
        Ok(text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    pub(super) fn keep<T: Serialize>(&self, key: &str, value: &T) -> Result<()> {
        let text = serde_json::to_string(value).map_err(|e| e.to_string())?;
        self.set_meta(key, &text)
    }

    /// The switches.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn switches(&self) -> Result<Switches> {
        self.kept("switches")
    }

    /// Sets the switches. Every parcel is looked at anew where what moves it has changed.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_switches(&self, switches: &Switches) -> Result<()> {
        self.keep("switches", switches)?;
        if self.moves.replace(switches.updated_by) != switches.updated_by {
            self.sql.exec("UPDATE parcel SET next_at = 0", None)?;
        }
        Ok(())
    }

    /// What is known of an address.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn client(&self, address: &str) -> Result<Client> {
        let sql = "SELECT state FROM client WHERE address = ?";
        let text = self.first_text(sql, vec![address.into()])?;
        Ok(text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// Keeps what is known of an address; `real` is real time in milliseconds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_client(&self, address: &str, client: &Client, real: i64) -> Result<()> {
        let state = serde_json::to_string(client).map_err(|e| e.to_string())?;
        self.run(
            "INSERT INTO client (address, seen_at, state) VALUES (?, ?, ?)
             ON CONFLICT (address) DO UPDATE SET seen_at = excluded.seen_at, state = excluded.state",
            vec![address.into(), real.into(), state.into()],
        )?;
        self.run(
            "DELETE FROM client WHERE address IN
                (SELECT address FROM client ORDER BY seen_at DESC LIMIT -1 OFFSET ?)",
            vec![MAX_CLIENTS.into()],
        )?;
        Ok(())
    }

    /// When realtime was last asked for a number, in real milliseconds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn looked_at(&self, carrier: &str, key: &str) -> Result<Option<i64>> {
        let sql = "SELECT at FROM looked WHERE key = ? AND carrier = ?";
        let cursor = self.run(sql, vec![key.into(), carrier.into()])?;
        match cursor.raw().next().transpose()? {
            Some(row) => row::int(row.first()).map(Some),
            None => Ok(None),
        }
    }

    /// Realtime is asked for a number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn look(&self, carrier: &str, key: &str, real: i64) -> Result<()> {
        self.run(
            "INSERT INTO looked (key, carrier, at) VALUES (?, ?, ?)
             ON CONFLICT (key, carrier) DO UPDATE SET at = excluded.at",
            vec![key.into(), carrier.into(), real.into()],
        )?;
        self.run(
            "DELETE FROM looked WHERE at < ?",
            vec![real.saturating_sub(LOOKED_FOR).into()],
        )?;
        self.run(
            "DELETE FROM looked WHERE (key, carrier) IN
                (SELECT key, carrier FROM looked ORDER BY at DESC LIMIT -1 OFFSET ?)",
            vec![MAX_LOOKED.into()],
        )?;
        Ok(())
    }

    /// What of the quota is used, at a real time in milliseconds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn quota(&self, real: i64) -> Result<Quota> {
        Ok(self.kept::<Quota>("quota")?.at(real))
    }

    /// Keeps what of the quota is used.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_quota(&self, quota: &Quota) -> Result<()> {
        self.keep("quota", quota)
    }

    /// The counters.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn counters(&self) -> Result<Counters> {
        self.kept("counters")
    }

    /// Keeps the counters.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_counters(&self, counters: &Counters) -> Result<()> {
        self.keep("counters", counters)
    }

    /// Forgets everything: parcels, switches, clock, counters, and whatever else is kept.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn reset(&self) -> Result<()> {
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table'
            AND name NOT IN ('meta', 'step') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'";
        let mut names = Vec::new();
        for row in self.run(tables, Vec::new())?.raw() {
            if let Some(SqlStorageValue::String(name)) = row?.into_iter().next() {
                names.push(name);
            }
        }
        for name in names {
            // a name of our own schema
            self.sql.exec(&format!("DELETE FROM \"{name}\""), None)?;
        }
        let meta = "DELETE FROM meta WHERE key NOT IN ('schema', 'steps')";
        self.sql.exec(meta, None)?;
        self.moves.set(Switches::default().updated_by);
        Ok(())
    }
}
