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

/// Parameters by name, from a query.
///
/// # Errors
/// [`NOT_UNDERSTOOD`] where an escape cannot be one.
pub fn pairs(query: &str) -> Result<Vec<(String, String)>, ResultCode> {
    let decoded = |text: &str| route::decode(&text.replace('+', " ")).ok_or(NOT_UNDERSTOOD);
    let fields = query.split('&').filter(|field| !field.is_empty());
    fields
        .map(|field| {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect()
}

/// Parameters by name, from JSON. PHP writes none as an empty array.
///
/// # Errors
/// [`CARRIER`] where it is something else than an object.
pub fn members(body: &Value) -> Result<Vec<(String, String)>, ResultCode> {
    match body {
        Value::Object(members) => Ok(members
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), word(value)?)))
            .collect()),
        Value::Array(none) if none.is_empty() => Ok(Vec::new()),
        _ => Err(CARRIER),
    }
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

/// Queries of what is `allowed` among what was given; the last of a name counts, an empty one is none.
///
/// # Errors
/// [`NOT_UNDERSTOOD`] for a value that is too long, [`TOO_MANY`] for too many of them.
pub fn queries(allowed: &[&str], given: &[(String, String)]) -> Result<Queries, ResultCode> {
    let mut short = String::new();
    let mut long = None;
    let mut page = Page {
        page: 1,
        limit: ROWS,
    };
    let mut paging = String::new();
    for name in allowed {
        let Some((_, text)) = given.iter().rfind(|(given, _)| given == name) else {
            continue;
        };
        let is_filter = matches!(*name, "numbers" | "orders");
        let values = text.split(|c| c == ',' && is_filter).map(str::trim);
        let values: Vec<&str> = values.filter(|value| !value.is_empty()).collect();
        if values.iter().any(|value| value.len() > MAX_LENGTH) {
            return Err(NOT_UNDERSTOOD);
        }
        if values.len() > PIECE {
            if values.len() > MOST || long.is_some() {
                return Err(TOO_MANY);
            }
            long = Some((*name, values));
            continue;
        }
        let number = values.first().and_then(|value| value.parse().ok());
        let into = match *name {
            "page" => {
                page.page = number.unwrap_or(1).max(1);
                &mut paging
            }
            "limit" => {
                page.limit = number.unwrap_or(ROWS).clamp(1, MOST_ROWS);
                &mut paging
            }
            _ => &mut short,
        };
        add(into, name, &values);
    }
    let Some((name, values)) = long else {
        let texts = vec![paging + &short];
        return Ok(Queries { texts, page: None });
    };
    let pieces = values.chunks(PIECE).map(|values| {
        let mut text = format!("&page=1&limit={MOST_ROWS}{short}");
        add(&mut text, name, values);
        text
    });
    Ok(Queries {
        texts: pieces.collect(),
        page: Some(page),
    })
}

fn add(query: &mut String, name: &str, values: &[&str]) {
    for (at, value) in values.iter().enumerate() {
        if at == 0 {
            query.extend(["&", name, "="]);
        } else {
            query.push(',');
        }
        encode(query, value);
    }
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
