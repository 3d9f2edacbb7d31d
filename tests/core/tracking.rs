//! Every field of a tracking, in each form it comes.

use crate::fixtures;
use serde_json::{Value as Json, json};
use tracktry_core::Tracking;
use tracktry_core::tracking::{LegInfo, MAX_CHECKPOINTS};

/// A tracking with every documented field filled.
pub(crate) fn full() -> Json {
    let leg = |day: &str, carrier: &str| {
        json!({
            "ReferenceNumber": "REF1", "ItemReceived": format!("{day} 01:01"), "ItemDispatched": format!("{day} 02:02"),
            "DepartfromAirport": format!("{day} 03:03"), "ArrivalfromAbroad": format!("{day} 04:04"),
            "CustomsClearance": format!("{day} 05:05"), "DestinationArrived": format!("{day} 06:06"),
            "weblink": "https://carrier.example/", "phone": "1 800 000", "carrier_code": carrier,
            "trackinfo": [
                {"Date": format!("{day} 10:33"), "StatusDescription": "words", "Details": "place", "checkpoint_status": "transit",
                 "substatus": "transit001", "substatus_num": 11, "ItemNode": "ItemReceived", "ActType": "P"},
                {"Date": format!("{day} 09:00"), "StatusDescription": "older", "checkpoint_status": "transit"},
            ],
        })
    };
    json!({
        "id": "46375d6bdd871dcb1cda6dde89000001", "tracking_number": "RB000000005CN", "carrier_code": "some-post",
        "status": "delivered", "substatus": "delivered001",
        "created_at": "2021-01-16T17:21:43+00:00", "updated_at": "2021-01-16T17:21:42+00:00",
        "archived": true, "original_country": "China [CN]", "destination_country": "NL",
        "itemTimeLength": 4, "stayTimeLength": 1, "service_code": "S1", "status_info": "info",
        "lastEvent": "words,place,2021-01-20 10:33", "lastUpdateTime": "2021-01-20 10:33",
        "customer_name": "CANARY-name", "customer_email": ["CANARY-mail-1", "CANARY-mail-2"],
        "customer_phone": "CANARY-phone", "title": "CANARY-title", "comment": "CANARY-comment", "order_id": "CANARY-order",
        "order_create_time": "2017/8/27 16:51", "logistics_channel": "CANARY-channel",
        "signed_by": "CANARY-signer-1", "singed_by": "CANARY-signer-2",
        "origin_info": leg("2021-01-10", "some-post"), "destination_info": leg("2021-01-20", "other-post"),
    })
}

pub(crate) fn decode(raw: &Json) -> Tracking {
    Tracking::decode(&raw).unwrap()
}

/// The full tracking with one member replaced.
fn with(key: &str, value: Json) -> Tracking {
    let mut raw = full();
    raw[key] = value;
    decode(&raw)
}

#[test]
fn every_field_is_read() {
    let tracking = decode(&full());
    // Nothing of the full tracking is left at its default, but the offsets that none has.
    let mut first = tracking.clone();
    first.origin.checkpoints.truncate(1);
    first.destination.checkpoints.truncate(1);
    let text = format!("{first:?}").replace("offset: None", "");
    assert!(!text.contains("None") && !text.contains("[]"), "{text}");
    let customer = &tracking.customer;
    assert_eq!(customer.name.as_deref(), Some("CANARY-name"));
    assert_eq!(customer.emails, ["CANARY-mail-1", "CANARY-mail-2"]);
    assert_eq!(customer.phone.as_deref(), Some("CANARY-phone"));
    assert_eq!(customer.title.as_deref(), Some("CANARY-title"));
    assert_eq!(customer.comment.as_deref(), Some("CANARY-comment"));
    assert_eq!(customer.order_id.as_deref(), Some("CANARY-order"));
    assert_eq!(
        customer.order_create_time.as_deref(),
        Some("2017/8/27 16:51")
    );
    assert_eq!(
        customer.logistics_channel.as_deref(),
        Some("CANARY-channel")
    );
    assert_eq!(customer.signers, ["CANARY-signer-1", "CANARY-signer-2"]);
    let at = |moment: &Option<tracktry_core::time::Moment>| moment.as_ref().unwrap().at.clone();
    for (leg, day) in [
        (&tracking.origin, "2021-01-10"),
        (&tracking.destination, "2021-01-20"),
    ] {
        let dates = [
            &leg.received,
            &leg.dispatched,
            &leg.departed,
            &leg.arrived,
            &leg.customs,
            &leg.delivery_office,
        ];
        for (n, date) in (1..).zip(dates) {
            assert_eq!(at(date), format!("{day}T0{n}:0{n}"));
        }
        assert_eq!(leg.checkpoints.len(), 2);
        assert_eq!(leg.checkpoints[0].substatus_number, Some(11));
    }
    assert_eq!(
        (tracking.days_under_way, tracking.days_quiet),
        (Some(4), Some(1))
    );
    assert_eq!(tracking.archived, Some(true));
    assert_eq!(at(&tracking.last_update), "2021-01-20T10:33");
}

