//! What proves that an order is somebody's: the e-mail address or telephone number given with it,
//! kept as an HMAC and never in clear.

use crate::secret::{Secret, hex};

/// The longest text looked at, in bytes; an address has at most 254.
const MAX_LENGTH: usize = 512;

/// Digits at a telephone number's end that count: how the country and area before them are written
/// differs from one form to the next.
const PHONE_DIGITS: usize = 8;

/// Fewer digits than this prove nothing.
const MIN_PHONE_DIGITS: usize = 6;

/// The shortest pepper, in bytes.
const MIN_PEPPER: usize = 16;

/// The zeros of the decimal digits of living scripts, each followed by its one to nine (Unicode,
/// general category Nd).
const ZEROS: [u32; 24] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0x1946, 0xA9D0, 0xABF0, 0xFF10,
];

/// What somebody proves an order with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
}

impl Kind {
    /// Its name in what is hashed: part of what is kept, so it never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// The form that is compared: an address trimmed, in lower case and NFC; of a number its last
    /// 8 digits, of whatever script, as ASCII. `nfc` gives a text in Unicode's normal form C, which
    /// platforms know and whose tables would be a fifth of the edge.
    ///
    /// # Errors
    /// `None` where nothing usable is left: an address without something on both sides of an `@`
    /// or with a control character, a number of fewer than 6 digits, either longer than 512 bytes.
    pub fn normalise(self, raw: &str, nfc: impl Fn(&str) -> String) -> Option<String> {
        if raw.len() > MAX_LENGTH {
            return None;
        }
        match self {
            Self::Email => email(raw, nfc),
            Self::Phone => phone(raw),
        }
    }
}

fn email(raw: &str, nfc: impl Fn(&str) -> String) -> Option<String> {
    let address = nfc(&raw.trim().to_lowercase());
    let (name, host) = address.rsplit_once('@')?;
    let fits = !name.is_empty() && !host.is_empty() && !address.chars().any(char::is_control);
    fits.then_some(address)
}

fn phone(raw: &str) -> Option<String> {
    let digits: Vec<char> = raw.chars().filter_map(digit).collect();
    let needless = digits.len().saturating_sub(PHONE_DIGITS);
    (digits.len() >= MIN_PHONE_DIGITS).then(|| digits.iter().skip(needless).collect())
}

fn digit(c: char) -> Option<char> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(*zero)?;
        char::from_digit(value, 10)
    })
}

/// The secret that proofs are hashed with. Without it a telephone number's digits could be guessed
/// from their hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pepper(Secret);

impl Pepper {
    /// A pepper as it is set. `None` unless it is 16 to 1024 bytes of visible ASCII.
    pub fn new(text: &str) -> Option<Self> {
        Secret::new(text, MIN_PEPPER).map(Self)
    }

    /// What is kept of a proof: HMAC-SHA256 of `kind:normalised`, as 64 digits of lower-case hex.
    /// Compare two with [`same`](crate::secret::same).
    ///
    /// # Errors
    /// `None` where [`Kind::normalise`] leaves nothing usable.
    pub fn hash(&self, kind: Kind, raw: &str, nfc: impl Fn(&str) -> String) -> Option<String> {
        let normalised = kind.normalise(raw, nfc)?;
        Some(hex(&self.0.mac(&[kind.as_str(), ":", &normalised])))
    }
}
