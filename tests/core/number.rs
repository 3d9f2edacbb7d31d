//! Numbers and codes from outside.

use tracktry_core::number::{normalise_carrier, normalise_number, normalise_order};

#[test]
fn numbers_as_they_are_looked_up() {
    let check = |raw: &str, expected: Option<&str>| {
        assert_eq!(normalise_number(raw).as_deref(), expected, "{raw:?}");
    };
    check("rn123456789cn", Some("RN123456789CN"));
    check(" \t-RN-123_456- \n", Some("RN-123_456"));
    check("SBX-TRAVEL", Some("SBX-TRAVEL"));
    check("1234", Some("1234"));
    check(&"9".repeat(64), Some(&"9".repeat(64)));
    check("123", None);
    check("--123--", None);
    check("", None);
    check(&"9".repeat(65), None);
    check("12 34", None);
    check("12/34", None);
    check("1234%2e", None);
    check("1234é", None);
    check("１２３４", None);
    check("1234\0", None);
}

#[test]
fn carrier_codes_as_upstream_takes_them() {
    let check = |raw: &str, expected: Option<&str>| {
        assert_eq!(normalise_carrier(raw).as_deref(), expected, "{raw:?}");
    };
    check("dhl", Some("dhl"));
    check(" China-Post ", Some("china-post"));
    check("gls_es2", Some("gls_es2"));
    check("-", None);
    check("--", None);
    check("", None);
    check("../dhl", None);
    check("dhl/x", None);
    check("dhl express", None);
    check("dhé", None);
    check(&"a".repeat(64), Some(&"a".repeat(64)));
    check(&"a".repeat(65), None);
}

#[test]
fn an_order_loses_its_sign_and_outer_spaces() {
    for (raw, expected) in [
        ("1001", Some("1001")),
        ("#1001", Some("1001")),
        (" # #1001 ", Some("1001")),
        ("1001#", Some("1001#")),
        ("ab-CD / 7", Some("ab-CD / 7")),
        ("заказ-7", Some("заказ-7")),
        ("", None),
        ("#", None),
        ("a\nb", None),
        ("a\u{85}b", None),
        ("a\u{200b}b", None),
        ("a\u{202e}b", None),
    ] {
        assert_eq!(normalise_order(raw).as_deref(), expected, "{raw:?}");
    }
    assert!(normalise_order(&"x".repeat(64)).is_some());
    assert!(normalise_order(&"x".repeat(65)).is_none());
    assert!(normalise_order(&"é".repeat(33)).is_none());
}
