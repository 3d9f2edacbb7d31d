//! Webhooks that wait to be sent, and those that have been.
//!
//! A trigger of the schema puts one in for every change of a status, whoever made it, so none can
//! be missed; what is here outlives a restart.

use worker::{Result, SqlStorageValue};

use super::{Store, row};
use crate::time;
use crate::webhook::{AT_ONCE, Logged, MAX_LOG, Outcome, State, Target, retry_after};

/// One that is due.
pub struct Due {
    /// Its row.
    pub id: i64,
    /// The parcel's number in upper case.
    pub key: String,
    /// Its carrier.
    pub carrier: String,
    /// Attempts so far.
    pub attempts: u32,
}

impl Store {
    /// Where webhooks go.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn hook(&self) -> Result<Option<Target>> {
        let cursor = self.run("SELECT url, email FROM hook", Vec::new())?;
        let Some(row) = cursor.raw().next().transpose()? else {
            return Ok(None);
        };
        let mut row = row.into_iter();
        let (url, email) = (row::text(row.next())?, row::text(row.next())?);
        Ok(Some(Target { url, email }))
    }

    /// Says where webhooks go from now on, or that none do. Those of before are forgotten.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_hook(&self, target: Option<&Target>) -> Result<()> {
        self.sql.exec("DELETE FROM hook", None)?;
        self.sql.exec("DELETE FROM delivery", None)?;
        if let Some(Target { url, email }) = target {
            self.run(
                "INSERT INTO hook (one, url, email, waiting, dropped) VALUES (1, ?, ?, 0, 0)",
                vec![url.as_str().into(), email.as_str().into()],
            )?;
        }
        Ok(())
    }

    /// The clock second at which there is something to send, or a parcel to look at that may
    /// have news. `None` where nobody asked for webhooks.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn next_hook(&self) -> Result<Option<i64>> {
        let cursor = self.run(
            "SELECT min(at) FROM hook, (
                SELECT min(due_at) AS at FROM delivery WHERE due_at IS NOT NULL
                UNION ALL SELECT min(next_at) FROM parcel)",
            Vec::new(),
        )?;
        let row = cursor.raw().next().transpose()?;
        match row.and_then(|row| row.into_iter().next()) {
            Some(SqlStorageValue::Integer(at)) => Ok(Some(at)),
            _ => Ok(None),
        }
    }

    /// Those that are due at a clock second, oldest first, as many as are sent at once.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn due(&self, now: i64) -> Result<Vec<Due>> {
        let sql = "SELECT id, key, carrier, attempts FROM delivery
            WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?";
        let mut due = Vec::new();
        for row in self
            .run(sql, vec![now.into(), i64::from(AT_ONCE).into()])?
            .raw()
        {
            let mut row = row?.into_iter();
            due.push(Due {
                id: row::int(row.next().as_ref())?,
                key: row::text(row.next())?,
                carrier: row::text(row.next())?,
                attempts: small(row.next().as_ref())?,
            });
        }
        Ok(due)
    }

    /// What became of one at a clock second: it is over, or waits for its next time.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn sent(&self, due: &Due, outcome: Outcome, now: i64) -> Result<()> {
        let attempts = due.attempts.saturating_add(1);
        let next = retry_after(attempts).filter(|_| !outcome.is_over());
        let next = next.map(|after| now.saturating_add(after));
        let kept = self.run(
            "UPDATE delivery SET attempts = ?, outcome = ?, sent_at = ?, due_at = ? WHERE id = ?
             RETURNING id",
            vec![
                i64::from(attempts).into(),
                outcome.words().into(),
                now.into(),
                next.into(),
                due.id.into(),
            ],
        )?;
        // forgotten while it was on its way: those that wait now are others
        if kept.raw().next().transpose()?.is_none() {
            return Ok(());
        }
        if next.is_none() {
            self.sql
                .exec("UPDATE hook SET waiting = max(0, waiting - 1)", None)?;
            self.run(
                "DELETE FROM delivery WHERE due_at IS NULL AND id <= (
                    SELECT id FROM delivery WHERE due_at IS NULL ORDER BY id DESC LIMIT 1 OFFSET ?)",
                vec![i64::from(MAX_LOG).into()],
            )?;
        }
        Ok(())
    }

    /// After the clock was set: nothing waits longer than it would from now on.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn hasten(&self, now: i64) -> Result<()> {
        self.run(
            "UPDATE delivery SET due_at = min(due_at, ? + 30 * (1 << attempts)) WHERE due_at IS NOT NULL",
            vec![now.into()],
        )?;
        Ok(())
    }

    /// What is asked of the webhooks, and the log.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn hook_state(&self) -> Result<State> {
        let cursor = self.run("SELECT url, waiting, dropped FROM hook", Vec::new())?;
        let Some(row) = cursor.raw().next().transpose()? else {
            return Ok(State::default());
        };
        let mut row = row.into_iter();
        let mut state = State {
            url: Some(row::text(row.next())?),
            waiting: small(row.next().as_ref())?,
            dropped: row::int(row.next().as_ref())?.unsigned_abs(),
            log: Vec::new(),
        };
        let sql = "SELECT coalesce((SELECT number FROM parcel
                WHERE parcel.key = delivery.key AND parcel.carrier = delivery.carrier), key),
            carrier, status, attempts, outcome, sent_at, due_at
            FROM delivery ORDER BY id DESC LIMIT ?";
        for row in self.run(sql, vec![i64::from(MAX_LOG).into()])?.raw() {
            let mut row = row?.into_iter();
            state.log.push(Logged {
                tracking_number: row::text(row.next())?,
                carrier_code: row::text(row.next())?,
                status: row::text(row.next())?,
                attempts: small(row.next().as_ref())?,
                outcome: row::text(row.next()).ok(),
                sent_at: row::int(row.next().as_ref()).ok().map(time::iso),
                next_at: row::int(row.next().as_ref()).ok().map(time::iso),
            });
        }
        Ok(state)
    }
}

fn small(value: Option<&SqlStorageValue>) -> Result<u32> {
    Ok(u32::try_from(row::int(value)?).unwrap_or(u32::MAX))
}
