//! `GET /healthz`: that the Worker lives, every wrong setting by name, and how the way to Tracktry
//! is, in words. Tracktry is not asked.

use crate::config::{Config, Wrong};
use crate::gate_object::health::Health;
use crate::message::Write;
use crate::objects::Object;
use crate::reply::{Body, Reply};
use serde_json::{Value, json};
use std::cell::RefCell;
use worker::Env;

/// Milliseconds to wait for the Gate: whoever watches wants an answer soon.
const GATE_MS: u32 = 2_000;

/// Milliseconds for which this isolate does not ask the Gate again: anybody may ask us.
const ASK_EVERY: i64 = 5_000;

thread_local! {
    static LAST: RefCell<Option<(i64, String)>> = const { RefCell::new(None) };
}

/// Something an operator should know, by a fixed code and in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// The code, which never changes its meaning.
    pub code: &'static str,
    /// What it says.
    pub words: &'static str,
}

const fn note(code: &'static str, words: &'static str) -> Note {
    Note { code, words }
}

/// What is to be said of the way to Tracktry; nothing where all is well.
pub fn notes(health: &Health) -> Vec<Note> {
    let sync = &health.sync;
    [
        (health.key_refused, note("key_refused", "Tracktry refuses the API key. Parcels that are kept are still shown; set TRACKTRY_API_KEY to a valid one.")),
        (health.quota_used_up, note("quota_used_up", "The account's quota is used up. Known parcels go on; no new one is registered until there is quota again.")),
        (health.silence_seconds > 0, note("silence", "Tracktry asked for silence after too many requests. What is kept is shown meanwhile.")),
        (health.shared_address, note("shared_address", "Tracktry asks for silence again and again although the limits are kept: strangers send from the address this Worker leaves from. A relay with an address of its own helps.")),
        (health.breaker != "closed", note("upstream_down", "Tracktry failed several times in a row and is tried again every half minute. What is kept is shown meanwhile.")),
        (health.open_posts > 0, note("open_posts", "Of some registered parcels it is not known yet whether Tracktry took them; they are looked up, not sent again.")),
        (health.notify_failed_at.is_some(), note("notify_failing", "The shop's server at NOTIFY_URL takes no notifications. They are kept and sent again for three days; nothing else waits for them.")),
        (sync.importing, note("importing", "The first import of the account's parcels is under way.")),
        (sync.filter_ignored, note("filter_ignored", "Tracktry ignores the filter by time that the sync needs. Parcels are refreshed one by one as they are looked at.")),
        (!sync.on, note("sync_off", "The sync is off by SYNC_SECONDS = 0. Parcels are refreshed one by one as they are looked at.")),
    ]
    .into_iter()
    .filter_map(|(holds, note)| holds.then_some(note))
    .collect()
}

/// Answers 500 where settings are missing or wrong.
pub fn misconfigured(wrong: &[Wrong]) -> Reply {
    let settings: Value = wrong
        .iter()
        .map(|w| json!({ "name": w.setting, "must": w.must }))
        .collect();
    let answer = json!({
        "status": "setting_invalid",
        "version": env!("CARGO_PKG_VERSION"),
        "settings": settings,
    });
    with_text(500, answer.to_string())
}

/// Answers 200 where all settings are right, whatever Tracktry does.
pub async fn answer(config: &Config, env: &Env, now: i64) -> Reply {
    let kept = LAST.with_borrow(|last| {
        let (at, text) = last.as_ref()?;
        (0..ASK_EVERY)
            .contains(&now.saturating_sub(*at))
            .then(|| text.clone())
    });
    if let Some(text) = kept {
        return with_text(200, text);
    }
    let gate = Object::gate(config);
    let health = gate.post::<_, Health>(env, "/health", &(), GATE_MS).await;
    let (notes, silence, waiting, sync) = if let Ok(health) = &health {
        (
            notes(health),
            health.silence_seconds,
            health.waiting.values().sum(),
            health.sync.write(),
        )
    } else {
        let gone = note(
            "gate_unreachable",
            "The object that talks to Tracktry does not answer; it may be restarting.",
        );
        (vec![gone], 0, 0_u64, Value::Null)
    };
    let notes: Value = notes
        .iter()
        .map(|note| json!({ "code": note.code, "words": note.words }))
        .collect();
    let answer = json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "settings": [],
        "upstream": { "notes": notes, "silence_seconds": silence, "waiting": waiting, "sync": sync },
    });
    let text = answer.to_string();
    LAST.set(Some((now, text.clone())));
    with_text(200, text)
}

fn with_text(status: u16, text: String) -> Reply {
    Reply::new(status, Body::Text(text))
        .with("Content-Type", "application/json")
        .with("Cache-Control", "no-store")
}
