//! What only its holder may know, in a wrapper that cannot print it, and what is proved with it.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// The longest secret taken, in bytes.
const MAX_LENGTH: usize = 1024;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// A secret. It has no `Display` and no `Serialize`, its `Debug` is blank, and it is compared in a
/// time that does not depend on where two differ.
#[derive(Clone)]
pub struct Secret(Box<[u8]>);

impl Secret {
    /// A secret as it is set. `None` where it is shorter than `least` bytes, longer than 1024, or
    /// holds anything but visible ASCII: it has to be the same bytes in every language and shell.
    pub fn new(text: &str, least: usize) -> Option<Self> {
        let fits = (least..=MAX_LENGTH).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| Self(text.as_bytes().into()))
    }

    /// A secret of any bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// Whether a text is this very secret.
    pub fn is(&self, text: &str) -> bool {
        same(&self.0, text.as_bytes())
    }

    /// HMAC-SHA256 of a message, given in parts.
    pub fn mac(&self, parts: &[&str]) -> [u8; 32] {
        self.over(parts).finalize().into_bytes().into()
    }

    /// Whether a MAC is the message's own.
    pub(crate) fn proves(&self, message: &str, mac: &[u8; 32]) -> bool {
        self.over(&[message]).verify_slice(mac).is_ok()
    }

    fn over(&self, parts: &[&str]) -> Hmac<Sha256> {
        #[expect(
            clippy::expect_used,
            reason = "a key of any length is one to HMAC: the error cannot be"
        )]
        let mut hmac = Hmac::<Sha256>::new_from_slice(&self.0).expect("any length is a key");
        for part in parts {
            hmac.update(part.as_bytes());
        }
        hmac
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for Secret {}

/// Whether two texts are equal, in a time that depends on their lengths alone.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// SHA-256 of a text.
pub fn sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Hex in lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| DIGITS.get(usize::from(digit)).copied())
        .map(char::from)
        .collect()
}

/// The 32 bytes of 64 digits of hex. `None` for any other text, in upper case too.
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text.bytes().map(nibble).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => Some(high << 4 | low),
            _ => None,
        })
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

fn nibble(digit: u8) -> Option<u8> {
    let at = DIGITS.iter().position(|known| *known == digit)?;
    u8::try_from(at).ok()
}
