//! Which carriers a tracking number can belong to, from the number alone.
//!
//! A number is compared with a closed table of forms; where the form has a check digit, that is
//! computed. The order of the answer is:
//!
//! 1. forms whose check digit holds, the most telling form first;
//! 2. forms without a check digit;
//! 3. forms whose check digit fails, if fixed letters or digits make the form telling enough to
//!    be worth a word about a typing error. Where only a count of digits fits, a failing check
//!    digit says that the number is not of that carrier, so nothing is listed.
//!
//! A check digit is one of ten: a plain number of 12 digits has it right by chance for some
//! carrier. The answer is a hint for a person or for a second look, never a proof.

mod check;
mod form;
mod rules;
mod s10;

pub use s10::{POSTS, SERVICES};

/// Carriers named at most for one number.
pub const MAX_CANDIDATES: usize = 12;

/// One carrier a number can belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Tracktry's carrier code.
    pub carrier: &'static str,
    /// Whether the number's check digit held; `None` where its form has none.
    pub checked: Option<bool>,
}

/// The carriers a number can belong to, best first, each once and at most [`MAX_CANDIDATES`].
/// Empty where no form fits.
///
/// White space, dashes and dots anywhere in the number are passed over and lower-case letters
/// are taken as capitals, as people type them.
///
/// ```
/// use tracktry_core::detect::detect;
///
/// let found = detect("1z 5r8 939 03 5756 712 7");
/// assert_eq!(found[0].carrier, "ups");
/// assert_eq!(found[0].checked, Some(true));
/// ```
pub fn detect(number: &str) -> Vec<Candidate> {
    let Some(text) = compact(number) else {
        return Vec::new();
    };
    let fits = || s10::carriers(&text).chain(rules::carriers(&text));
    let mut found: Vec<Candidate> = Vec::new();
    for grade in [Some(true), None, Some(false)] {
        for candidate in fits().filter(|candidate| candidate.checked == grade) {
            let known = found.iter().any(|f| f.carrier == candidate.carrier);
            if !known && found.len() < MAX_CANDIDATES {
                found.push(candidate);
            }
        }
    }
    found
}

/// The longest number a form describes, in characters.
const MAX_LENGTH: usize = 40;

/// The number's capital letters and digits, or `None` if anything else is in it or too much.
fn compact(number: &str) -> Option<String> {
    let mut text = String::new();
    for c in number.chars() {
        if c.is_ascii_alphanumeric() && text.len() < MAX_LENGTH {
            text.push(c.to_ascii_uppercase());
        } else if !is_separator(c) {
            return None;
        }
    }
    Some(text)
}

/// What people put between groups of digits: white space, `-`, `.`, and the typographic
/// hyphens and dashes U+2010 to U+2015, which word processors make of `-`.
fn is_separator(c: char) -> bool {
    matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}') || c.is_whitespace()
}
