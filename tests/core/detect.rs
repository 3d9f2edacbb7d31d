//! Carriers from the number alone. `tests/fixtures/detect.json`: a number, and the whole answer to
//! it. Numbers are published examples or made up with a computed check digit.

mod digits;

use crate::fixtures;
use digits::s10_digit;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use tracktry_core::carrier::known;
use tracktry_core::detect::{Candidate, MAX_CANDIDATES, POSTS, SERVICES, detect};
use tracktry_core::number::normalise_carrier;

/// Carriers of a form of their own whose code, as Tracktry writes it, is all we know of them.
const CODE_ONLY: [&str; 17] = [
    "canpar",
    "deppon",
    "dhlparcel-nl",
    "dtdc",
    "ekart",
    "intelcom",
    "jd",
    "landmark-global",
    "postnl-3s",
    "sagawa",
    "speedee",
    "speedpak",
    "sto",
    "venipak",
    "yto",
    "yunda",
    "zto",
];

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().map(|row| row.split_once(' ').unwrap())
}

fn answer(number: &str) -> Json {
    detect(number)
        .iter()
        .map(|c| json!({"carrier": c.carrier, "checked": c.checked}))
        .collect()
}

/// What is said of one carrier.
fn verdict(number: &str, carrier: &str) -> Option<Candidate> {
    detect(number).into_iter().find(|c| c.carrier == carrier)
}

fn holds(carrier: &'static str) -> Candidate {
    Candidate {
        carrier,
        checked: Some(true),
    }
}

fn fails(carrier: &'static str) -> Candidate {
    Candidate {
        carrier,
        checked: Some(false),
    }
}

#[test]
fn each_number_has_its_answer() {
    let cases = fixtures::read("detect.json");
    let cases = cases.as_array().unwrap();
    assert!(cases.len() >= 200, "{} numbers", cases.len());
    for case in cases {
        let number = case["number"].as_str().unwrap();
        assert_eq!(answer(number), case["expect"], "{number}");
    }
}

#[test]
fn each_carrier_of_the_fixtures_is_listed() {
    let cases = fixtures::read("detect.json");
    let named: BTreeSet<&str> = cases
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|case| case["expect"].as_array().unwrap())
        .map(|candidate| candidate["carrier"].as_str().unwrap())
        .collect();
    for carrier in &named {
        assert!(is_listed(carrier), "{carrier}");
    }
    for carrier in CODE_ONLY {
        assert!(named.contains(carrier), "no number of {carrier}");
        assert_eq!(known(carrier), None, "{carrier} is known by more");
    }
}

/// Known by name, by its code alone, or as a post.
fn is_listed(carrier: &str) -> bool {
    known(carrier).is_some()
        || CODE_ONLY.contains(&carrier)
        || rows(POSTS)
            .chain(rows(SERVICES))
            .any(|(_, code)| code == carrier)
}

#[test]
fn the_posts_are_two_letters_each_once_with_a_code() {
    let mut seen = BTreeSet::new();
    for (country, code) in rows(POSTS) {
        let letters = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
        assert!(letters, "{country}");
        assert!(seen.insert(country), "{country} twice");
        assert_eq!(normalise_carrier(code).as_deref(), Some(code));
    }
    assert!(seen.len() >= 120, "{} posts", seen.len());
    assert!(seen.is_superset(&BTreeSet::from(["CN", "US", "DE", "GB", "NL", "FR", "JP"])));
}

#[test]
fn the_services_are_of_posts_each_once_with_a_code() {
    let mut seen = BTreeSet::new();
    for (key, code) in rows(SERVICES) {
        assert!(
            key.len() == 3 && key.bytes().all(|b| b.is_ascii_uppercase()),
            "{key}"
        );
        assert!(seen.insert(key), "{key} twice");
        let post = rows(POSTS).find(|(country, _)| *country == &key[..2]);
        assert!(
            post.is_none_or(|(_, post)| post != code),
            "{key} adds nothing"
        );
        assert_eq!(normalise_carrier(code).as_deref(), Some(code));
    }
}

#[test]
fn each_post_and_service_is_found_by_its_letters() {
    for (country, post) in rows(POSTS) {
        for first in "CELRUVX".chars() {
            let digit = s10_digit("47312482");
            let found = detect(&format!("{first}A47312482{digit}{country}"));
            let key = format!("{country}{first}");
            let service = rows(SERVICES).find(|(k, _)| *k == key);
            let expected: Vec<_> = service
                .into_iter()
                .map(|(_, code)| code)
                .chain([post])
                .map(holds)
                .collect();
            assert_eq!(found, expected, "{first}A…{country}");
        }
    }
}

#[test]
fn the_rest_of_s10_that_has_no_digit_of_its_own() {
    // 11 − 0 is written 5, 11 − 1 is written 0 (UPU S10, annex A).
    assert_eq!(s10_digit("00000000"), '5');
    assert_eq!(
        verdict("RA000000005NL", "postnl-parcels"),
        Some(holds("postnl-parcels"))
    );
    assert_eq!(s10_digit("00000008"), '0');
    assert_eq!(
        verdict("RA000000080NL", "postnl-parcels"),
        Some(holds("postnl-parcels"))
    );
}

proptest! {
    #[test]
    fn any_text_has_a_bounded_answer(text in any::<String>()) {
        check_answer(&text)?;
    }

    #[test]
    fn any_capitals_and_digits_have_a_bounded_answer(text in "[0-9A-Z]{0,45}") {
        check_answer(&text)?;
    }

    #[test]
    fn any_digits_have_a_bounded_answer(text in "(00|420|61|9[0-9])?[0-9]{0,36}") {
        check_answer(&text)?;
    }

    #[test]
    fn any_s10_has_a_bounded_answer(text in "[A-Z]{2}[0-9]{9}[A-Z]{2}") {
        check_answer(&text)?;
    }

    #[test]
    fn separators_and_case_change_nothing(
        text in "(1Z[0-9A-Z]{16}|[A-Z]{2}[0-9]{9}CN|[0-9]{8,34})",
        gap in "[ .\u{a0}\u{2011}\u{2013}-]{1,3}",
        every in 1_usize..6,
    ) {
        let typed: String = text
            .to_lowercase()
            .chars()
            .enumerate()
            .flat_map(|(i, c)| {
                let gap = if i % every == 0 { gap.as_str() } else { "" };
                gap.chars().chain([c])
            })
            .collect();
        prop_assert_eq!(detect(&typed), detect(&text));
    }
}

/// Bounded, each carrier once, in the order of how sure it is, and each carrier one we can name.
fn check_answer(text: &str) -> Result<(), TestCaseError> {
    let found = detect(text);
    prop_assert!(found.len() <= MAX_CANDIDATES);
    let grade = |c: &Candidate| match c.checked {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    };
    prop_assert!(found.is_sorted_by_key(grade));
    let names: BTreeSet<_> = found.iter().map(|c| c.carrier).collect();
    prop_assert_eq!(names.len(), found.len());
    for name in names {
        prop_assert!(is_listed(name), "{}", name);
    }
    Ok(())
}
