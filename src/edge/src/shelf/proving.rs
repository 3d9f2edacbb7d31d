//! Who may open an order by what they know of it, and how often they may try.

use super::object::Inner;
use super::policy::Ms;
use super::store::Store;
use crate::message::{Write, message};
use crate::object_reply::{self, ObjectReply};
use crate::objects::{CALL_MS, Object};
use crate::wire::{Proof, SyncNews, Verdict};
use js_sys::futures::spawn_local;
use serde_json::json;
use std::rc::Rc;
use tracktry_core::secret::same;
use worker::Result;

/// Attempts at one order that are free.
const FREE: u32 = 5;

/// Milliseconds after which attempts are forgotten.
const WINDOW: Ms = 600_000;

/// Milliseconds of the first wait; each further one is twice as long.
const FIRST_WAIT: Ms = 60_000;

/// The longest wait in milliseconds.
const LONGEST_WAIT: Ms = 3_600_000;

/// The attempts at one order. Pure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    count: u32,
    first_at: Ms,
    closed_until: Ms,
}

message!(default Tried { count, first_at, closed_until });

impl Tried {
    /// One attempt more; `None` where none counts yet.
    pub fn attempt(self, now: Ms) -> Option<Self> {
        // A clock that was put back closes nothing for longer than was meant.
        let left = self.closed_until.saturating_sub(now);
        if (1..=LONGEST_WAIT).contains(&left) {
            return None;
        }
        let mut tried = if self.is_over(now) {
            Self {
                first_at: now,
                ..Self::default()
            }
        } else {
            self
        };
        tried.count = tried.count.saturating_add(1);
        if let Some(beyond) = tried.count.checked_sub(FREE) {
            let wait = FIRST_WAIT.saturating_mul(1_i64.checked_shl(beyond.min(16)).unwrap_or(1));
            tried.closed_until = now.saturating_add(wait.min(LONGEST_WAIT));
        }
        Some(tried)
    }

    /// When nothing of it counts any more.
    pub fn over_at(self) -> Ms {
        // Who waited for long has to wait as long again before all is forgotten.
        let forgiven = self.closed_until.saturating_add(LONGEST_WAIT);
        let window = self.first_at.saturating_add(WINDOW);
        if self.count >= FREE {
            forgiven.max(window)
        } else {
            window
        }
    }

    fn is_over(self, now: Ms) -> bool {
        now >= self.over_at() || now < self.first_at
    }
}

/// Milliseconds to wait for the Gate's word of the import: well within the time after which every answer
/// is sent.
const HEAR_MS: u32 = 250;

/// Stands in for the hashes of an order that has none: to compare takes as long.
const DUMMY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

pub(super) async fn prove(inner: &Rc<Inner>, proof: &Proof, now: Ms) -> Result<ObjectReply> {
    let places = inner.store()?.places(&proof.order)?;
    let mut hashes: Vec<&str> = places
        .iter()
        .flat_map(|place| place.proofs.iter().map(String::as_str))
        .collect();
    if hashes.is_empty() {
        hashes.push(DUMMY);
    }
    let mut fits = false;
    for hash in hashes {
        fits |= same(hash.as_bytes(), proof.hash.as_bytes());
    }
    // While orders are still to come, one that is known must not be told from one that is not.
    let importing = inner.is_importing().await;
    // Of an order that is not known nothing is counted: every answer is the same anyway.
    if !places.is_empty() {
        let store = inner.store()?;
        let tried = store.tried(&proof.order)?;
        if let Some(tried) = tried.attempt(now) {
            store.set_tried(&proof.order, tried)?;
            if fits {
                store.forget_tried(&proof.order)?;
                return object_reply::json(&Verdict::Proved);
            }
        }
    }
    if importing {
        return object_reply::json(&Verdict::Importing);
    }
    if places.is_empty() {
        // Nobody waits for it, or who asks could tell by the time.
        let (inner, order) = (Rc::clone(inner), proof.order.clone());
        spawn_local(async move { note(&inner, &order).await });
    }
    object_reply::json(&Verdict::Refused)
}

/// Has the Gate look for an order that is not known, when it has nothing better to do.
async fn note(inner: &Inner, order: &str) {
    let Ok(config) = inner.config() else { return };
    let note = json!({ "order": order });
    let gate = Object::gate(&config);
    let _: Result<(), _> = gate.post(&inner.env, "/note", &note, CALL_MS).await;
}

impl Inner {
    /// Whether the first import is under way, by what the Gate says now.
    async fn is_importing(&self) -> bool {
        let Ok(config) = self.config() else {
            return false;
        };
        let gate = Object::gate(&config);
        let asked = gate.post::<_, SyncNews>(&self.env, "/looked", &(), HEAR_MS);
        if let Ok(news) = asked.await {
            self.memory.borrow_mut().learn(news);
            return news.importing;
        }
        // As it was heard last; who has heard of no round yet cannot say that an order is unknown.
        let sync = self.memory.borrow().sync;
        sync.importing || (config.sync_seconds > 0 && sync.until.is_none())
    }
}

/// What the end of counted attempts is due as.
pub(super) const TRIED: &str = "tried";

impl Store {
    fn tried(&self, order: &str) -> Result<Tried> {
        let sql = "SELECT state FROM tried WHERE order_id = ?";
        let row = self.db.first(sql, vec![order.into()])?;
        let text = row.and_then(|row| crate::db::Columns::of(row).maybe_text());
        // What is missing or damaged begins anew.
        Ok(serde_json::from_str(&text.unwrap_or_default()).unwrap_or_default())
    }

    fn set_tried(&self, order: &str, tried: Tried) -> Result<()> {
        let text = tried.write().to_string();
        self.db.run(
            "INSERT INTO tried (order_id, state) VALUES (?, ?)
             ON CONFLICT (order_id) DO UPDATE SET state = excluded.state",
            vec![order.into(), text.into()],
        )?;
        self.db.set_due(TRIED, order, tried.over_at())
    }

    /// Forgets attempts at an order.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_tried(&self, order: &str) -> Result<()> {
        let sql = "DELETE FROM tried WHERE order_id = ?";
        self.db.run(sql, vec![order.into()])?;
        self.db.clear_due(TRIED, order)
    }
}
