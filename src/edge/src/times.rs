//! The settings that are times, as the rest of the program counts them: in milliseconds.

use crate::config::Config;
use crate::wire::Ms;

impl Config {
    /// Upper bound for how long an answer is as good as asking; 0: nothing is shown without asking.
    pub fn refresh_ms(&self) -> Option<Ms> {
        self.refresh_seconds
            .map(|seconds| i64::from(seconds).saturating_mul(1_000))
    }

    /// How long a parcel is kept after its last change.
    pub fn retention_ms(&self) -> Ms {
        i64::from(self.retention_days).saturating_mul(crate::shelf::policy::DAY)
    }
}
