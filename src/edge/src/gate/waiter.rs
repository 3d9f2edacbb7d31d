//! One caller that waits.

use super::Ms;
use super::answer::RequestId;
use super::ask::{Class, Want};

/// Where somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Nowhere,
    Ready,
    /// Failed, and waits for its next try.
    Delayed(Ms),
    Flying(RequestId),
}

impl Place {
    pub(super) const fn is_queued(self) -> bool {
        matches!(self, Self::Ready | Self::Delayed(_))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Waiter {
    pub(super) want: Want,
    pub(super) class: Class,
    pub(super) asked: Ms,
    pub(super) until: Ms,
    /// Requests that failed or are under way.
    pub(super) tries: u8,
    pub(super) place: Place,
}
