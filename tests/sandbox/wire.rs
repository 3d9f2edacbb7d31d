//! Tracktry's JSON, with what differs between its endpoints.

use serde_json::{Value, json};
use tracktry_sandbox::parcel::Fields;
use tracktry_sandbox::scenario::{self, Status};
use tracktry_sandbox::wire::{Form, posted as after_post};

use crate::{NOW, at, posted, raw, special};

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn a_traveller_half_way() {
    let now = at("2026-11-21T20:00:00Z");
    let item = raw(&special("SBX-TRAVEL", now), Form::List, now);
    assert_eq!(item["status"], "transit");
    assert_eq!(item["updated_at"], "2026-11-21T18:25:00+00:00");
    assert_eq!(item["itemTimeLength"], 3);
    assert_eq!(item["stayTimeLength"], 1);
    let origin = &item["origin_info"];
    assert_eq!(
        origin["ItemReceived"], "2026-11-19 19:12",
        "the clock of Shenzhen"
    );
    assert_eq!(
        origin["CustomsClearance"], "2026-11-21 10:15",
        "the clock of Amsterdam"
    );
    assert_eq!(origin["DestinationArrived"], Value::Null);
    let newest = &item["destination_info"]["trackinfo"][0];
    assert_eq!(newest["Date"], "2026-11-21 19:25:00");
    let words = "Shipment received by PostNL,Nieuwegein, NL,2026-11-21 19:25:00";
    assert_eq!(item["lastEvent"], words);
    assert_eq!(item["lastUpdateTime"], newest["Date"]);
}

#[test]
fn before_the_first_scan_there_is_nothing_to_tell() {
    let parcel = posted(scenario::named("domestic").unwrap(), NOW);
    let item = raw(&parcel, Form::List, NOW);
    assert_eq!(item["status"], "pending");
    for key in [
        "itemTimeLength",
        "stayTimeLength",
        "lastEvent",
        "lastUpdateTime",
    ] {
        assert_eq!(item[key], Value::Null, "{key}");
    }
    assert_eq!(item["original_country"], "");
    assert_eq!(item["origin_info"]["trackinfo"], Value::Null);
    assert_eq!(item["destination_info"]["carrier_code"], Value::Null);
}

#[test]
fn an_absent_email_is_written_differently_everywhere() {
    let mut parcel = posted(scenario::named("domestic").unwrap(), NOW);
    assert_eq!(raw(&parcel, Form::List, NOW)["customer_email"], "");
    assert_eq!(raw(&parcel, Form::Single, NOW)["customer_email"], json!([]));
    let after = serde_json::to_value(after_post(&parcel)).unwrap();
    assert_eq!(after["customer_email"], Value::Null);
    parcel.fields = Fields {
        customer_email: Some("a@b.example".to_owned()),
        ..Fields::default()
    };
    assert_eq!(
        raw(&parcel, Form::List, NOW)["customer_email"],
        "a@b.example"
    );
    assert_eq!(
        raw(&parcel, Form::Single, NOW)["customer_email"],
        json!(["a@b.example"])
    );
}

#[test]
fn realtime_lacks_times_and_what_the_merchant_said() {
    let parcel = posted(scenario::named("abroad").unwrap(), NOW);
    let list = raw(&parcel, Form::List, NOW + 86_400);
    let realtime = raw(&parcel, Form::Realtime, NOW + 86_400);
    for key in [
        "created_at",
        "updated_at",
        "title",
        "customer_name",
        "customer_email",
        "archived",
    ] {
        assert!(
            list.get(key).is_some() && realtime.get(key).is_none(),
            "{key}"
        );
    }
    assert!(keys(&realtime).iter().all(|key| list.get(key).is_some()));
}

#[test]
fn a_status_set_by_hand_hides_the_real_one() {
    let mut parcel = posted(scenario::named("domestic").unwrap(), NOW);
    parcel.manual = Some(Status::Exception);
    assert_eq!(
        raw(&parcel, Form::List, NOW + 10 * 86_400)["status"],
        "exception"
    );
}

#[test]
fn days_under_way_end_with_the_delivery_and_quiet_days_do_not() {
    let parcel = posted(scenario::named("domestic").unwrap(), NOW);
    let item = raw(&parcel, Form::List, NOW + 30 * 86_400);
    assert_eq!(item["itemTimeLength"], 2);
    assert_eq!(item["stayTimeLength"], 29);
}
