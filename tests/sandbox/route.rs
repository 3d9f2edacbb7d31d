//! Paths and methods.

use proptest::prelude::*;
use tracktry_sandbox::route::{Control, Endpoint, Name, READ, Route, Sister};

#[track_caller]
fn check(method: &str, path: &str, expected: &Route) {
    assert_eq!(&Route::of(method, path), expected, "{method} {path}");
}

fn name(carrier: &str, number: &str) -> Name {
    Name {
        carrier: carrier.to_owned(),
        number: number.to_owned(),
    }
}

#[test]
fn endpoints() {
    let api = Route::Api;
    check("GET", "/v1/carriers", &api(Endpoint::Carriers));
    check("GET", "/v1/carriers/", &api(Endpoint::Carriers));
    check("POST", "/v1/carriers/detect", &api(Endpoint::Detect));
    check("POST", "/v1/trackings/post", &api(Endpoint::Post));
    check("POST", "/v1/trackings/batch/", &api(Endpoint::Batch));
    check("GET", "/v1/trackings/get", &api(Endpoint::List));
    check("POST", "/v1/trackings/get", &api(Endpoint::List));
    check("POST", "/v1/trackings/realtime", &api(Endpoint::Realtime));
    check(
        "GET",
        "/v1/trackings/dhl/AB12345",
        &api(Endpoint::Single(name("dhl", "AB12345"))),
    );
    check(
        "GET",
        "/v1/trackings/dhl/AB12345/cn",
        &api(Endpoint::Single(name("dhl", "AB12345"))),
    );
    check(
        "PUT",
        "/v1/trackings/dhl/A%20B",
        &api(Endpoint::Change(name("dhl", "A B"))),
    );
    check(
        "DELETE",
        "/v1/trackings/dhl/%FF",
        &api(Endpoint::Delete(name("dhl", "\u{fffd}"))),
    );
}

#[test]
fn endpoints_of_the_sister() {
    for (name, sister) in [
        ("updatemore", Sister::UpdateMore),
        ("delete", Sister::DeleteMore),
        ("notupdate", Sister::NotUpdate),
        ("update", Sister::Update),
        ("getuserinfo", Sister::UserInfo),
        ("getstatusnumber", Sister::StatusNumber),
        ("remote", Sister::Remote),
        ("costtime", Sister::CostTime),
        ("aircargo", Sister::AirCargo),
    ] {
        let path = format!("/v1/trackings/{name}");
        let endpoint = Endpoint::Sister(sister);
        assert!(endpoint.label().ends_with(&format!("/{name}")));
        let question = matches!(sister, Sister::UserInfo | Sister::StatusNumber);
        let get = if question {
            Route::Api(endpoint.clone())
        } else {
            Route::ApiMethod
        };
        check("GET", &path, &get);
        check("PUT", &path, &Route::ApiMethod);
        check("POST", &path, &Route::Api(endpoint));
    }
}

#[test]
fn other_methods_and_other_paths() {
    for path in [
        "/v1/carriers",
        "/v1/trackings/post",
        "/v1/trackings/dhl/AB12345",
        "/v1/trackings/dhl/AB12345/cn",
    ] {
        check("PATCH", path, &Route::ApiMethod);
    }
    check("PUT", "/v1/trackings/dhl/AB12345/cn", &Route::ApiMethod);
    for path in [
        "/v1",
        "/v1/",
        "/v1/trackings",
        "/v1/trackings/dhl",
        "/v1/trackings/a/b/c/d",
        "/v1/TRACKINGS/get",
    ] {
        check("GET", path, &Route::ApiUnknown);
    }
    for path in ["/v2/carriers", "/v11", "/sandboxes", "/favicon.ico"] {
        check("GET", path, &Route::Unknown);
    }
}

#[test]
fn pages_and_control() {
    check("GET", "/", &Route::Page);
    check("HEAD", "/", &Route::Page);
    check("POST", "/", &Route::PageMethod);
    check("GET", "/style.css", &Route::Style);
    check("GET", "/sandbox/", &Route::Control(Control::Page));
    check("GET", "/sandbox/clock", &Route::Control(Control::ClockRead));
    check("POST", "/sandbox/clock", &Route::Control(Control::ClockSet));
    check(
        "DELETE",
        "/sandbox/clock",
        &Route::Control(Control::Method("GET, HEAD, POST")),
    );
    for (path, read, write) in [
        ("switches", Control::SwitchesRead, Control::SwitchesSet),
        ("bulk", Control::BulkRead, Control::BulkStart),
        ("reset", Control::Method("POST"), Control::Reset),
        (
            "counters/reset",
            Control::Method("POST"),
            Control::CountersReset,
        ),
        ("counters", Control::CountersRead, Control::Method(READ)),
        ("live", Control::Live, Control::Method(READ)),
        ("faults", Control::FaultsRead, Control::FaultsAdd),
        ("webhook", Control::HookRead, Control::HookSet),
    ] {
        let path = format!("/sandbox/{path}");
        check("GET", &path, &Route::Control(read));
        check("POST", &path, &Route::Control(write));
    }
    let cleared = [
        ("faults", Control::FaultsClear),
        ("webhook", Control::HookClear),
    ];
    for (path, clear) in cleared {
        let path = format!("/sandbox/{path}");
        check("DELETE", &path, &Route::Control(clear));
        let others = Control::Method("GET, HEAD, POST, DELETE");
        check("PUT", &path, &Route::Control(others));
    }
    check("GET", "/sandbox/nothing", &Route::Control(Control::Unknown));
}

proptest! {
    #[test]
    fn every_path_leads_somewhere(method in "[A-Z]{1,7}", path in "/\\PC*") {
        let route = Route::of(&method, &path);
        // whatever is below /sandbox is control's and so behind its check
        if path.starts_with("/sandbox/") {
            prop_assert!(matches!(route, Route::Control(_)));
        }
    }
}
