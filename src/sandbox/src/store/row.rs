//! A row as a parcel and back.

use worker::{Error, Result, SqlStorageValue};

use crate::filter::Bind;
use crate::parcel::Parcel;
use crate::scenario::{self, Status};
use crate::switches::Moves;

/// The columns a parcel is read from, in order.
pub(super) const COLUMNS: &str = "id, number, carrier, story, start, manual, created_at, touched_at, archived, fields, stopped_at";

/// Reads a row of [`COLUMNS`].
pub(super) fn parcel(row: Vec<SqlStorageValue>, moves: Moves) -> Result<Parcel> {
    let mut row = row.into_iter();
    let id = text(row.next())?;
    let number = text(row.next())?;
    let carrier = text(row.next())?;
    let story = text(row.next())?;
    Ok(Parcel {
        id,
        number,
        carrier,
        story: scenario::named(&story).unwrap_or(scenario::PLAIN),
        start: int(row.next().as_ref())?,
        manual: match row.next() {
            Some(SqlStorageValue::String(name)) => Status::from_name(&name),
            _ => None,
        },
        created_at: int(row.next().as_ref())?,
        touched_at: int(row.next().as_ref())?,
        archived: int(row.next().as_ref())? != 0,
        fields: serde_json::from_str(&text(row.next())?).map_err(|e| Error::from(e.to_string()))?,
        stopped_at: match row.next() {
            Some(SqlStorageValue::Integer(at)) => Some(at),
            _ => None,
        },
        moves,
    })
}

/// Reads a text.
pub(super) fn text(value: Option<SqlStorageValue>) -> Result<String> {
    match value {
        Some(SqlStorageValue::String(text)) => Ok(text),
        _ => Err("a column holds no text".into()),
    }
}

/// Reads a whole number.
pub(super) fn int(value: Option<&SqlStorageValue>) -> Result<i64> {
    match value {
        Some(SqlStorageValue::Integer(number)) => Ok(*number),
        _ => Err("a column holds no whole number".into()),
    }
}

impl From<Bind> for SqlStorageValue {
    fn from(bind: Bind) -> Self {
        match bind {
            Bind::Int(number) => Self::Integer(number),
            Bind::Text(text) => Self::String(text),
        }
    }
}
