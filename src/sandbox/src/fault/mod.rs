//! Faults on demand: what is wrong, how often, for how long.
//!
//! Real time bounds them, so that a fault set once does not stay for ever; a seed decides which
//! requests are hit, so that a test meets the same ones every time.

pub mod damage;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::code::Code;
use crate::hash;

/// The most faults at a time.
pub const MAX_FAULTS: usize = 32;
/// The longest a fault stays, in real seconds: a day.
const MAX_SECONDS: u32 = 86_400;
/// The longest an answer is held back or drawn out, in milliseconds. Shorter than the 100 seconds
/// any answer may take.
const MAX_DELAY: u32 = 60_000;
/// The longest answer, in bytes.
const MAX_BYTES: u32 = 32 * 1024 * 1024;
/// The longest name of a route or field, in bytes.
const MAX_NAME: usize = 200;

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A result code instead of the answer; the request is not carried out.
    Code,
    /// A page of HTML instead of JSON, as a proxy sends it; the request is not carried out.
    Html,
    /// The answer breaks off, and ends as if it were whole.
    Truncated,
    /// The first byte comes late.
    Slow,
    /// The answer comes a few bytes at a time.
    Drip,
    /// The connection breaks off half-way.
    Reset,
    /// One field has another type.
    Types,
    /// The envelope is another one.
    Envelope,
    /// The answer is long.
    Huge,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Code,
        Self::Html,
        Self::Truncated,
        Self::Slow,
        Self::Drip,
        Self::Reset,
        Self::Types,
        Self::Envelope,
        Self::Huge,
    ];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Html => "html",
            Self::Truncated => "truncated",
            Self::Slow => "slow",
            Self::Drip => "drip",
            Self::Reset => "reset",
            Self::Types => "types",
            Self::Envelope => "envelope",
            Self::Huge => "huge",
        }
    }
}

/// A fault as it is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What is wrong.
    pub kind: Kind,
    /// Which requests: `*`, a method and path as the counters name it (`GET /trackings/get`), or
    /// the path alone.
    #[serde(default = "any")]
    pub route: String,
    /// The share of those requests that is hit, 0 to 1.
    #[serde(default = "always")]
    pub rate: f64,
    /// The same seed hits the same requests, counted from when the fault was set.
    #[serde(default)]
    pub seed: u32,
    /// How many are hit at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Real seconds the fault stays, 1 to 86,400.
    #[serde(default = "ten_minutes")]
    pub seconds: u32,
    /// The result code of [`Kind::Code`].
    #[serde(default = "limited")]
    pub code: u16,
    /// The HTTP status; by default 200, and 502 with [`Kind::Html`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How late the first byte comes, or how long the dripping takes; milliseconds up to 60,000.
    #[serde(default = "three_seconds")]
    pub delay_ms: u32,
    /// The length of a [`Kind::Huge`] answer in bytes, up to 32 MB.
    #[serde(default = "twenty_megabytes")]
    pub bytes: u32,
    /// The field of [`Kind::Types`], as a JSON pointer into the body; one by the seed otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

fn any() -> String {
    "*".to_owned()
}
const fn always() -> f64 {
    1.0
}
const fn ten_minutes() -> u32 {
    600
}
const fn limited() -> u16 {
    429
}
const fn three_seconds() -> u32 {
    3_000
}
const fn twenty_megabytes() -> u32 {
    20_000_000
}

