//! Trackings that are bent the way real answers have been seen to be, each its own number.
//!
//! The parcel behind a quirk is plain; [`Quirk::bend`] changes its JSON just before it is sent.

mod bend;
mod hostile;
mod table;

use serde_json::Value;

use super::Story;

/// A special number whose JSON is out of the ordinary.
pub struct Quirk {
    /// The plain parcel behind it; its name is the number.
    pub story: Story,
    /// What is odd, for people.
    pub about: &'static str,
    /// Bends the JSON of the plain one; also given the clock second at which the story starts.
    pub bend: fn(&mut Value, i64),
}

/// Every quirk.
pub fn all() -> impl Iterator<Item = &'static Quirk> {
    table::QUIRKS.iter().chain(hostile::QUIRKS)
}

/// The quirk of a story, if it has one.
pub fn of(story: &Story) -> Option<&'static Quirk> {
    all().find(|quirk| std::ptr::eq(&raw const quirk.story, story))
}

/// Rows of a table of quirks: the number, how many steps of which way its parcel has come, what
/// is odd, and the change.
macro_rules! quirks {
    ($($name:literal ($way:ident $steps:literal) $about:literal $bend:expr;)*) => {
        pub(super) static QUIRKS: &[Quirk] = &[$(Quirk {
            story: Story {
                name: $name,
                start: Start::Past,
                carrier: "dhl",
                last_carrier: Some("postnl-parcels"),
                from: "China",
                to: "Netherlands",
                lead: ($way, $steps),
                tail: &[],
            },
            about: $about,
            bend: $bend,
        },)*];
    };
}
use quirks;
