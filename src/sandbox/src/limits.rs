//! The limits, as machines without a clock: real time comes in with each request.
//!
//! Real, because they protect Tracktry's servers, however fast the sandbox's own clock runs.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::hash;

/// The window of the limits per second, in milliseconds. It slides: no second anywhere may hold
/// more (grade E; a server that counts by its clock's seconds allows more now and then).
pub const SECOND: i64 = 1000;
/// The most that a limit per second can be set to.
const MAX_RATE: u32 = 1000;
/// The most that a size (of a batch, a filter) can be set to.
const MAX_SIZE: u32 = 1000;
/// The most that rows can be set to (grade A).
const MAX_ROWS: u32 = 2000;
/// The longest time between two looks at one number that can be set, in seconds.
const MAX_AGAIN: u32 = 86_400;

/// Which limits hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// Only the sizes of requests.
    Off,
    /// All, as documented.
    On,
}

/// Which limits hold: `"off"`, `"on"` or numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limits {
    /// Only the sizes of requests.
    Off,
    /// All, as documented.
    On,
    /// These.
    Custom(Rules),
}

impl Serialize for Limits {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Off => Named::Off.serialize(serializer),
            Self::On => Named::On.serialize(serializer),
            Self::Custom(rules) => rules.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Limits {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let limits = if value.is_object() {
            serde_json::from_value(value).map(Self::Custom)
        } else {
            serde_json::from_value(value).map(|named| match named {
                Named::Off => Self::Off,
                Named::On => Self::On,
            })
        };
        limits.map_err(|error| serde::de::Error::custom(format!("`limits`: {error}")))
    }
}

/// The numbers; null is no limit. Those not given are the documented ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Lists in a second, per address (1: grade A).
    pub list_per_second: Option<u32>,
    /// Realtime requests in a second, per address (3: grade A).
    pub realtime_per_second: Option<u32>,
    /// Seconds between two realtime requests for one number (7200: grade C).
    pub realtime_again_seconds: Option<u32>,
    /// Numbers of quota in a month (500, a free account's: grade A).
    pub quota: Option<u32>,
    /// Parcels in a batch (200: grade A; clients and the sister say 40: B, C).
    pub batch: u32,
    /// Values of `numbers` and of `orders` (40: grade C).
    pub filter_values: u32,
    /// Rows of a page (2000: grade A).
    pub rows: u32,
}

impl Rules {
    /// As documented.
    pub const DOCUMENTED: Self = Self {
        list_per_second: Some(1),
        realtime_per_second: Some(3),
        realtime_again_seconds: Some(7200),
        quota: Some(500),
        batch: 200,
        filter_values: 40,
        rows: 2000,
    };

    /// Only the sizes.
    pub const OFF: Self = Self {
        list_per_second: None,
        realtime_per_second: None,
        realtime_again_seconds: None,
        quota: None,
        ..Self::DOCUMENTED
    };
}

impl Default for Rules {
    fn default() -> Self {
        Self::DOCUMENTED
    }
}

impl Limits {
    /// The numbers that hold.
    pub fn rules(&self) -> Rules {
        match self {
            Self::Off => Rules::OFF,
            Self::On => Rules::DOCUMENTED,
            Self::Custom(rules) => *rules,
        }
    }

    /// Whether custom numbers are within their bounds.
    ///
    /// # Errors
    /// Words that name the one that is not.
    pub fn check(&self) -> Result<(), String> {
        let rules = self.rules();
        let bounds = [
            ("list_per_second", rules.list_per_second, 1, MAX_RATE),
            (
                "realtime_per_second",
                rules.realtime_per_second,
                1,
                MAX_RATE,
            ),
            (
                "realtime_again_seconds",
                rules.realtime_again_seconds,
                0,
                MAX_AGAIN,
            ),
            ("batch", Some(rules.batch), 1, MAX_SIZE),
            ("filter_values", Some(rules.filter_values), 1, MAX_SIZE),
            ("rows", Some(rules.rows), 1, MAX_ROWS),
        ];
        for (name, value, least, most) in bounds {
            if value.is_some_and(|value| !(least..=most).contains(&value)) {
                return Err(format!("`limits.{name}` is not within {least} and {most}"));
            }
        }
        Ok(())
    }
}

/// Others on the same address. A share of all requests meets a limit that they have broken, and
/// so the silence after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Strangers {
    /// 0 to 1.
    pub share: f64,
    /// The same seed, address and count of requests: the same answer.
    pub seed: u32,
}

