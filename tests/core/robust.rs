//! Whatever JSON comes: nothing fails, and what is not broken survives.

use crate::tracking::{decode, full};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use tracktry_core::envelope::Envelope;
use tracktry_core::journey::MAX_BYTES;
use tracktry_core::{Journey, Tracking};

/// Any JSON, with a leaning towards what upstream's fields hold.
fn any_json() -> impl Strategy<Value = Json> {
    let known = prop::sample::select(vec![
        json!(""),
        json!("null"),
        json!("true"),
        json!("0"),
        json!("transit"),
        json!("not found001"),
        json!("exception 006"),
        json!("2021-01-19 10:33"),
        json!("0000-00-00 00:00:00"),
        json!("//x.example"),
        json!("javascript:alert(1)"),
        json!({}),
        json!([]),
        json!([[]]),
        json!({"0": {}}),
        json!({"7": null, "1": {"Date": "2021-01-01"}}),
        json!(1e308),
        json!(-0.0),
        json!(u64::MAX),
        json!(i64::MIN),
    ]);
    let leaf = prop_oneof![
        3 => known,
        1 => Just(Json::Null),
        1 => any::<bool>().prop_map(Json::from),
        1 => any::<f64>().prop_map(Json::from),
        1 => any::<i64>().prop_map(Json::from),
        2 => any::<String>().prop_map(Json::from),
        1 => "[\"\\\\<>&\u{0}-\u{1f}\u{202a}-\u{202e}\u{10000}-\u{10ffff}]{0,40}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::btree_map(key(), inner, 0..5)
                .prop_map(|map| Json::Object(Map::from_iter(map))),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let names = [
        "0",
        "1",
        "items",
        "data",
        "meta",
        "code",
        "tracking_number",
        "trackinfo",
        "Date",
        "StatusDescription",
        "status",
        "carrier",
        "events",
        "v",
    ];
    prop_oneof![
        prop::sample::select(names.to_vec()).prop_map(String::from),
        any::<String>()
    ]
}

/// Paths to every field of the full tracking, down to those of its checkpoints.
fn paths() -> Vec<String> {
    fn walk(at: &str, json: &Json, out: &mut Vec<String>) {
        let members: Vec<(String, &Json)> = match json {
            Json::Object(map) => map.iter().map(|(k, v)| (k.clone(), v)).collect(),
            Json::Array(list) => list
                .iter()
                .enumerate()
                .map(|(n, v)| (n.to_string(), v))
                .collect(),
            _ => Vec::new(),
        };
        for (name, value) in members {
            let path = format!("{at}/{name}");
            walk(&path, value, out);
            out.push(path);
        }
    }
    let mut out = Vec::new();
    walk("", &full(), &mut out);
    out
}

/// Every leaf that was read, by its path on the wire; a leaf below `skip` is left out.
fn read(tracking: &Tracking, skip: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut put = |path: String, value: String| {
        if !path.starts_with(skip) && !skip.starts_with(&format!("{path}/")) {
            out.push((path, value));
        }
    };
    let t = tracking;
    let c = &t.customer;
    let top = [
        ("id", format!("{:?}", t.id)),
        ("tracking_number", t.number.clone()),
        ("carrier_code", format!("{:?}", t.carrier_code)),
        ("status", format!("{:?}", t.status)),
        ("substatus", format!("{:?}", t.substatus)),
        ("created_at", format!("{:?}", t.created_at)),
        ("updated_at", format!("{:?}", t.updated_at)),
        ("archived", format!("{:?}", t.archived)),
        ("original_country", format!("{:?}", t.original_country)),
        (
            "destination_country",
            format!("{:?}", t.destination_country),
        ),
        ("itemTimeLength", format!("{:?}", t.days_under_way)),
        ("stayTimeLength", format!("{:?}", t.days_quiet)),
        ("service_code", format!("{:?}", t.service_code)),
        ("status_info", format!("{:?}", t.status_info)),
        ("lastEvent", format!("{:?}", t.last_event)),
        ("lastUpdateTime", format!("{:?}", t.last_update)),
        ("customer_name", format!("{:?}", c.name)),
        ("customer_email", format!("{:?}", c.emails)),
        ("customer_phone", format!("{:?}", c.phone)),
        ("title", format!("{:?}", c.title)),
        ("comment", format!("{:?}", c.comment)),
        ("order_id", format!("{:?}", c.order_id)),
        ("order_create_time", format!("{:?}", c.order_create_time)),
        ("logistics_channel", format!("{:?}", c.logistics_channel)),
    ];
    for (name, value) in top {
        put(format!("/{name}"), value);
    }
    if !skip.ends_with("ed_by") {
        put("/signed_by".into(), format!("{:?}", c.signers));
    }
    for (name, leg) in [
        ("origin_info", &t.origin),
        ("destination_info", &t.destination),
    ] {
        let fields = [
            ("carrier_code", format!("{:?}", leg.carrier_code)),
            ("phone", format!("{:?}", leg.phone)),
            ("weblink", format!("{:?}", leg.weblink)),
            ("ReferenceNumber", format!("{:?}", leg.reference)),
            ("ItemReceived", format!("{:?}", leg.received)),
            ("ItemDispatched", format!("{:?}", leg.dispatched)),
            ("DepartfromAirport", format!("{:?}", leg.departed)),
            ("ArrivalfromAbroad", format!("{:?}", leg.arrived)),
            ("CustomsClearance", format!("{:?}", leg.customs)),
            ("DestinationArrived", format!("{:?}", leg.delivery_office)),
        ];
        for (field, value) in fields {
            put(format!("/{name}/{field}"), value);
        }
        // A scan that says nothing at all is dropped, so the second one is found from the end.
        let list = &leg.checkpoints;
        for (n, scan) in [("0", list.first()), ("1", list.last())] {
            let Some(s) = scan else { continue };
            let fields = [
                ("Date", format!("{:?}", s.at)),
                ("StatusDescription", format!("{:?}", s.text)),
                ("Details", format!("{:?}", s.place)),
                ("checkpoint_status", format!("{:?}", s.status)),
                ("substatus", format!("{:?}", s.substatus)),
                ("substatus_num", format!("{:?}", s.substatus_number)),
                ("ItemNode", format!("{:?}", s.node)),
                ("ActType", format!("{:?}", s.act)),
            ];
            for (field, value) in fields {
                put(format!("/{name}/trackinfo/{n}/{field}"), value);
            }
        }
    }
    out
}

#[test]
fn the_survey_of_fields_is_whole() {
    let told: Vec<String> = read(&decode(&full()), "none")
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    for path in paths() {
        let container = path.ends_with("_info")
            || path.ends_with("trackinfo")
            || path.ends_with("trackinfo/0")
            || path.ends_with("trackinfo/1");
        let below_email = path.starts_with("/customer_email/");
        assert!(
            container || below_email || path == "/singed_by" || told.contains(&path),
            "{path} is not surveyed"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    /// One field holds anything: every other decodes as before.
    #[test]
    fn the_rest_survives(path in prop::sample::select(paths()), junk in any_json()) {
        let mut raw = full();
        *raw.pointer_mut(&path).unwrap() = junk;
        match Tracking::decode(&&raw) {
            None => prop_assert_eq!(path, "/tracking_number"),
            Some(tracking) => {
                // A leg, a list or a list element takes what is below it along.
                prop_assert_eq!(read(&tracking, &path), read(&decode(&full()), &path));
                sound(&Journey::of(&tracking))?;
            }
        }
    }

    #[test]
    fn anything_at_all(junk in any_json()) {
        let answer = Envelope::decode(&&junk);
        let _ = answer.rows();
        let _ = Envelope::decode(&&junk).page();
        if let Some(tracking) = Tracking::find(&&junk) {
            sound(&Journey::of(&tracking))?;
        }
        if let Some(journey) = Journey::decode(&&junk) {
            reads_back(&journey)?;
        }
    }

    /// A journey with anything in one of its places: read as a journey, or not at all.
    #[test]
    fn a_broken_journey(path in prop::sample::select(journey_paths()), junk in any_json()) {
        let mut json = serde_json::to_value(Journey::of(&decode(&full()))).unwrap();
        *json.pointer_mut(&path).unwrap() = junk;
        match Journey::decode(&&json) {
            None => prop_assert!(path == "/v" || path == "/number"),
            Some(journey) => reads_back(&journey)?,
        }
    }

}

proptest! {
    /// A customer's value between words of another script is gone, whatever it is and however
    /// it is written, and the words stay.
    #[test]
    fn a_value_between_words_is_masked(
        value in "[A-Za-zÀ-ÖØ-öø-ž][A-Za-zÀ-ÖØ-öø-ž0-9 .@+_'-]{2,40}[A-Za-z0-9.]",
        key in prop::sample::select(vec!["customer_name", "customer_email", "customer_phone", "comment", "title", "signed_by", "singed_by"]),
        (before, after) in ("[α-ω]{0,8}", "[α-ω]{0,8}"),
        capitals in any::<bool>(),
    ) {
        let shown = if capitals { value.to_ascii_uppercase() } else { value.clone() };
        let raw = json!({"tracking_number": "A1234", key: value, "origin_info": {"trackinfo": [
            {"StatusDescription": format!("{before} {shown} {after}"), "Details": format!("{before}, {shown}")}]}});
        let journey = Journey::of(&decode(&raw));
        let text = format!("{before} … {after}");
        prop_assert_eq!(journey.events[0].text.as_deref(), Some(text.trim()));
        let place = format!("{before}, …");
        prop_assert_eq!(journey.events[0].place.as_deref(), Some(place.as_str()));
    }

    /// Both legs full of scans of anything.
    #[test]
    fn scans_of_anything(
        origin in prop::collection::vec(any_json(), 0..4),
        destination in prop::collection::vec(scan(), 0..6),
    ) {
        let mut raw = full();
        raw["origin_info"]["trackinfo"] = Json::from(origin);
        raw["destination_info"]["trackinfo"] = Json::from(destination);
        sound(&Journey::of(&decode(&raw)))?;
    }
}

fn scan() -> impl Strategy<Value = Json> {
    let date = prop_oneof![
        "2021-0[1-3]-[0-2][0-9]( [0-2][0-9]:[0-5][0-9](:[0-5][0-9])?)?".prop_map(Json::from),
        any_json(),
    ];
    (date, any_json(), any_json(), any_json()).prop_map(|(date, text, status, substatus)| {
        json!({"Date": date, "StatusDescription": text, "Details": text, "checkpoint_status": status, "substatus": substatus})
    })
}

fn journey_paths() -> Vec<String> {
    let json = serde_json::to_value(Journey::of(&decode(&full()))).unwrap();
    let mut paths: Vec<String> = json
        .as_object()
        .unwrap()
        .keys()
        .map(|key| format!("/{key}"))
        .collect();
    for below in ["/events/0", "/steps/0", "/carrier", "/milestones"] {
        let members = json.pointer(below).unwrap().as_object().unwrap();
        paths.extend(members.keys().map(|key| format!("{below}/{key}")));
        paths.push(below.into());
    }
    paths
}

/// What holds of every journey made of a tracking: it fits, and nothing in it hides.
fn sound(journey: &Journey) -> Result<(), TestCaseError> {
    let text = serde_json::to_string(journey).unwrap();
    prop_assert!(text.len() <= MAX_BYTES);
    prop_assert!(!text.chars().any(char::is_control));
    reads_back(journey)
}

/// What holds of every journey: it reads back as it is, and has no link but http.
fn reads_back(journey: &Journey) -> Result<(), TestCaseError> {
    let json = serde_json::to_value(journey).unwrap();
    let again = Journey::decode(&&json);
    prop_assert_eq!(again.as_ref(), Some(journey));
    for carrier in [Some(&journey.carrier), journey.last_mile.as_ref()]
        .into_iter()
        .flatten()
    {
        let url = carrier.url.as_deref().unwrap_or("https://").to_lowercase();
        prop_assert!(
            url.starts_with("https://") || url.starts_with("http://"),
            "{}",
            url
        );
    }
    Ok(())
}
