//! Many parcels at once, made in steps, so that no step takes long.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::hash::hash64;
use crate::parcel::{Fields, Parcel};
use crate::scenario;
use crate::time::DAY;

/// The most parcels of a job.
pub const MAX_COUNT: u32 = 100_000;
/// How many are made in one step.
pub const STEP: u32 = 2000;
/// The most days over which their posts can be spread.
const MAX_DAYS: u32 = 3650;

const CARRIERS: &[&str] = &[
    "dhl",
    "ups",
    "fedex",
    "usps",
    "royal-mail",
    "postnl-parcels",
    "china-ems",
    "dpd",
];

/// A job, and how far it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// Parcels to be made.
    pub count: u32,
    /// The same seed: the same parcels.
    pub seed: u32,
    /// Days before the clock's time of the start over which their posts are spread.
    pub days: u32,
    /// Clock seconds of the start.
    pub now: i64,
    /// Parcels seen to.
    pub done: u32,
    /// Those of them that were not there yet.
    pub added: u32,
}

impl Bulk {
    /// Reads `{"count":100000,"seed":1,"days":60}`; all but `count` may be missing.
    ///
    /// # Errors
    /// Words that say what is wrong.
    pub fn parse(body: &[u8], now: i64) -> Result<Self, String> {
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
            return Err("the body is no JSON object".to_owned());
        };
        let known = ["count", "seed", "days"];
        if object.keys().any(|key| !known.contains(&key.as_str())) {
            return Err("only `count`, `seed` and `days` can be given".to_owned());
        }
        let number = |key: &str, default: Option<u32>, least: u32, most: u32| {
            let value = match object.get(key) {
                None => default,
                Some(value) => value.as_u64().and_then(|n| u32::try_from(n).ok()),
            };
            value
                .filter(|n| (least..=most).contains(n))
                .ok_or_else(|| format!("`{key}` is no whole number within {least} and {most}"))
        };
        Ok(Self {
            count: number("count", None, 1, MAX_COUNT)?,
            seed: number("seed", Some(1), 0, u32::MAX)?,
            days: number("days", Some(60), 0, MAX_DAYS)?,
            now,
            done: 0,
            added: 0,
        })
    }

    /// Whether there is something left to do.
    pub fn running(&self) -> bool {
        self.done < self.count
    }

    /// The parcels of the next step.
    pub fn next(&self) -> Vec<Parcel> {
        let end = self.done.saturating_add(STEP).min(self.count);
        (self.done..end).map(|index| self.parcel(index)).collect()
    }

    /// The parcel of an index: number, carrier, order and time of its post follow from the seed.
    fn parcel(&self, index: u32) -> Parcel {
        let number = format!("BULK{:08X}{index:06}", self.seed);
        let draw = |what: &str, count: u64| {
            (hash64(&format!("{what}{number}")) >> 24)
                .checked_rem(count)
                .unwrap_or(0)
        };
        let carriers = u64::try_from(CARRIERS.len()).unwrap_or(1);
        let carrier = usize::try_from(draw("carrier", carriers))
            .ok()
            .and_then(|at| CARRIERS.get(at))
            .unwrap_or(&"dhl");
        let span = u64::from(self.days)
            .saturating_mul(DAY.unsigned_abs())
            .max(1);
        let ago = i64::try_from(draw("time", span)).unwrap_or(0);
        let posted = self.now.saturating_sub(ago).max(0);
        let order = index.checked_div(2).unwrap_or(0);
        let fields = Fields {
            title: Some(format!("Parcel {index}")),
            order_id: Some(format!("B{}-{order}", self.seed)),
            ..Fields::default()
        };
        let story = scenario::ordinary(&number);
        Parcel::new(number, (*carrier).to_owned(), story, posted, posted, fields)
    }
}
