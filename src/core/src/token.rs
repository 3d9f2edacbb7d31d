//! Link tokens, version 1: what lets a shopper see one parcel or one order.
//!
//! ```text
//! kid "." base64url(payload) "." hex(HMAC-SHA256(secret of kid, kid "." base64url(payload)))
//! payload: "1:" kind ":" subject ":" expires ":" flags
//! ```
//!
//! Kind `p` opens a parcel (`carrier/NUMBER`), `o` an order (its id percent-encoded), `b` a
//! parcel's badge alone. `expires` is in seconds since 1970. The flag `r` lets the edge register a
//! parcel that Tracktry does not know yet. Whatever is of another version, kind or flag is refused,
//! and so is every spelling but one: a token cannot be changed into another that opens the same.
//!
//! `tests/fixtures/link-tokens.json` has vectors for whoever writes this again.
//!
//! ```
//! use tracktry_core::token::{Claims, LinkKeys, Subject};
//!
//! let keys = LinkKeys::parse("2026:example-0123456789abcdef-0123456789").unwrap();
//! let now = 1_767_225_600;
//! let claims = Claims {
//!     subject: Subject::order("#1001").unwrap(),
//!     expires: now + 86_400,
//!     may_register: false,
//! };
//! let token = keys.sign(&claims, now).unwrap();
//! assert_eq!(keys.verify(&token, now), Ok(claims));
//! ```

pub(crate) mod base64url;
mod keys;
mod refusal;
mod subject;

pub use keys::LinkKeys;
pub use refusal::Refusal;
pub use subject::{Parcel, Subject};

/// The longest token, in bytes.
pub const MAX_LENGTH: usize = 512;

/// Seconds by which two clocks may differ.
pub const CLOCK_DIFFERENCE: u64 = 60;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// What it opens.
    pub subject: Subject,
    /// Its end, in seconds since 1970.
    pub expires: u64,
    /// Whether a parcel that Tracktry does not know yet may be registered there.
    pub may_register: bool,
}

impl Claims {
    fn payload(&self) -> String {
        let (kind, subject) = (self.subject.kind(), self.subject.text());
        let (expires, flags) = (self.expires, if self.may_register { "r" } else { "" });
        format!("1:{kind}:{subject}:{expires}:{flags}")
    }

    fn read(payload: &str) -> Result<Self, Refusal> {
        let (version, rest) = payload.split_once(':').ok_or(Refusal::Payload)?;
        if version != "1" {
            return Err(Refusal::Version);
        }
        let mut fields = rest.split(':');
        let mut next = || fields.next().ok_or(Refusal::Payload);
        let (kind, subject, expires, flags) = (next()?, next()?, next()?, next()?);
        if fields.next().is_some() {
            return Err(Refusal::Payload);
        }
        let kind = match kind {
            "p" => 'p',
            "o" => 'o',
            "b" => 'b',
            _ => return Err(Refusal::Kind),
        };
        Ok(Self {
            subject: Subject::read(kind, subject).ok_or(Refusal::Subject)?,
            expires: whole(expires).ok_or(Refusal::Expiry)?,
            may_register: match flags {
                "" => false,
                "r" => true,
                _ => return Err(Refusal::Flag),
            },
        })
    }

    /// Whether the end lies between now and the kind's longest life, give or take `slack` seconds.
    fn is_timely(&self, now: u64, slack: u64) -> Result<(), Refusal> {
        let latest = now.saturating_add(self.subject.longest_life());
        if self.expires.saturating_add(slack) <= now {
            Err(Refusal::Expired)
        } else if self.expires > latest.saturating_add(slack) {
            Err(Refusal::LivesTooLong)
        } else {
            Ok(())
        }
    }
}

/// A whole number as it is written once: digits only, no zero before others.
fn whole(text: &str) -> Option<u64> {
    let canonical =
        text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    canonical.then(|| text.parse().ok()).flatten()
}
