//! How long an answer may be remembered, and under what name. Pure rules; the Cache API itself
//! is in [`crate::memory`].

use crate::access::Places;
use crate::config::Config;
use tracktry_core::Stage;

/// What is known of an answer besides its body: what its headers are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its entity tag.
    pub etag: String,
    /// When upstream was asked, in milliseconds since 1970.
    pub fetched_at: i64,
    /// Whether it is older than it should be.
    pub stale: bool,
    /// Where the parcel stands; `None` where what is remembered is that there is none.
    pub stage: Option<Stage>,
    /// When the answer was made, in milliseconds since 1970.
    pub made_at: i64,
}

impl Facts {
    /// What a Shelf says of an answer: tag, time of the question, whether it is stale, stage; all
    /// parted by spaces. What is remembered has the time it was made besides; else it is `now`.
    pub fn read(text: &str, now: i64) -> Option<Self> {
        let mut parts = text.split(' ');
        Some(Self {
            etag: parts.next()?.to_owned(),
            fetched_at: parts.next()?.parse().ok()?,
            stale: parts.next()? == "1",
            stage: Stage::from_name(parts.next()?),
            made_at: parts.next().map_or(Some(now), |at| at.parse().ok())?,
        })
    }

    /// That there is no parcel.
    pub fn unknown(now: i64) -> Self {
        Self {
            etag: "-".to_owned(),
            fetched_at: now,
            stale: false,
            stage: None,
            made_at: now,
        }
    }

    /// The same as text.
    pub fn write(&self) -> String {
        let Self {
            etag,
            fetched_at,
            stale,
            stage,
            made_at,
        } = self;
        let stage = stage.map_or("-", Stage::as_str);
        format!("{etag} {fetched_at} {} {stage} {made_at}", u8::from(*stale))
    }

    /// Seconds the answer may be remembered, with the deployment's own bound. One that is stale is
    /// not: the next may be better.
    pub fn life(&self, config: &Config) -> u32 {
        let life = match self.stage {
            _ if self.stale => 0,
            Some(stage) => life_of(stage),
            None => UNKNOWN_SECONDS,
        };
        life.min(config.cache_seconds)
    }

    /// Whole seconds since it was made; 0 where clocks disagree. A day bounds it: nothing is
    /// remembered for longer.
    pub fn age(&self, now: i64) -> i64 {
        let passed = now.saturating_sub(self.made_at);
        passed.div_euclid(1_000).clamp(0, 86_400)
    }
}

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

/// Seconds an unknown parcel may be remembered as such: it may be posted at any moment.
const UNKNOWN_SECONDS: u32 = 30;

/// The name an answer is remembered under: an internal URL of the account, of the parcel and of
/// what shapes the body. Nothing of who asks is in it, since a hit serves everybody alike who may
/// see as much; the account is, since deployments of one zone share a cache.
pub fn key(config: &Config, places: Places, carrier: &str, number: &str) -> String {
    let account = &config.account;
    let lang = &config.event_lang;
    let places = places.as_str();
    format!("https://memory.invalid/journeys/2/{account}/{lang}/{places}/{carrier}/{number}")
}

/// `Cache-Control` of a journey for a browser.
///
/// A page that is opened again within the life needs no request; afterwards the browser asks with
/// the `ETag`. It counts the `Age` in, so that nobody's copy gets older than the life. What a token
/// opened is for that browser alone.
pub fn control(life: u32, is_private: bool) -> String {
    let whose = if is_private { "private, " } else { "" };
    match life {
        0 => format!("{whose}no-cache"),
        life => format!("{whose}max-age={life}, must-revalidate"),
    }
}

/// `Cache-Control` for the Cache API, which stores nothing that is `private`.
pub fn memory_control(life: u32) -> String {
    format!("max-age={life}")
}
