//! Keeps what a merchant stored about a customer out of a carrier's own words.

use crate::tracking::Customer;

/// Bytes below which a value is too common a word to be masked.
const MIN_BYTES: usize = 4;

/// A customer's values, folded for comparison.
pub(super) struct Mask(Vec<Vec<char>>);

impl Mask {
    pub(super) fn of(customer: &Customer) -> Self {
        let single = [
            &customer.name,
            &customer.phone,
            &customer.title,
            &customer.comment,
        ];
        let single = single.into_iter().filter_map(Option::as_deref);
        let listed = customer.emails.iter().chain(&customer.signers);
        let values = single
            .chain(listed.map(String::as_str))
            .filter(|v| v.len() >= MIN_BYTES);
        Self(values.map(|v| v.chars().map(fold).collect()).collect())
    }

    /// The text with "…" for each value that stands in it as whole words; `None` where none does.
    pub(super) fn apply(&self, text: &str) -> Option<String> {
        let mut masked: Option<String> = None;
        let mut start = 0;
        let mut before = None;
        let mut rest = text.char_indices();
        loop {
            let here = rest.clone();
            let Some((at, c)) = rest.next() else { break };
            let found = self.0.iter().find_map(|v| ends(v, before, here.clone()));
            before = Some(c);
            if let Some(after) = found {
                let out = masked.get_or_insert_default();
                out.push_str(text.get(start..at).unwrap_or_default());
                out.push('…');
                start = after.clone().next().map_or(text.len(), |(next, _)| next);
                rest = after;
                before = None;
            }
        }
        if let Some(out) = &mut masked {
            out.push_str(text.get(start..).unwrap_or_default());
        }
        masked
    }
}

/// What follows `value` if it stands at the head of `text` as whole words.
fn ends<'a>(
    value: &[char],
    before: Option<char>,
    mut text: std::str::CharIndices<'a>,
) -> Option<std::str::CharIndices<'a>> {
    let mut last = None;
    for wanted in value {
        let c = text
            .next()
            .map(|(_, c)| c)
            .filter(|c| fold(*c) == *wanted)?;
        if last.is_none() && joined(before, Some(c)) {
            return None;
        }
        last = Some(c);
    }
    let next = text.clone().next().map(|(_, c)| c);
    (!joined(last, next)).then_some(text)
}

/// Whether two neighbours belong to one word. Scripts written without spaces have no such thing.
fn joined(one: Option<char>, other: Option<char>) -> bool {
    let letter = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '\u{C0}'..='\u{52F}'))
    };
    letter(one) && letter(other)
}

/// Case folding of the Latin, Greek and Cyrillic letters names are written with; the standard
/// library's knows all, and its table is larger than this crate's own code in a page.
fn fold(c: char) -> char {
    let code = u32::from(c);
    let lower = match code {
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE | 0x391..=0x3A9 | 0x410..=0x42F => {
            code.saturating_add(0x20)
        }
        0x100..=0x137 | 0x14A..=0x177 => code | 1,
        0x139..=0x148 | 0x179..=0x17E => code.saturating_add(code & 1),
        0x400..=0x40F => code.saturating_add(0x50),
        _ => code,
    };
    char::from_u32(lower).unwrap_or(c)
}
