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

/// All of them, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The requests, in their order.
    pub pieces: Vec<Piece>,
    /// Which part of a list's rows is wanted, where several requests ask for them.
    pub page: Option<Page>,
}

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
    let mut page = None;
    let mut bodies = Vec::new();
    let mut queries = Vec::new();
    match endpoint.takes {
        Takes::Nothing => bodies.push(String::new()),
        Takes::Query(allowed) => {
            let made = query::queries(allowed, query, &json)?;
            (queries, page) = (made.texts, made.page);
        }
        Takes::Parcels if parcels.len() > MOST => return Err(TOO_MANY),
        Takes::Parcels if parcels.len() > PIECE => {
            for some in parcels.chunks(PIECE) {
                let mut body = String::new();
                list(&mut body, some);
                bodies.push(body);
            }
        }
        _ => bodies.push(json.to_string()),
    }
    let mut pieces = Vec::new();
    let count = bodies.len().max(queries.len());
    let (mut bodies, mut queries) = (bodies.into_iter(), queries.into_iter());
    for _ in 0..count {
        let mut path = path.clone();
        if let Some(query) = queries.next().unwrap_or_default().strip_prefix('&') {
            path.push('?');
            path.push_str(query);
        }
        let body = bodies.next().unwrap_or_default();
        pieces.push(Piece { path, body });
    }
    Ok(Plan { pieces, page })
}

/// Writes a JSON array.
pub(super) fn list(into: &mut String, values: &[Value]) {
    into.push('[');
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            into.push(',');
        }
        into.push_str(&value.to_string());
    }
    into.push(']');
}

/// Whether a number that is written as one is still the same: longer ones are rounded as they are
/// read.
fn is_exact(parcel: &Value) -> bool {
    let number = parcel.get("tracking_number");
    !number.is_some_and(Value::is_f64)
}
