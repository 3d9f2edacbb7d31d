//! The steps of the sync: ask for a window, hand its rows to their Shelves, strike it off. The
//! state is written after each, so that a crash between any two costs a window at most.

use super::driver::{Served, Unserved};
use super::object::Inner;
use super::store::SYNC;
use crate::answer::Answered;
use crate::gate::{Care, Class, How, Kind, Refused, Want};
use crate::objects::{Deliveries, deliver, deliveries};
use crate::problem::Problem;
use crate::sync::{Answer, Query, Row, Settings, Step, Sync, Verdict, Why};
use crate::upstream::Request;
use crate::wire::{Ms, PlaceOf};
use crate::{clock, place, record};
use futures_util::future::join_all;
use std::rc::Rc;
use tracktry_core::Tracking;
use tracktry_core::envelope::Outcome;
use worker::{Error, Result};

/// Milliseconds a window waits for its turn: shoppers go before it.
const WAIT_MS: Ms = 60_000;

/// The most Shelves called when an alarm rings: the free plan allows 50 calls.
const MOST_SHELVES: usize = 40;

impl Inner {
    /// One step. What is to be done next is due at once.
    pub(super) async fn sync_step(self: &Rc<Self>, now: Ms) -> Result<()> {
        let settings = Settings {
            sync_seconds: self.config()?.sync_seconds,
        };
        let step = self.with_sync(|sync| sync.next(settings, now))?;
        match step {
            Step::Wait(at) => return self.store()?.db.set_due(SYNC, "", at),
            Step::Ask(query) => self.ask_window(query, now).await?,
            Step::Deliver => self.deliver_some().await?,
        }
        self.store()?.db.set_due(SYNC, "", now)
    }

    /// Changes the sync, and writes it down where that changed it.
    fn with_sync<T>(&self, change: impl FnOnce(&mut Sync) -> T) -> Result<T> {
        let mut sync = self.sync.borrow_mut();
        let sync = sync
            .as_mut()
            .ok_or_else(|| Error::from("the sync is not open"))?;
        let result = change(sync);
        self.store()?.set_sync(sync)?;
        Ok(result)
    }

    async fn ask_window(self: &Rc<Self>, query: Query, now: Ms) -> Result<()> {
        let want = Want::Alone {
            kind: Kind::List,
            // The sync tries again itself: with fewer rows, where they took too long. The Gate would
            // send the same until its breaker opens, and then say that instead.
            care: Care::Once,
        };
        let call = Request::get(self.window(query)?);
        let until = now.saturating_add(WAIT_MS);
        match self.ask(want, Class::Sync, until, Some(call)).await {
            Ok(served) if served.answered.tells() && self.believes(query, &served.answered) => {
                self.take_window(query, &served)
            }
            Ok(_) => {
                let now = clock::now();
                self.with_sync(|sync| sync.failed(Why::Unanswered, None, now))
            }
            Err(unserved) => {
                let now = clock::now();
                let (why, retry_at) = why(unserved, now);
                self.with_sync(|sync| sync.failed(why, retry_at, now))
            }
        }
    }

    /// Whether an answer is taken at its word. A window whose rows are lost is not asked for again
    /// before they change, so one that could not be read whole has to come twice.
    fn believes(&self, query: Query, answered: &Answered) -> bool {
        let is_whole = answered.is_read() && answered.counts();
        let doubted = self.doubted.take() == Some(query);
        if !is_whole && !doubted {
            self.doubted.set(Some(query));
        }
        is_whole || doubted
    }

    fn window(&self, query: Query) -> Result<String> {
        let (min, max) = query.field.parameters();
        let Query {
            from,
            to,
            limit,
            page,
            ..
        } = query;
        let lang = self.config()?.event_lang.clone();
        Ok(format!(
            "/trackings/get?{min}={from}&{max}={to}&limit={limit}&page={page}&lang={lang}"
        ))
    }

