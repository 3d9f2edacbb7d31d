//! What happens every five minutes, asked or not.

use crate::config::Config;
use crate::objects::{CALL_MS, Object};
use crate::place::SHELVES;
use futures_util::future::join_all;
use worker::Env;

/// Milliseconds between two crons, as wrangler.toml has it.
const EVERY_MS: f64 = 300_000.0;

/// Shelves of one turn.
const TURN: u8 = 8;

/// Has the Gate and some Shelves set their alarms again, in case the platform dropped one.
pub async fn arm(config: &Config, env: &Env, scheduled_ms: f64) {
    let gate = Object::gate(config);
    let _: Result<(), _> = gate.post(env, "/arm", &(), CALL_MS).await;
    let shelves = turn(scheduled_ms).map(|shelf| async move {
        let shelf = Object::shelf(shelf);
        let _: Result<(), _> = shelf.post(env, "/arm", &(), CALL_MS).await;
    });
    join_all(shelves).await;
}

/// Whose turn it is.
pub fn turn(scheduled_ms: f64) -> impl Iterator<Item = u8> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a remainder below the number of turns"
    )]
    let turn = (scheduled_ms / EVERY_MS)
        .floor()
        .rem_euclid(f64::from(SHELVES / TURN)) as u8;
    let first = turn.saturating_mul(TURN);
    (first..SHELVES).take(TURN.into())
}
