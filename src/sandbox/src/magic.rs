//! Numbers and keys that are answered with a result code of one's choice.

use crate::code::Code;

/// A key that is answered as one that has been deleted.
pub const DELETED_KEY: &str = "sandbox-deleted-key";
/// A key that may look but not change anything: 403 where it tries (grade E).
pub const READ_ONLY_KEY: &str = "sandbox-read-only-key";
/// What a key begins with that is always answered with the code after it.
pub const KEY: &str = "sandbox-code-";
/// What a tracking number begins with that is always answered with the code after it.
pub const NUMBER: &str = "SBX-CODE-";

/// The code of a key such as `sandbox-code-4019`.
pub fn of_key(key: &str) -> Option<Code> {
    coded(key.strip_prefix(KEY)?)
}

/// The code of a number such as `SBX-CODE-4019`, given in upper case.
pub fn of_number(key: &str) -> Option<Code> {
    coded(key.strip_prefix(NUMBER)?)
}

/// The codes that can be had this way: all but plain success.
pub fn codes() -> impl Iterator<Item = Code> {
    let plain = [Code::Success, Code::Created];
    Code::ALL
        .iter()
        .copied()
        .filter(move |code| !plain.contains(code))
}

fn coded(digits: &str) -> Option<Code> {
    let number: u16 = digits.parse().ok()?;
    codes().find(|code| code.number() == number)
}