    fn take_window(&self, query: Query, served: &Served) -> Result<()> {
        let answered = &served.answered;
        let keys: Vec<String> = answered.rows.iter().map(row_key).collect();
        let rows: Vec<Row<'_>> = answered
            .rows
            .iter()
            .zip(&keys)
            .map(|(row, key)| Row {
                key,
                created: row.created_at.as_deref().and_then(seconds),
                updated: row.updated_at.as_deref().and_then(seconds),
            })
            .collect();
        let is_empty = answered.outcome == Outcome::Empty;
        let answer = Answer {
            total: if is_empty { Some(0) } else { answered.total },
            count: answered.count,
            rows: &rows,
            bytes: answered.bytes,
            date: served.date,
        };
        let now = clock::now();
        let mut pending = None;
        self.with_sync(|sync| {
            if sync.answered(&query, &answer, now) == Verdict::Keep {
                pending = Some(deliveries(self.records(served), served.asked_at, true));
            }
        })?;
        self.pending.replace(pending);
        Ok(())
    }

    /// Hands rows to as many Shelves as one alarm may call.
    async fn deliver_some(&self) -> Result<()> {
        let Some(mut pending) = self.pending.take() else {
            return self.with_sync(Sync::lost);
        };
        let mut batch = Vec::new();
        while batch.len() < MOST_SHELVES
            && let Some(next) = pending.pop_first()
        {
            batch.push(next);
        }
        let calls = batch.into_iter().map(|(shelf, delivery)| async move {
            let delivered = deliver(&self.env, shelf, &delivery).await;
            (shelf, delivery, delivered)
        });
        let mut failed = false;
        for (shelf, delivery, delivered) in join_all(calls).await {
            if let Ok(delivered) = delivered {
                self.count_synced(delivery.records.len());
                leave(&mut pending, delivered.left);
            } else {
                failed = true;
                pending.change(shelf, |there| {
                    // Another Shelf of this batch may have had something for it.
                    let left = std::mem::replace(there, delivery).left;
                    there.left.extend(left);
                });
            }
        }
        if pending.is_empty() {
            return self.with_sync(Sync::delivered);
        }
        self.pending.replace(Some(pending));
        if failed {
            let now = clock::now();
            self.with_sync(|sync| sync.failed(Why::Unanswered, None, now))?;
        }
        Ok(())
    }

    fn count_synced(&self, rows: usize) {
        let mut counts = self.counts.borrow_mut();
        let rows = u64::try_from(rows).unwrap_or(0);
        counts.synced = counts.synced.saturating_add(rows);
    }
}

/// Tells the Shelves of orders that have a parcel no more.
pub(super) fn leave(pending: &mut Deliveries, left: Vec<PlaceOf>) {
    for place in left {
        let shelf = place::of_order(&place.order);
        pending.change(shelf, |delivery| delivery.left.push(place));
    }
}

/// What a failure says to the sync, and when it may ask again.
pub fn why(unserved: Unserved, now: Ms) -> (Why, Option<Ms>) {
    let held = |left_ms: Ms| (Why::Held, Some(now.saturating_add(left_ms)));
    match unserved.how {
        _ if unserved.too_large => (Why::TooLarge, None),
        Some(How::Refused(
            Refused::Silent { left_ms }
            | Refused::Broken { left_ms }
            | Refused::Quota { left_ms }
            | Refused::Full { retry_ms: left_ms },
        )) => held(left_ms),
        Some(How::Expired { .. }) => (Why::Held, None),
        Some(How::Failed) if unserved.problem == Problem::Timeout => (Why::TooSlow, None),
        None => match unserved.problem.retry_after() {
            Some(seconds) => held(i64::from(seconds).saturating_mul(1_000)),
            None => (Why::Unanswered, None),
        },
        _ => (Why::Unanswered, None),
    }
}

fn row_key(row: &Tracking) -> String {
    record::key(row.carrier_code.as_deref().unwrap_or("-"), &row.number)
}

/// An ISO 8601 time with an offset, in seconds since 1970; `None` where it is none.
fn seconds(text: &str) -> Option<i64> {
    let ms = js_sys::Date::parse(text);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no date the platform knows exceeds it"
    )]
    let seconds = (ms / 1_000.0) as i64;
    ms.is_finite().then_some(seconds)
}
