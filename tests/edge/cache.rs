use crate::settings;
use tracktry_core::Stage;
use tracktry_edge::cache::{age, control, key, life};

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
    assert_eq!(
        name,
        "https://memory.invalid/journeys/1/en/country/dhl/RN123456789CN"
    );
    for (setting, value) in [("PUBLIC_PLACES", "all"), ("EVENT_LANG", "cn")] {
        assert_ne!(
            key(
                &settings(&[(setting, value)]).unwrap(),
                "dhl",
                "RN123456789CN"
            ),
            name
        );
    }
    for (setting, value) in [
        ("ALLOWED_ORIGINS", "https://shop.example"),
        ("TRACKTRY_API_KEY", "another"),
    ] {
        assert_eq!(
            key(
                &settings(&[(setting, value)]).unwrap(),
                "dhl",
                "RN123456789CN"
            ),
            name
        );
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
