//! Numbers and codes from outside.

use tracktry_core::number::{normalise_carrier, normalise_number};

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
