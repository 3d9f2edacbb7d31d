use proptest::prelude::*;
use tracktry_edge::problem::Problem;
use tracktry_edge::route::{Name, Route, TABLE, path_of, resource};

const ALLOW: &str = "GET, HEAD, OPTIONS";

fn routed<'a>(base: &str, method: &str, path: &'a str) -> Result<Route<'a>, Problem> {
    resource(base, path)
        .ok_or(Problem::RouteUnknown)?
        .route(method)
}

#[track_caller]
fn journey(path: &str, carrier: Option<&str>, number: &str) {
    let expected = Route::Journey {
        carrier: carrier.map(str::to_owned),
        number: number.to_owned(),
    };
    assert_eq!(routed("", "GET", path), Ok(expected), "{path}");
}

#[track_caller]
fn refused(method: &str, path: &str, problem: Problem) {
    assert_eq!(routed("", method, path), Err(problem), "{method} {path}");
}

#[test]
fn a_journey_has_a_carrier_and_a_number() {
    journey("/journeys/dhl/RN123456789CN", Some("dhl"), "RN123456789CN");
    journey("/journeys/dhl/RN123456789CN/", Some("dhl"), "RN123456789CN");
    journey("/journeys/DHL/rn123456789cn", Some("dhl"), "RN123456789CN");
    journey(
        "/journeys/china-post/-ab_1-2-",
        Some("china-post"),
        "AB_1-2",
    );
    journey("/journeys/-/RN123456789CN", None, "RN123456789CN");
    journey("/journeys/%2D/RN123456789CN", None, "RN123456789CN");
    journey("/journeys/d%68l/%20RN123%5f4%20", Some("dhl"), "RN123_4");
}

#[test]
fn an_order_is_read_or_erased_and_a_parcel_erased() {
    let (read, erase) = (Route::Order, Route::EraseOrder);
    for (path, order) in [
        ("/orders/1001", "1001"),
        ("/orders/%231001/", "1001"),
        ("/orders/2026%2F01%2FA", "2026/01/A"),
        ("/orders/ab-CD", "ab-CD"),
    ] {
        assert_eq!(routed("", "GET", path), Ok(read(order.to_owned())));
        assert_eq!(routed("", "HEAD", path), Ok(read(order.to_owned())));
        assert_eq!(routed("", "DELETE", path), Ok(erase(order.to_owned())));
    }
    for path in ["/parcels/DHL/rn123456789cn", "/parcels/dhl/-RN123456789CN/"] {
        let expected = Route::EraseParcel {
            carrier: "dhl".to_owned(),
            number: "RN123456789CN".to_owned(),
        };
        assert_eq!(routed("", "DELETE", path), Ok(expected));
    }
    assert_eq!(routed("/shop", "GET", "/shop/metrics"), Ok(Route::Metrics));
    for (path, method, allow) in [
        ("/orders/1001", "POST", "GET, HEAD, DELETE, OPTIONS"),
        ("/orders/1001", "PUT", "GET, HEAD, DELETE, OPTIONS"),
        ("/parcels/dhl/RN123456789CN", "GET", "DELETE, OPTIONS"),
        ("/parcels/dhl/RN123456789CN", "HEAD", "DELETE, OPTIONS"),
        ("/metrics", "DELETE", ALLOW),
        ("/journeys/dhl/RN123456789CN", "DELETE", ALLOW),
    ] {
        refused(method, path, Problem::MethodNotAllowed(allow));
    }
    for path in [
        "/orders/%00",
        "/orders/%ff",
        &format!("/orders/{}", "1".repeat(65)),
    ] {
        refused("GET", path, Problem::OrderInvalid);
        refused("DELETE", path, Problem::OrderInvalid);
    }
    refused(
        "DELETE",
        "/parcels/-/RN123456789CN",
        Problem::CarrierInvalid,
    );
    refused("DELETE", "/parcels/dhl/x", Problem::NumberInvalid);
    for path in [
        "/orders",
        "/orders/",
        "/orders/1/2",
        "/parcels/dhl",
        "/parcels//RN1234",
        "/metrics/x",
    ] {
        refused("GET", path, Problem::RouteUnknown);
    }
}

