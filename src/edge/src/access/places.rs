//! How much of the last mile's places is shown.

use tracktry_core::Journey;

/// How much of the last mile's places is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// Countries, by [`Journey::with_coarse_places`]: a town tells a stranger where the recipient
    /// lives.
    Country,
    /// As the carrier wrote them.
    All,
}

impl Places {
    /// The name of the setting's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::All => "all",
        }
    }

    /// What is left of a journey.
    pub fn view(self, journey: Journey) -> Journey {
        match self {
            Self::Country => journey.with_coarse_places(),
            Self::All => journey,
        }
    }
}
