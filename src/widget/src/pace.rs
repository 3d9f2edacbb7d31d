//! When to look again.

/// Seconds to the second look.
const FIRST: f64 = 60.0;
/// Seconds to the second look where the first brought an older answer: the edge asks Tracktry
/// behind it, which takes a moment.
const BEHIND: f64 = 5.0;
/// Seconds between later looks. Tracktry itself asks a carrier only every few hours.
const LATER: f64 = 120.0;
/// Seconds after which a page that just stays open stops asking.
const PATIENCE: f64 = 900.0;
/// The least `refresh`, in seconds.
const SHORTEST: f64 = 5.0;
/// Seconds before the first retry after a failure; each further one waits twice as long.
const BACKOFF: f64 = 5.0;
/// Seconds between retries at most, and the longest `Retry-After` that is obeyed.
const BACKOFF_MOST: f64 = 120.0;

/// What the next look depends on.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The `refresh` attribute, in seconds; `0` switches looks off.
    pub refresh: Option<f64>,
    /// Seconds since the first look of this page view.
    pub elapsed: f64,
    /// Seconds waited before this look because the one before it failed; else 0.
    pub waited: f64,
    /// 0 to 1, so that many pages do not come back in step.
    pub random: f64,
}

impl Pace {
    /// Seconds until the look after a good one; `None` where there is nothing to wait for.
    /// A parcel that arrived is looked at again only where `refresh` asks for it.
    pub fn after_news(&self, arrived: bool) -> Option<f64> {
        let wait = match self.refresh {
            Some(refresh) if refresh > 0.0 => refresh.max(SHORTEST),
            Some(_) => return None,
            None if arrived => return None,
            None if self.elapsed < FIRST => FIRST,
            None => LATER,
        };
        self.within_patience(wait)
    }

    /// Seconds until the look after a first one that the edge had only an older answer for.
    pub fn after_old_news(&self) -> Option<f64> {
        if self.is_off() {
            return None;
        }
        self.within_patience(BEHIND + self.random)
    }

    fn is_off(&self) -> bool {
        self.refresh.is_some_and(|refresh| refresh <= 0.0)
    }

    /// Seconds until the look after a failed one, if looks are not switched off. `asked` is the
    /// `Retry-After`.
    pub fn after_failure(&self, asked: Option<f64>) -> Option<f64> {
        if self.is_off() {
            return None;
        }
        let least = (self.waited * 2.0)
            .max(BACKOFF)
            .max(asked.unwrap_or_default());
        self.within_patience(least.min(BACKOFF_MOST) * (1.0 + self.random / 4.0))
    }

    fn within_patience(&self, wait: f64) -> Option<f64> {
        (self.elapsed + wait <= PATIENCE).then_some(wait)
    }
}
