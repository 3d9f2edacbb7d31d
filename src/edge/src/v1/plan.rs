//! What a merchant's request comes to: one request upstream, or several that together do the same.

use super::query::{self, MOST, PIECE, Page};
use super::table::{CARRIER, Endpoint, NUMBER, TOO_MANY, Takes};
use serde_json::Value;
use tracktry_core::envelope::ResultCode;

/// One request upstream.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Path and query, below the base URL.
    pub path: String,
    /// Its JSON.
    pub body: Option<Value>,
}

/// All of them, at least one.
#[derive(Clone, Debug, PartialEq)]
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
    let json = || serde_json::from_slice::<Value>(body).map_err(|_| CARRIER);
    let whole = |body: Value| {
        let pieces = vec![Piece {
            path: path.clone(),
            body: Some(body),
        }];
        Plan { pieces, page: None }
    };
    match endpoint.takes {
        Takes::Nothing => Ok(Plan {
            pieces: vec![Piece { path, body: None }],
            page: None,
        }),
        Takes::Query(allowed) => {
            let mut given = query::pairs(query)?;
            if !body.is_empty() {
                given.extend(query::members(&json()?)?);
            }
            let queries = query::queries(allowed, &given)?;
            let pieces = queries.texts.iter().map(|text| Piece {
                path: match text.strip_prefix('&') {
                    Some(text) => format!("{path}?{text}"),
                    None => path.clone(),
                },
                body: None,
            });
            Ok(Plan {
                pieces: pieces.collect(),
                page: queries.page,
            })
        }
        Takes::Object => match json()? {
            body @ Value::Object(_) if is_exact(&body) => Ok(whole(body)),
            Value::Object(_) => Err(NUMBER),
            _ => Err(CARRIER),
        },
        Takes::Array | Takes::Parcels => match json()? {
            Value::Array(all) if !all.iter().all(is_exact) => Err(NUMBER),
            Value::Array(all) if endpoint.takes == Takes::Array || all.len() <= PIECE => {
                Ok(whole(Value::Array(all)))
            }
            Value::Array(all) if all.len() > MOST => Err(TOO_MANY),
            Value::Array(all) => Ok(Plan {
                pieces: all
                    .chunks(PIECE)
                    .map(|some| Piece {
                        path: path.clone(),
                        body: Some(Value::Array(some.to_vec())),
                    })
                    .collect(),
                page: None,
            }),
            _ => Err(CARRIER),
        },
    }
}

/// Whether a number that is written as one is still the same: longer ones are rounded as they are
/// read.
fn is_exact(parcel: &Value) -> bool {
    let number = parcel.get("tracking_number");
    !number.is_some_and(Value::is_f64)
}
