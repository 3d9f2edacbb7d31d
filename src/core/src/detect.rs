//! Which carriers a tracking number can belong to, from the number alone.

/// One carrier a number can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Tracktry's carrier code.
    pub carrier: &'static str,
    /// Whether the number's check digit held; `None` where its form has none.
    pub checked: Option<bool>,
}

/// The carriers a number can belong to, best first: forms whose check digit holds, then forms
/// without one. Empty where no form fits.
pub fn detect(_number: &str) -> Vec<Candidate> {
    Vec::new()
}
