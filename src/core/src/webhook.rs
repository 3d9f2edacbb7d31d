//! Signatures of the Standard Webhooks scheme, version 1: symmetric keys.

use crate::secret::Secret;
use crate::token::base64url;

/// What a key begins with.
const PREFIX: &str = "whsec_";

/// The bytes of a key.
const SIZES: std::ops::RangeInclusive<usize> = 24..=64;

/// A key as it is set: `whsec_` and the base64 of 24 to 64 bytes, with its padding or without.
/// `None` for anything else.
pub fn key(text: &str) -> Option<Secret> {
    let digits = text.strip_prefix(PREFIX)?;
    let bare = digits.trim_end_matches('=');
    let is_whole = bare.len() == digits.len() || digits.len() % 4 == 0;
    if !is_whole || bare.contains(['-', '_']) {
        return None;
    }
    let bytes = base64url::read(&bare.replace('+', "-").replace('/', "_"))?;
    SIZES
        .contains(&bytes.len())
        .then(|| Secret::from_bytes(&bytes))
}

/// The header `webhook-signature` of a message; `timestamp` is in seconds since 1970.
pub fn signature(key: &Secret, id: &str, timestamp: i64, body: &str) -> String {
    let mac = key.mac(&[id, ".", &timestamp.to_string(), ".", body]);
    let digits = base64url::write(&mac).replace('-', "+").replace('_', "/");
    // 32 bytes are 43 digits and one of padding.
    format!("v1,{digits}=")
}