#[test]
fn debug_shows_nothing_of_the_customer() {
    assert!(!format!("{:?}", decode(&full())).contains("CANARY"));
}

#[test]
fn what_is_no_tracking() {
    for raw in [
        json!(null),
        json!([]),
        json!({}),
        json!("x"),
        json!(1),
        json!({"tracking_number": null}),
        json!({"tracking_number": ""}),
        json!({"tracking_number": " \u{0}\n"}),
        json!({"tracking_number": []}),
        json!({"tracking_number": "9".repeat(65)}),
        json!({"tracking_number": 1.5}),
    ] {
        assert_eq!(Tracking::decode(&&raw), None, "{raw}");
    }
}

#[test]
fn numbers_and_texts_stand_for_each_other_where_upstream_mixes_them() {
    assert_eq!(
        with("tracking_number", json!(123_456_789_012_u64)).number,
        "123456789012"
    );
    assert_eq!(with("tracking_number", json!(0)).number, "0");
    assert_eq!(
        with("tracking_number", json!("  RB 1\u{0}2\u{202e}3\t\n ")).number,
        "RB 123"
    );
    for (raw, expected) in [
        (json!(4), Some(4)),
        (json!("4"), Some(4)),
        (json!(" 4 "), Some(4)),
        (json!(4.0), Some(4)),
        (json!(0), Some(0)),
        (json!(null), None),
        (json!(-1), None),
        (json!("-1"), None),
        (json!("+4"), None),
        (json!(4.5), None),
        (json!("4.5"), None),
        (json!(""), None),
        (json!("four"), None),
        (json!(1e9), None),
        (json!([4]), None),
        (json!(true), None),
        (json!("99999999999999999999999"), None),
    ] {
        assert_eq!(
            with("itemTimeLength", raw.clone()).days_under_way,
            expected,
            "{raw}"
        );
        assert_eq!(
            with("stayTimeLength", raw.clone()).days_quiet,
            expected,
            "{raw}"
        );
    }
    assert_eq!(
        with("customer_phone", json!(447_000_000_000_u64))
            .customer
            .phone
            .as_deref(),
        Some("447000000000")
    );
    assert_eq!(
        with("order_create_time", json!(0))
            .customer
            .order_create_time,
        None
    );
    for (raw, expected) in [
        (json!(true), Some(true)),
        (json!("true"), Some(true)),
        (json!("1"), Some(true)),
        (json!(1), Some(true)),
        (json!(false), Some(false)),
        (json!("false"), Some(false)),
        (json!(0), Some(false)),
        (json!(2), None),
        (json!("maybe"), None),
        (json!(null), None),
        (json!({}), None),
    ] {
        assert_eq!(with("archived", raw.clone()).archived, expected, "{raw}");
    }
}

#[test]
fn email_in_its_four_forms() {
    let emails = |raw: Json| with("customer_email", raw).customer.emails;
    assert_eq!(emails(json!("a@example.com")), ["a@example.com"]);
    assert_eq!(
        emails(json!(["a@example.com", "", null, 1, "b@example.com"])),
        ["a@example.com", "b@example.com"]
    );
    for empty in [
        json!(""),
        json!([]),
        json!(null),
        json!("null"),
        json!({}),
        json!(7),
    ] {
        assert!(emails(empty.clone()).is_empty(), "{empty}");
    }
    assert_eq!(emails(json!(vec!["x@example.com"; 50])).len(), 10);
}

