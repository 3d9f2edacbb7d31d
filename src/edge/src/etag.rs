//! Weak entity tags: a hash of the body, so that they change only when the journey does.

use std::hash::{DefaultHasher, Hasher};

/// The tag of a body.
///
/// 64 bits are plenty: a tag is only ever compared with another version of the same journey. Two
/// builds of this Worker may make different tags, which costs a caller one body.
pub fn of(body: &str) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(body.as_bytes());
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Whether an `If-None-Match` names a tag: `*`, or a list, compared weakly (RFC 9110 13.1.2).
pub fn matches(if_none_match: &str, etag: &str) -> bool {
    let opaque = strip_weak(etag);
    let list = if_none_match.trim();
    list == "*" || members(list).any(|member| member == opaque)
}

/// The opaque tags of a list with their quotes. Tags hold no quotes but may hold commas, so the
/// list is cut at quotes: every second piece is a tag.
fn members(list: &str) -> impl Iterator<Item = String> {
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(|inner| format!("\"{inner}\""))
}

fn strip_weak(etag: &str) -> &str {
    etag.strip_prefix("W/").unwrap_or(etag)
}
