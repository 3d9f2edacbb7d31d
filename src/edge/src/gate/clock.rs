//! Time that never runs backwards, out of a clock that may.

use super::Ms;
use super::constants::LONGEST_MS;

/// Counts what passed since the Gate began. A step back counts as nothing, so that nothing takes
/// longer for it; a leap forward counts as a day at most, so that nothing overflows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Clock {
    wall: Ms,
    passed: Ms,
}

impl Clock {
    pub(super) const fn new(wall: Ms) -> Self {
        Self { wall, passed: 0 }
    }

    /// The clock shows `wall`; what has passed by now.
    pub(super) fn tick(&mut self, wall: Ms) -> Ms {
        let step = wall.saturating_sub(self.wall).clamp(0, LONGEST_MS);
        self.wall = wall;
        self.passed = self.passed.saturating_add(step);
        self.passed
    }

    /// A time of the clock as time that passes here.
    pub(super) const fn inside(&self, wall: Ms) -> Ms {
        self.passed.saturating_add(wall.saturating_sub(self.wall))
    }

    /// A time that was kept: one in the future counts as now.
    pub(super) fn past(&self, wall: Ms) -> Ms {
        self.inside(wall).min(self.passed)
    }

    /// The reverse of [`Self::inside`].
    pub(super) const fn outside(&self, inside: Ms) -> Ms {
        self.wall.saturating_add(inside.saturating_sub(self.passed))
    }
}
