//! One answer of several.

use super::query::Page;
use serde_json::{Map, Value, json};
use tracktry_core::envelope::ResultCode;

/// The answer to parcels that were sent in pieces: counts are added up, lists joined. `left` are the
/// parcels that were not sent, or of which nobody knows, and why.
pub fn parcels(answers: Vec<Value>, left: &[&Value], why: ResultCode) -> Value {
    let mut answers = answers.into_iter();
    let mut whole = answers.next().unwrap_or_default();
    for mut answer in answers {
        if let (Some(whole), Some(more)) = (data(&mut whole), data(&mut answer)) {
            join(whole, std::mem::take(more));
        }
    }
    if !left.is_empty()
        && let Some(whole) = data(&mut whole)
    {
        let message = why.meaning().map_or("", |row| row.meaning);
        let error = |parcel: &&Value| {
            json!({
                "tracking_number": parcel.get("tracking_number"),
                "carrier_code": parcel.get("carrier_code"),
                "code": why.0,
                "message": message,
            })
        };
        let errors: Vec<Value> = left.iter().map(error).collect();
        let rest = json!({ "submitted": errors.len(), "errors": errors });
        if let Value::Object(rest) = rest {
            join(whole, rest);
        }
    }
    whole
}

fn data(answer: &mut Value) -> Option<&mut Map<String, Value>> {
    answer.get_mut("data")?.as_object_mut()
}

fn join(whole: &mut Map<String, Value>, more: Map<String, Value>) {
    for (name, value) in more {
        match (whole.get_mut(&name), value) {
            (Some(Value::Array(all)), Value::Array(some)) => all.extend(some),
            (Some(Value::Number(sum)), Value::Number(some)) => {
                let (one, two) = (sum.as_u64().unwrap_or(0), some.as_u64().unwrap_or(0));
                *sum = one.saturating_add(two).into();
            }
            (Some(_), _) => {}
            (None, value) => {
                whole.insert(name, value);
            }
        }
    }
}

/// The answer to a list that was asked for in pieces, each of which told all of its rows; `None`
/// where no row is left for this page.
pub fn list(answers: Vec<Value>, page: Page) -> Option<Value> {
    let Page { page, limit } = page;
    let mut rows = Vec::new();
    let mut meta = Value::Null;
    for mut answer in answers {
        if let Some(data) = data(&mut answer)
            && let Some(Value::Array(some)) = data.remove("items")
        {
            rows.extend(some);
            meta = answer.get_mut("meta").map(Value::take).unwrap_or_default();
        }
    }
    let total = rows.len().to_string();
    let before = page.saturating_sub(1).saturating_mul(limit);
    let items: Vec<Value> = rows.into_iter().skip(before).take(limit).collect();
    if items.is_empty() {
        return None;
    }
    Some(json!({
        "meta": meta,
        "data": { "page": page, "limit": limit, "total": total, "count": items.len(), "items": items },
    }))
}
