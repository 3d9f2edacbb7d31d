//! What a Shelf keeps of parcels, in SQLite.

use super::ends::End;
use super::policy::{self, Age, Ms};
use super::{promises, schema};
use crate::db::{Columns, Db};
use crate::record::Record;
use std::cell::Cell;
use tracktry_core::Stage;
use worker::{Result, SqlStorage};

/// The state of a Shelf.
pub struct Store {
    pub(super) db: Db,
    /// How many messages to the shop wait, where that is known.
    pub(super) waiting: Cell<Option<i64>>,
}

/// A parcel as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The version of [`Record`] it was written in.
    pub v: i64,
    /// Where it stands, and how old that is.
    pub age: Age,
    /// Whether a sync keeps it.
    pub listed: bool,
    /// The shop's order.
    pub order: Option<String>,
    /// Its whole journey as JSON, with the day that was promised.
    pub journey: String,
}

/// An answer of upstream about one parcel.
#[derive(Clone, Copy, Debug)]
pub struct News<'a> {
    /// What it says.
    pub record: &'a Record,
    /// Whether a sync brought it.
    pub listed: bool,
    /// When the question was asked.
    pub asked_at: Ms,
    /// Whether the shop is to be told of it.
    pub announced: bool,
    /// Whether its order knows it. Where it does not, the next answer is news in any case.
    pub indexed: bool,
}

