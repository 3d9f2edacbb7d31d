//! What a page's address says after the question mark.

use std::borrow::Cow;
use tracktry_core::token::MAX_LENGTH;

/// The most characters of a value that are looked at: one more than a token has, so that one that is
/// too long is still none, and is not overlooked.
const LONGEST: usize = MAX_LENGTH + 1;

/// The values of a query, or of a form that was sent. A name that stands twice counts once: the
/// first time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands behind the question mark of a URL.
    pub fn of_url(url: &str) -> Self {
        let url = url.split('#').next().unwrap_or_default();
        Self::parse(
            url.split_once('?')
                .map_or("", |(_, query)| query)
                .as_bytes(),
        )
    }

    /// Reads a form. What is no text in it becomes replacement characters.
    pub fn parse(form: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(form);
        let pairs = pairs.map(|(name, value): (Cow<'_, str>, Cow<'_, str>)| {
            let value = value.trim().chars().take(LONGEST).collect();
            (name.into_owned(), value)
        });
        Self(pairs.collect())
    }

    /// A value; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// One of the values that there can be; else the first of them.
    pub fn one_of(&self, name: &str, values: &[&'static str]) -> &'static str {
        let given = self.get(name);
        let found = values.iter().find(|value| **value == given);
        found.or(values.first()).copied().unwrap_or_default()
    }
}

/// An address with values; those that are empty are left out.
pub fn address(path: &str, values: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}
