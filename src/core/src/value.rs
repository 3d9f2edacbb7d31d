//! A small view of parsed JSON, so that the leniency rules exist once: for `serde_json` in the
//! Workers and for JavaScript's own parser in the page.

use std::borrow::Cow;

/// One JSON value of whatever parser. No method fails: what is not there, or is of another
/// type, is `None` or empty.
pub trait Value: Sized {
    /// The member `key`; `None` when absent or when this is no object.
    fn get(&self, key: &str) -> Option<Self>;
    /// The text, if this is a string.
    fn text(&self) -> Option<Cow<'_, str>>;
    /// The number, if this is one. Never `NaN` or infinite.
    fn number(&self) -> Option<f64>;
    /// The truth value, if this is one.
    fn boolean(&self) -> Option<bool>;
    /// The elements of an array. PHP writes a list with a hole as an object with the indexes
    /// as keys (`{"0":…,"2":…}`): its values in order. Anything else: empty.
    fn items(&self) -> Vec<Self>;

    /// The text of a member.
    fn text_of(&self, key: &str) -> Option<String> {
        Some(self.get(key)?.text()?.into_owned())
    }

    /// The number of a member.
    fn number_of(&self, key: &str) -> Option<f64> {
        self.get(key)?.number()
    }
}

/// Whether a link is one a browser may be sent to.
pub(crate) fn is_web(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    })
}

#[cfg(feature = "json")]
impl Value for &serde_json::Value {
    fn get(&self, key: &str) -> Option<Self> {
        serde_json::Value::get(self, key)
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        self.as_str().map(Cow::Borrowed)
    }

    fn number(&self) -> Option<f64> {
        self.as_f64().filter(|n| n.is_finite())
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn items(&self) -> Vec<Self> {
        match self {
            serde_json::Value::Array(items) => items.iter().collect(),
            serde_json::Value::Object(map) => {
                let mut indexed = Vec::with_capacity(map.len());
                for (key, item) in map {
                    let Ok(index) = key.parse::<u32>() else {
                        return Vec::new();
                    };
                    indexed.push((index, item));
                }
                indexed.sort_by_key(|(index, _)| *index);
                indexed.into_iter().map(|(_, item)| item).collect()
            }
            _ => Vec::new(),
        }
    }
}