/// A journey, as JSON, without its numbers of days.
fn lasting(journey: &str) -> (&str, &str) {
    let (head, rest) = journey
        .rsplit_once(r#""days_under_way":"#)
        .unwrap_or((journey, ""));
    let (_, tail) = rest.rsplit_once(r#""expected":"#).unwrap_or(("", rest));
    (head, tail)
}

impl Store {
    /// Opens a Shelf's database.
    ///
    /// # Errors
    /// What SQLite says, and a database of a later version than this program knows.
    pub fn open(sql: SqlStorage) -> Result<Self> {
        let db = Db::open(sql, schema::MIGRATIONS)?;
        let waiting = Cell::new(None);
        Ok(Self { db, waiting })
    }

    /// A parcel.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn parcel(&self, key: &str) -> Result<Option<Kept>> {
        let sql = "SELECT v, stage, fetched_at, changed_at, listed, order_id,
                (SELECT date FROM promised
                    WHERE promised.key = parcel.key AND promised.order_id = parcel.order_id),
                journey
            FROM parcel WHERE key = ?";
        let Some(row) = self.db.first(sql, vec![key.into()])? else {
            return Ok(None);
        };
        let mut row = Columns::of(row);
        Ok(Some(Kept {
            v: row.int()?,
            age: Age {
                stage: Stage::from_name(&row.text()?).unwrap_or(Stage::Unknown),
                fetched_at: row.int()?,
                changed_at: row.int()?,
            },
            listed: row.int()? != 0,
            order: row.maybe_text(),
            journey: match row.maybe_text() {
                Some(date) => promises::expecting(row.text()?, &date),
                None => row.text()?,
            },
        }))
    }

    /// Keeps what upstream said of a parcel. `Some` with the order it is of no more: the one before,
    /// where it is in another one now, and the answer's own, where the parcel stays away or has left
    /// that order since.
    ///
    /// An older answer never replaces a newer one. One that says the same writes no row where a
    /// sync brought it, since the sync itself tells how fresh its parcels are; a look of its own
    /// leaves its time. An erased parcel does not come back before its tombstone is gone, and one that
    /// is gone by no answer from before.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn put(&self, news: News<'_>, retention: Ms, now: Ms) -> Result<Option<String>> {
        let News {
            record,
            listed,
            asked_at,
            announced,
            indexed,
        } = news;
        let key = record.key();
        let print = if indexed {
            record.print()
        } else {
            String::new()
        };
        let sql = "SELECT asked_at, v, print, listed, order_id, confirmed_at, changed_at, check_at, missed_at,
                journey
            FROM parcel WHERE key = ?";
        let Some(row) = self.db.first(sql, vec![key.as_str().into()])? else {
            let stays_away = match self.end(&key)? {
                Some((End::Erased, _)) => true,
                Some((End::Gone, at)) => at > asked_at,
                None => false,
            };
            if !stays_away {
                self.insert(news, &key, &print, retention, now)?;
                return Ok(None);
            }
            return self.turn_away(&key, record, now);
        };
        let mut row = Columns::of(row);
        let is_older = row.int()? > asked_at;
        // Each column is read, whatever the one before says.
        let (v, kept_print) = (row.int()?, row.text()?);
        let is_same = v == i64::from(record.v) && kept_print == print;
        let was_listed = row.int()? != 0;
        let order = row.maybe_text();
        if is_older {
            if record.order == order {
                return Ok(None);
            }
            return self.turn_away(&key, record, now);
        }
        let (confirmed_at, changed_at, check_at) = (row.int()?, row.int()?, row.int()?);
        let was_missed = row.maybe_int().is_some();
        let kept_journey = row.text()?;
        let listed = listed || was_listed;
        if is_same {
            // Half of the time that is trusted: a confirmation that was asked for must be kept.
            let trusted = now.saturating_sub(confirmed_at) < policy::CONFIRM_AFTER / 2;
            if news.listed && was_listed && trusted && !was_missed {
                return Ok(None);
            }
            let check_at = check_at.max(policy::check_at(now, changed_at, retention, &key));
            self.db.run(
                "UPDATE parcel SET listed = ?, asked_at = ?, fetched_at = ?, confirmed_at = ?,
                    missed_at = NULL, check_at = ? WHERE key = ?",
                vec![
                    i64::from(listed).into(),
                    asked_at.into(),
                    asked_at.into(),
                    now.into(),
                    check_at.into(),
                    key.into(),
                ],
            )?;
            return Ok(None);
        }
        let before = self.standing(&key)?;
        // What is only asked for again, was kept in another form or has a day more has not changed: a parcel
        // that stands still would be kept, and confirmed week by week, for ever.
        let has_changed = kept_print != print
            && (order != record.order || lasting(&kept_journey) != lasting(&record.journey));
        let changed_at = if has_changed { now } else { changed_at };
        // `check_at` stays: what is early is looked at and put off, and no index row is written.
        self.db.run(
            "UPDATE parcel SET v = ?1, stage = ?2, print = ?3, order_id = ?4, listed = ?5,
                asked_at = ?6, fetched_at = ?6, changed_at = ?10, confirmed_at = ?7, missed_at = NULL,
                journey = ?8, reason = json_extract(?8, '$.reason'),
                since = CASE WHEN stage = ?2 AND reason IS json_extract(?8, '$.reason')
                    THEN since ELSE ?7 END
             WHERE key = ?9",
            vec![
                i64::from(record.v).into(),
                record.stage.as_str().into(),
                print.into(),
                record.order.clone().into(),
                i64::from(listed).into(),
                asked_at.into(),
                now.into(),
                record.journey.as_str().into(),
                key.as_str().into(),
                changed_at.into(),
            ],
        )?;
        if announced {
            self.announce(&key, record.order.as_deref(), &before, now)?;
        }
        let left = order.filter(|order| record.order.as_ref() != Some(order));
        if let Some(order) = &left {
            self.depart(&key, order, now)?;
        }
        Ok(left)
    }

    /// A record is not kept: whoever brought it may have told its order, which is to forget it as well.
    fn turn_away(&self, key: &str, record: &Record, now: Ms) -> Result<Option<String>> {
        if let Some(order) = &record.order {
            self.depart(key, order, now)?;
        }
        Ok(record.order.clone())
    }

    fn insert(&self, news: News<'_>, key: &str, print: &str, retention: Ms, now: Ms) -> Result<()> {
        let record = news.record;
        self.forget_tomb(key)?;
        self.db.run(
            // Where it is in trouble already, that began with the carrier's last news, for all we know.
            "INSERT INTO parcel (key, v, stage, print, order_id, listed, asked_at, fetched_at,
                changed_at, confirmed_at, check_at, journey, reason, since)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?8, ?9, ?10, json_extract(?10, '$.reason'),
                ?8 - 86400000 * min(coalesce(json_extract(?10, '$.days_quiet'), 0), 3650))",
            vec![
                key.into(),
                i64::from(record.v).into(),
                record.stage.as_str().into(),
                print.into(),
                record.order.clone().into(),
                i64::from(news.listed).into(),
                news.asked_at.into(),
                now.into(),
                policy::check_at(now, now, retention, key).into(),
                record.journey.as_str().into(),
            ],
        )
    }

    /// Whether a parcel is kept just as that print says.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn has(&self, key: &str, print: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM parcel WHERE key = ? AND print = ?";
        let row = self.db.first(sql, vec![key.into(), print.into()])?;
        Ok(row.is_some())
    }

    /// Has a parcel asked for as soon as somebody looks, whatever a sync says of it. Answers to
    /// questions from before `at` are too old for it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn doubt(&self, key: &str, at: Ms) -> Result<()> {
        let sql = "UPDATE parcel SET v = 0, asked_at = max(asked_at, ?) WHERE key = ?";
        self.db.run(sql, vec![at.into(), key.into()])
    }

    /// When an answer was first without a parcel, where the last one was.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn missed_at(&self, key: &str) -> Result<Option<Ms>> {
        let sql = "SELECT missed_at FROM parcel WHERE key = ?";
        let row = self.db.first(sql, vec![key.into()])?;
        Ok(row.and_then(|row| Columns::of(row).maybe_int()))
    }

    /// Upstream answered without the parcel. The first time it is noted; where it was missed an
    /// hour before already, it is gone: `Some` with the order it was in.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn miss(&self, key: &str, asked_at: Ms, now: Ms) -> Result<Option<Option<String>>> {
        let sql = "SELECT asked_at, order_id, missed_at FROM parcel WHERE key = ?";
        let Some(row) = self.db.first(sql, vec![key.into()])? else {
            return Ok(None);
        };
        let mut row = Columns::of(row);
        if row.int()? > asked_at {
            return Ok(None);
        }
        let order = row.maybe_text();
        match row.maybe_int() {
            Some(missed_at) if now.saturating_sub(missed_at) >= policy::GONE_AFTER => {
                self.remove(key, End::Gone, now)?;
                Ok(Some(order))
            }
            Some(_) => Ok(None),
            None => {
                let sql = "UPDATE parcel SET missed_at = ?, check_at = ? WHERE key = ?";
                let again = now.saturating_add(policy::GONE_AFTER);
                self.db
                    .run(sql, vec![now.into(), again.into(), key.into()])?;
                Ok(None)
            }
        }
    }

    /// How many parcels there are of each stage.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stages(&self) -> Result<Vec<(String, i64)>> {
        let sql = "SELECT stage, count(*) FROM parcel GROUP BY stage";
        let rows = self.db.rows(sql, Vec::new())?;
        rows.into_iter()
            .map(|row| {
                let mut row = Columns::of(row);
                Ok((row.text()?, row.int()?))
            })
            .collect()
    }
}
