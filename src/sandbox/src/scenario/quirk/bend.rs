//! Changes to a tracking's JSON. Places are JSON pointers; what is not there is left alone.

use serde_json::{Map, Value};

/// The lists of scans of both legs.
const LISTS: [&str; 2] = ["/origin_info/trackinfo", "/destination_info/trackinfo"];

/// Puts a member where its parent is an object.
pub(super) fn put(item: &mut Value, place: &str, value: impl Into<Value>) {
    let (parent, key) = place.rsplit_once('/').unwrap_or_default();
    if let Some(Value::Object(object)) = item.pointer_mut(parent) {
        object.insert(key.to_owned(), value.into());
    }
}

/// Replaces a member, where there is one: realtime answers lack some.
pub(super) fn over(item: &mut Value, place: &str, value: impl Into<Value>) {
    if let Some(old) = item.pointer_mut(place) {
        *old = value.into();
    }
}

/// Takes a member away.
pub(super) fn drop(item: &mut Value, place: &str) {
    let (parent, key) = place.rsplit_once('/').unwrap_or_default();
    if let Some(Value::Object(object)) = item.pointer_mut(parent) {
        object.remove(key);
    }
}

/// Changes the text of a member.
pub(super) fn text(item: &mut Value, place: &str, change: impl Fn(&str) -> String) {
    if let Some(value) = item.pointer_mut(place)
        && let Some(old) = value.as_str()
    {
        *value = change(old).into();
    }
}

/// Both lists of scans.
pub(super) fn lists(item: &mut Value, mut change: impl FnMut(&mut Vec<Value>)) {
    for place in LISTS {
        if let Some(Value::Array(scans)) = item.pointer_mut(place) {
            change(scans);
        }
    }
}

/// Every scan, with its index in the list of its leg.
pub(super) fn scans(item: &mut Value, mut change: impl FnMut(usize, &mut Value)) {
    lists(item, |list| {
        list.iter_mut()
            .enumerate()
            .for_each(|(index, scan)| change(index, scan));
    });
}

/// The texts a carrier writes of every scan.
pub(super) fn words(item: &mut Value, change: impl Fn(&str) -> String) {
    scans(item, |_, scan| {
        text(scan, "/StatusDescription", &change);
        text(scan, "/Details", &change);
    });
}

/// A list as PHP writes it once an element has been taken out: an object with the indices as keys.
pub(super) fn hole(list: &mut Value, missing: usize) {
    if let Value::Array(elements) = list {
        let kept = elements.drain(..).enumerate();
        let kept = kept.filter(|(index, _)| *index != missing);
        let kept: Map<String, Value> = kept.map(|(i, value)| (i.to_string(), value)).collect();
        *list = Value::Object(kept);
    }
}
