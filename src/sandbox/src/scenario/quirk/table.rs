//! What Tracktry's answers have been seen to do (grades B to D of the notes this is built from).

use serde_json::{Value, json};

use super::bend::{drop, hole, lists, over, put, scans, text};
use super::{Quirk, quirks};
use crate::scenario::abroad::{POSTED_WAY, WAY};
use crate::scenario::{Start, Story};
use crate::time;
use crate::time::DAY;

quirks! {
    "SBX-QUIRK-DESTINATION-MISSING" (WAY 10) "no destination_info at all"
        |item, _| drop(item, "/destination_info");
    "SBX-QUIRK-DESTINATION-NULL" (WAY 10) "destination_info is null"
        |item, _| put(item, "/destination_info", Value::Null);
    "SBX-QUIRK-DESTINATION-ARRAY" (WAY 10) "destination_info is [], PHP's empty object"
        |item, _| put(item, "/destination_info", json!([]));
    "SBX-QUIRK-DESTINATION-NAMELESS" (WAY 15) "destination_info is filled, its carrier_code null"
        |item, _| put(item, "/destination_info/carrier_code", Value::Null);
    "SBX-QUIRK-ORIGIN-MISSING" (POSTED_WAY 1) "a new parcel without origin_info"
        |item, _| drop(item, "/origin_info");
    "SBX-QUIRK-ORIGIN-ARRAY" (POSTED_WAY 1) "origin_info is [], PHP's empty object"
        |item, _| put(item, "/origin_info", json!([]));
    "SBX-QUIRK-TRACKINFO-NULL" (WAY 15) "the first leg's trackinfo is null"
        |item, _| put(item, "/origin_info/trackinfo", Value::Null);
    "SBX-QUIRK-TRACKINFO-EMPTY" (WAY 15) "the first leg's trackinfo is []"
        |item, _| put(item, "/origin_info/trackinfo", json!([]));
    "SBX-QUIRK-TRACKINFO-HOLE" (WAY 15) "trackinfo is {\"0\":…,\"2\":…}, a PHP list with a hole"
        |item, _| if let Some(list) = item.pointer_mut("/origin_info/trackinfo") { hole(list, 1) };

    "SBX-QUIRK-EMAIL-LIST" (WAY 15) "customer_email is a list of two"
        |item, _| over(item, "/customer_email", json!(["jan@shop.example", "piet@shop.example"]));
    "SBX-QUIRK-EMAIL-NULL" (WAY 15) "customer_email is null"
        |item, _| over(item, "/customer_email", Value::Null);
    "SBX-QUIRK-EMAIL-NULL-TEXT" (WAY 15) "customer_email is the text \"null\""
        |item, _| over(item, "/customer_email", "null");
    "SBX-QUIRK-EMAIL-EMPTY" (WAY 15) "customer_email is \"\""
        |item, _| over(item, "/customer_email", "");
    "SBX-QUIRK-TITLE-NULL" (WAY 15) "title is null"
        |item, _| over(item, "/title", Value::Null);
    "SBX-QUIRK-ORDER-TIME-EMPTY" (WAY 15) "order_create_time is \"\""
        |item, _| over(item, "/order_create_time", "");
    "SBX-QUIRK-ORDER-TIME-ZERO" (WAY 15) "order_create_time is 0"
        |item, _| over(item, "/order_create_time", 0);
    "SBX-QUIRK-ORDER-TIME-TEXT" (WAY 15) "order_create_time is free text"
        |item, _| over(item, "/order_create_time", "2017/8/27 16:51");
    "SBX-QUIRK-UPDATED-EARLY" (WAY 15) "updated_at lies before created_at"
        |item, start| {
            over(item, "/created_at", time::iso(start.saturating_add(DAY)));
            over(item, "/updated_at", time::iso(start.saturating_add(DAY).saturating_sub(3)));
        };
    "SBX-QUIRK-COUNTS-TEXT" (WAY 15) "itemTimeLength and stayTimeLength are texts"
        |item, _| for place in COUNTS {
            if let Some(count) = item.pointer(place).map(Value::to_string) { put(item, place, count); }
        };
    "SBX-QUIRK-COUNTS-NULL" (WAY 15) "itemTimeLength and stayTimeLength are null"
        |item, _| for place in COUNTS { put(item, place, Value::Null) };
    "SBX-QUIRK-COUNTRY-CODES" (WAY 15) "countries are two letters"
        |item, _| countries(item, "CN", "NL");
    "SBX-QUIRK-COUNTRY-NAMES" (WAY 15) "countries are English names, one with a code in brackets"
        |item, _| countries(item, "Hong Kong [CN]", "Netherlands");
    "SBX-QUIRK-COUNTRY-EMPTY" (WAY 15) "countries are \"\""
        |item, _| countries(item, "", "");
    "SBX-QUIRK-COUNTRY-MISSING" (WAY 15) "no countries"
        |item, _| { drop(item, "/original_country"); drop(item, "/destination_country"); };
    "SBX-QUIRK-SINGED-BY" (WAY 15) "the recipient stands in singed_by, so spelt"
        |item, _| put(item, "/singed_by", "J. Jansen");
    "SBX-QUIRK-SIGNED-BY" (WAY 15) "the recipient stands in signed_by"
        |item, _| put(item, "/signed_by", "J. Jansen");
    "SBX-QUIRK-SIGNED-TWICE" (WAY 15) "singed_by and signed_by, and they differ"
        |item, _| { put(item, "/singed_by", "JANSEN"); put(item, "/signed_by", "J. Jansen"); };
    "SBX-QUIRK-PHONE-NUMBER" (WAY 15) "a leg's phone is a number"
        |item, _| put(item, "/origin_info/phone", 18_002_255_345_u64);
    "SBX-QUIRK-PHONE-TEXT" (WAY 15) "a leg's phone is a text"
        |item, _| put(item, "/origin_info/phone", "1 800 225 5345");
    "SBX-QUIRK-WEBLINK-SCHEMELESS" (WAY 15) "a leg's weblink has no scheme"
        |item, _| put(item, "/origin_info/weblink", "//www.dhl.com/");

    "SBX-QUIRK-STATUS-NUMBER" (WAY 15) "status is 4, not a text"
        |item, _| put(item, "/status", 4);
    "SBX-QUIRK-STATUS-NULL" (WAY 15) "status is null"
        |item, _| put(item, "/status", Value::Null);
    "SBX-QUIRK-STATUS-MISSING" (WAY 15) "no status"
        |item, _| drop(item, "/status");
    "SBX-QUIRK-STATUS-NEW" (WAY 9) "a status no document names"
        |item, _| put(item, "/status", "customs_hold");
    "SBX-QUIRK-STATUS-CASE" (WAY 15) "status is written Delivered"
        |item, _| put(item, "/status", "Delivered");
    "SBX-QUIRK-STATUS-ALONE" (WAY 9) "exception, and no checkpoint says so"
        |item, _| put(item, "/status", "exception");
    "SBX-QUIRK-SUBSTATUS-SPACED" (WAY 15) "substatus with a blank, as the document prints it"
        |item, _| scans(item, |_, scan| text(scan, "/substatus", spaced));
    "SBX-QUIRK-SUBSTATUS-NEW" (WAY 15) "a substatus no document names"
        |item, _| put(item, "/destination_info/trackinfo/0/substatus", "delivered042");
    "SBX-QUIRK-SUBSTATUS-STRANGE" (WAY 15) "the top substatus is of another status"
        |item, _| put(item, "/substatus", "exception006");
    "SBX-QUIRK-SUBSTATUS-NUMBER" (WAY 15) "scans carry substatus_num and ActType"
        |item, _| scans(item, |_, scan| { put(scan, "/substatus_num", 11); put(scan, "/ActType", "M"); });
    "SBX-QUIRK-CHECKPOINT-DISAGREES" (WAY 15) "a checkpoint's status and substatus are of two minds"
        |item, _| put(item, "/destination_info/trackinfo/3/checkpoint_status", "pickup");

    "SBX-QUIRK-TIME-MIXED" (WAY 15) "times in four forms in one leg"
        |item, _| scans(item, |index, scan| match index.checked_rem(4) {
            Some(0) => text(scan, "/Date", |date| date.replace('-', "/")),
            Some(1) => text(scan, "/Date", |date| date.replace(' ', "T")),
            Some(2) => text(scan, "/Date", |date| format!(" {date} ")),
            _ => {}
        });
    "SBX-QUIRK-TIME-MIDNIGHT" (WAY 15) "00:00 for a time nobody knows"
        |item, _| scans(item, |index, scan| if index == 1 { text(scan, "/Date", |date| format!("{} 00:00", day(date))) });
    "SBX-QUIRK-TIME-DAY" (WAY 15) "a date without a time"
        |item, _| scans(item, |index, scan| if index == 1 { text(scan, "/Date", |date| day(date).to_owned()) });
    "SBX-QUIRK-TIME-OFFSET" (WAY 15) "one checkpoint's time carries an offset, the others do not"
        |item, _| text(item, "/destination_info/trackinfo/0/Date", |date| format!("{date}+01:00"));
    "SBX-QUIRK-TIME-NONE" (WAY 15) "one checkpoint's time is null, one is 0000-00-00 00:00:00"
        |item, _| {
            put(item, "/origin_info/trackinfo/2/Date", Value::Null);
            put(item, "/origin_info/trackinfo/4/Date", "0000-00-00 00:00:00");
        };
    "SBX-QUIRK-LAST-EVENT-ORIGIN" (WAY 15) "lastEvent speaks of the first leg while the second is newer"
        |item, _| last_event_of_origin(item);
    "SBX-QUIRK-LAST-EVENT-NULL" (WAY 15) "lastEvent and lastUpdateTime are null"
        |item, _| { put(item, "/lastEvent", Value::Null); put(item, "/lastUpdateTime", Value::Null); };
    "SBX-QUIRK-SCANS-REVERSED" (WAY 15) "scans out of order: oldest first"
        |item, _| lists(item, |list| list.reverse());
    "SBX-QUIRK-SCANS-SHUFFLED" (WAY 15) "scans out of order: every third one first"
        |item, _| lists(item, shuffle);
    "SBX-QUIRK-SCANS-TWICE" (WAY 15) "every scan twice"
        |item, _| lists(item, |list| *list = list.drain(..).flat_map(|scan| [scan.clone(), scan]).collect());
    "SBX-QUIRK-SCANS-500" (WAY 15) "five hundred scans in the first leg"
        five_hundred;
    "SBX-QUIRK-FIELDS-UNKNOWN" (WAY 15) "fields no document names, at every level"
        |item, _| for place in ["/sandbox_note", "/origin_info/sandbox_note", "/origin_info/trackinfo/0/sandbox_note"] {
            put(item, place, json!({"deep": [1, null, "x"]}));
        };
    "SBX-QUIRK-NULLS" (WAY 15) "everything is null but number, carrier and status"
        |item, _| if let Value::Object(members) = item {
            for (_, value) in members.iter_mut().filter(|(key, _)| !KEPT.contains(&key.as_str())) {
                *value = Value::Null;
            }
        };
}

