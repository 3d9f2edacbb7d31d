//! Words for shoppers: one data file per language (`texts/en.json` is the first), a flat object
//! from key to text, looked up by name.
//!
//! | keys | hold |
//! |---|---|
//! | `stage.*`, `reason.*` | headlines, by the names of [`Stage`](crate::Stage) and [`Reason`](crate::Reason) |
//! | `next.*` | what the shopper may expect or do, by the same names |
//! | `event.*` | one sentence per substatus, in the form of [`fold`](crate::status::fold) |
//! | `state.*` | how far a step is, for a screen reader |
//! | `message.*`, `advice.*` | states without a journey: headline, and what to do |
//! | all others | labels |
//!
//! `{n}` and the like stand for what is filled in; a counted text has one key per plural
//! category of the language: `days_one`, `days_other`. [`ENGLISH`] is the file itself.

use crate::format::Format;
use crate::lenient::split_at_byte;
use crate::value::Value;

/// The English texts, as JSON.
pub const ENGLISH: &str = include_str!("../texts/en.json");

/// A language: a JSON object of texts by key, of whatever parser.
pub struct Texts<V>(pub V);

impl<V: Value> Texts<V> {
    /// The text of a key; empty where the language has none.
    pub fn get(&self, key: &str) -> String {
        self.0.text_of(key).unwrap_or_default()
    }

    /// The text of `name` in a group: the key `group.name`.
    pub fn of(&self, group: &str, name: &str) -> String {
        self.get(&glue(&[group, ".", name]))
    }

    /// The text of a key with a value in the place of `{slot}`.
    pub fn with(&self, key: &str, slot: &str, value: &str) -> String {
        fill(&self.get(key), slot, value)
    }

    /// The text of a count: the key of its plural category, else that of `other`, with the
    /// number in the place of `{n}`.
    pub fn count<F: Format>(&self, key: &str, n: u32, format: &F) -> String {
        let mut text = self.get(&glue(&[key, "_", &format.plural(n)]));
        if text.is_empty() {
            text = self.get(&glue(&[key, "_other"]));
        }
        fill(&text, "n", &format.number(n))
    }
}

/// Puts a value in the first place of `{slot}`; a value is never searched for slots itself.
fn fill(text: &str, slot: &str, value: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = split_at_byte(rest, b'{') {
        filled.push_str(before);
        let named = after.get(1..).and_then(|after| after.strip_prefix(slot));
        if let Some(after) = named.and_then(|after| after.strip_prefix("}")) {
            filled.push_str(value);
            filled.push_str(after);
            return filled;
        }
        let (brace, after) = after.split_at_checked(1).unwrap_or((after, ""));
        filled.push_str(brace);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// One text of several. The standard library's `concat` does the same with a kilobyte more of wasm.
pub(crate) fn glue(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
}
