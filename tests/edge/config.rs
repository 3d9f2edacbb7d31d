use crate::settings;
use tracktry_edge::access::Places;

const CANARY: &str = "canary-key-0123456789";

#[track_caller]
fn wrong(changes: &[(&str, &str)], expected: &[&str]) {
    let wrong = settings(changes).unwrap_err();
    let names: Vec<_> = wrong.iter().map(|wrong| wrong.setting).collect();
    assert_eq!(names, expected, "{changes:?}");
}

#[test]
fn a_key_and_public_access_are_enough() {
    let config = settings(&[]).unwrap();
    assert_eq!(config.base_url, "https://api.tracktry.com/v1");
    assert_eq!(config.base_path, "");
    assert_eq!(config.public_places, Places::Country);
    assert_eq!(config.event_lang, "en");
    assert_eq!(config.cache_seconds, 300);
    assert_eq!(config.origins.allowed(Some("https://shop.example")), None);
}

#[test]
fn settings_are_trimmed_and_slashes_at_the_end_dropped() {
    let config = settings(&[
        ("TRACKTRY_BASE_URL", " https://relay.example/tracktry/v1/ "),
        ("BASE_PATH", "/shop/parcels/"),
        ("PUBLIC_PLACES", "all"),
        ("EVENT_LANG", "cn"),
        ("CACHE_SECONDS", " 0 "),
    ])
    .unwrap();
    assert_eq!(config.base_url, "https://relay.example/tracktry/v1");
    assert_eq!(config.base_path, "/shop/parcels");
    assert_eq!(config.public_places, Places::All);
    assert_eq!(config.event_lang, "cn");
    assert_eq!(config.cache_seconds, 0);
}

#[test]
fn each_wrong_setting_is_named() {
    let cases = [
        (
            "TRACKTRY_API_KEY",
            vec!["", " ", "two words", "key\r\nX: y", "schlüssel"],
        ),
        ("ACCESS", vec!["", "signed", "Public", "public,signed"]),
        ("PUBLIC_PLACES", vec!["none", "ALL"]),
        ("EVENT_LANG", vec!["EN", "eng", "e", "e1", "zh-CN", "../"]),
        (
            "CACHE_SECONDS",
            vec!["-1", "301", "1.5", "sixty", "99999999999999999999", "NaN"],
        ),
        (
            "BASE_PATH",
            vec!["shop", "/a b", "/a//b", "/a?b", "/../x", "/./x", "/%2e"],
        ),
        (
            "ALLOWED_ORIGINS",
            vec!["*", "null", "shop.example", "https://shop.example/"],
        ),
        (
            "TRACKTRY_BASE_URL",
            vec![
                "http://api.tracktry.com/v1",
                "http://localhost.evil.example/v1",
                "http://127.0.0.1.evil.example/",
                "http://localhost@evil.example/",
                "https://user:pass@api.tracktry.com/v1",
                "https://api.tracktry.com/v1?x=1",
                "https://api.tracktry.com/v1#x",
                "https://",
                "https:///v1",
                "https://api.tracktry.com:99999/v1",
                "ftp://api.tracktry.com/",
                "api.tracktry.com/v1",
                "http://169.254.169.254/",
                "http://0.0.0.0/",
            ],
        ),
    ];
    for (setting, values) in cases {
        for value in values {
            wrong(&[(setting, value)], &[setting]);
        }
    }
}

#[test]
fn all_wrong_settings_are_named_at_once() {
    wrong(
        &[
            ("ACCESS", "x"),
            ("TRACKTRY_API_KEY", ""),
            ("EVENT_LANG", "x"),
        ],
        &["TRACKTRY_API_KEY", "ACCESS", "EVENT_LANG"],
    );
}

#[test]
fn plain_http_is_for_this_machine_alone() {
    for url in [
        "http://localhost:8788/v1",
        "http://127.0.0.1:1/v1",
        "http://[::1]:8788/v1",
    ] {
        assert_eq!(
            settings(&[("TRACKTRY_BASE_URL", url)]).unwrap().base_url,
            url
        );
    }
}

#[test]
fn nothing_prints_the_key_or_a_wrong_value() {
    let config = settings(&[("TRACKTRY_API_KEY", CANARY)]).unwrap();
    assert!(!format!("{config:?} {config:#?}").contains("canary"));
    let broken = format!("{CANARY} {CANARY}");
    for setting in [
        "TRACKTRY_API_KEY",
        "TRACKTRY_BASE_URL",
        "ACCESS",
        "BASE_PATH",
        "ALLOWED_ORIGINS",
        "EVENT_LANG",
        "CACHE_SECONDS",
        "PUBLIC_PLACES",
    ] {
        for wrong in settings(&[(setting, &broken)]).unwrap_err() {
            let said = format!("{wrong} {wrong:?}");
            assert!(said.contains(setting) && !said.contains("canary"), "{said}");
        }
    }
}

#[test]
fn an_endless_setting_is_wrong() {
    let list = vec!["https://shop.example"; 10_000].join(",");
    wrong(&[("ALLOWED_ORIGINS", &list)], &["ALLOWED_ORIGINS"]);
}
