//! Tracking numbers, carrier codes and order ids as they come from outside.

use crate::lenient::{find, hidden};

/// The longest tracking number, carrier code and order id taken, in bytes.
pub const MAX_LENGTH: usize = 64;

/// A tracking number in the form it is looked up by: outer spaces and dashes dropped, upper case.
///
/// # Errors
/// `None` unless 4 to [`MAX_LENGTH`] characters of `[0-9A-Za-z_-]` remain.
pub fn normalise_number(raw: &str) -> Option<String> {
    let inner = |b: &u8| !b.is_ascii_whitespace() && *b != b'-';
    let bytes = raw.as_bytes();
    let first = bytes.iter().position(inner)?;
    let last = bytes.iter().rposition(inner)?;
    let trimmed = raw.get(first..=last)?;
    (trimmed.len() >= MIN_LENGTH && is_plain(trimmed)).then(|| trimmed.to_ascii_uppercase())
}

/// The shortest tracking number taken, in bytes.
const MIN_LENGTH: usize = 4;

/// Whether nothing but `[0-9A-Za-z_-]` is in it, and not too much of it.
fn is_plain(text: &str) -> bool {
    text.len() <= MAX_LENGTH && find(text, b"09AZaz--__", false).is_none()
}

/// A carrier code in the form Tracktry takes: trimmed, lower case.
///
/// # Errors
/// `None` unless 1 to [`MAX_LENGTH`] characters of `[0-9a-z_-]` remain, one of them a letter or digit.
pub fn normalise_carrier(raw: &str) -> Option<String> {
    let code = raw.trim_ascii().to_ascii_lowercase();
    let fits = is_plain(&code) && find(&code, b"09az", true).is_some();
    fits.then_some(code)
}

/// An order id in the form it is looked up by: without outer spaces and without the `#` that shops
/// put before it. Upper and lower case stay apart.
///
/// # Errors
/// `None` unless 1 to [`MAX_LENGTH`] bytes remain, none of them of a character that is not
/// seen or turns the direction of others.
pub fn normalise_order(raw: &str) -> Option<String> {
    let id = raw
        .trim_start_matches(|c: char| c == '#' || c.is_whitespace())
        .trim_end();
    let fits = (1..=MAX_LENGTH).contains(&id.len()) && !id.chars().any(hidden);
    fits.then(|| id.to_owned())
}
