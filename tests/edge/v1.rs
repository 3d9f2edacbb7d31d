use proptest::prelude::*;
use serde_json::{Value, json};
use tracktry_core::envelope::ResultCode;
use tracktry_edge::access::Scope;
use tracktry_edge::gate::{Care, Kind};
use tracktry_edge::objects::Deliveries;
use tracktry_edge::place;
use tracktry_edge::problem::Problem;
use tracktry_edge::v1::marks::{self, End};
use tracktry_edge::v1::query::Page;
use tracktry_edge::v1::table::{Effect, Endpoint, TABLE, Takes, find};
use tracktry_edge::v1::{Denial, merge, plan};

/// What leaves for a request: method, path and JSON.
fn sent(method: &str, target: &str, body: &str) -> Result<Vec<(String, Value)>, u32> {
    whole(method, target, body).map(|(endpoint, plan)| {
        let pieces = plan.0.into_iter();
        let sent = pieces.map(|piece| {
            let line = format!("{} {}", endpoint.method, piece.path);
            let body = Some(piece.body).filter(|body| !body.is_empty());
            (
                line,
                body.map_or(Value::Null, |body| serde_json::from_str(&body).unwrap()),
            )
        });
        sent.collect()
    })
}

fn whole(method: &str, target: &str, body: &str) -> Result<(&'static Endpoint, plan::Plan), u32> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (endpoint, parts) = find(method, path).map_err(|code| code.0)?;
    let plan = plan::plan(endpoint, parts, query, body.as_bytes()).map_err(|code| code.0)?;
    Ok((endpoint, plan))
}

#[track_caller]
fn check(method: &str, target: &str, body: &str, expected: &str) {
    let sent = sent(method, target, body).unwrap();
    let lines: Vec<_> = sent.into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [expected], "{method} {target}");
}

#[track_caller]
fn refused(method: &str, target: &str, body: &str, code: u32) {
    assert_eq!(sent(method, target, body), Err(code), "{method} {target}");
}

fn parcels(from: usize, to: usize) -> Vec<Value> {
    let parcel =
        |n| json!({ "tracking_number": format!("RN{n:09}CN"), "carrier_code": "china-post" });
    (from..to).map(parcel).collect()
}

#[test]
fn paths_are_made_anew() {
    check("GET", "carriers", "", "GET /carriers");
    check("GET", "carriers/?key=x", "", "GET /carriers");
    let parcel = "trackings/dhl/RN123456789CN";
    for method in ["GET", "DELETE"] {
        check(method, parcel, "", &format!("{method} /{parcel}"));
    }
    check("PUT", parcel, "{}", &format!("PUT /{parcel}"));
    check(
        "GET",
        "trackings/d%68l/%20rn123_4%20/cn/?x=y",
        "",
        "GET /trackings/dhl/rn123_4/cn",
    );
    check(
        "POST",
        "trackings/getuserinfo",
        "{}",
        "GET /trackings/getuserinfo",
    );
}

#[test]
fn what_is_no_endpoint_is_not_sent() {
    for path in [
        "",
        "/",
        "carrier",
        "carriers/x",
        "trackings",
        "trackings/x",
        "../carriers",
        "trackings/a/b/en/x",
    ] {
        for method in ["GET", "POST", "PUT", "DELETE"] {
            refused(method, path, "{}", 404);
        }
    }
    refused("POST", "carriers", "{}", 405);
    refused("GET", "trackings/post", "", 405);
    for method in ["PATCH", "HEAD", "OPTIONS", "get", ""] {
        refused(method, "trackings/get", "", 405);
    }
    refused("GET", "trackings/d.hl/RN123456789CN", "", 4015);
    refused("GET", "trackings/dhl/..%2F..%2Fadmin", "", 4014);
    refused("GET", "trackings/dhl/%zz", "", 4014);
    refused("GET", "trackings/dhl/RN123456789CN/english", "", 404);
}

