//! Forms of numbers, written as one sign for each character.

/// Whether `text`, capital letters and digits only, is of the form:
///
/// | sign | stands for |
/// |---|---|
/// | `#` | a digit |
/// | `%` | a digit from 1 to 5 |
/// | `@` | a letter |
/// | `*` | a letter or digit |
/// | `+` | at the end: any number of letters and digits, also none |
/// | any other | itself |
pub(super) fn fits(form: &str, text: &str) -> bool {
    let mut rest = text.bytes();
    for sign in form.bytes() {
        if sign == b'+' {
            return true;
        }
        let Some(have) = rest.next() else {
            return false;
        };
        let same = match sign {
            b'#' => have.is_ascii_digit(),
            b'%' => matches!(have, b'1'..=b'5'),
            b'@' => have.is_ascii_uppercase(),
            b'*' => true,
            itself => itself == have,
        };
        if !same {
            return false;
        }
    }
    rest.next().is_none()
}

/// Whether the form has signs that stand for themselves, so that more than a length and a kind of
/// character fits.
pub(super) fn is_telling(form: &str) -> bool {
    form.bytes().any(|sign| sign.is_ascii_alphanumeric())
}
