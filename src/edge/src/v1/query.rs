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

/// Queries that together ask for what one asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Queries {
    /// At least one.
    pub texts: Vec<String>,
    /// Which part of their rows is wanted, where they are several: each asks for all of its own.
    pub page: Option<Page>,
}

/// The last parameter of a name, from JSON or else from a query.
fn given(name: &str, query: &str, body: &Value) -> Result<String, ResultCode> {
    if let Some(word) = body.get(name).and_then(word) {
        return Ok(word);
    }
    for field in query.split('&').rev() {
        if let Some(value) = field
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('='))
        {
            return route::decode(&value.replace('+', " ")).ok_or(NOT_UNDERSTOOD);
        }
    }
    Ok(String::new())
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

/// Queries of what is `allowed` in a query and in JSON; an empty value is none.
///
/// # Errors
/// [`NOT_UNDERSTOOD`] for a value that is too long or cannot be read, [`TOO_MANY`] for too many.
pub fn queries(allowed: &[&str], query: &str, body: &Value) -> Result<Queries, ResultCode> {
    let mut page = Page {
        page: 1,
        limit: ROWS,
    };
    let (mut short, mut paging) = (String::new(), String::new());
    let mut long = Vec::new();
    for name in allowed {
        let text = given(name, query, body)?;
        let is_filter = matches!(*name, "numbers" | "orders");
        let mut values = vec![String::new()];
        let mut count = 0_usize;
        for value in text.split(|c| c == ',' && is_filter).map(str::trim) {
            if value.len() > MAX_LENGTH {
                return Err(NOT_UNDERSTOOD);
            }
            if value.is_empty() {
                continue;
            }
            if count > 0 && count % PIECE == 0 {
                values.push(String::new());
            }
            count = count.saturating_add(1);
            if let Some(piece) = values.last_mut() {
                if piece.is_empty() {
                    for part in ["&", name, "="] {
                        piece.push_str(part);
                    }
                } else {
                    piece.push(',');
                }
                encode(piece, value);
            }
        }
        let into = match *name {
            "page" => {
                page.page = text.trim().parse().unwrap_or(1).max(1);
                &mut paging
            }
            "limit" => {
                page.limit = text.trim().parse().unwrap_or(ROWS).clamp(1, MOST_ROWS);
                &mut paging
            }
            _ => &mut short,
        };
        match values.as_slice() {
            [one] => into.push_str(one),
            _ if count > MOST || !long.is_empty() => return Err(TOO_MANY),
            _ => long = values,
        }
    }
    if long.is_empty() {
        paging.push_str(&short);
        let texts = vec![paging];
        return Ok(Queries { texts, page: None });
    }
    for piece in &mut long {
        piece.push_str(&short);
        piece.push_str("&page=1&limit=2000");
    }
    Ok(Queries {
        texts: long,
        page: Some(page),
    })
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
        let text = text.trim();
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
