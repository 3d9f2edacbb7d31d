//! Keeps what a merchant stored about a customer out of a carrier's own words: each value as a
//! whole, and of names each word too.

use crate::tracking::Customer;
use std::cell::Cell;

/// Bytes below which a value is too common a word to be masked.
const MIN_BYTES: usize = 4;

/// Letters from which on a word of a name is masked by itself: carriers write "signed by LEE".
const MIN_LETTERS: usize = 3;

/// Characters compared for one journey; a thousand times what a real one needs. A text that
/// comes after them is masked as a whole.
const MAX_WORK: u32 = 1_000_000;

/// A customer's values, folded for comparison.
pub(super) struct Mask {
    values: Vec<Vec<char>>,
    left: Cell<u32>,
    /// Whether a value may begin with a byte: most texts are told by this alone.
    heads: [bool; 256],
}

impl Mask {
    pub(super) fn of(customer: &Customer) -> Self {
        let mut mask = Self {
            values: Vec::new(),
            left: Cell::new(MAX_WORK),
            heads: [false; 256],
        };
        for value in [
            &customer.name,
            &customer.phone,
            &customer.title,
            &customer.comment,
        ] {
            mask.add(value.as_deref().unwrap_or_default());
        }
        for value in &customer.emails {
            mask.add(value);
        }
        for value in &customer.signers {
            mask.add(value);
        }
        // After the whole values, of which they are parts.
        for name in customer.name.iter().chain(&customer.signers) {
            for word in name.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()) {
                if word.chars().filter(|c| !c.is_ascii_digit()).count() >= MIN_LETTERS {
                    mask.push(word);
                }
            }
        }
        mask
    }

    fn add(&mut self, value: &str) {
        if value.len() >= MIN_BYTES {
            self.push(value);
        }
    }

    fn push(&mut self, value: &str) {
        let mut folded = Vec::new();
        for c in value.chars() {
            folded.push(fold(c));
        }
        let first = folded.first().copied().unwrap_or_default();
        for (byte, head) in (0..=u8::MAX).zip(&mut self.heads) {
            *head |= if byte.is_ascii() {
                fold(char::from(byte)) == first
            } else {
                byte >= 0xC0 && !first.is_ascii()
            };
        }
        self.values.push(folded);
    }

    /// The text with "…" for each value that stands in it as whole words; `None` where none does.
    pub(super) fn apply(&self, text: &str) -> Option<String> {
        let mut masked: Option<String> = None;
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate() {
            if self.heads.get(usize::from(byte)) != Some(&true) || at < start {
                continue;
            }
            if self.left.get() == 0 {
                return Some(String::from("…"));
            }
            let (before, rest) = text.split_at_checked(at)?;
            let Some(after) = self.value_at(before, rest) else {
                continue;
            };
            let out = masked.get_or_insert_default();
            out.push_str(before.get(start..).unwrap_or_default());
            out.push('…');
            start = text.len().saturating_sub(after.len());
        }
        if let Some(out) = &mut masked {
            out.push_str(text.get(start..).unwrap_or_default());
        }
        masked
    }

    /// What follows the value that `rest` begins with, as whole words.
    fn value_at<'a>(&self, before: &str, rest: &'a str) -> Option<&'a str> {
        if joined(before.chars().next_back(), rest.chars().next()) {
            return None;
        }
        self.values.iter().find_map(|value| {
            let mut text = rest.chars();
            for wanted in value {
                self.left.set(self.left.get().saturating_sub(1));
                if text.next().map(fold) != Some(*wanted) {
                    return None;
                }
            }
            let next = text.clone().next();
            (!joined(value.last().copied(), next)).then_some(text.as_str())
        })
    }
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
