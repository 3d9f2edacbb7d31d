//! Dates, numbers, countries and plurals, which the platform's Intl knows and this crate does not.
//!
//! Every `at` that [`crate::html`] hands over begins with ten characters `2021-01-19` of digits
//! and dashes, though not always a date the calendar has: an implementation answers with the
//! text as it stands where it cannot write a date, and never fails. Times are wall-clock times
//! of the place: with JavaScript's Intl, read them as UTC and print them with
//! `timeZone: "UTC"`, so that nothing is shifted.

/// A platform's way to write dates, numbers and countries in one language.
pub trait Format {
    /// A day in full, the head of a day in the timeline: `Tuesday, 19 January`.
    fn day(&self, at: &str) -> String;
    /// A day in short, below a step: `19 Jan`.
    fn date(&self, at: &str) -> String;
    /// The time of day of an `at` that has one (`2021-01-19T10:33…`): `10:33`.
    fn time(&self, at: &str) -> String;
    /// A whole number.
    fn number(&self, n: u32) -> String;
    /// The plural category of a count: `zero`, `one`, `two`, `few`, `many` or `other`.
    fn plural(&self, n: u32) -> String;
    /// A country: the name of a code of two capitals (`DE`: `Germany`); the code where it has
    /// none.
    fn country(&self, code: &str) -> String;
}

/// Dates and times in ISO 8601, numbers in digits, countries as codes, plurals as in English:
/// for tests, and where no Intl is at hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Format for Plain {
    fn day(&self, at: &str) -> String {
        at.get(..10).unwrap_or(at).into()
    }

    fn date(&self, at: &str) -> String {
        self.day(at)
    }

    fn time(&self, at: &str) -> String {
        at.get(11..16).unwrap_or_default().into()
    }

    fn number(&self, n: u32) -> String {
        n.to_string()
    }

    fn plural(&self, n: u32) -> String {
        if n == 1 { "one" } else { "other" }.into()
    }

    fn country(&self, code: &str) -> String {
        code.into()
    }
}