#[test]
fn the_signer_however_it_is_spelt() {
    let signers = |signed: Json, singed: Json| {
        let mut raw = full();
        raw["signed_by"] = signed;
        raw["singed_by"] = singed;
        decode(&raw).customer.signers
    };
    assert_eq!(signers(json!("A"), json!(null)), ["A"]);
    assert_eq!(signers(json!(null), json!("B")), ["B"]);
    assert_eq!(signers(json!("A"), json!("A")), ["A"]);
    assert!(signers(json!(""), json!([])).is_empty());
}

#[test]
fn a_leg_in_each_of_its_forms() {
    for empty in [
        json!(null),
        json!([]),
        json!({}),
        json!("x"),
        json!(1),
        json!({"trackinfo": null, "carrier_code": null, "weblink": null, "phone": null}),
    ] {
        let tracking = with("destination_info", empty.clone());
        assert_eq!(tracking.destination, LegInfo::default(), "{empty}");
        assert_eq!(tracking.origin, decode(&full()).origin);
    }
    let scans = |raw: Json| {
        with("origin_info", json!({"trackinfo": raw}))
            .origin
            .checkpoints
            .len()
    };
    assert_eq!(
        scans(json!({"0": {"Date": "2021-01-01"}, "2": {"Date": "2021-01-01"}})),
        2
    );
    assert_eq!(scans(json!({"first": {"Date": "2021-01-01"}})), 0);
    assert_eq!(
        scans(
            json!([null, 1, "x", [], {}, {"Date": "never"}, {"Details": " "}, {"Details": "here"}])
        ),
        1
    );
    assert_eq!(
        scans(json!(vec![json!({"Date": "2021-01-01"}); 2_000])),
        MAX_CHECKPOINTS
    );
}

#[test]
fn links_are_http_or_absent() {
    let link = |raw: &str| with("origin_info", json!({"weblink": raw})).origin.weblink;
    for good in [
        "https://a.example/",
        "http://a.example/x?y=1&z=%20#f",
        "HTTPS://A.EXAMPLE",
        "https://[::1]/",
        "https://日本.example/",
    ] {
        assert_eq!(link(good).as_deref(), Some(good));
    }
    assert_eq!(
        link(" //a.example/x//y ").as_deref(),
        Some("https://a.example/x//y")
    );
    for bad in [
        "",
        "javascript:alert(1)",
        "javascript://a.example/%0aalert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "a.example",
        "/a",
        "//",
        "///a",
        "https:a.example",
        "https:/a.example",
        "https://",
        "https:// a.example",
        "https://a b",
        "https://a\"b",
        "https://a<b",
        "https://a\\b",
        "vbscript://x",
        "mailto://x",
        "java\nscript://a",
        "x//a.example",
    ] {
        assert_eq!(link(bad), None, "{bad}");
    }
    assert_eq!(
        link(&format!("https://a.example/{}", "x".repeat(2_000))),
        None,
        "cut links lead elsewhere"
    );
}

#[test]
fn texts_are_cleaned_and_capped() {
    let text = |raw: &str| {
        let scan = json!([{"Date": "2021-01-01", "StatusDescription": raw}]);
        with("origin_info", json!({"trackinfo": scan}))
            .origin
            .checkpoints[0]
            .text
            .clone()
    };
    assert_eq!(text("  a \r\n\t b  ").as_deref(), Some("a b"));
    assert_eq!(
        text("a\u{0}\u{1b}[31mb\u{7f}\u{9b}").as_deref(),
        Some("a[31mb")
    );
    assert_eq!(
        text("\u{202e}abc\u{2066}d\u{feff}\u{200b}").as_deref(),
        Some("abcd")
    );
    assert_eq!(
        text("می\u{200c}خواهم").as_deref(),
        Some("می\u{200c}خواهم"),
        "joiners are letters' business"
    );
    assert_eq!(text("\u{0} \u{202e}"), None);
    assert_eq!(text("null"), None);
    assert_eq!(text(" null\u{0} "), None);
    let long = text(&"é".repeat(5_000)).unwrap();
    assert!(long.ends_with("é…") && long.chars().count() <= 1_000);
}

#[test]
fn fixtures_decode_without_loss_of_their_scans() {
    let scans = |name: &str| {
        let tracking = decode(&fixtures::all("raw").remove(name).unwrap());
        (
            tracking.origin.checkpoints.len(),
            tracking.destination.checkpoints.len(),
        )
    };
    assert_eq!(scans("international"), (5, 5));
    assert_eq!(scans("php"), (3, 0));
    assert_eq!(scans("mixed-times"), (12, 4));
}
