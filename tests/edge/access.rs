use crate::settings;
use tracktry_core::token::{Claims, LinkKeys, Refusal, Subject};
use tracktry_edge::access::{Caller, Places, Scope, Sight, may_see, may_see_order, merchant};
use tracktry_edge::config::Config;
use tracktry_edge::problem::Problem;

mod merchants;
mod places;

const NOW: u64 = 1_767_225_600;
const KEYS: &str = "new:0123456789abcdef0123456789abcdef,old:fedcba9876543210fedcba9876543210";
const FOREIGN: &str = "new:another-secret-0123456789abcdef-01";

/// `shop-token-of-the-tests` and `mail-token-of-the-tests`, by `sha256sum`.
const TOKENS: &str = "shop:read+write:e4566c72f45041f72c15eab2b19fe3168ae85933f1a47fc46eeb54259094e3e7, mail:links:6f215abd56d911fa6ac400ddc95632c17f526a2d62e133db3016541b98c8ca6a";

fn config(access: &str) -> Config {
    settings(&[
        ("ACCESS", access),
        ("LINK_KEYS", KEYS),
        ("MERCHANT_TOKENS", TOKENS),
    ])
    .unwrap()
}

fn link(keys: &str, subject: Option<Subject>, may_register: bool) -> String {
    let claims = Claims {
        subject: subject.unwrap(),
        expires: NOW + 3600,
        may_register,
    };
    LinkKeys::parse(keys).unwrap().sign(&claims, NOW).unwrap()
}

fn to_parcel() -> String {
    link(KEYS, Subject::parcel("dhl", "JD014600003SE"), false)
}

fn caller(token: &str, config: &Config) -> Caller {
    Caller::of(Some(&format!("Bearer {token}")), config, NOW)
}

#[track_caller]
fn sees(caller: &Caller, config: &Config, expected: Result<Sight<'_>, Problem>) {
    assert_eq!(
        may_see(caller, config, Some("dhl"), "JD014600003SE"),
        expected,
        "{caller:?}"
    );
}

const ALL: Result<Sight<'_>, Problem> = Ok(Sight::Journey(Places::All));
const REFUSED: Result<Sight<'_>, Problem> = Err(Problem::TokenRefused);

#[test]
fn a_guest_sees_what_is_public_and_nothing_that_is_signed() {
    let guest = Caller::of(None, &config("public"), NOW);
    assert_eq!(guest, Caller::Guest);
    sees(
        &guest,
        &config("public"),
        Ok(Sight::Journey(Places::Country)),
    );
    sees(&guest, &config("signed"), Err(Problem::TokenRequired));
    let open = settings(&[("PUBLIC_PLACES", "all")]).unwrap();
    sees(&guest, &open, ALL);
}

#[test]
fn a_link_opens_its_parcel_with_all_places_and_no_other() {
    for config in [config("signed"), config("public")] {
        let holder = caller(&to_parcel(), &config);
        sees(&holder, &config, ALL);
        for (carrier, number) in [
            (Some("dhl"), "JD014600003SF"),
            (Some("dhl-germany"), "JD014600003SE"),
            (Some("dhl"), "JD014600003S"),
            (None, "JD014600003SE"),
        ] {
            assert_eq!(may_see(&holder, &config, carrier, number), REFUSED);
        }
        assert_eq!(may_see_order(&holder, "1001"), Err(Problem::TokenRefused));
        assert_eq!(merchant(&holder, Scope::Read), Err(Problem::TokenRefused));
    }
}

#[test]
fn a_link_without_a_carrier_opens_the_search_alone() {
    let config = config("signed");
    let holder = caller(
        &link(KEYS, Subject::parcel("-", "JD014600003SE"), false),
        &config,
    );
    assert_eq!(may_see(&holder, &config, None, "JD014600003SE"), ALL);
    sees(&holder, &config, REFUSED);
}

