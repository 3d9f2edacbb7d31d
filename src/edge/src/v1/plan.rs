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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    let mut plan = Plan::default();
    let json = match endpoint.takes {
        Takes::Nothing => Value::Null,
        Takes::Query(_) if body.is_empty() => Value::Null,
        _ => serde_json::from_slice(body).map_err(|_| CARRIER)?,
    };
    if let Takes::Query(allowed) = endpoint.takes {
        // PHP writes an object without members as an empty array.
        let is_none = json.is_null() || json.as_array().is_some_and(Vec::is_empty);
        if !is_none && !json.is_object() {
            return Err(CARRIER);
        }
        let queries = query::queries(allowed, query, &json)?;
        plan.page = queries.page;
        for text in &queries.texts {
            let mut path = path.clone();
            if let Some(text) = text.strip_prefix('&') {
                path.push('?');
                path.push_str(text);
            }
            let body = String::new();
            plan.pieces.push(Piece { path, body });
        }
        return Ok(plan);
    }
    let parcels = json.as_array().map(Vec::as_slice);
    let fits = match endpoint.takes {
        Takes::Object => json.is_object(),
        Takes::Array | Takes::Parcels => parcels.is_some(),
        _ => true,
    };
    if !fits {
        return Err(CARRIER);
    }
    let parcels = parcels.unwrap_or_default();
    if !is_exact(&json) || !parcels.iter().all(is_exact) {
        return Err(NUMBER);
    }
    if endpoint.takes != Takes::Parcels || parcels.len() <= PIECE {
        let body = match json {
            Value::Null => String::new(),
            json => json.to_string(),
        };
        plan.pieces.push(Piece { path, body });
        return Ok(plan);
    }
    if parcels.len() > MOST {
        return Err(TOO_MANY);
    }
    for some in parcels.chunks(PIECE) {
        let path = path.clone();
        let mut body = String::new();
        list(&mut body, some);
        plan.pieces.push(Piece { path, body });
    }
    Ok(plan)
}

/// Writes a JSON array.
pub(super) fn list<'a>(into: &mut String, values: impl IntoIterator<Item = &'a Value>) {
    let mut before = '[';
    for value in values {
        into.push(before);
        into.push_str(&value.to_string());
        before = ',';
    }
    if before == '[' {
        into.push('[');
    }
    into.push(']');
}

/// Whether a number that is written as one is still the same: longer ones are rounded as they are
/// read.
fn is_exact(parcel: &Value) -> bool {
    let number = parcel.get("tracking_number");
    !number.is_some_and(Value::is_f64)
}
