//! Paths and queries, made anew out of what is known of them.

use super::table::{CARRIER, NOT_UNDERSTOOD, NUMBER, TOO_MANY, UNKNOWN};
use crate::route;
use serde_json::Value;
use tracktry_core::envelope::ResultCode;
use tracktry_core::number::{MAX_LENGTH, normalise_carrier, normalise_number};

/// The most values of a filter, or parcels of a batch, that one request upstream names: what clients
/// and the sister's document send.
pub const PIECE: usize = 40;

/// The most that one request of a merchant names, by Tracktry's own document.
pub const MOST: usize = 200;

/// Rows of a page, where the caller says nothing, and at most.
const ROWS: usize = 100;
const MOST_ROWS: usize = 2_000;

/// A part of a list: which page of so many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub page: usize,
    /// Rows in it.
    pub limit: usize,
}

/// The last parameter of a name, from JSON or else from a query.
fn given(name: &str, query: &str, body: &Value) -> Result<String, ResultCode> {
    if let Some(word) = body.get(name).and_then(word) {
        return Ok(word);
    }
    let mut last = "";
    for field in query.split('&') {
        if let Some((found, value)) = field.split_once('=')
            && found == name
        {
            last = value;
        }
    }
    let mut bytes = last.as_bytes().to_vec();
    for byte in &mut bytes {
        if *byte == b'+' {
            *byte = b' ';
        }
    }
    let text = String::from_utf8(bytes).ok();
    let text = text.and_then(|text| route::decode(&text));
    text.ok_or(NOT_UNDERSTOOD)
}

/// A scalar as text; PHP cares little which it is.
pub fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// Queries that together ask for what one asked for, made of what is `allowed` in it and in JSON; an
/// empty value is none. Where they are several, each asks for all of its rows, and the page tells
/// which part of all of them is wanted.
///
/// # Errors
/// [`NOT_UNDERSTOOD`] for a value that is too long or cannot be read, [`TOO_MANY`] for too many.
pub fn queries(
    allowed: &[&str],
    query: &str,
    body: &Value,
) -> Result<(Vec<String>, Page), ResultCode> {
    // What all of them say, what only one that stands alone says, and what they differ in.
    let (mut all, mut alone, mut each) = (String::new(), String::new(), Vec::new());
    let mut page = Page {
        page: 1,
        limit: ROWS,
    };
    for name in allowed {
        let text = given(name, query, body)?;
        let is_filter = matches!(*name, "numbers" | "orders");
        let mut pieces = Vec::new();
        pieces_of(&mut pieces, name, if is_filter { ',' } else { '\0' }, &text)?;
        if pieces.len() > 1 {
            if !each.is_empty() {
                return Err(TOO_MANY);
            }
            each = pieces;
            continue;
        }
        let into = match *name {
            "page" => {
                page.page = text.parse().unwrap_or(1).max(1);
                &mut alone
            }
            "limit" => {
                page.limit = text.parse().unwrap_or(ROWS).clamp(1, MOST_ROWS);
                &mut alone
            }
            _ => &mut all,
        };
        into.extend(pieces);
    }
    if each.is_empty() {
        alone.push_str(&all);
        each.push(alone);
    } else {
        all.push_str("&page=1&limit=2000");
        for piece in &mut each {
            piece.push_str(&all);
        }
    }
    Ok((each, page))
}

/// A parameter, as often as it takes to name all its values.
fn pieces_of(
    pieces: &mut Vec<String>,
    name: &str,
    comma: char,
    text: &str,
) -> Result<(), ResultCode> {
    let mut count = 0_usize;
    for value in text.split(comma) {
        let value = value.trim_ascii();
        if value.len() > MAX_LENGTH {
            return Err(NOT_UNDERSTOOD);
        }
        if value.is_empty() {
            continue;
        }
        if count == MOST {
            return Err(TOO_MANY);
        }
        if count.is_multiple_of(PIECE) {
            pieces.push(["&", name, "="].concat());
        }
        if let Some(piece) = pieces.last_mut() {
            if !piece.ends_with('=') {
                piece.push(',');
            }
            encode(piece, value);
        }
        count = count.saturating_add(1);
    }
    Ok(())
}

/// The path of an endpoint with its parts, as upstream is to get it.
///
/// # Errors
/// [`CARRIER`], [`NUMBER`], or [`UNKNOWN`] for what is no language.
pub fn path(pattern: &str, parts: [&str; 3]) -> Result<String, ResultCode> {
    let mut path = String::from("/");
    let mut parts = parts.into_iter();
    for segment in pattern.split('/') {
        if path.len() > 1 {
            path.push('/');
        }
        if !segment.starts_with('{') {
            path.push_str(segment);
            continue;
        }
        let text = parts.next().and_then(route::decode).unwrap_or_default();
        let text = text.trim_ascii();
        // Upstream gets it as the caller writes it: it may be stored so.
        let (fits, why) = match segment {
            "{carrier}" => (normalise_carrier(text).is_some(), CARRIER),
            "{number}" => (normalise_number(text).is_some(), NUMBER),
            _ => (is_language(text), UNKNOWN),
        };
        if !fits {
            return Err(why);
        }
        encode(&mut path, text);
    }
    Ok(path)
}

fn is_language(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Writes all but the unreserved characters of RFC 3986, section 2.3, percent-encoded.
fn encode(into: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
            continue;
        }
        into.push('%');
        for digit in [byte >> 4, byte & 15] {
            let digit = char::from_digit(digit.into(), 16);
            into.extend(digit.map(|digit| digit.to_ascii_uppercase()));
        }
    }
}
