use proptest::prelude::*;
use tracktry_core::proof::{Kind, Pepper};
use tracktry_core::secret::same;

fn nfc(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

const PEPPER: &str = "pepper-for-tests";

#[track_caller]
fn normal(kind: Kind, raw: &str, expected: Option<&str>) {
    assert_eq!(kind.normalise(raw, nfc).as_deref(), expected, "{raw:?}");
}

#[test]
fn an_address_is_trimmed_lower_case_and_composed() {
    let email = |raw, expected| normal(Kind::Email, raw, expected);
    email(
        " Jo.Doe+Shop@Example.COM\n",
        Some("jo.doe+shop@example.com"),
    );
    // An "ü" of one character or of two, and capitals of other scripts.
    email("Mu\u{308}ller@example.de", Some("m\u{fc}ller@example.de"));
    email("M\u{dc}LLER@example.de", Some("m\u{fc}ller@example.de"));
    email("ПОЧТА@ПРИМЕР.рф", Some("почта@пример.рф"));
    email("\"a@b\"@example.com", Some("\"a@b\"@example.com"));
    for none in [
        "",
        "  ",
        "jo",
        "@example.com",
        "jo@",
        "@",
        "jo@exa\u{0}mple.com",
    ] {
        email(none, None);
    }
    email(&format!("{}@example.com", "x".repeat(512)), None);
}

#[test]
fn of_a_telephone_number_the_last_eight_digits_count() {
    let phone = |raw, expected| normal(Kind::Phone, raw, expected);
    for same in [
        "+49 (0)151 2345-6789",
        "0151/23456789",
        "23456789",
        "tel:+49-151-23456789",
        "\u{662}\u{663}\u{664}\u{665}\u{666}\u{667}\u{668}\u{669}",
        "٠١٥١ ۲۳۴۵۶۷۸۹",
        "+९१ २३४५ ६७८९",
        "\u{ff12}\u{ff13}\u{ff14}\u{ff15}\u{ff16}\u{ff17}\u{ff18}\u{ff19}",
    ] {
        phone(same, Some("23456789"));
    }
    phone("123-456", Some("123456"));
    phone("1234567", Some("1234567"));
    for none in ["", "12345", "no number", "+49", "①②③④⑤⑥"] {
        phone(none, None);
    }
    phone(&"1".repeat(513), None);
}

#[test]
fn a_proof_is_an_hmac_of_its_kind_and_form() {
    let pepper = Pepper::new(PEPPER).unwrap();
    // By `openssl dgst -sha256 -hmac pepper-for-tests`.
    assert_eq!(
        pepper.hash(Kind::Email, " JO@example.com", nfc).as_deref(),
        Some("da217b5f5a310ba21b28a99b4485e36a30b21b4bef6d3706bd0301158adcadaf")
    );
    assert_eq!(
        pepper.hash(Kind::Phone, "+49 151 23456789", nfc).as_deref(),
        Some("a58dad09d859858a18546f426cb2570f6fa29b1e636b403c855c46fe8f0eefe1")
    );
    assert_eq!(pepper.hash(Kind::Email, "jo", nfc), None);
    assert_eq!(pepper.hash(Kind::Phone, "12345", nfc), None);
    let other = Pepper::new("another-pepper-for-tests").unwrap();
    assert_ne!(
        pepper.hash(Kind::Phone, "23456789", nfc),
        other.hash(Kind::Phone, "23456789", nfc)
    );
}

#[test]
fn a_pepper_has_sixteen_bytes_and_is_never_printed() {
    for none in [
        "",
        "fifteen-bytes-x",
        "sixteen bytes xx",
        "schlüssel-schlüssel",
    ] {
        assert!(Pepper::new(none).is_none(), "{none}");
    }
    let printed = format!("{:?}", Pepper::new("canary-canary-canary"));
    assert!(!printed.contains("canary"), "{printed}");
}

#[test]
fn equal_is_what_is_equal() {
    for (one, other) in [("", ""), ("a", "a"), ("a", "b"), ("a", "aa"), ("ab", "ac")] {
        assert_eq!(same(one.as_bytes(), other.as_bytes()), one == other);
    }
}

proptest! {
    #[test]
    fn a_normal_form_is_its_own(raw in "\\PC{0,20}@?\\PC{0,20}", number in "[+0-9 ().٠-٩-]{0,24}") {
        for (kind, raw) in [(Kind::Email, raw), (Kind::Phone, number)] {
            if let Some(form) = kind.normalise(&raw, nfc) {
                prop_assert_eq!(kind.normalise(&form, nfc), Some(form));
            }
        }
    }
}
