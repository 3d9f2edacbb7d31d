//! Dates, numbers and plurals, which the platform's Intl knows and this crate does not.

/// A platform's way to write dates and numbers in one language.
pub trait Format {
    /// A day for people: `at` begins with `2021-01-19`.
    fn day(&self, at: &str) -> String;
    /// The time of day for people, of an `at` that has one: `10:33`.
    fn time(&self, at: &str) -> String;
    /// A whole number for people.
    fn number(&self, n: u32) -> String;
    /// The plural category of a count: `zero`, `one`, `two`, `few`, `many` or `other`.
    fn plural(&self, n: u32) -> String;
}
