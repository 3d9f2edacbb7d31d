//! One answer of several.

use super::query::Page;
use serde_json::Value;
use tracktry_core::envelope::ResultCode;

/// The answer to parcels that were sent in pieces: counts are added up, lists joined. `left` are the
/// parcels that were not sent, or of which nobody knows, and why.
pub fn parcels(answers: &[Value], left: &[Value], why: ResultCode) -> String {
    let mut whole = begin(answers);
    let mut before = "";
    for name in [
        "submitted",
        "added",
        "delete",
        "change",
        "trackings",
        "errors",
    ] {
        let (mut sum, mut rows) = (0_u64, String::new());
        let (mut counts, mut lists) = (false, false);
        for value in answers.iter().filter_map(|answer| member(answer, name)) {
            if let Some(count) = value.as_u64() {
                counts = true;
                sum = sum.saturating_add(count);
            }
            for row in value.as_array().map(Vec::as_slice).unwrap_or_default() {
                rows.push(',');
                rows.push_str(&row.to_string());
            }
            lists |= value.is_array();
        }
        if name == "submitted" {
            sum = sum.saturating_add(u64::try_from(left.len()).unwrap_or(0));
        }
        if name == "errors" {
            lists |= !left.is_empty();
            for parcel in left {
                rows.push_str(&error(parcel, why));
            }
        }
        let value = if lists {
            ["[", rows.strip_prefix(',').unwrap_or_default(), "]"].concat()
        } else if counts {
            sum.to_string()
        } else {
            continue;
        };
        for part in [before, "\"", name, "\":", &value] {
            whole.push_str(part);
        }
        before = ",";
    }
    whole.push_str("}}");
    whole
}

fn error(parcel: &Value, why: ResultCode) -> String {
    let text = |name| parcel.get(name).unwrap_or(&Value::Null);
    let (number, carrier) = (text("tracking_number"), text("carrier_code"));
    let message = why.meaning().map_or("", |row| row.meaning);
    let code = why.0;
    format!(
        r#",{{"tracking_number":{number},"carrier_code":{carrier},"code":{code},"message":"{message}"}}"#
    )
}

/// The answer to a list that was asked for in pieces, each of which told all of its rows; `None`
/// where no row is left for this page.
pub fn list(answers: &[Value], page: Page) -> Option<String> {
    let Page { page, limit } = page;
    let before = page.saturating_sub(1).saturating_mul(limit);
    let (mut total, mut count) = (0_usize, 0_usize);
    let mut items = String::new();
    for answer in answers {
        let rows = member(answer, "items").and_then(Value::as_array);
        for row in rows.map(Vec::as_slice).unwrap_or_default() {
            if total >= before && count < limit {
                count = count.saturating_add(1);
                items.push(',');
                items.push_str(&row.to_string());
            }
            total = total.saturating_add(1);
        }
    }
    let items = items.strip_prefix(',')?;
    let begin = begin(answers);
    Some(format!(
        r#"{begin}"page":{page},"limit":{limit},"total":"{total}","count":{count},"items":[{items}]}}}}"#
    ))
}

/// The envelope of the first, up to what its data holds.
fn begin(answers: &[Value]) -> String {
    let meta = answers.first().and_then(|answer| answer.get("meta"));
    let meta = meta.unwrap_or(&Value::Null);
    format!(r#"{{"meta":{meta},"data":{{"#)
}

fn member<'a>(answer: &'a Value, name: &str) -> Option<&'a Value> {
    answer.get("data")?.get(name)
}
