//! Where a parcel stands: [`Stage`] and [`Reason`], and the one table that maps Tracktry's
//! statuses and substatuses to them.

use crate::lenient::{find, split_at};
use std::borrow::Cow;

/// Declares an enum whose variants have one fixed name on the wire.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "json", derive(serde::Serialize))]
        pub enum $name { $($(#[$doc])* #[cfg_attr(feature = "json", serde(rename = $text))] $variant,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name on the wire, which never changes.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                const NAMES: &[&str] = &[$($text,)+];
                Self::ALL.get(crate::status::position(NAMES, name)?).copied()
            }
        }
    };
}
pub(crate) use named;

/// Where a name stands among others.
pub(crate) fn position(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|other| *other == name)
}

named! {
    /// How far a parcel is.
    Stage {
        /// Announced to the carrier, not handed over yet.
        Registered = "registered",
        /// The carrier knows nothing of it.
        NotFound = "not_found",
        /// On its way.
        InTransit = "in_transit",
        /// With the courier who delivers it.
        OutForDelivery = "out_for_delivery",
        /// Waiting at a collection point; never shown as delivered.
        ReadyForPickup = "ready_for_pickup",
        /// Delivered or collected.
        Delivered = "delivered",
        /// A delivery was tried and failed.
        AttemptFailed = "attempt_failed",
        /// Something went wrong; never shown as progress.
        Exception = "exception",
        /// Long under way without a result.
        Expired = "expired",
        /// A status this version does not know; the raw text is kept beside it.
        Unknown = "unknown",
    }
}

named! {
    /// Why a parcel is where it is, when Tracktry says so.
    Reason {
        /// Customs have let it go.
        CustomsCleared = "customs_cleared",
        /// The recipient fetched it.
        Collected = "collected",
        /// The recipient signed.
        SignedFor = "signed_for",
        /// Left at the door or with a neighbour.
        LeftWithNeighbour = "left_with_neighbour",
        /// The address is wrong or incomplete.
        Address = "address",
        /// Nobody was at home.
        NobodyHome = "nobody_home",
        /// The recipient is not known there.
        RecipientNotFound = "recipient_not_found",
        /// No information for days.
        NoInformation = "no_information",
        /// Under way for longer than it should be.
        Delayed = "delayed",
        /// Nobody fetched it in time.
        Unclaimed = "unclaimed",
        /// Back with the sender.
        Returned = "returned",
        /// On its way back to the sender.
        Returning = "returning",
        /// Held by customs.
        Customs = "customs",
        /// Damaged, lost or discarded.
        DamagedOrLost = "damaged_or_lost",
        /// Cancelled before delivery.
        Cancelled = "cancelled",
        /// The recipient refused it.
        Refused = "refused",
    }
}

/// Folds a status or substatus for comparison: lower case without spaces, `_` and `-`. Tracktry's
/// own are ASCII, so only those letters fold.
pub fn fold(raw: &str) -> String {
    folded(raw).into_owned()
}

/// [`fold`], without a copy where there is nothing to do.
pub(crate) fn folded(raw: &str) -> Cow<'_, str> {
    if find(raw, b"az09", false).is_none() {
        return Cow::Borrowed(raw);
    }
    let kept = raw
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    Cow::Owned(kept.map(|c| c.to_ascii_lowercase()).collect())
}

/// The same for a page, where all that Unicode takes for white space would weigh too much.
pub(crate) fn fold_ascii(raw: &str) -> String {
    let mut kept = String::new();
    let mut rest = raw;
    while let Some((before, after)) = split_at(rest, b"\t\r  --__") {
        kept.push_str(before);
        rest = after.get(1..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept.make_ascii_lowercase();
    kept
}

/// The status a [`fold`]ed substatus belongs to: `exception` of `exception006`.
pub fn family(substatus: &str) -> &str {
    substatus.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// What a status says alone, [`fold`]ed.
const STATUSES: &[(&str, Stage)] = &[
    ("pending", Stage::Registered),
    ("inforeceived", Stage::Registered),
    ("notfound", Stage::NotFound),
    ("transit", Stage::InTransit),
    ("pickup", Stage::OutForDelivery),
    ("delivered", Stage::Delivered),
    ("undelivered", Stage::AttemptFailed),
    ("exception", Stage::Exception),
    ("expired", Stage::Expired),
];

/// What a substatus says beyond the status of its family, [`fold`]ed. Those that say no more are
/// not listed.
const SUBSTATUSES: &[(&str, Stage, Option<Reason>)] = &[
    ("notfound001", Stage::Registered, None),
    ("transit005", Stage::InTransit, Some(Reason::CustomsCleared)),
    ("pickup002", Stage::ReadyForPickup, None),
    ("delivered002", Stage::Delivered, Some(Reason::Collected)),
    ("delivered003", Stage::Delivered, Some(Reason::SignedFor)),
    (
        "delivered004",
        Stage::Delivered,
        Some(Reason::LeftWithNeighbour),
    ),
    (
        "undelivered001",
        Stage::AttemptFailed,
        Some(Reason::Address),
    ),
    (
        "undelivered002",
        Stage::AttemptFailed,
        Some(Reason::NobodyHome),
    ),
    (
        "undelivered003",
        Stage::AttemptFailed,
        Some(Reason::RecipientNotFound),
    ),
    (
        "exception001",
        Stage::Exception,
        Some(Reason::NoInformation),
    ),
    ("exception002", Stage::Exception, Some(Reason::Delayed)),
    ("exception003", Stage::Exception, Some(Reason::Delayed)),
    ("exception004", Stage::Exception, Some(Reason::Unclaimed)),
    ("exception005", Stage::Exception, Some(Reason::Returned)),
    ("exception006", Stage::Exception, Some(Reason::Customs)),
    (
        "exception007",
        Stage::Exception,
        Some(Reason::DamagedOrLost),
    ),
    ("exception008", Stage::Exception, Some(Reason::Cancelled)),
    ("exception009", Stage::Exception, Some(Reason::Refused)),
    ("exception010", Stage::Exception, Some(Reason::Returned)),
    ("exception011", Stage::Exception, Some(Reason::Returning)),
];

/// The table: a top status and the substatus that counts, both [`fold`]ed, to stage and reason.
///
/// Total: an unknown status is [`Stage::Unknown`]; a substatus that is unknown, or of another
/// family than the status, leaves the stage of the status alone and gives no reason. Which
/// substatus counts is decided by [`Tracking::standing`](crate::Tracking::standing).
pub fn classify(status: &str, substatus: Option<&str>) -> (Stage, Option<Reason>) {
    let known = STATUSES.iter().find(|row| row.0 == status);
    let stage = known.map_or(Stage::Unknown, |row| row.1);
    let substatus = substatus.filter(|substatus| family(substatus) == status);
    let more = SUBSTATUSES.iter().find(|row| Some(row.0) == substatus);
    more.map_or((stage, None), |row| (row.1, row.2))
}
