//! Words for shoppers: one data file per language, looked up by key.

use crate::value::Value;

/// A language: a JSON object of texts by key, of whatever parser.
pub struct Texts<V>(pub V);

impl<V: Value> Texts<V> {
    /// The text of a key; empty where the language has none.
    pub fn get(&self, key: &str) -> String {
        self.0
            .get(key)
            .and_then(|v| v.text().map(std::borrow::Cow::into_owned))
            .unwrap_or_default()
    }
}
