//! Each number with a right check digit is its carrier's, and a wrong digit is seen where the scheme
//! can see it. The digits are computed another way than the code does: from the left, as the labels'
//! guides print the weights.

use super::{fails, holds, rows, verdict};
use proptest::prelude::*;
use tracktry_core::detect::{POSTS, detect};

fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
    text.bytes().map(|b| u32::from(b - b'0'))
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap()
}

fn gs1_digit(body: &str) -> char {
    let even: u32 = digits(body).rev().step_by(2).sum();
    let odd: u32 = digits(body).rev().skip(1).step_by(2).sum();
    digit((1000 - 3 * even - odd) % 10)
}

pub(super) fn s10_digit(body: &str) -> char {
    let sum: u32 = digits(body)
        .zip([8, 6, 4, 2, 3, 5, 9, 7])
        .map(|(d, w)| d * w)
        .sum();
    match 11 - sum % 11 {
        11 => '5',
        10 => '0',
        rest => digit(rest),
    }
}

/// `weights` from the left: 3 1 7 … for 11 digits, 1 7 3 … for 13.
fn fedex_digit(body: &str, weights: [u32; 3]) -> char {
    let sum: u32 = digits(body)
        .zip(weights.iter().cycle())
        .map(|(d, w)| d * w)
        .sum();
    digit(sum % 11 % 10)
}

/// `body` from the left: weights 1, 2, letters by their ASCII code less 3.
fn ups_digit(body: &str) -> char {
    let weigh = |(i, b): (usize, u8)| {
        let value = if b.is_ascii_digit() {
            b - b'0'
        } else {
            (b - 3) % 10
        };
        u32::from(value) * if i % 2 == 0 { 1 } else { 2 }
    };
    let sum: u32 = body.bytes().enumerate().map(weigh).sum();
    digit((1000 - sum) % 10)
}

fn luhn_digit(body: &str) -> char {
    let doubled = |(i, d): (usize, u32)| {
        if i % 2 == 0 {
            d * 2 / 10 + d * 2 % 10
        } else {
            d
        }
    };
    let sum: u32 = digits(body).rev().enumerate().map(doubled).sum();
    digit((1000 - sum) % 10)
}

fn identcode_digit(body: &str) -> char {
    let sum: u32 = digits(body)
        .zip([4, 9].iter().cycle())
        .map(|(d, w)| d * w)
        .sum();
    digit((1000 - sum) % 10)
}

fn seventh_digit(body: &str) -> char {
    digit(u32::try_from(body.parse::<u64>().unwrap() % 7).unwrap())
}

/// DPD's parcel label specification: the running remainder `cd`.
fn dpd_character(body: &str) -> char {
    let mut cd = 36;
    for c in body.chars() {
        cd += c.to_digit(36).unwrap();
        cd -= if cd > 36 { 36 } else { 0 };
        cd *= 2;
        cd -= if cd > 36 { 37 } else { 0 };
    }
    let cd = (37 - cd) % 36;
    char::from_digit(cd, 36).unwrap().to_ascii_uppercase()
}

/// Another digit at `place` of `number`, `by` places on.
fn flipped(number: &str, place: usize, by: u32) -> String {
    let mut text: Vec<char> = number.chars().collect();
    let place = place % text.len();
    if let Some(old) = text[place].to_digit(10) {
        text[place] = digit((old + by) % 10);
    } else {
        let last = text.len() - 1;
        let old = text[last].to_digit(10).unwrap();
        text[last] = digit((old + by) % 10);
    }
    text.into_iter().collect()
}

