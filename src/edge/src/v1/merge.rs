//! One answer of several.

use super::plan::list as write;
use super::query::Page;
use serde_json::Value;
use tracktry_core::envelope::ResultCode;

/// The answer to parcels that were sent in pieces: counts are added up, lists joined. `left` are the
/// parcels that were not sent, or of which nobody knows, and why.
pub fn parcels(answers: &[Value], left: &[Value], why: ResultCode) -> String {
    let mut whole = begin(answers);
    let mut before = "";
    for name in ["submitted", "added", "delete", "change"] {
        let mut sum = None;
        for answer in answers {
            if let Some(count) = member(answer, name).and_then(Value::as_u64) {
                sum = Some(count.saturating_add(sum.unwrap_or(0)));
            }
        }
        if name == "submitted" {
            let rest = u64::try_from(left.len()).unwrap_or(0);
            sum = sum.map(|sum: u64| sum.saturating_add(rest));
        }
        if let Some(sum) = sum {
            whole.push_str(&format!(r#"{before}"{name}":{sum}"#));
            before = ",";
        }
    }
    let message = why.meaning().map_or("", |row| row.meaning);
    for name in ["trackings", "errors"] {
        let mut rows = String::new();
        for answer in answers {
            for row in rows_of(answer, name) {
                rows.push(',');
                rows.push_str(&row.to_string());
            }
        }
        for parcel in left.iter().filter(|_| name == "errors") {
            let text = |name| parcel.get(name).unwrap_or(&Value::Null);
            let (number, carrier) = (text("tracking_number"), text("carrier_code"));
            let code = why.0;
            rows.push_str(&format!(
                r#",{{"tracking_number":{number},"carrier_code":{carrier},"code":{code},"message":"{message}"}}"#
            ));
        }
        let is_there = |answer: &Value| member(answer, name).is_some();
        if !rows.is_empty() || answers.iter().any(is_there) {
            let rows = rows.strip_prefix(',').unwrap_or_default();
            whole.push_str(&format!(r#"{before}"{name}":[{rows}]"#));
            before = ",";
        }
    }
    whole.push_str("}}");
    whole
}

/// The answer to a list that was asked for in pieces, each of which told all of its rows; `None`
/// where no row is left for this page.
pub fn list(answers: &[Value], page: Page) -> Option<String> {
    let mut rows = Vec::new();
    for answer in answers {
        rows.extend(rows_of(answer, "items"));
    }
    let total = rows.len();
    let Page { page, limit } = page;
    let before = page.saturating_sub(1).saturating_mul(limit);
    let items = rows.get(before..).filter(|items| !items.is_empty())?;
    let items = items.get(..limit).unwrap_or(items);
    let count = items.len();
    let mut whole = begin(answers);
    whole.push_str(&format!(
        r#""page":{page},"limit":{limit},"total":"{total}","count":{count},"items":"#
    ));
    write(&mut whole, items.iter().copied());
    whole.push_str("}}");
    Some(whole)
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

fn rows_of<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    let rows = member(answer, name).and_then(Value::as_array);
    rows.map(Vec::as_slice).unwrap_or_default()
}
