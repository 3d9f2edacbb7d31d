//! Where a parcel stands: [`Stage`] and [`Reason`], and the one table that maps Tracktry's
//! statuses and substatuses to them.

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
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use named;

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
    let done = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if raw.bytes().all(done) {
        return Cow::Borrowed(raw);
    }
    let kept = raw
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    Cow::Owned(kept.map(|c| c.to_ascii_lowercase()).collect())
}

/// The status a [`fold`]ed substatus belongs to: `exception` of `exception006`.
pub fn family(substatus: &str) -> &str {
    substatus.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The table: a top status and the substatus that counts, both [`fold`]ed, to stage and reason.
///
/// Total: an unknown status is [`Stage::Unknown`], an unknown substatus leaves the stage of the
/// status alone and gives no reason. Which substatus counts is decided by
/// [`Tracking`](crate::Tracking).
pub fn classify(status: &str, substatus: Option<&str>) -> (Stage, Option<Reason>) {
    use Reason as R;
    use Stage as S;
    let stage = match status {
        "pending" | "inforeceived" => S::Registered,
        "notfound" => S::NotFound,
        "transit" => S::InTransit,
        "pickup" => S::OutForDelivery,
        "delivered" => S::Delivered,
        "undelivered" => S::AttemptFailed,
        "exception" => S::Exception,
        "expired" => S::Expired,
        _ => return (S::Unknown, None),
    };
    match (stage, substatus) {
        (S::NotFound, Some("notfound001")) => (S::Registered, None),
        (S::NotFound, Some("notfound002")) => (S::NotFound, None),
        (S::InTransit, Some("transit005")) => (stage, Some(R::CustomsCleared)),
        (S::OutForDelivery, Some("pickup002")) => (S::ReadyForPickup, None),
        (S::Delivered, Some("delivered002")) => (stage, Some(R::Collected)),
        (S::Delivered, Some("delivered003")) => (stage, Some(R::SignedFor)),
        (S::Delivered, Some("delivered004")) => (stage, Some(R::LeftWithNeighbour)),
        (S::AttemptFailed, Some("undelivered001")) => (stage, Some(R::Address)),
        (S::AttemptFailed, Some("undelivered002")) => (stage, Some(R::NobodyHome)),
        (S::AttemptFailed, Some("undelivered003")) => (stage, Some(R::RecipientNotFound)),
        (S::Exception, Some("exception001")) => (stage, Some(R::NoInformation)),
        (S::Exception, Some("exception002" | "exception003")) => (stage, Some(R::Delayed)),
        (S::Exception, Some("exception004")) => (stage, Some(R::Unclaimed)),
        (S::Exception, Some("exception005" | "exception010")) => (stage, Some(R::Returned)),
        (S::Exception, Some("exception006")) => (stage, Some(R::Customs)),
        (S::Exception, Some("exception007")) => (stage, Some(R::DamagedOrLost)),
        (S::Exception, Some("exception008")) => (stage, Some(R::Cancelled)),
        (S::Exception, Some("exception009")) => (stage, Some(R::Refused)),
        (S::Exception, Some("exception011")) => (stage, Some(R::Returning)),
        _ => (stage, None),
    }
}
