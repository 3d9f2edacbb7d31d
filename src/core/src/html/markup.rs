//! Markup being written: literals as they stand, everything else escaped.
//!
//! A template engine (maud was one here) makes a text of each piece and glues the texts together,
//! which costs a page 0.9 kB more. Here all pieces write into one text.

use crate::lenient::split_at;

/// A text that only [`Self::raw`] adds markup to, and that takes what stands in this crate alone:
/// nothing from outside is `'static`. [`Self::made`] takes what such a text came to.
pub(super) struct Markup(String);

impl Markup {
    /// What `write` writes.
    pub(super) fn of(write: impl FnOnce(&mut Self)) -> String {
        let mut out = Self(String::new());
        write(&mut out);
        out.0
    }

    /// Adds markup.
    pub(super) fn raw(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Adds markup that another [`Self::of`] made.
    pub(super) fn made(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Adds text, which is no markup whatever it holds, between tags and in quoted attributes.
    /// Takes a text for good where it can: dropping it here is one place instead of many.
    pub(super) fn text(&mut self, text: impl AsRef<str>) {
        self.escaped(text.as_ref());
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = split_at(rest, b"&&<<>>\"\"") {
            self.0.push_str(before);
            self.raw(match after.as_bytes().first() {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                _ => "&quot;",
            });
            rest = after.get(1..).unwrap_or_default();
        }
        self.0.push_str(rest);
    }
}

/// Writes into a [`Markup`]: `put!(out, "<p>" (text) "</p>")` takes literals as markup and what
/// stands in brackets as text.
macro_rules! put {
    ($out:expr, $($piece:tt)+) => {{ $(put!(@ $out, $piece);)+ }};
    (@ $out:expr, ($text:expr)) => { $out.text($text) };
    (@ $out:expr, $markup:literal) => { $out.raw($markup) };
}
pub(super) use put;
