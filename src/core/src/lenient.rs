//! The rules every field from upstream shares: what cannot be read is absent, text is cleaned
//! and capped.

use crate::time::Moment;
use crate::value::Value;

/// Characters of an identifier: a number, a code, a status.
pub(crate) const MAX_WORD: usize = 64;
/// Characters of a link: a carrier's template with the longest number, each byte of it encoded.
pub(crate) const MAX_LINK: usize = 1_000;
/// Characters of a short text: a country, a name, a telephone number.
pub(crate) const MAX_SHORT: usize = 100;
/// More days than any parcel travels.
const MAX_DAYS: u64 = 36_500;

/// Characters that draw nothing but reorder, split or hide what stands beside them. Joiners
/// stay: several scripts need them.
pub(crate) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Text without control characters, its runs of white space one space each, cut to `max`
/// characters with "…". `None` where nothing is left, or the text `null` of old answers.
pub(crate) fn clean(raw: &str, max: usize) -> Option<String> {
    if raw.len() <= max && is_plain(raw) {
        return (raw != "null").then(|| String::from(raw));
    }
    let mut out = String::with_capacity(raw.len().min(max));
    let mut count = 0_usize;
    let mut gap = false;
    for c in raw.chars() {
        if c.is_whitespace() {
            gap = !out.is_empty();
        } else if !hidden(c) {
            if gap {
                gap = false;
                out.push(' ');
                count = count.saturating_add(1);
            }
            out.push(c);
            count = count.saturating_add(1);
            if count > max {
                shorten(&mut out, count.saturating_sub(max));
                break;
            }
        }
    }
    (!out.is_empty() && out != "null").then_some(out)
}

/// Whether a text is clean as it stands, as most are: words of visible ASCII, one space between
/// them. Decides nothing, only saves the walk through its characters.
fn is_plain(raw: &str) -> bool {
    let mut before = b' ';
    for byte in raw.bytes() {
        let visible = byte.is_ascii_graphic() || (byte == b' ' && before != b' ');
        if !visible {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// Takes `over` characters and one more from the end, for the "…".
fn shorten(out: &mut String, over: usize) {
    for _ in 0..=over {
        out.pop();
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out.push('…');
}

/// A whole number that a double holds exactly.
pub(crate) fn whole(number: f64) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let fits = (0.0..=EXACT).contains(&number) && number.fract() == 0.0;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative and below 2^53, as just tested"
    )]
    fits.then_some(number as u64)
}

/// A number in decimal; `to_string` would bring the formatting machinery into the page.
fn decimal(mut n: u64) -> String {
    let mut out = String::new();
    loop {
        let digit = u32::try_from(n % 10).unwrap_or(0);
        out.insert(0, char::from_digit(digit, 10).unwrap_or('0'));
        n /= 10;
        if n == 0 {
            return out;
        }
    }
}

/// A text member.
pub(crate) fn text<V: Value>(of: &V, key: &str, max: usize) -> Option<String> {
    let value = of.get(key)?;
    let raw = value.text()?;
    clean(&raw, max)
}

/// A text member where upstream also writes a number.
pub(crate) fn text_or_number<V: Value>(of: &V, key: &str, max: usize) -> Option<String> {
    let value = of.get(key)?;
    match value.text() {
        Some(raw) => clean(&raw, max),
        None => value.number().and_then(whole).map(decimal),
    }
}

/// An identifier: absent rather than cut.
pub(crate) fn word<V: Value>(of: &V, key: &str) -> Option<String> {
    uncut(text(of, key, MAX_WORD))
}

/// An identifier where upstream also writes a number.
pub(crate) fn word_or_number<V: Value>(of: &V, key: &str) -> Option<String> {
    uncut(text_or_number(of, key, MAX_WORD))
}

fn uncut(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.ends_with('…'))
}

/// A count: a whole number, or one written as text.
pub(crate) fn count<V: Value>(of: &V, key: &str) -> Option<u64> {
    parse_count(&word_or_number(of, key)?)
}

/// Digits only. `str::parse` takes a sign.
fn parse_count(digits: &str) -> Option<u64> {
    let mut n = 0_u64;
    for byte in digits.bytes() {
        let digit = byte.is_ascii_digit().then(|| byte.wrapping_sub(b'0'))?;
        n = n.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    Some(n)
}

/// A number of days.
pub(crate) fn days<V: Value>(of: &V, key: &str) -> Option<u32> {
    let days = count(of, key).filter(|days| *days <= MAX_DAYS)?;
    u32::try_from(days).ok()
}

/// A truth value, also as the text or the number upstream takes for one.
pub(crate) fn flag<V: Value>(of: &V, key: &str) -> Option<bool> {
    let truth = of.get(key)?.boolean();
    if truth.is_some() {
        return truth;
    }
    match word_or_number(of, key)?.as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// A wall-clock time.
pub(crate) fn moment<V: Value>(of: &V, key: &str) -> Option<Moment> {
    let value = of.get(key)?;
    let raw = value.text()?;
    Moment::parse(&raw)
}

/// A link a shopper may follow.
pub(crate) fn link<V: Value>(of: &V, key: &str) -> Option<String> {
    safe_link(uncut(text(of, key, MAX_LINK))?)
}

/// http and https only; `//host` becomes https. Nothing that could end an attribute or be read
/// as another scheme by a lenient browser.
fn safe_link(url: String) -> Option<String> {
    let odd = |b: u8| b <= b' ' || b"\"'<>\\`^{}|".contains(&b);
    if url.bytes().any(odd) {
        return None;
    }
    let (scheme, rest) = split_at_byte(&url, b'/')?;
    let host = rest.strip_prefix("//")?;
    let known = scheme.is_empty()
        || scheme.eq_ignore_ascii_case("https:")
        || scheme.eq_ignore_ascii_case("http:");
    let begins = |b: u8| b.is_ascii_alphanumeric() || b == b'[' || !b.is_ascii();
    if !known || !host.bytes().next().is_some_and(begins) {
        return None;
    }
    if scheme.is_empty() {
        let mut full = String::from("https:");
        full.push_str(&url);
        return Some(full);
    }
    Some(url)
}

/// A text before and from the first `byte`, an ASCII one. The standard library's searchers can
/// panic as far as the compiler knows, which costs a page 4 kB.
pub(crate) fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    split_at(text, &[byte, byte])
}

/// A text before and from the first byte of `ranges`, as in [`find`]; ASCII ones only.
pub(crate) fn split_at<'a>(text: &'a str, ranges: &[u8]) -> Option<(&'a str, &'a str)> {
    text.split_at_checked(find(text, ranges, true)?)
}

/// Where the first byte stands that is within `ranges`, or is not: pairs of a first and a last
/// one, `b"09az"`. One loop without closures for all who look: each of them costs a page 0.1 kB,
/// and one called by reference a whole kilobyte.
pub(crate) fn find(text: &str, ranges: &[u8], within: bool) -> Option<usize> {
    text.bytes().position(|byte| {
        let mut pairs = ranges.chunks_exact(2);
        let holds = |pair: &[u8]| {
            pair.first().is_some_and(|first| *first <= byte)
                && pair.last().is_some_and(|last| byte <= *last)
        };
        pairs.any(holds) == within
    })
}

/// The first `max` characters of a text, or all of it.
pub(crate) fn cut(text: &str, max: usize) -> &str {
    let mut left = max;
    let past = |byte: u8| {
        // Not in the middle of a character.
        let begins = byte & 0xC0 != 0x80;
        let past = begins && left == 0;
        left = left.saturating_sub(usize::from(begins));
        past
    };
    let end = text.bytes().position(past);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