#[test]
fn a_query_keeps_what_is_known() {
    let list = "trackings/get";
    check("GET", list, "", "GET /trackings/get");
    check("GET", "trackings/get?", "", "GET /trackings/get");
    check(
        "GET",
        "trackings/get?limit=2&key=x&page=1&page=3&status=&archived=true&numbers=%20A+1%2CB%2FC,,",
        "",
        "GET /trackings/get?page=3&limit=2&numbers=A%201,B%2FC&archived=true",
    );
    check(
        "GET",
        "trackings/get?orders=%23100%26key=1",
        "",
        "GET /trackings/get?orders=%23100%26key%3D1",
    );
    check(
        "GET",
        "trackings/get?status=a,b",
        "",
        "GET /trackings/get?status=a%2Cb",
    );
    check(
        "GET",
        "trackings/getstatusnumber?page=1&created_at_min=5",
        "",
        "GET /trackings/getstatusnumber?created_at_min=5",
    );
    let long = "1".repeat(65);
    refused("GET", &format!("trackings/get?status={long}"), "", 4012);
    refused("GET", &format!("trackings/get?orders=1,{long}"), "", 4012);
    refused("GET", "trackings/get?status=%f", "", 4012);
}

#[test]
fn parameters_may_stand_in_json() {
    let body = r#"{"page":2,"archived":true,"orders":"1,2","x":1,"status":null,"lang":["en"]}"#;
    for method in ["GET", "POST"] {
        check(
            method,
            "trackings/get?lang=cn",
            body,
            "GET /trackings/get?page=2&orders=1,2&lang=cn&archived=true",
        );
        check(method, "trackings/get", "[]", "GET /trackings/get");
        refused(method, "trackings/get", "[1]", 4015);
        refused(method, "trackings/get", "page=1", 4015);
    }
}