proptest! {
    #[test]
    fn s10(service in "[A-Z]{2}", body in "[0-9]{8}", at in 0_usize..200) {
        let posts: Vec<_> = rows(POSTS).collect();
        let (country, post) = posts[at % posts.len()];
        let digit = s10_digit(&body);
        let found = detect(&format!("{service}{body}{digit}{country}"));
        prop_assert_eq!(found[0].checked, Some(true));
        prop_assert!(found.iter().take(2).any(|c| *c == holds(post)));
        prop_assert!(found.iter().all(|c| c.checked != Some(false)));
    }

    #[test]
    fn a_wrong_s10_is_said_to_be_wrong(body in "[0-9]{8}", by in 1_u32..10) {
        let right = s10_digit(&body).to_digit(10).unwrap();
        let found = detect(&format!("RA{body}{}NL", (right + by) % 10));
        prop_assert_eq!(found, vec![fails("postnl-parcels")]);
    }

    #[test]
    fn gs1_of_every_length(
        (carrier, prefix, body) in prop_oneof![
            "[0-9]{14}".prop_map(|b| ("fedex", "", b)),
            "96[0-9]{5}".prop_flat_map(|p| "[0-9]{14}".prop_map(move |b| ("fedex", "", p.clone() + &b))),
            "[0-9]{15}".prop_map(|b| ("canada-post", "", b)),
            "[0-9]{13}".prop_map(|b| ("russian-post", "", b)),
            "[0-9]{19}".prop_map(|b| ("usps", "", b)),
            "9[1-5][0-9]{19}".prop_map(|b| ("usps", "", b)),
            "9[1-5][0-9]{23}".prop_map(|b| ("usps", "", b)),
            "9[1-5][0-9]{19}".prop_map(|b| ("usps", "42090210", b)),
            "9[1-5][0-9]{23}".prop_map(|b| ("usps", "42090210", b)),
            "9[1-5][0-9]{19}".prop_map(|b| ("usps", "420902101234", b)),
            "00340434[0-9]{11}".prop_map(|b| ("dhl-germany", "", b)),
        ],
        place in 0_usize..40,
        by in 1_u32..10,
    ) {
        // The first seven digits of FedEx' 96 barcode are not checked.
        let skip = if body.starts_with("96") && body.len() == 21 { 7 } else { 0 };
        let number = format!("{prefix}{body}{}", gs1_digit(&body[skip..]));
        prop_assert_eq!(verdict(&number, carrier), Some(holds(carrier)));
        // Weights 1 and 3 have no factor in common with 10: one wrong digit is always seen.
        let start = prefix.len() + skip;
        let place = start + place % (number.len() - start);
        let other = flipped(&number, place, by);
        // USPS has two rules for numbers of 20 and of 34: the other may hold by chance.
        if !matches!(number.len(), 20 | 34) || carrier != "usps" {
            prop_assert_ne!(verdict(&other, carrier), Some(holds(carrier)), "{}", other);
        }
    }

    #[test]
    fn usps_and_fedex_without_their_first_two_digits(body in "[0-9]{19}", smart in "61[0-9]{17}") {
        let usps = format!("{body}{}", gs1_digit(&format!("91{body}")));
        prop_assert_eq!(verdict(&usps, "usps"), Some(holds("usps")));
        let fedex = format!("{smart}{}", gs1_digit(&format!("92{smart}")));
        prop_assert_eq!(verdict(&fedex, "fedex"), Some(holds("fedex")));
    }

    #[test]
    fn fedex_express(body in "[0-9]{11}", head in "[0-9]{20}", tail in "[0-9]{13}") {
        let short = format!("{body}{}", fedex_digit(&body, [3, 1, 7]));
        prop_assert_eq!(verdict(&short, "fedex"), Some(holds("fedex")));
        let long = format!("{head}{tail}{}", fedex_digit(&tail, [1, 7, 3]));
        prop_assert_eq!(verdict(&long, "fedex"), Some(holds("fedex")));
    }

    #[test]
    fn ups(body in "[0-9A-Z]{15}", by in 1_u32..10, waybill in "[0-9]{9}") {
        let number = format!("1Z{body}{}", ups_digit(&body));
        prop_assert_eq!(verdict(&number, "ups"), Some(holds("ups")));
        prop_assert_eq!(verdict(&flipped(&number, 17, by), "ups"), Some(fails("ups")));
        let waybill = format!("K{waybill}{}", ups_digit(&waybill));
        prop_assert_eq!(verdict(&waybill, "ups"), Some(holds("ups")));
    }

    #[test]
    fn ontrac(letter in "[CD]", body in "[0-9]{13}", by in 1_u32..10) {
        let number = format!("{letter}{body}");
        let number = format!("{number}{}", ups_digit(&number));
        prop_assert_eq!(verdict(&number, "ontrac"), Some(holds("ontrac")));
        prop_assert_eq!(verdict(&flipped(&number, 14, by), "ontrac"), Some(fails("ontrac")));
    }

    #[test]
    fn twelve_digits(body in "[1-5][0-9]{10}", place in 0_usize..12, by in 1_u32..10) {
        let luhn = format!("{body}{}", luhn_digit(&body));
        prop_assert_eq!(verdict(&luhn, "purolator"), Some(holds("purolator")));
        prop_assert_ne!(verdict(&flipped(&luhn, place, by), "purolator"), Some(holds("purolator")));
        let post = format!("{body}{}", identcode_digit(&body));
        prop_assert_eq!(verdict(&post, "dhl-germany"), Some(holds("dhl-germany")));
        let japan = format!("{body}{}", seventh_digit(&body));
        prop_assert_eq!(verdict(&japan, "taqbin-jp"), Some(holds("taqbin-jp")));
        prop_assert_eq!(verdict(&japan, "sagawa"), Some(holds("sagawa")));
    }

    #[test]
    fn dhl_express(body in "[0-9]{9}", by in 1_u32..10) {
        let number = format!("{body}{}", seventh_digit(&body));
        prop_assert_eq!(detect(&number), vec![holds("dhl")]);
        prop_assert_eq!(detect(&flipped(&number, 9, by)), vec![]);
    }

    #[test]
    fn dpd(body in "[0-9]{14}", long in "[0-9]{27}", place in 0_usize..14, by in 1_u32..10) {
        let short = format!("{body}{}", dpd_character(&body));
        prop_assert_eq!(verdict(&short, "dpd"), Some(holds("dpd")));
        let other = flipped(&short[..14], place, by) + &short[14..];
        prop_assert_ne!(verdict(&other, "dpd"), Some(holds("dpd")));
        let long = format!("{long}{}", dpd_character(&long));
        prop_assert_eq!(verdict(&long, "dpd"), Some(holds("dpd")));
    }

    #[test]
    fn what_a_wrong_digit_can_hide_behind(
        body in "[0-9]{9}",
        place in 0_usize..8,
        by in 1_u32..10,
    ) {
        let unseen = |number: &str, carrier: &'static str, at: usize| {
            let other = flipped(number, at, by);
            verdict(&other, carrier) == Some(holds(carrier))
        };
        let eight = &body[..8];
        let s10 = format!("RA{eight}{}NL", s10_digit(eight));
        if unseen(&s10, "postnl-parcels", place + 2) {
            prop_assert_eq!(s10_digit(eight), '5');
        }
        let express = format!("{body}00");
        let express = format!("{express}{}", fedex_digit(&express, [3, 1, 7]));
        if unseen(&express, "fedex", place) {
            prop_assert!(express.ends_with('0'));
        }
        let waybill = format!("K{body}{}", ups_digit(&body));
        prop_assert_eq!(unseen(&waybill, "ups", place + 1), by == 5 && place % 2 == 1);
        let post = format!("{body}00");
        let post = format!("{post}{}", identcode_digit(&post));
        prop_assert_eq!(unseen(&post, "dhl-germany", place), by == 5 && place % 2 == 0);
        let air = format!("{body}{}", seventh_digit(&body));
        let before = body.as_bytes()[place] - b'0';
        let after = (u32::from(before) + by) % 10;
        prop_assert_eq!(unseen(&air, "dhl", place), after % 7 == u32::from(before) % 7);
    }
}
