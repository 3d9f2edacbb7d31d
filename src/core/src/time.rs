//! Wall-clock times as carriers write them: never shifted between zones, never given a zone
//! they did not have.

use crate::status::named;

named! {
    /// How exact a time is.
    Precision {
        /// A date; `00:00` counts as one, since carriers write it for "time unknown".
        Day = "day",
        /// Hours and minutes.
        Minute = "minute",
        /// Hours, minutes and seconds.
        Second = "second",
        /// No date could be read.
        Unknown = "unknown",
    }
}

/// A wall-clock time: `2021-01-19`, `2021-01-19T10:33` or `2021-01-19T10:33:05`, and the offset
/// where the carrier gave one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// ISO 8601 without an offset, as exact as [`Self::precision`] says; sorts as text.
    pub at: String,
    /// Never [`Precision::Unknown`].
    pub precision: Precision,
    /// `+01:00`, `-05:30` or `Z`, only where the carrier wrote one.
    pub offset: Option<String>,
}

impl Moment {
    /// Reads a carrier's time: `2021-01-19 10:33`, with seconds, with `T`, with an offset, with
    /// slashes, with a date alone or as `20210119`. `None` where no valid date stands.
    pub fn parse(_text: &str) -> Option<Self> {
        None
    }
}
