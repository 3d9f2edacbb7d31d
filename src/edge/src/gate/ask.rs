//! What callers say to the Gate.

use super::Ms;
use super::constants::{BATCH, FORMS_OF_ORDER};

/// Who asks, most preferred first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A shopper who proved that the parcel is theirs.
    Proven,
    /// Anybody with a number.
    Guest,
    /// The merchant's own calls.
    Merchant,
    /// The delta sync.
    Sync,
}

impl Class {
    /// All of them, most preferred first.
    pub const ALL: [Self; 4] = [Self::Proven, Self::Guest, Self::Merchant, Self::Sync];
}

/// Whose limits a request counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `GET /trackings/get`.
    List,
    /// Every other endpoint, by itself without a documented limit.
    Single,
    /// `POST /trackings/realtime`.
    Realtime,
}

impl Kind {
    /// All of them, the best probe first: a realtime answer can take 90 seconds.
    pub const ALL: [Self; 3] = [Self::List, Self::Single, Self::Realtime];
}

/// How often a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Care {
    /// Again, if it fails: it only reads.
    Safe,
    /// Once at most.
    Once,
    /// Once at most, and it uses quota.
    Post,
}

/// What a caller wants from upstream.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Want {
    /// The parcels of one tracking number, in the form it is compared in.
    Number(String),
    /// The parcels of one order.
    Order(String),
    /// A request of its own.
    Alone {
        /// The limits it counts against.
        kind: Kind,
        /// How often it may be sent.
        care: Care,
    },
}

impl Want {
    /// How often it may be sent.
    pub const fn care(&self) -> Care {
        match self {
            Self::Number(_) | Self::Order(_) => Care::Safe,
            Self::Alone { care, .. } => *care,
        }
    }

    /// What is put into the filter of a list request.
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Self::Number(key) | Self::Order(key) => Some(key),
            Self::Alone { .. } => None,
        }
    }

    pub(super) const fn line(&self) -> Line {
        match self {
            Self::Number(_) => Line::Numbers,
            Self::Order(_) => Line::Orders,
            Self::Alone { kind, .. } => match kind {
                Kind::List => Line::Lists,
                Kind::Single => Line::Singles,
                Kind::Realtime => Line::Realtimes,
            },
        }
    }
}

/// Those who can share a request, or who wait for one of their own of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Line {
    Numbers,
    Orders,
    Lists,
    Singles,
    Realtimes,
}

impl Line {
    /// How many keys of it one request can name.
    pub(super) const fn batch(self) -> usize {
        match self {
            Self::Orders => BATCH / FORMS_OF_ORDER,
            _ => BATCH,
        }
    }

    pub(super) const fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::List => &[Self::Numbers, Self::Orders, Self::Lists],
            Kind::Single => &[Self::Singles],
            Kind::Realtime => &[Self::Realtimes],
        }
    }

    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::Numbers | Self::Orders | Self::Lists => Kind::List,
            Self::Singles => Kind::Single,
            Self::Realtimes => Kind::Realtime,
        }
    }
}

/// A caller's wish.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ask {
    /// What for.
    pub want: Want,
    /// Who asks.
    pub class: Class,
    /// When the caller stops waiting, in unix milliseconds; a day from now at most.
    pub until: Ms,
}

/// One caller that waits. Later callers have greater ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaiterId(pub(super) u64);