#[test]
fn what_cannot_be_a_carrier_or_a_number_is_named() {
    for carrier in [
        "--", "d.hl", "d%2Fhl", "d%20hl", "%", "%4", "%zz", "%ff", "%00", "dh%C3%A9",
    ] {
        let path = format!("/journeys/{carrier}/RN123456789CN");
        refused("GET", &path, Problem::CarrierInvalid);
    }
    for number in [
        "abc",
        "RN12%2F34",
        "RN%0012",
        "%F0%9F%93%A6",
        "RN12%",
        "RN12%3",
        "..%2f..",
        "a;b;c",
    ] {
        refused(
            "GET",
            &format!("/journeys/dhl/{number}"),
            Problem::NumberInvalid,
        );
    }
    let long = "1".repeat(65);
    refused(
        "GET",
        &format!("/journeys/dhl/{long}"),
        Problem::NumberInvalid,
    );
    refused(
        "GET",
        &format!("/journeys/{long}/RN123456789CN"),
        Problem::CarrierInvalid,
    );
}

#[test]
fn other_paths_lead_nowhere() {
    for path in [
        "",
        "/",
        "//",
        "/journeys",
        "/journeys/",
        "/journeys/dhl",
        "/journeys/dhl/",
        "/journeys//RN123456789CN",
        "/journeys/dhl//",
        "/journeys/dhl/RN123456789CN/x",
        "/journeys/dhl/RN123456789CN//",
        "/Journeys/dhl/RN123456789CN",
        "/journeysx/dhl/RN123456789CN",
        "/healthz/x",
        "/healthzz",
        "//healthz",
        "healthz",
        "/widget",
        "/widget/",
        "/widget//x.js",
        "/widget/../wrangler.toml",
        "/widget/v0/./x.js",
        "/widget/v0/x%2Ejs",
        "/widget/v0/x js",
        "/test-panic",
    ] {
        refused("GET", path, Problem::RouteUnknown);
        refused("DELETE", path, Problem::RouteUnknown);
    }
    refused(
        "GET",
        &format!("/journeys/dhl/{}", "1".repeat(5000)),
        Problem::RouteUnknown,
    );
}

#[test]
fn a_known_path_names_its_methods() {
    for path in [
        "/journeys/dhl/RN123456789CN",
        "/journeys/d.l/x",
        "/healthz",
        "/widget/v0/x.js",
    ] {
        for method in [
            "POST", "PUT", "DELETE", "PATCH", "TRACE", "get", "", "PROPFIND",
        ] {
            refused(method, path, Problem::MethodNotAllowed(ALLOW));
        }
    }
    assert_eq!(routed("", "HEAD", "/healthz"), Ok(Route::Health));
    assert_eq!(routed("", "GET", "/healthz/"), Ok(Route::Health));
}

#[test]
fn every_entry_is_reached_and_says_what_it_takes() {
    for entry in TABLE {
        let path = entry
            .path
            .replace("{carrier}", "dhl")
            .replace("{number}", "RN123456789CN")
            .replace("{order}", "1001")
            .replace("{file*}", "v0/x.js")
            .replace("{rest*}", "trackings/get");
        let whole = format!("/shop{path}");
        let found = resource("/shop", &whole).expect(entry.path);
        let mut allow = Vec::new();
        for (method, name) in entry.takes {
            assert_eq!(found.name(method), Ok(*name), "{method} {path}");
            assert!(found.route(method).is_ok(), "{method} {path}");
            allow.push(*method);
            if *method == "GET" {
                assert_eq!(found.name("HEAD"), Ok(*name), "{path}");
                allow.push("HEAD");
            }
        }
        allow.push("OPTIONS");
        assert_eq!(allow.join(", "), entry.allow, "{path}");
    }
}