#[test]
fn a_link_to_an_order_opens_it_and_the_parcels_it_holds() {
    let config = config("signed");
    let holder = caller(&link(KEYS, Subject::order("#EU/1001"), false), &config);
    sees(&holder, &config, Ok(Sight::IfOfOrder("EU/1001")));
    assert_eq!(may_see_order(&holder, "EU/1001"), Ok(()));
    for other in ["eu/1001", "1001", "EU/1002", "EU%2F1001", ""] {
        assert_eq!(may_see_order(&holder, other), Err(Problem::TokenRefused));
    }
}

#[test]
fn no_order_is_public() {
    let guest = Caller::Guest;
    assert_eq!(may_see_order(&guest, "1001"), Err(Problem::TokenRequired));
    assert_eq!(merchant(&guest, Scope::Read), Err(Problem::TokenRequired));
}

#[test]
fn a_link_to_a_badge_opens_no_journey() {
    let config = config("public");
    let holder = caller(
        &link(KEYS, Subject::badge("dhl", "JD014600003SE"), true),
        &config,
    );
    assert!(matches!(holder, Caller::Badge(_)));
    sees(&holder, &config, REFUSED);
    assert!(!holder.may_register(&config));
}

#[test]
fn what_is_not_taken_is_refused_and_not_overlooked() {
    let foreign = link(FOREIGN, Subject::parcel("dhl", "JD014600003SE"), false);
    for access in ["signed", "public"] {
        let config = config(access);
        for (token, why) in [
            (foreign.as_str(), Refusal::Signature),
            ("", Refusal::Form),
            ("a-merchant's-wrong-token", Refusal::Form),
            (&"x".repeat(513), Refusal::TooLong),
            (
                &format!("{}, {}", to_parcel(), to_parcel()),
                Refusal::Signature,
            ),
        ] {
            let caller = caller(token, &config);
            assert_eq!(caller, Caller::Refused(why), "{token}");
            sees(&caller, &config, REFUSED);
            assert_eq!(may_see_order(&caller, "1001"), Err(Problem::TokenRefused));
            assert_eq!(merchant(&caller, Scope::Read), Err(Problem::TokenRefused));
        }
        let late = Caller::of(
            Some(&format!("Bearer {}", to_parcel())),
            &config,
            NOW + 3660,
        );
        assert_eq!(late, Caller::Refused(Refusal::Expired));
        sees(&late, &config, REFUSED);
    }
    let without_keys = settings(&[]).unwrap();
    let caller = caller(&to_parcel(), &without_keys);
    assert_eq!(caller, Caller::Refused(Refusal::KeyUnknown));
}

#[test]
fn every_refusal_is_one_body() {
    let bodies = [Problem::TokenRefused, Problem::TokenRequired].map(|problem| problem.body("id"));
    for word in ["expired", "signature", "key", "subject", "order", "parcel"] {
        assert!(bodies.iter().all(|body| !body.contains(word)), "{word}");
    }
}

#[test]
fn the_header_is_read_as_http_writes_it() {
    let (config, token) = (config("signed"), to_parcel());
    for header in [
        format!("Bearer {token}"),
        format!("bearer {token}"),
        format!(" BEARER   {token} "),
    ] {
        sees(&Caller::of(Some(&header), &config, NOW), &config, ALL);
    }
    assert_eq!(
        Caller::of(Some("Bearer"), &config, NOW),
        Caller::Refused(Refusal::Form)
    );
    // A password for the whole shop, which browsers add by themselves.
    for other in ["", "Basic c2hvcDpwYXNz", &token, &format!("Bearer:{token}")] {
        assert_eq!(
            Caller::of(Some(other), &config, NOW),
            Caller::Guest,
            "{other}"
        );
    }
}

#[test]
fn a_parcel_is_registered_for_who_may_where_the_deployment_does() {
    let off = config("signed");
    let on = settings(&[("LINK_KEYS", KEYS), ("AUTO_REGISTER", "on")]).unwrap();
    for subject in [
        Subject::parcel("dhl", "JD014600003SE"),
        Subject::order("1001"),
    ] {
        let may = caller(&link(KEYS, subject.clone(), true), &on);
        let may_not = caller(&link(KEYS, subject, false), &on);
        assert!(may.may_register(&on) && !may.may_register(&off));
        assert!(!may_not.may_register(&on));
    }
    assert!(!Caller::Guest.may_register(&on));
}
