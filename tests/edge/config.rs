use crate::settings;
use tracktry_edge::access::{Access, Places};

const CANARY: &str = "canary-key-0123456789";

const KEYS: &str = "2026:0123456789abcdef0123456789abcdef";

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
    assert_eq!(config.access, Access::Public);
    assert_eq!(config.link_keys, None);
    assert!(config.merchants.is_empty());
    assert_eq!(config.proof_pepper, None);
    assert_eq!(config.refresh_seconds, None);
    assert_eq!(config.sync_seconds, 300);
    assert_eq!(config.retention_days, 120);
    assert!(!config.auto_register);
    assert_eq!(config.list_interval_ms, 1000);
}

#[test]
fn access_is_signed_unless_said_otherwise_and_needs_keys_then() {
    for access in ["", "signed"] {
        let config = settings(&[("ACCESS", access), ("LINK_KEYS", KEYS)]).unwrap();
        assert_eq!(config.access, Access::Signed);
        assert!(config.link_keys.is_some());
        wrong(&[("ACCESS", access)], &["LINK_KEYS"]);
    }
    let both = settings(&[("LINK_KEYS", KEYS)]).unwrap();
    assert_eq!(both.access, Access::Public);
    assert!(both.link_keys.is_some(), "public access takes links too");
}

#[test]
fn numbers_reach_from_bound_to_bound() {
    let least = settings(&[
        ("REFRESH_SECONDS", "0"),
        ("SYNC_SECONDS", "0"),
        ("RETENTION_DAYS", "1"),
        ("LIST_INTERVAL_MS", "0"),
        ("AUTO_REGISTER", "on"),
    ])
    .unwrap();
    assert_eq!((least.refresh_seconds, least.sync_seconds), (Some(0), 0));
    assert_eq!((least.retention_days, least.list_interval_ms), (1, 0));
    assert!(least.auto_register);
    let most = settings(&[
        ("REFRESH_SECONDS", "604800"),
        ("SYNC_SECONDS", "3600"),
        ("RETENTION_DAYS", "3650"),
        ("LIST_INTERVAL_MS", "60000"),
        ("AUTO_REGISTER", "off"),
        ("PROOF_PEPPER", "sixteen-bytes-xx"),
    ])
    .unwrap();
    assert_eq!(
        (most.refresh_seconds, most.sync_seconds),
        (Some(604_800), 3600)
    );
    assert_eq!((most.retention_days, most.list_interval_ms), (3650, 60_000));
    assert!(!most.auto_register && most.proof_pepper.is_some());
}

#[test]
fn one_or_two_secrets_open_the_address_of_webhooks() {
    let opens = |set: &str, brought: &str| {
        let config = settings(&[("WEBHOOK_SECRET", set)]).unwrap();
        config.webhook_secrets.iter().any(|known| known.is(brought))
    };
    let (old, new) = ("an-old~secret.of_it", "0123456789abcdef");
    assert!(opens(old, old) && opens(&format!(" {old}, {new} ,"), new));
    assert!(!opens(old, new) && !opens(old, "") && !opens("", ""));
    assert!(!opens(&format!("{old},{new}"), &format!("{old},{new}")));
}