#[test]
fn a_method_is_looked_at_before_what_a_path_holds() {
    let found = resource("", "/journeys/d.l/x").unwrap();
    assert_eq!(found.name("GET"), Ok(Name::Journey));
    assert_eq!(found.route("GET"), Err(Problem::CarrierInvalid));
    assert_eq!(found.route("PUT"), Err(Problem::MethodNotAllowed(ALLOW)));
}

#[test]
fn files_keep_their_path() {
    let file = "/widget/0.1.0/lang/pt-BR.js";
    assert_eq!(routed("", "GET", file), Ok(Route::Asset(file)));
    assert_eq!(
        routed("/shop", "GET", &format!("/shop{file}")),
        Ok(Route::Asset(file))
    );
    assert!(resource("", file).unwrap().is_for_all());
    assert!(!resource("", "/healthz").unwrap().is_for_all());
}

#[test]
fn whatever_stands_below_v1_is_tracktrys() {
    for rest in [
        "",
        "carriers/",
        "trackings/get",
        "trackings/dhl/RN%20123//",
        "../x",
    ] {
        let path = format!("/shop/v1/{rest}");
        let found = resource("/shop", &path).expect(rest);
        assert_eq!(found.passed(), Some(rest));
        assert_eq!(found.route("PUT"), Ok(Route::Pass(rest)));
    }
    assert_eq!(resource("", "/v1"), None);
    assert_eq!(resource("", "/v12/x"), None);
    assert_eq!(resource("", "/healthz").unwrap().passed(), None);
}

#[test]
fn everything_stands_under_the_base_path() {
    assert_eq!(
        routed("/shop/parcels", "GET", "/shop/parcels/healthz"),
        Ok(Route::Health)
    );
    for path in [
        "/healthz",
        "/shop/healthz",
        "/shop/parcelshealthz",
        "/shop/parcels",
        "/Shop/parcels/healthz",
    ] {
        assert_eq!(
            routed("/shop/parcels", "GET", path),
            Err(Problem::RouteUnknown),
            "{path}"
        );
    }
}

#[test]
fn the_path_is_what_stands_between_host_and_query() {
    for (url, path) in [
        ("https://edge.example/journeys/a/b?c=/d", "/journeys/a/b"),
        ("https://edge.example:8443/a#b?c", "/a"),
        ("http://[::1]:8787/", "/"),
        ("https://edge.example", "/"),
        ("https://edge.example?x=/y", "/y"),
        ("", "/"),
    ] {
        assert_eq!(path_of(url), path, "{url}");
    }
}

proptest! {
    #[test]
    fn any_path_and_method_get_an_answer(path in "\\PC*", method in "\\PC*", base in "(/[a-z]{1,4}){0,2}") {
        let _ = routed(&base, &method, &path);
        let _ = routed("", "GET", &format!("/journeys/{path}"));
        let _ = routed("", "GET", &format!("/journeys/dhl/{path}"));
        let _ = path_of(&path);
    }

    #[test]
    fn any_bytes_percent_encoded_give_a_clean_number_or_a_refusal(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let encoded: String = bytes.iter().map(|b| format!("%{b:02x}")).collect();
        match routed("", "GET", &format!("/journeys/{encoded}/{encoded}")) {
            Ok(Route::Journey { carrier, number }) => {
                for text in [number, carrier.unwrap_or_default()] {
                    prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
                }
            }
            Ok(other) => prop_assert!(false, "{other:?}"),
            Err(problem) => prop_assert!(matches!(
                problem,
                Problem::RouteUnknown | Problem::CarrierInvalid | Problem::NumberInvalid
            )),
        }
    }

    #[test]
    fn a_number_that_can_be_one_arrives(number in "[0-9A-Z][0-9A-Z_-]{2,40}[0-9A-Z]", carrier in "[a-z][a-z0-9-]{0,20}") {
        let path = format!("/journeys/{carrier}/{number}");
        prop_assert_eq!(
            routed("", "GET", &path),
            Ok(Route::Journey { carrier: Some(carrier), number })
        );
    }
}
