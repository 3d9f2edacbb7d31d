//! Who was told to be silent is silent: after a 429 nothing more is asked of upstream for as long
//! as it wants, for the account as a whole.
//!
//! Like all that is remembered it is an accelerator: the Cache API knows of a data centre's
//! 429s, this isolate's memory of its own. `CACHE_SECONDS = 0` turns it off.

use crate::call::Call;
use crate::config::Config;
use crate::memory::{recall, remember};
use crate::problem::{Problem, SILENCE_SECONDS};
use crate::{cache, journeys};
use std::cell::Cell;
use worker::Context;

/// Milliseconds for which this isolate does not look into the cache again: each look costs as
/// much as a hit.
const LOOK_MS: f64 = 1_000.0;

/// What this isolate knows, in milliseconds since 1970.
#[derive(Clone, Copy)]
struct Known {
    since: f64,
    looked: f64,
}

thread_local! {
    static KNOWN: Cell<Known> =
        const { Cell::new(Known { since: f64::NEG_INFINITY, looked: f64::NEG_INFINITY }) };
}

/// Seconds of a silence that are left; `None` where it is over.
pub fn left(since_ms: f64, now_ms: f64) -> Option<u32> {
    let passed = u32::try_from(cache::age(since_ms, now_ms)).unwrap_or(SILENCE_SECONDS);
    SILENCE_SECONDS.checked_sub(passed).filter(|left| *left > 0)
}

/// Goes on where upstream may be asked.
///
/// # Errors
/// [`Problem::Busy`] with what is left of the silence.
pub async fn keep(call: &Call, config: &Config) -> Result<(), Problem> {
    let mut known = KNOWN.get();
    if left(known.since, call.now_ms).is_none() && (call.now_ms - known.looked).abs() >= LOOK_MS {
        known.looked = call.now_ms;
        KNOWN.set(known);
        if let Some(found) = recall(&cache::silence_key(config)).await
            && found.fetched_ms.is_finite()
        {
            known.since = found.fetched_ms;
            KNOWN.set(known);
        }
    }
    match left(known.since, call.now_ms) {
        Some(seconds) => Err(Problem::Busy(seconds)),
        None => Ok(()),
    }
}

/// Upstream said 429 just now. This isolate knows at once, the others of its data centre soon.
pub fn begin(call: &Call, config: &Config, context: &Context) {
    KNOWN.set(Known {
        since: call.now_ms,
        looked: call.now_ms,
    });
    let control = cache::control(SILENCE_SECONDS);
    let since = journeys::iso(call.now_ms);
    let key = cache::silence_key(config);
    context.wait_until(remember(key, String::new(), control, since, String::new()));
}
