//! `GET /healthz`: that the Worker lives, and every wrong setting by name. Upstream is not asked.

use crate::config::Wrong;
use crate::reply::{Body, Reply};
use serde::Serialize;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    settings: Vec<Setting>,
}

#[derive(Serialize)]
struct Setting {
    name: &'static str,
    must: &'static str,
}

/// Answers 200 where all is well, 500 where settings are missing or wrong.
pub fn answer(wrong: &[Wrong]) -> Reply {
    let (status, word) = if wrong.is_empty() {
        (200, "ok")
    } else {
        (500, "setting_invalid")
    };
    let health = Health {
        status: word,
        version: env!("CARGO_PKG_VERSION"),
        settings: wrong
            .iter()
            .map(|w| Setting {
                name: w.setting,
                must: w.must,
            })
            .collect(),
    };
    Reply::new(
        status,
        Body::Text(serde_json::to_string(&health).unwrap_or_default()),
    )
    .with("Content-Type", "application/json")
    .with("Cache-Control", "no-store")
}
