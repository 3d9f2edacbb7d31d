//! Carriers that are known by name: what a shopper reads, where the parcel's page is, whom to call.

/// A carrier this crate knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Tracktry's code.
    pub code: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The parcel's page; `{}` stands for the number. Empty where there is none.
    pub url: &'static str,
    /// Telephone number, where one is the same for a whole country or the world. Empty else.
    pub phone: &'static str,
}

/// The carrier of a code.
pub fn known(_code: &str) -> Option<&'static Known> {
    None
}
