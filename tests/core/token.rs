//! `tests/fixtures/link-tokens.json` was made by another program than the one tested here.

use crate::fixtures;
use proptest::prelude::*;
use serde_json::Value as Json;
use tracktry_core::token::{Claims, LinkKeys, Parcel, Refusal, Subject};

mod keys;
mod life;

const NOW: u64 = 1_767_225_600;
const DAY: u64 = 86_400;
const ONE: &str = "one:0123456789abcdef0123456789abcdef";
const TWO: &str = "two:fedcba9876543210fedcba9876543210";

fn keys(text: &str) -> LinkKeys {
    LinkKeys::parse(text).unwrap()
}

fn parcel() -> Claims {
    claims(Subject::parcel("dhl", "JD014600003SE").unwrap())
}

fn claims(subject: Subject) -> Claims {
    Claims {
        subject,
        expires: NOW + DAY,
        may_register: false,
    }
}

fn text<'a>(vector: &'a Json, key: &str) -> &'a str {
    vector[key]
        .as_str()
        .unwrap_or_else(|| panic!("no {key} in {vector}"))
}

/// What the vector says, by way of the constructors that callers have.
fn said(vector: &Json) -> Claims {
    let place = || (text(vector, "carrier"), text(vector, "number"));
    let subject = match text(vector, "kind") {
        "o" => Subject::order(text(vector, "order")),
        "p" => Subject::parcel(place().0, place().1),
        _ => Subject::badge(place().0, place().1),
    };
    Claims {
        subject: subject.unwrap(),
        expires: vector["expires"].as_u64().unwrap(),
        may_register: vector["register"].as_bool().unwrap(),
    }
}

#[test]
fn every_vector_is_signed_as_it_stands_and_read_back() {
    let vectors = fixtures::read("link-tokens.json");
    let now = vectors["now"].as_u64().unwrap();
    let signs = vectors["sign"].as_array().unwrap();
    assert!(signs.len() >= 20);
    for vector in signs {
        let (keys, token) = (keys(text(vector, "keys")), text(vector, "token"));
        let claims = said(vector);
        assert_eq!(keys.sign(&claims, now).as_deref(), Ok(token), "{vector}");
        assert_eq!(keys.verify(token, now), Ok(claims), "{vector}");
    }
}

#[test]
fn every_refusal_is_refused_for_its_reason() {
    let vectors = fixtures::read("link-tokens.json");
    let refuse = vectors["refuse"].as_array().unwrap();
    let mut reasons = Vec::new();
    for vector in refuse {
        let now = vector["now"].as_u64().unwrap();
        let refusal = keys(text(vector, "keys"))
            .verify(text(vector, "token"), now)
            .expect_err(text(vector, "name"));
        assert_eq!(refusal.as_str(), text(vector, "reason"), "{vector}");
        reasons.push(refusal);
    }
    for refusal in [
        Refusal::TooLong,
        Refusal::Form,
        Refusal::KeyUnknown,
        Refusal::Signature,
        Refusal::Payload,
        Refusal::Version,
        Refusal::Kind,
        Refusal::Subject,
        Refusal::Expiry,
        Refusal::Flag,
        Refusal::Expired,
        Refusal::LivesTooLong,
    ] {
        assert!(reasons.contains(&refusal), "no vector for {refusal}");
    }
}

#[test]
fn a_subject_out_of_its_normal_form_is_not_signed() {
    let bare = |carrier: &str, number: &str| Parcel {
        carrier: Some(carrier.to_owned()),
        number: number.to_owned(),
    };
    for subject in [
        Subject::Parcel(bare("DHL", "JD014600003SE")),
        Subject::Parcel(bare("dhl", "jd014600003se")),
        Subject::Parcel(bare("-", "JD014600003SE")),
        Subject::Parcel(bare("dhl/x", "JD014600003SE")),
        Subject::Badge(bare("dhl", "JD014600003SE:9999999999:r")),
        Subject::Order("#1001".to_owned()),
        Subject::Order(" 1001".to_owned()),
        Subject::Order(String::new()),
        Subject::Order("x".repeat(65)),
        Subject::Order("a\u{0}b".to_owned()),
    ] {
        let signed = keys(ONE).sign(&claims(subject.clone()), NOW);
        assert_eq!(signed, Err(Refusal::Subject), "{subject:?}");
    }
}

