use crate::settings;
use tracktry_core::Stage;
use tracktry_edge::access::Places;
use tracktry_edge::cache::{Facts, control, key, memory_control};

const NOW: i64 = 1_790_000_000_000;

fn facts(at: Option<Stage>, stale: bool) -> Facts {
    Facts {
        etag: "W/\"0123456789abcdef\"".to_owned(),
        fetched_at: NOW - 7_000,
        stale,
        stage: at,
        made_at: NOW,
    }
}

fn lives(bound: &str) -> Vec<u32> {
    let config = settings(&[("CACHE_SECONDS", bound)]).unwrap();
    Stage::ALL
        .iter()
        .map(|stage| facts(Some(*stage), false).life(&config))
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
        let life = facts(Some(*stage), false).life(&config);
        assert_eq!(life, expected, "{}", stage.as_str());
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
fn what_is_stale_is_not_remembered() {
    let config = settings(&[]).unwrap();
    for stage in Stage::ALL {
        assert_eq!(facts(Some(*stage), true).life(&config), 0);
    }
}

#[test]
fn an_unknown_parcel_is_remembered_for_half_a_minute_at_most() {
    for (bound, expected) in [("0", 0), ("1", 1), ("30", 30), ("300", 30)] {
        let config = settings(&[("CACHE_SECONDS", bound)]).unwrap();
        assert_eq!(Facts::unknown(NOW).life(&config), expected);
    }
}

#[test]
fn facts_come_back_as_they_were_written() {
    let stages = Stage::ALL.iter().copied().map(Some).chain([None]);
    for stage in stages {
        for stale in [false, true] {
            let facts = facts(stage, stale);
            assert_eq!(Facts::read(&facts.write(), NOW + 5_000), Some(facts));
        }
    }
    let unknown = Facts::unknown(NOW);
    assert_eq!(Facts::read(&unknown.write(), NOW + 5_000), Some(unknown));
}

#[test]
fn what_a_shelf_says_was_made_now() {
    let read = Facts::read("W/\"1\" 1789999993000 1 in_transit", NOW).unwrap();
    assert_eq!(read.made_at, NOW);
    assert_eq!(read.fetched_at, NOW - 7_000);
    assert!(read.stale);
    assert_eq!(read.stage, Some(Stage::InTransit));
    for text in [
        "",
        "W/\"1\"",
        "W/\"1\" x 0 delivered",
        "W/\"1\" 1 0 delivered x",
    ] {
        assert_eq!(Facts::read(text, NOW), None, "{text}");
    }
}

#[test]
fn a_name_holds_all_that_shapes_the_body_and_nothing_of_who_asks() {
    let plain = settings(&[]).unwrap();
    let name = key(&plain, Places::Country, "dhl", "RN123456789CN");
    let account = &plain.account;
    assert_eq!(
        name,
        format!("https://memory.invalid/journeys/2/{account}/en/country/dhl/RN123456789CN")
    );
    assert_ne!(key(&plain, Places::All, "dhl", "RN123456789CN"), name);
    let with = |setting, value| {
        let config = settings(&[(setting, value)]).unwrap();
        key(&config, Places::Country, "dhl", "RN123456789CN")
    };
    assert_ne!(with("EVENT_LANG", "cn"), name);
    for (setting, value) in [
        ("TRACKTRY_API_KEY", "another"),
        ("TRACKTRY_BASE_URL", "https://relay.example/v1"),
    ] {
        assert_ne!(with(setting, value), name, "two accounts share nothing");
    }
    assert_eq!(with("ALLOWED_ORIGINS", "https://shop.example"), name);
}

#[test]
fn a_name_tells_nothing_of_the_key() {
    let key_of = "canary-key-0123456789";
    let config = settings(&[("TRACKTRY_API_KEY", key_of)]).unwrap();
    let account = &config.account;
    assert!(account.len() == 16 && account.bytes().all(|b| b.is_ascii_hexdigit()));
    let hex: String = key_of.bytes().map(|b| format!("{b:02x}")).collect();
    let name = key(&config, Places::All, "dhl", "RN123456789CN");
    assert!(!name.contains("canary"));
    assert!(!hex.contains(account.as_str()));
}

#[test]
fn what_a_token_opened_is_for_one_browser_and_the_cache_api_takes_no_private() {
    assert_eq!(control(0, false), "no-cache");
    assert_eq!(control(30, false), "max-age=30, must-revalidate");
    assert_eq!(control(0, true), "private, no-cache");
    assert_eq!(control(30, true), "private, max-age=30, must-revalidate");
    assert_eq!(memory_control(30), "max-age=30");
}

#[test]
fn an_age_is_whole_seconds_and_never_negative() {
    for (passed, expected) in [(0, 0), (1_999, 1), (-4_000, 0), (i64::MAX - NOW, 86_400)] {
        let age = facts(None, false).age(NOW.saturating_add(passed));
        assert_eq!(age, expected, "{passed}");
    }
}
