//! What a merchant did upstream to parcels of this Shelf.

use super::ends::End;
use super::look;
use super::object::Inner;
use super::policy::Ms;
use crate::object_reply::{self, ObjectReply};
use crate::record;
use serde_json::Value;
use worker::Result;

/// Takes in the marks of [`crate::v1::marks`]; behind them stands when the answer came:
/// what left before may have been told of a parcel that is gone by now.
pub(super) async fn answer(inner: &Inner, marks: &Value, now: Ms) -> Result<ObjectReply> {
    let marks = marks.as_array().map(Vec::as_slice).unwrap_or_default();
    let at = marks.last().and_then(Value::as_i64).unwrap_or(now);
    let store = inner.store()?;
    for mark in marks.iter().filter_map(Value::as_str) {
        match mark.split_once(' ') {
            Some(("a", number)) => {
                store.forget_alias(number)?;
                let nobody = record::key("-", number);
                inner.memory.borrow_mut().forget_unknown(&nobody);
            }
            Some(("d", key)) => {
                store.doubt(key)?;
                inner.memory.borrow_mut().forget_unknown(key);
            }
            Some(("g", key)) => {
                let is_erased = store.end(key)? == Some(End::Erased);
                // It may have come back, before this was told.
                if !is_erased && !store.is_after(key, at)? {
                    look::end(inner, key, End::Gone, at).await?;
                    inner.memory.borrow_mut().note_unknown(key, now);
                }
            }
            _ => {}
        }
    }
    object_reply::json(&())
}