#[test]
fn the_longest_token_there_is_fits() {
    let longest = Claims {
        subject: Subject::order(&"☃".repeat(21)).unwrap(),
        expires: NOW + 90 * DAY,
        may_register: true,
    };
    let token = keys("abcdefghijklmnop:0123456789abcdef0123456789abcdef")
        .sign(&longest, NOW)
        .unwrap();
    assert!(
        token.len() <= tracktry_core::token::MAX_LENGTH,
        "{}",
        token.len()
    );
}

/// Every byte of a token changed, taken away, doubled and moved: none of it opens anything.
#[test]
fn no_byte_of_a_token_can_be_touched() {
    let keys = keys(ONE);
    let token = keys.sign(&parcel(), NOW).unwrap();
    let refused = |bytes: Vec<u8>| {
        let Ok(changed) = String::from_utf8(bytes) else {
            return;
        };
        assert!(keys.verify(&changed, NOW).is_err(), "{changed}");
    };
    let whole = token.as_bytes();
    for at in 0..whole.len() {
        for other in (0..=127).filter(|byte| *byte != whole[at]) {
            let mut changed = whole.to_vec();
            changed[at] = other;
            refused(changed);
        }
        let mut shorter = whole.to_vec();
        shorter.remove(at);
        refused(shorter);
        refused(whole[..at].to_vec());
        refused(whole[at + 1..].to_vec());
    }
    for at in 0..=whole.len() {
        for more in 0..=127 {
            let mut longer = whole.to_vec();
            longer.insert(at, more);
            refused(longer);
        }
    }
}

fn any_subject() -> impl Strategy<Value = Subject> {
    let carrier = prop_oneof![Just("-".to_owned()), "[A-Za-z0-9_-]{1,64}"];
    let number = "[ -]{0,2}[0-9A-Za-z_-]{4,64}[ -]{0,2}";
    prop_oneof![
        (carrier.clone(), number).prop_filter_map("no parcel", |(carrier, number)| {
            Subject::parcel(&carrier, &number)
        }),
        (carrier, number).prop_filter_map("no badge", |(carrier, number)| {
            Subject::badge(&carrier, &number)
        }),
        "[#\\s]{0,2}\\PC{1,24}".prop_filter_map("no order", |id| Subject::order(&id)),
        "[!-~]{1,64}".prop_filter_map("no order", |id| Subject::order(&id)),
    ]
}

proptest! {
    #[test]
    fn what_is_signed_is_read_back(subject in any_subject(), life in 1..=90 * DAY, may_register: bool) {
        let claims = Claims { subject, expires: NOW + life, may_register };
        let token = keys(&format!("{ONE},{TWO}")).sign(&claims, NOW).unwrap();
        prop_assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)));
        // The keys turned: the old one verifies still.
        prop_assert_eq!(keys(&format!("{TWO},{ONE}")).verify(&token, NOW), Ok(claims));
        prop_assert_eq!(keys(TWO).verify(&token, NOW), Err(Refusal::KeyUnknown));
    }

    #[test]
    fn two_subjects_have_two_tokens(one in any_subject(), other in any_subject()) {
        let keys = keys(ONE);
        let tokens = [&one, &other].map(|subject| keys.sign(&claims(subject.clone()), NOW).unwrap());
        prop_assert_eq!(tokens[0] == tokens[1], one == other);
    }

    #[test]
    fn whatever_text_comes_is_refused(text in "\\PC{0,80}", form in "one\\.[0-9A-Za-z_-]{0,60}\\.[0-9a-f]{64}") {
        prop_assert!(keys(ONE).verify(&text, NOW).is_err());
        prop_assert_eq!(keys(ONE).verify(&form, NOW), Err(Refusal::Signature));
    }
}
