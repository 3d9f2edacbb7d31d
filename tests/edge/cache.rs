use crate::settings;
use tracktry_core::Stage;
use tracktry_edge::cache::{age, control, key, life, life_of_unknown, silence_key};

fn lives(bound: &str) -> Vec<u32> {
    let config = settings(&[("CACHE_SECONDS", bound)]).unwrap();
    Stage::ALL
        .iter()
        .map(|stage| life(*stage, &config))
        .collect()
}

#[test]
fn a_life_hangs_on_the_stage() {
    let config = settings(&[]).unwrap();
    for stage in Stage::ALL {
        let expected = match stage.as_str() {
            "delivered" => 300,
            "out_for_delivery" | "not_found" => 30,
            _ => 60,
        };
        assert_eq!(life(*stage, &config), expected, "{}", stage.as_str());
    }
}

#[test]
fn the_setting_bounds_every_life() {
    assert!(lives("0").iter().all(|life| *life == 0));
    assert!(lives("1").iter().all(|life| *life == 1));
    assert_eq!(lives("45").iter().max(), Some(&45));
    assert_eq!(lives("45").iter().min(), Some(&30));
}

#[test]
fn a_name_holds_all_that_shapes_the_body_and_nothing_of_who_asks() {
    let plain = settings(&[]).unwrap();
    let name = key(&plain, "dhl", "RN123456789CN");
    let account = &plain.account;
    assert_eq!(
        name,
        format!("https://memory.invalid/journeys/1/{account}/en/country/dhl/RN123456789CN")
    );
    let with = |setting, value| {
        let config = settings(&[(setting, value)]).unwrap();
        (key(&config, "dhl", "RN123456789CN"), silence_key(&config))
    };
    for (setting, value) in [("PUBLIC_PLACES", "all"), ("EVENT_LANG", "cn")] {
        assert_ne!(with(setting, value).0, name);
        assert_eq!(with(setting, value).1, silence_key(&plain));
    }
    for (setting, value) in [
        ("TRACKTRY_API_KEY", "another"),
        ("TRACKTRY_BASE_URL", "https://relay.example/v1"),
    ] {
        assert_ne!(with(setting, value).0, name, "two accounts share nothing");
        assert_ne!(with(setting, value).1, silence_key(&plain));
    }
    let with_origins = with("ALLOWED_ORIGINS", "https://shop.example");
    assert_eq!(with_origins, (name, silence_key(&plain)));
}

#[test]
fn a_name_tells_nothing_of_the_key() {
    let key_of = "canary-key-0123456789";
    let config = settings(&[("TRACKTRY_API_KEY", key_of)]).unwrap();
    let account = &config.account;
    assert!(account.len() == 16 && account.bytes().all(|b| b.is_ascii_hexdigit()));
    let hex: String = key_of.bytes().map(|b| format!("{b:02x}")).collect();
    assert!(!key(&config, "dhl", "RN123456789CN").contains("canary"));
    assert!(!hex.contains(account.as_str()));
}

#[test]
fn an_unknown_parcel_is_remembered_for_half_a_minute_at_most() {
    for (bound, expected) in [("0", 0), ("1", 1), ("30", 30), ("300", 30)] {
        let config = settings(&[("CACHE_SECONDS", bound)]).unwrap();
        assert_eq!(life_of_unknown(&config), expected);
    }
}

#[test]
fn control_is_never_private_and_never_older_than_the_life() {
    assert_eq!(control(0), "no-cache");
    assert_eq!(control(30), "max-age=30, must-revalidate");
}

#[test]
fn an_age_is_whole_seconds_and_never_negative() {
    for (fetched, now, expected) in [
        (0.0, 0.0, 0),
        (1_000.0, 2_999.0, 1),
        (5_000.0, 1_000.0, 0),
        (f64::NAN, 1_000.0, 0),
        (f64::NEG_INFINITY, 0.0, 86_400),
    ] {
        assert_eq!(age(fetched, now), expected, "{fetched} {now}");
    }
}
