//! The Tracktry key, in a wrapper that cannot print it.

use std::fmt;

/// The longest key taken, in bytes. Tracktry's are 36; this bounds a header.
const MAX_LENGTH: usize = 256;

/// The key of a Tracktry account. It has no `Display` and no `Serialize`, and its `Debug` is
/// blank, so that no log line, error or answer can hold it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// A key as it is set. `None` where it could not stand in a header: empty, longer than 256
    /// bytes, or with anything but visible ASCII in it.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits =
            (1..=MAX_LENGTH).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// The key itself, for the one header it goes into.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}