const COUNTS: [&str; 2] = ["/itemTimeLength", "/stayTimeLength"];
const KEPT: [&str; 3] = ["tracking_number", "carrier_code", "status"];

fn countries(item: &mut Value, from: &str, to: &str) {
    put(item, "/original_country", from);
    put(item, "/destination_country", to);
}

fn spaced(substatus: &str) -> String {
    let family = substatus.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = substatus.strip_prefix(family).unwrap_or_default();
    format!("{family} {digits}")
}

fn day(date: &str) -> &str {
    date.split(' ').next().unwrap_or_default()
}

fn last_event_of_origin(item: &mut Value) {
    let newest = |key: &str| {
        let place = format!("/origin_info/trackinfo/0/{key}");
        let value = item.pointer(&place).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let [text, place, date] = ["StatusDescription", "Details", "Date"].map(newest);
    put(item, "/lastEvent", format!("{text},{place},{date}"));
    put(item, "/lastUpdateTime", date);
}

/// The third, the sixth, …, then what is left, in order.
fn shuffle(list: &mut Vec<Value>) {
    let third = |(index, _): &(usize, Value)| index.checked_rem(3) == Some(2);
    let (first, rest): (Vec<_>, Vec<_>) = list.drain(..).enumerate().partition(third);
    list.extend(first.into_iter().chain(rest).map(|(_, scan)| scan));
}

/// Scans of the first leg, newest first, ten minutes apart, before those there are.
fn five_hundred(item: &mut Value, start: i64) {
    let Some(Value::Array(list)) = item.pointer_mut("/origin_info/trackinfo") else {
        return;
    };
    for back in 1_i64.. {
        if list.len() >= 500 {
            break;
        }
        let at = start.saturating_sub(back.saturating_mul(600));
        list.push(json!({
            "Date": time::wall(at, 480, false),
            "StatusDescription": format!("Scanned again ({back})"),
            "Details": "SHENZHEN - CHINA",
            "checkpoint_status": "transit",
            "substatus": "transit002",
        }));
    }
}
