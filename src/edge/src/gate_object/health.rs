//! What the Gate's object tells the operator of itself.

use super::counts::Counts;
use super::object::Inner;
use crate::gate::Stats;
use crate::message::message;
use crate::sorted::Sorted;
use crate::sync::Sync;
use crate::wire::Ms;
use worker::{Error, Result};

/// The state of the way upstream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Callers that wait, by class.
    pub waiting: Sorted<String, u64>,
    /// Seconds of a silence that are left.
    pub silence_seconds: i64,
    /// Silences of the last half hour that came though the limits were kept.
    pub foreign_silences: u64,
    /// Whether they are so many that strangers must be sending from our address.
    pub shared_address: bool,
    /// Whether requests pass: `closed`, `open` or `half_open`.
    pub breaker: String,
    /// Whether upstream refuses the key.
    pub key_refused: bool,
    /// Whether the account's quota is used up.
    pub quota_used_up: bool,
    /// Posts whose end nobody knows.
    pub open_posts: i64,
    /// The sync.
    pub sync: SyncHealth,
    /// Counters since the object was made.
    pub counts: Counts,
    /// Bytes of SQLite.
    pub bytes: u64,
}

message!(default Health { waiting, silence_seconds, foreign_silences, shared_address, breaker, key_refused, quota_used_up, open_posts, sync, counts, bytes });

/// The state of the sync.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncHealth {
    /// Whether the settings want one.
    pub on: bool,
    /// Whether the first import is under way.
    pub importing: bool,
    /// When the last complete round began.
    pub until: Option<Ms>,
    /// Seconds since then.
    pub lag_seconds: Option<i64>,
    /// Rows of the round under way.
    pub rows: u64,
    /// Windows of it that are left.
    pub windows: u64,
    /// Failures in a row.
    pub failures: u32,
    /// Whether upstream ignores the filter.
    pub filter_ignored: bool,
}

message!(default SyncHealth { on, importing, until, lag_seconds, rows, windows, failures, filter_ignored });

impl Inner {
    pub(super) fn health(&self, now: Ms) -> Result<Health> {
        let machine = self.machine.borrow();
        let machine = machine
            .as_ref()
            .ok_or_else(|| Error::from("the Gate is not open"))?;
        let stats = machine.stats(now);
        let store = self.store()?;
        let sync = self.sync.borrow();
        let on = self.config()?.sync_seconds > 0;
        Ok(Health {
            waiting: waiting(&stats),
            silence_seconds: stats.silence_left_ms.saturating_add(999).div_euclid(1_000),
            foreign_silences: u64::try_from(stats.foreign).unwrap_or(0),
            shared_address: stats.shared_address,
            breaker: serde_json::to_value(stats.breaker)
                .ok()
                .and_then(|name| name.as_str().map(str::to_owned))
                .unwrap_or_default(),
            key_refused: stats.key_refused_at.is_some(),
            quota_used_up: stats.quota_at.is_some(),
            open_posts: store.open_intents()?,
            sync: sync
                .as_ref()
                .map(|sync| sync_health(sync, on, now))
                .unwrap_or_default(),
            counts: self.counts.borrow().clone(),
            bytes: u64::try_from(store.db.bytes()).unwrap_or(0),
        })
    }
}

fn waiting(stats: &Stats) -> Sorted<String, u64> {
    let by = stats.waiting;
    [
        ("proven", by.proven),
        ("guest", by.guest),
        ("merchant", by.merchant),
        ("sync", by.sync),
    ]
    .into_iter()
    .map(|(class, count)| (class.to_owned(), u64::try_from(count).unwrap_or(0)))
    .collect()
}

fn sync_health(sync: &Sync, on: bool, now: Ms) -> SyncHealth {
    let progress = sync.progress();
    SyncHealth {
        on,
        importing: on && sync.is_importing(),
        until: sync.synced_until(),
        lag_seconds: sync.lag(now).map(|ms| ms.div_euclid(1_000)),
        rows: progress.as_ref().map_or(0, |progress| progress.rows),
        windows: progress
            .as_ref()
            .map_or(0, |progress| u64::try_from(progress.spans).unwrap_or(0)),
        failures: sync.failures(),
        filter_ignored: sync.filter_ignored(),
    }
}