impl Strangers {
    /// Whether the share is one.
    ///
    /// # Errors
    /// Words that say it is not.
    pub fn check(&self) -> Result<(), String> {
        if (0.0..=1.0).contains(&self.share) {
            Ok(())
        } else {
            Err("`strangers.share` is not within 0 and 1".to_owned())
        }
    }

    /// Whether the request of that count from an address is hit.
    pub fn hit(&self, address: &str, count: u64) -> bool {
        // the upper half of a hash is spread more evenly than all of it
        let draw = hash::hash64(&format!("{}/{address}/{count}", self.seed));
        let mixed = (draw ^ (draw >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let drawn = u32::try_from(mixed >> 32).unwrap_or(u32::MAX);
        f64::from(drawn) < self.share * (f64::from(u32::MAX) + 1.0)
    }
}

/// What a request is to the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The list.
    List,
    /// Realtime.
    Realtime,
    /// Everything else, which has no limit of its own.
    Other,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be answered.
    Pass,
    /// It breaks a limit: 429, and a silence begins.
    Exceeded,
    /// It comes during a silence: 429. The silence does not grow by it (grade E).
    Silence,
}

/// What is known of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Real times of the lists in the last second, in milliseconds.
    list: VecDeque<i64>,
    /// The same of realtime requests.
    realtime: VecDeque<i64>,
    /// When it was refused last.
    refused_at: Option<i64>,
    /// Requests since it is known.
    count: u64,
}

impl Client {
    /// Asks whether a request may be answered at a real time in milliseconds.
    pub fn ask(
        &mut self,
        address: &str,
        kind: Kind,
        now: i64,
        rules: &Rules,
        silence_seconds: u32,
        strangers: &Strangers,
    ) -> Verdict {
        self.count = self.count.saturating_add(1);
        if self.is_silent(now, silence_seconds) {
            return Verdict::Silence;
        }
        let (times, limit) = match kind {
            Kind::List => (&mut self.list, rules.list_per_second),
            Kind::Realtime => (&mut self.realtime, rules.realtime_per_second),
            Kind::Other => (&mut VecDeque::new(), None),
        };
        let full = limit.is_some_and(|limit| !enter(times, now, limit));
        if full || strangers.hit(address, self.count) {
            self.refuse(now);
            return Verdict::Exceeded;
        }
        Verdict::Pass
    }

    /// A silence begins.
    pub fn refuse(&mut self, now: i64) {
        self.refused_at = Some(now);
    }

    /// Whether a silence goes on. One from the future, after the machine's clock was put back, is over.
    fn is_silent(&self, now: i64, seconds: u32) -> bool {
        let length = i64::from(seconds).saturating_mul(SECOND);
        self.refused_at
            .is_some_and(|at| (0..length).contains(&now.saturating_sub(at)))
    }
}

/// Counts a time in where the second up to it has room.
fn enter(times: &mut VecDeque<i64>, now: i64, limit: u32) -> bool {
    times.retain(|at| (0..SECOND).contains(&now.saturating_sub(*at)));
    let room = u32::try_from(times.len()).is_ok_and(|count| count < limit);
    if room {
        times.push_back(now);
    }
    room
}

/// Fifths of a number of quota: what a detection or a remote check costs (grades A, C).
pub const FIFTH: u32 = 1;
/// Fifths that one posted parcel costs: a whole number (grade A).
pub const POST: u32 = 5;
/// Fifths that one air waybill costs: twenty numbers (grade C).
pub const AIRCARGO: u32 = 100;

/// What of the quota has been used in a month of real time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Months since the year 0.
    month: i64,
    /// Fifths used in it.
    pub used: u64,
}

impl Quota {
    /// The quota in the month of a real time in milliseconds: a new month begins unused.
    #[must_use]
    pub fn at(self, now: i64) -> Self {
        use chrono::Datelike;
        let date = chrono::DateTime::from_timestamp_millis(now).unwrap_or_default();
        let month = i64::from(date.year())
            .saturating_mul(12)
            .saturating_add(i64::from(date.month0()));
        if month == self.month {
            self
        } else {
            Self { month, used: 0 }
        }
    }

    /// Fifths left of so many numbers.
    pub fn left(&self, numbers: u32) -> u64 {
        u64::from(numbers)
            .saturating_mul(5)
            .saturating_sub(self.used)
    }

    /// With so many fifths more used.
    #[must_use]
    pub fn with(self, fifths: u32) -> Self {
        Self {
            used: self.used.saturating_add(u64::from(fifths)),
            ..self
        }
    }
}
