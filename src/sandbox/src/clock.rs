//! The sandbox's own clock: real time, stretched by a rate from an anchor on.

use serde::{Deserialize, Serialize};

use crate::time::LAST;

/// The fastest rate, in clock seconds per real second: a year in half a minute.
pub const MAX_RATE: f64 = 1_000_000.0;

/// Where the clock was set, and how fast it has run since.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Real time of the last setting, milliseconds since 1970.
    real: i64,
    /// Clock time at that moment, milliseconds since 1970.
    shown: i64,
    /// Clock seconds per real second; 0 when stopped.
    rate: f64,
    /// The setting's rate when this was stored; a changed setting counts as a new wish.
    setting: f64,
}

/// Whether a rate is one the clock takes: 0 (stopped) to [`MAX_RATE`].
pub fn rate_fits(rate: f64) -> bool {
    (0.0..=MAX_RATE).contains(&rate)
}

impl Clock {
    /// A clock that shows the real time now and goes on at the setting's rate.
    pub fn started(real: i64, setting: f64) -> Self {
        Self {
            real,
            shown: real,
            rate: setting,
            setting,
        }
    }

    /// The clock's rate.
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Clock time in milliseconds, 1970 to the end of 9998.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "milliseconds until the year 9998 are exact in an f64, and the cast saturates"
    )]
    fn millis(&self, real: i64) -> i64 {
        let since = real.saturating_sub(self.real) as f64;
        self.shown
            .saturating_add((since * self.rate) as i64)
            .clamp(0, LAST.saturating_mul(1000))
    }

    /// Clock time in seconds at a real time.
    pub fn now(&self, real: i64) -> i64 {
        self.millis(real).div_euclid(1000)
    }

    /// Real time in milliseconds at which the clock will show a second; `real` where it is past,
    /// `None` where it stands before it.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "the cast saturates, and an alarm may be a millisecond off"
    )]
    pub fn reaches(&self, at: i64, real: i64) -> Option<i64> {
        let left = at.saturating_mul(1000).saturating_sub(self.millis(real));
        if left <= 0 {
            return Some(real);
        }
        (self.rate > 0.0).then(|| real.saturating_add((left as f64 / self.rate).ceil() as i64))
    }

    /// The clock set anew: `now` in seconds or where it stands, `rate` or the one it has.
    #[must_use]
    pub fn set(&self, real: i64, now: Option<i64>, rate: Option<f64>) -> Self {
        Self {
            real,
            shown: now.map_or_else(|| self.millis(real), |now| now.saturating_mul(1000)),
            rate: rate.unwrap_or(self.rate),
            setting: self.setting,
        }
    }

    /// The clock after a start with a setting: goes on as it was, or from where it stands at the
    /// new rate if the setting has changed.
    #[must_use]
    pub fn configured(&self, real: i64, setting: f64) -> Self {
        if self.setting.to_bits() == setting.to_bits() {
            return *self;
        }
        Self {
            setting,
            ..self.set(real, None, Some(setting))
        }
    }
}