#[test]
fn a_body_is_the_json_that_is_wanted() {
    for (path, right, wrong) in [
        ("trackings/post", r#"{"a":"é"}"#, "[]"),
        ("carriers/detect", "{}", "7"),
        ("trackings/batch", "[]", "{}"),
        ("trackings/remote", "[{}]", "{}"),
    ] {
        let sent = sent("POST", path, &format!(" {right}\n")).unwrap();
        let json: Value = serde_json::from_str(right).unwrap();
        assert_eq!(sent, [(format!("POST /{path}"), json)]);
        for wrong in [wrong, "", "a=b", "{", "null", &"[".repeat(100_000)] {
            refused("POST", path, wrong, 4015);
        }
    }
    let rounded = r#"{"tracking_number":92001902551559000101352584}"#;
    refused("POST", "trackings/post", rounded, 4014);
    refused("POST", "trackings/batch", &format!("[{rounded}]"), 4014);
    let exact = r#"{"tracking_number":9200190255155900}"#;
    assert!(sent("POST", "trackings/post", exact).is_ok());
}

#[test]
fn what_is_too_much_for_one_request_is_sent_in_pieces() {
    for path in ["batch", "updatemore", "delete", "notupdate"] {
        let path = format!("trackings/{path}");
        for (count, sizes) in [(40, vec![40]), (41, vec![40, 1]), (200, vec![40; 5])] {
            let all = parcels(0, count);
            let sent = sent("POST", &path, &json!(all).to_string()).unwrap();
            let pieces: Vec<Vec<Value>> = sent
                .into_iter()
                .map(|(_, body)| body.as_array().unwrap().clone())
                .collect();
            assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
            assert_eq!(pieces.concat(), all);
        }
        refused("POST", &path, &json!(parcels(0, 201)).to_string(), 4020);
    }
    let many = |name: &str, count: usize| {
        let values: Vec<_> = (0..count).map(|n| n.to_string()).collect();
        format!("{name}={}", values.join(","))
    };
    for filter in ["numbers", "orders"] {
        let target = format!("trackings/get?page=2&limit=50&lang=en&{}", many(filter, 81));
        let (_, plan) = whole("GET", &target, "").unwrap();
        assert_eq!(plan.1, Page { page: 2, limit: 50 });
        assert_eq!(plan.0.len(), 3);
        let last = format!("/trackings/get?{filter}=80&lang=en&page=1&limit=2000");
        assert_eq!(plan.0[2].path, last);
        refused(
            "GET",
            &format!("trackings/get?{}", many(filter, 201)),
            "",
            4020,
        );
    }
    let both = format!(
        "trackings/get?{}&{}",
        many("numbers", 41),
        many("orders", 41)
    );
    refused("GET", &both, "", 4020);
}

#[test]
fn the_answers_of_pieces_are_one() {
    let answer = |added: usize, errors: usize| {
        json!({ "meta": { "code": 201 }, "data": {
            "submitted": added + errors, "added": added,
            "trackings": vec![json!({}); added], "errors": vec![json!("x"); errors],
        } })
    };
    let parcels_of = |answers: &[Value], left: &[Value]| -> Value {
        serde_json::from_str(&merge::parcels(answers, left, ResultCode(429))).unwrap()
    };
    let whole = parcels_of(&[answer(39, 1), answer(1, 0)], &[]);
    assert_eq!(whole, answer(40, 1));

    let left = parcels(0, 2);
    let whole = parcels_of(&[answer(40, 0)], &left);
    assert_eq!(whole["data"]["submitted"], 42);
    assert_eq!(whole["data"]["added"], 40);
    assert_eq!(
        whole["data"]["errors"][1],
        json!({ "tracking_number": "RN000000001CN", "carrier_code": "china-post", "code": 429, "message": "request limit exceeded" })
    );
    let deleted = json!({ "data": { "submitted": 40, "delete": 40, "trackings": [] } });
    let whole = parcels_of(&[deleted], &left);
    assert_eq!(whole["data"]["errors"].as_array().unwrap().len(), 2);
}

#[test]
fn a_list_in_pieces_has_pages() {
    let piece = |rows: &[u32]| json!({ "meta": { "code": 200 }, "data": { "page": 1, "total": "9", "items": rows } });
    let answers = [piece(&[1, 2]), json!({ "data": [] }), piece(&[3])];
    let page = |page, limit| -> Option<Value> {
        let whole = merge::list(&answers, Page { page, limit });
        whole.map(|whole| serde_json::from_str(&whole).unwrap())
    };
    assert_eq!(
        page(1, 2),
        Some(
            json!({ "meta": { "code": 200 }, "data": { "page": 1, "limit": 2, "total": "3", "count": 2, "items": [1, 2] } })
        )
    );
    assert_eq!(page(2, 2).unwrap()["data"]["items"], json!([3]));
    assert_eq!(page(3, 2), None);
    assert_eq!(page(usize::MAX, usize::MAX), None);
    assert_eq!(merge::list(&[], Page { page: 1, limit: 1 }), None);
}

/// What the Shelves are told, whichever they are.
fn told(method: &str, path: &str, body: &Value, answer: &Value) -> Vec<String> {
    told_at(method, path, body, End::Done(answer))
}

fn told_at(method: &str, path: &str, body: &Value, end: End<'_>) -> Vec<String> {
    let (endpoint, parts) = find(method, path).unwrap();
    let mut all = Deliveries::new();
    marks::add(&mut all, endpoint, parts, body, end, 7);
    let mut names = Vec::new();
    for (shelf, delivery) in all {
        assert_eq!(delivery.asked_at, 7);
        for mark in delivery.marks {
            let key = mark.get(1..).unwrap();
            assert_eq!(place::of_parcel(key), shelf);
            names.push(mark);
        }
    }
    names.sort();
    names
}

#[test]
fn shelves_hear_of_what_was_done() {
    let parcel = json!({ "tracking_number": " rn1234-", "carrier_code": "DHL" });
    let (due, gone, anew) = ("ddhl/RN1234", "gdhl/RN1234", "d-/RN1234");
    let done = json!({ "data": [] });
    for path in ["post", "realtime"] {
        let path = format!("trackings/{path}");
        assert_eq!(told("POST", &path, &parcel, &done), [anew, due]);
    }
    assert_eq!(
        told("PUT", "trackings/dhl/RN1234", &json!({}), &done),
        [anew, due]
    );
    assert_eq!(
        told("DELETE", "trackings/dhl/RN1234", &Value::Null, &done),
        [anew, gone]
    );
    let moved =
        json!({ "tracking_number": "RN1234", "carrier_code": "dhl", "update_carrier_code": "ups" });
    assert_eq!(
        told("POST", "trackings/update", &moved, &done),
        [anew, anew, "dups/RN1234", gone]
    );
    for (answer, mark) in [
        (json!({ "data": { "delete": 1 } }), gone),
        (
            json!({ "data": { "delete": 0, "trackings": [{ "meta": { "code": 4017 } }] } }),
            gone,
        ),
        (
            json!({ "data": { "delete": 0, "trackings": [{ "meta": { "code": 500 } }] } }),
            due,
        ),
        (json!({ "data": { "delete": 0, "trackings": [] } }), due),
        (json!(null), due),
    ] {
        assert_eq!(
            told("POST", "trackings/delete", &json!([parcel]), &answer),
            [anew, mark],
            "{answer}"
        );
    }
    for path in ["trackings/notupdate", "trackings/remote"] {
        assert_eq!(told("POST", path, &json!([parcel]), &done), [""; 0]);
    }
    let nameless = json!([{ "tracking_number": "x" }, 7, { "carrier_code": "dhl" }]);
    assert_eq!(told("POST", "trackings/batch", &nameless, &done), [""; 0]);
}

#[test]
fn where_nobody_knows_what_was_done_parcels_are_asked_for() {
    let parcel = json!({ "tracking_number": "RN1234", "carrier_code": "dhl" });
    let (due, anew) = ("ddhl/RN1234", "d-/RN1234");
    let unknown = |method, path, body: &Value| told_at(method, path, body, End::Unknown);
    for path in ["trackings/post", "trackings/realtime"] {
        assert_eq!(unknown("POST", path, &parcel), [anew, due]);
    }
    for path in [
        "trackings/batch",
        "trackings/updatemore",
        "trackings/delete",
    ] {
        assert_eq!(unknown("POST", path, &json!([parcel])), [anew, due]);
    }
    for method in ["PUT", "DELETE"] {
        assert_eq!(
            unknown(method, "trackings/dhl/RN1234", &Value::Null),
            [anew, due]
        );
    }
    let moved =
        json!({ "tracking_number": "RN1234", "carrier_code": "dhl", "update_carrier_code": "ups" });
    assert_eq!(
        unknown("POST", "trackings/update", &moved),
        [anew, anew, due, "dups/RN1234"]
    );
    let path = "trackings/dhl/RN1234";
    assert_eq!(unknown("GET", path, &Value::Null), [""; 0]);
    // A look that finds nothing may be at what was deleted just now.
    let missed = |path| told_at("GET", path, &Value::Null, End::Missing);
    assert_eq!(missed(path), [anew, due]);
    assert_eq!(missed("trackings/get"), [""; 0]);
}

#[test]
fn what_costs_or_writes_is_sent_once_and_not_for_readers() {
    for endpoint in TABLE {
        let reads = endpoint.scope == Scope::Read;
        assert_eq!(reads, endpoint.care == Care::Safe, "{}", endpoint.path);
        assert!(!reads || matches!(endpoint.effect, Effect::None | Effect::Tells));
        assert!(endpoint.method != "GET" || reads);
    }
    let of = |path| find("POST", path).unwrap().0;
    assert_eq!(of("trackings/get").kind, Kind::List);
    assert_eq!(of("trackings/realtime").kind, Kind::Realtime);
    assert_eq!(of("trackings/post").care, Care::Post);
    assert_eq!(of("trackings/batch").care, Care::Post);
    assert_eq!(of("trackings/batch").takes, Takes::Parcels);
}

#[test]
fn every_problem_is_an_envelope() {
    for (problem, code) in [
        (Problem::Busy(120), 429),
        (Problem::Quota, 4019),
        (Problem::Down(30), 503),
        (Problem::Unreachable, 503),
        (Problem::Timeout, 503),
        (Problem::Garbled, 503),
        (Problem::Internal, 503),
        (Problem::BodyTooLarge, 4012),
    ] {
        let denial = Denial::from(problem);
        let envelope: Value = serde_json::from_str(&denial.body()).unwrap();
        assert_eq!(envelope["meta"]["code"], code);
        assert_ne!(envelope["meta"]["type"], "");
        assert_ne!(envelope["meta"]["message"], "");
        assert_eq!(envelope["data"], json!([]));
    }
    assert_eq!(Denial::from(Problem::Busy(120)).retry_after, Some(120));
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let name = prop_oneof![
        Just("tracking_number"),
        Just("carrier_code"),
        Just("numbers"),
        Just("page"),
        Just("limit"),
        Just("meta"),
        Just("data"),
        Just("code"),
        Just("items"),
        Just("trackings"),
        Just("errors"),
        Just("submitted"),
        Just("delete"),
        Just("update_carrier_code"),
    ];
    leaf.prop_recursive(3, 60, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map(name.clone().prop_map(str::to_owned), inner, 0..8)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn known_path() -> impl Strategy<Value = String> {
    prop::sample::select(TABLE).prop_map(|endpoint| {
        let path = endpoint.path.replace("{carrier}", "dhl");
        path.replace("{number}", "RN123456789CN")
            .replace("{lang}", "en")
    })
}

proptest! {
    #[test]
    fn any_request_has_an_answer(method in "GET|POST|PUT|DELETE|\\PC{0,6}", target in "\\PC{0,60}", path in known_path(), body in "\\PC{0,60}") {
        let _ = sent(&method, &target, &body);
        let _ = sent(&method, &format!("{path}?{target}"), &body);
        let _ = sent("GET", &format!("trackings/{target}/{body}"), "");
    }

    #[test]
    fn whatever_is_sent_is_an_endpoint(path in known_path(), query in "\\PC{0,60}", body in json_value()) {
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let Ok(pieces) = sent(method, &format!("{path}?{query}"), &body.to_string()) else { continue };
            for (line, _) in pieces {
                let (method, path) = line.split_once(" /").unwrap();
                prop_assert!(path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/?&=,%-._~".contains(&b)), "{}", path);
                let found = find(method, path.split('?').next().unwrap());
                prop_assert_eq!(found.map(|(endpoint, _)| endpoint.method), Ok(method));
            }
        }
    }

    #[test]
    fn a_value_arrives_as_it_was_meant(value in "[^,\\x00-\\x20]{1,16}") {
        let encoded: String = value.bytes().map(|b| format!("%{b:02x}")).collect();
        let by_query = sent("GET", &format!("trackings/get?orders={encoded}"), "");
        let by_json = sent("POST", "trackings/get", &json!({ "orders": value }).to_string());
        prop_assert_eq!(by_query, by_json);
    }

    #[test]
    fn any_answers_become_one(answers in prop::collection::vec(json_value(), 0..4), left in prop::collection::vec(json_value(), 0..4), page in any::<usize>(), limit in any::<usize>()) {
        let whole = merge::parcels(&answers, &left, ResultCode(503));
        prop_assert!(serde_json::from_str::<Value>(&whole).is_ok(), "{}", whole);
        if let Some(whole) = merge::list(&answers, Page { page, limit }) {
            prop_assert!(serde_json::from_str::<Value>(&whole).is_ok(), "{}", whole);
        }
    }

    #[test]
    fn any_request_leaves_marks_for_the_right_shelves(path in known_path(), body in json_value(), answer in json_value()) {
        for method in ["POST", "PUT", "DELETE"] {
            if find(method, &path).is_err() { continue }
            told(method, &path, &body, &answer);
        }
    }
}