#[test]
fn a_shop_is_told_where_both_settings_say_so() {
    let key = ("NOTIFY_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    for url in [
        "https://shop.example/hook",
        "https://shop.example:8443/a/b?token=x&y=%20~",
        "https://shop.example",
        "http://127.0.0.1:9000/hook/",
    ] {
        let shop = settings(&[("NOTIFY_URL", url), key]).unwrap().shop;
        assert_eq!(shop.unwrap().url, url);
        wrong(&[("NOTIFY_URL", url)], &["NOTIFY_SECRET"]);
        wrong(
            &[("NOTIFY_URL", url), ("NOTIFY_SECRET", "whsec_x")],
            &["NOTIFY_SECRET"],
        );
    }
    for url in [
        "http://shop.example/hook",
        "https://shop@evil.example/",
        "https://shop.example/#x",
        "https://shop.example/a b",
        "https://shop.example?x",
        "shop.example",
        "ftp://shop.example/",
    ] {
        wrong(&[("NOTIFY_URL", url), key], &["NOTIFY_URL"]);
    }
    assert!(settings(&[key]).unwrap().shop.is_none());
    assert!(settings(&[]).unwrap().shop.is_none());
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
        ("ACCESS", vec!["none", "Signed", "Public", "public,signed"]),
        (
            "LINK_KEYS",
            vec![
                "0123456789abcdef0123456789abcdef",
                "a:short",
                "a.b:0123456789abcdef0123456789abcdef",
                "a:0123456789abcdef0123456789abcdef,a:fedcba9876543210fedcba9876543210",
            ],
        ),
        (
            "MERCHANT_TOKENS",
            vec![
                "shop",
                "shop:read:the-token-itself",
                "shop:admin:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
            ],
        ),
        (
            "PROOF_PEPPER",
            vec![
                "fifteen-bytes-x",
                "sixteen bytes of it",
                "schlüssel-schlüssel",
            ],
        ),
        (
            "WEBHOOK_SECRET",
            vec![
                "fifteen-bytes-x",
                "sixteen/bytes/of/it",
                "sixteen%20bytes-of",
                "0123456789abcdef,short",
                "0123456789abcdef,0123456789abcdeg,0123456789abcdeh",
            ],
        ),
        ("WEBHOOK_EMAIL", vec!["shop", "@", "a shop@shop.example"]),
        (
            "NOTIFY_SECRET",
            vec![
                "whsec_",
                "whsec_c2hvcnQ=",
                "c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaA==",
                "whsec_!!!!",
            ],
        ),
        (
            "REFRESH_SECONDS",
            vec!["-1", "604801", "1.5", "never", "99999999999999999999"],
        ),
        ("SYNC_SECONDS", vec!["-1", "3601", "off", "1.5"]),
        ("RETENTION_DAYS", vec!["0", "3651", "-7", "120d"]),
        ("AUTO_REGISTER", vec!["true", "On", "1", "yes"]),
        ("LIST_INTERVAL_MS", vec!["-1", "60001", "1s", "0.5"]),
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
    let config = settings(&[
        ("TRACKTRY_API_KEY", CANARY),
        (
            "LINK_KEYS",
            "a:canary-secret-0123456789abcdef-01,b:canary-secret-0123456789abcdef-02",
        ),
        ("PROOF_PEPPER", "canary-pepper-0123456789"),
        (
            "WEBHOOK_SECRET",
            "canary-webhook-0123456789,canary-webhook-abcdefghij",
        ),
        ("WEBHOOK_EMAIL", "canary@shop.example"),
        ("NOTIFY_URL", "https://shop.example/hook"),
        // "canary-0123456789-abcdefghij"
        (
            "NOTIFY_SECRET",
            "whsec_Y2FuYXJ5LTAxMjM0NTY3ODktYWJjZGVmZ2hpag==",
        ),
        (
            "MERCHANT_TOKENS",
            "shop:read:ca0a4100ca0a4100ca0a4100ca0a4100ca0a4100ca0a4100ca0a4100ca0a4100",
        ),
    ])
    .unwrap();
    let said = format!("{config:?}");
    assert!(
        !said.contains("ca0a41") && !said.contains("202, 10"),
        "{said}"
    );
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
        "LINK_KEYS",
        "MERCHANT_TOKENS",
        "PROOF_PEPPER",
        "WEBHOOK_SECRET",
        "WEBHOOK_EMAIL",
        "NOTIFY_URL",
        "NOTIFY_SECRET",
        "REFRESH_SECONDS",
        "SYNC_SECONDS",
        "RETENTION_DAYS",
        "AUTO_REGISTER",
        "LIST_INTERVAL_MS",
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
