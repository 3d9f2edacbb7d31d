use tracktry_edge::config::Wrong;
use tracktry_edge::problem::Problem;

const WRONG: Wrong = Wrong {
    setting: "ACCESS",
    must: "be \"signed\" or \"public\"",
};

/// Every problem, with what callers may rely on. A new variant fails to compile in `number`.
const ALL: &[(Problem, &str, u16)] = &[
    (Problem::RouteUnknown, "route_unknown", 404),
    (Problem::MethodNotAllowed("GET"), "method_not_allowed", 405),
    (Problem::CarrierInvalid, "carrier_invalid", 400),
    (Problem::NumberInvalid, "number_invalid", 400),
    (Problem::TokenRequired, "token_required", 401),
    (Problem::TokenRefused, "token_refused", 403),
    (Problem::OrderInvalid, "order_invalid", 400),
    (Problem::BodyTooLarge, "body_too_large", 413),
    (Problem::BodyInvalid, "body_invalid", 400),
    (Problem::LinkInvalid, "link_invalid", 400),
    (Problem::LinksOff, "links_off", 404),
    (Problem::LookupOff, "lookup_off", 404),
    (Problem::ProofRefused, "proof_refused", 403),
    (Problem::Importing, "importing", 503),
    (Problem::ParcelUnknown, "parcel_unknown", 404),
    (Problem::OrderUnknown, "order_unknown", 404),
    (Problem::KeyRefused, "upstream_key_refused", 502),
    (Problem::Quota, "upstream_quota", 502),
    (Problem::Busy(120), "upstream_busy", 503),
    (Problem::Down(30), "upstream_down", 503),
    (Problem::Unreachable, "upstream_unreachable", 502),
    (Problem::Timeout, "upstream_timeout", 504),
    (Problem::Garbled, "upstream_garbled", 502),
    (Problem::Fault, "upstream_fault", 502),
    (Problem::SettingInvalid(WRONG), "setting_invalid", 500),
    (Problem::Internal, "internal", 503),
    (Problem::TooMany(60), "too_many", 429),
];

const fn number(problem: Problem) -> usize {
    match problem {
        Problem::RouteUnknown => 0,
        Problem::MethodNotAllowed(_) => 1,
        Problem::CarrierInvalid => 2,
        Problem::NumberInvalid => 3,
        Problem::TokenRequired => 4,
        Problem::TokenRefused => 5,
        Problem::OrderInvalid => 6,
        Problem::BodyTooLarge => 7,
        Problem::BodyInvalid => 8,
        Problem::LinkInvalid => 9,
        Problem::LinksOff => 10,
        Problem::LookupOff => 11,
        Problem::ProofRefused => 12,
        Problem::Importing => 13,
        Problem::ParcelUnknown => 14,
        Problem::OrderUnknown => 15,
        Problem::KeyRefused => 16,
        Problem::Quota => 17,
        Problem::Busy(_) => 18,
        Problem::Down(_) => 19,
        Problem::Unreachable => 20,
        Problem::Timeout => 21,
        Problem::Garbled => 22,
        Problem::Fault => 23,
        Problem::SettingInvalid(_) => 24,
        Problem::Internal => 25,
        Problem::TooMany(_) => 26,
    }
}

#[test]
fn codes_and_statuses_stay_as_they_are() {
    for (index, (problem, code, status)) in ALL.iter().enumerate() {
        assert_eq!((problem.code(), problem.status()), (*code, *status));
        assert_eq!(number(*problem), index);
    }
}

#[test]
fn a_body_is_problem_details() {
    for (problem, code, status) in ALL {
        let body: serde_json::Value = serde_json::from_str(&problem.body("id-1")).unwrap();
        assert_eq!(body["type"], format!("urn:tracktry-edge:problem:{code}"));
        assert_eq!(body["code"], *code);
        assert_eq!(body["status"], *status);
        assert_eq!(body["request_id"], "id-1");
        assert!(body["title"].as_str().is_some_and(|title| title.len() > 10));
        assert_eq!(body.get("setting").is_some(), *code == "setting_invalid");
    }
}

#[test]
fn a_wrong_setting_is_named_with_what_it_must_be() {
    let body: serde_json::Value =
        serde_json::from_str(&Problem::SettingInvalid(WRONG).body("")).unwrap();
    assert_eq!(body["setting"], "ACCESS");
    assert_eq!(body["detail"], "ACCESS must be \"signed\" or \"public\"");
}

#[test]
fn who_should_wait_is_told_how_long() {
    assert_eq!(Problem::Busy(120).retry_after(), Some(120));
    assert_eq!(Problem::Busy(7).retry_after(), Some(7));
    assert_eq!(Problem::Internal.retry_after(), Some(1));
    assert_eq!(Problem::ParcelUnknown.retry_after(), None);
    assert_eq!(
        Problem::MethodNotAllowed("GET, HEAD").allow(),
        Some("GET, HEAD")
    );
    assert_eq!(Problem::RouteUnknown.allow(), None);
    for (problem, code, _) in ALL {
        let challenge = (*code == "token_required").then_some("Bearer");
        assert_eq!(problem.challenge(), challenge);
    }
}

#[test]
fn the_operator_hears_of_what_is_not_the_callers_doing() {
    for (problem, _, status) in ALL {
        assert_eq!(problem.concerns_operator(), *status >= 500);
    }
}
