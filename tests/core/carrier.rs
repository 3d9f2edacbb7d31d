//! The table of carriers that are known by name.

use std::collections::BTreeSet;
use tracktry_core::carrier::{all, known};
use tracktry_core::number::normalise_carrier;

#[test]
fn each_code_is_tracktrys_form_and_stands_once() {
    let mut seen = BTreeSet::new();
    for carrier in all() {
        let code = carrier.code;
        assert_eq!(normalise_carrier(code).as_deref(), Some(code));
        assert!(seen.insert(code), "{code} twice");
        assert_eq!(known(code), Some(carrier));
    }
    assert!(seen.len() >= 60, "{} carriers", seen.len());
}

#[test]
fn rows_stand_by_code() {
    assert!(all().is_sorted_by_key(|carrier| carrier.code));
}

#[test]
fn unknown_codes_have_no_row() {
    for code in ["", "no-such-carrier", "DHL", "dhl ", "dh"] {
        assert_eq!(known(code), None, "{code:?}");
    }
}

#[test]
fn each_page_is_https_and_takes_the_number_once() {
    for carrier in all() {
        let (code, url) = (carrier.code, carrier.url);
        if url.is_empty() {
            continue;
        }
        let rest = url
            .strip_prefix("https://")
            .unwrap_or_else(|| panic!("{code}"));
        assert_eq!(url.matches("{}").count(), 1, "{code}");
        let (host, path) = rest.split_once('/').unwrap_or_else(|| panic!("{code}"));
        assert!(!host.contains("{}") && path.contains("{}"), "{code}");
        assert!(!host.contains(['@', ':']), "{code}");
        assert!(
            url.is_ascii() && !url.contains(['"', '\'', '<', '>', ' ']),
            "{code}"
        );
    }
}

#[test]
fn names_and_telephones_are_for_people() {
    for carrier in all() {
        let (code, name, phone) = (carrier.code, carrier.name, carrier.phone);
        assert!(!name.is_empty() && name.trim() == name, "{code}");
        if phone.is_empty() {
            continue;
        }
        let digits = phone.strip_prefix('+').unwrap_or_else(|| panic!("{code}"));
        assert!(
            digits.chars().all(|c| c.is_ascii_digit() || c == ' '),
            "{code}"
        );
        let count = digits.chars().filter(char::is_ascii_digit).count();
        assert!((8..=15).contains(&count), "{code}");
    }
}
