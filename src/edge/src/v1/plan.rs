//! What a merchant's request comes to: one request upstream, or several that together do the same.

use super::query::{self, MOST, PIECE, Page};
use super::table::{CARRIER, Endpoint, NUMBER, TOO_MANY, Takes};
use serde_json::Value;
use tracktry_core::envelope::ResultCode;

/// One request upstream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Path and query, below the base URL.
    pub path: String,
    /// Its JSON; empty without.
    pub body: String,
}

/// All of them, at least one, and which part of a list's rows is wanted.
pub type Plan = (Vec<Piece>, Page);

/// Plans a request, by what its path holds, its query and its body.
///
/// # Errors
/// What Tracktry would say of it.
pub fn plan(
    endpoint: &Endpoint,
    parts: [&str; 3],
    query: &str,
    body: &[u8],
) -> Result<Plan, ResultCode> {
    let path = query::path(endpoint.path, parts)?;
    let json = match endpoint.takes {
        Takes::Nothing => Value::Null,
        Takes::Query(_) if body.is_empty() => Value::Null,
        _ => serde_json::from_slice(body).map_err(|_| CARRIER)?,
    };
    let parcels = json.as_array().map(Vec::as_slice);
    let fits = match endpoint.takes {
        Takes::Nothing => true,
        // PHP writes an object without members as an empty array.
        Takes::Query(_) => {
            json.is_null() || json.is_object() || parcels.is_some_and(<[_]>::is_empty)
        }
        Takes::Object => json.is_object(),
        Takes::Array | Takes::Parcels => parcels.is_some(),
    };
    if !fits {
        return Err(CARRIER);
    }
    let parcels = parcels.unwrap_or_default();
    if !is_exact(&json) || !parcels.iter().all(is_exact) {
        return Err(NUMBER);
    }
    let mut pieces = Vec::new();
    let mut add = |query: &str, body: String| {
        let path = match query.strip_prefix('&') {
            Some(query) => [&path, "?", query].concat(),
            None => path.clone(),
        };
        pieces.push(Piece { path, body });
    };
    let mut page = Page { page: 1, limit: 1 };
    if let Takes::Query(allowed) = endpoint.takes {
        let (queries, wanted) = query::queries(allowed, query, &json)?;
        for query in &queries {
            add(query, String::new());
        }
        page = wanted;
    } else if endpoint.takes == Takes::Parcels && parcels.len() > PIECE {
        if parcels.len() > MOST {
            return Err(TOO_MANY);
        }
        for some in parcels.chunks(PIECE) {
            add("", list(some));
        }
    } else {
        let is_none = endpoint.takes == Takes::Nothing;
        add(
            "",
            if is_none {
                String::new()
            } else {
                json.to_string()
            },
        );
    }
    Ok((pieces, page))
}

/// A JSON array.
fn list(values: &[Value]) -> String {
    let mut list = String::new();
    for value in values {
        list.push(if list.is_empty() { '[' } else { ',' });
        list.push_str(&value.to_string());
    }
    list.push(']');
    list
}

/// Whether a number that is written as one is still the same: longer ones are rounded as they are
/// read.
fn is_exact(parcel: &Value) -> bool {
    let number = parcel.get("tracking_number");
    !number.is_some_and(Value::is_f64)
}