impl Fault {
    fn check(&self) -> Result<(), &'static str> {
        let named = |name: &str| name.len() <= MAX_NAME;
        let wrong = [
            (
                !(0.0..=1.0).contains(&self.rate),
                "`rate` is not within 0 and 1",
            ),
            (
                !(1..=MAX_SECONDS).contains(&self.seconds),
                "`seconds` is not within 1 and 86400",
            ),
            (self.count == Some(0), "`count` is 0"),
            (self.delay_ms > MAX_DELAY, "`delay_ms` is more than 60000"),
            (self.bytes > MAX_BYTES, "`bytes` is more than 33554432"),
            (
                self.status.is_some_and(|status| {
                    !(200..=599).contains(&status) || [204, 205, 304].contains(&status)
                }),
                "`status` is no HTTP status of an answer with a body",
            ),
            (
                !Code::ALL.iter().any(|code| code.number() == self.code),
                "`code` is no result code",
            ),
            (!named(&self.route), "`route` is too long"),
            (
                self.field.as_ref().is_some_and(|field| {
                    !named(field) || !(field.is_empty() || field.starts_with('/'))
                }),
                "`field` is no JSON pointer",
            ),
        ];
        wrong
            .into_iter()
            .find(|(is, _)| *is)
            .map_or(Ok(()), |(_, why)| Err(why))
    }

    /// Whether it is for a request the counters name so.
    fn is_for(&self, label: &str) -> bool {
        let path = label.split_once(' ').map_or(label, |(_, path)| path);
        [any().as_str(), label, path].contains(&self.route.as_str())
    }

    /// The code sent instead of carrying the request out, if that is the fault.
    pub fn refuses(&self) -> Option<Code> {
        match self.kind {
            Kind::Code => Code::ALL
                .iter()
                .copied()
                .find(|code| code.number() == self.code),
            Kind::Html => Some(Code::Fault),
            _ => None,
        }
    }
}

/// A fault that is set, and what has become of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Active {
    /// As it was asked for.
    #[serde(flatten)]
    pub fault: Fault,
    /// Real time at which it ends, in milliseconds.
    pub until: i64,
    /// Requests it was for.
    pub seen: u64,
    /// Those it has hit.
    pub hits: u64,
}

/// A request that is hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Strike {
    /// By what.
    pub fault: Fault,
    /// Chance, by the seed.
    pub draw: u64,
}

/// All faults that are set. The first that hits a request has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Faults(Vec<Active>);

impl Faults {
    /// Those that are set.
    pub fn active(&self) -> &[Active] {
        &self.0
    }

    /// Reads one fault, or an array of some, and sets them beside those there are. `real` is real
    /// time in milliseconds.
    ///
    /// # Errors
    /// Words that say what is wrong; nothing is set then.
    pub fn add(&mut self, body: &[u8], real: i64) -> Result<(), String> {
        let value: Value = serde_json::from_slice(body).map_err(|_| "the body is no JSON")?;
        let given = match value {
            Value::Array(elements) => elements,
            one => vec![one],
        };
        if given.is_empty() {
            return Err("no fault is given".to_owned());
        }
        self.expire(real);
        if given.len().saturating_add(self.0.len()) > MAX_FAULTS {
            return Err(format!("more than {MAX_FAULTS} faults at a time"));
        }
        let mut added = Vec::new();
        for value in given {
            let fault: Fault = serde_json::from_value(value).map_err(|error| error.to_string())?;
            fault.check()?;
            let until = real.saturating_add(i64::from(fault.seconds).saturating_mul(1000));
            added.push(Active {
                fault,
                until,
                seen: 0,
                hits: 0,
            });
        }
        self.0.append(&mut added);
        Ok(())
    }

    /// Takes away what has ended at a real time in milliseconds.
    pub fn expire(&mut self, real: i64) {
        self.0.retain(|active| {
            let spent = active
                .fault
                .count
                .is_some_and(|count| active.hits >= u64::from(count));
            active.until > real && !spent
        });
    }

    /// What hits a request that the counters name so, at a real time in milliseconds.
    pub fn strike(&mut self, label: &str, real: i64) -> Option<Strike> {
        self.expire(real);
        let mut strike = None;
        for active in self
            .0
            .iter_mut()
            .filter(|active| active.fault.is_for(label))
        {
            let draw = hash::draw(active.fault.seed, active.seen);
            active.seen = active.seen.saturating_add(1);
            if strike.is_none() && share(draw) < active.fault.rate {
                active.hits = active.hits.saturating_add(1);
                let fault = active.fault.clone();
                strike = Some(Strike { fault, draw });
            }
        }
        strike
    }
}

/// A draw as a number from 0 to 1, 1 excluded.
fn share(draw: u64) -> f64 {
    let upper = u32::try_from(draw >> 32).unwrap_or(u32::MAX);
    f64::from(upper) / (f64::from(u32::MAX) + 1.0)
}
