//! How long an answer may be remembered, and under what name. Pure rules; the Cache API itself
//! is in [`crate::memory`].

use crate::config::Config;
use tracktry_core::Stage;

/// Seconds a journey may be remembered, by where the parcel stands.
///
/// The carrier is asked every two hours at best, so a minute costs nobody news. Out for delivery
/// a shopper waits at the door; what is not found yet may be found at any moment; what is
/// delivered stays so.
const fn life_of(stage: Stage) -> u32 {
    match stage {
        Stage::Delivered => 300,
        Stage::OutForDelivery | Stage::NotFound => 30,
        Stage::Registered
        | Stage::InTransit
        | Stage::ReadyForPickup
        | Stage::AttemptFailed
        | Stage::Exception
        | Stage::Expired
        | Stage::Unknown => 60,
    }
}

/// Seconds a journey may be remembered, with the deployment's own bound.
pub fn life(stage: Stage, config: &Config) -> u32 {
    life_of(stage).min(config.cache_seconds)
}

/// Seconds an unknown parcel may be remembered as such: it may be posted at any moment.
const UNKNOWN_SECONDS: u32 = 30;

/// Seconds it may be remembered that a parcel is unknown, with the deployment's own bound.
pub fn life_of_unknown(config: &Config) -> u32 {
    UNKNOWN_SECONDS.min(config.cache_seconds)
}

/// The name an answer is remembered under: an internal URL of the account, of the parcel and of
/// what shapes the body. Nothing of who asks is in it, since a hit serves everybody alike; the
/// account is, since deployments of one zone share a cache.
pub fn key(config: &Config, carrier: &str, number: &str) -> String {
    let account = &config.account;
    let lang = &config.event_lang;
    let places = config.public_places.as_str();
    format!("https://memory.invalid/journeys/1/{account}/{lang}/{places}/{carrier}/{number}")
}

/// The name under which it is remembered that the account was told to be silent.
pub fn silence_key(config: &Config) -> String {
    format!("https://memory.invalid/silence/1/{}", config.account)
}

/// `Cache-Control` of a journey, for browsers and for the Cache API alike.
///
/// A page that is opened again within the life needs no request; afterwards the browser asks with
/// the `ETag`. It counts the `Age` in, so that nobody's copy gets older than the life. Not
/// `private`: the Cache API stores nothing that is.
pub fn control(life: u32) -> String {
    match life {
        0 => "no-cache".to_owned(),
        life => format!("max-age={life}, must-revalidate"),
    }
}

/// Whole seconds between two times in milliseconds; 0 where clocks disagree.
pub fn age(fetched_ms: f64, now_ms: f64) -> u64 {
    let seconds = ((now_ms - fetched_ms) / 1000.0).floor();
    // A day bounds it: nothing is remembered for longer.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what fits; NaN becomes 0"
    )]
    let whole = seconds.clamp(0.0, 86_400.0) as u64;
    whole
}
