//! Why a link is not signed, or not taken.

use std::fmt;

/// Why a link is not signed, or not taken. For logs and for whoever holds the keys; a stranger is
/// told that it is refused and nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The token is longer than [`MAX_LENGTH`](super::MAX_LENGTH) bytes.
    TooLong,
    /// It is not of three parts, or the last is not 64 digits of lower-case hex.
    Form,
    /// No key has its id.
    KeyUnknown,
    /// It was not signed with the key of its id.
    Signature,
    /// What is signed is not base64url without padding, not ASCII, or not of five fields.
    Payload,
    /// It is of another version.
    Version,
    /// It is of a kind there is none of.
    Kind,
    /// Its parcel or order cannot be one, or is not in its normal form.
    Subject,
    /// Its end is no whole number, or is written with needless digits.
    Expiry,
    /// It has a flag there is none of, or one twice.
    Flag,
    /// Its end is past.
    Expired,
    /// Its end is later than its kind may live.
    LivesTooLong,
}

impl Refusal {
    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::Form => "form",
            Self::KeyUnknown => "key_unknown",
            Self::Signature => "signature",
            Self::Payload => "payload",
            Self::Version => "version",
            Self::Kind => "kind",
            Self::Subject => "subject",
            Self::Expiry => "expiry",
            Self::Flag => "flag",
            Self::Expired => "expired",
            Self::LivesTooLong => "lives_too_long",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::error::Error for Refusal {}
