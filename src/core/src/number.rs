//! Tracking numbers, carrier codes and order ids as they come from outside.

/// The longest tracking number, carrier code and order id taken, in bytes.
pub const MAX_LENGTH: usize = 64;

/// A tracking number in the form it is looked up by: outer spaces and dashes dropped, upper case.
///
/// # Errors
/// `None` unless 4 to [`MAX_LENGTH`] characters of `[0-9A-Za-z_-]` remain.
pub fn normalise_number(raw: &str) -> Option<String> {
    let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '-');
    let fits = (4..=MAX_LENGTH).contains(&trimmed.len())
        && trimmed
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    fits.then(|| trimmed.to_ascii_uppercase())
}

/// A carrier code in the form Tracktry takes: trimmed, lower case.
///
/// # Errors
/// `None` unless 1 to [`MAX_LENGTH`] characters of `[0-9a-z_-]` remain, one of them a letter or digit.
pub fn normalise_carrier(raw: &str) -> Option<String> {
    let code = raw.trim().to_ascii_lowercase();
    let fits = code.len() <= MAX_LENGTH
        && code.bytes().any(|b| b.is_ascii_alphanumeric())
        && code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    fits.then_some(code)
}

/// An order id in the form it is looked up by: without outer spaces and without the `#` that shops
/// put before it. Upper and lower case stay apart.
///
/// # Errors
/// `None` unless 1 to [`MAX_LENGTH`] bytes remain, none of them of a control character.
pub fn normalise_order(raw: &str) -> Option<String> {
    let id = raw
        .trim_start_matches(|c: char| c == '#' || c.is_whitespace())
        .trim_end();
    let fits = (1..=MAX_LENGTH).contains(&id.len()) && !id.chars().any(char::is_control);
    fits.then(|| id.to_owned())
}
