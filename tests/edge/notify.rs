//! When the shop is told again, what is kept of it, and the signature.

use proptest::prelude::*;
use tracktry_core::webhook::{key, signature};
use tracktry_edge::notify::{KEPT_MS, Said, pause_after, wait_after};
use tracktry_edge::shelf::outbox::Tally;

#[test]
fn the_published_example_has_its_signature() {
    // Of the Standard Webhooks' own libraries' tests.
    let key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let body = r#"{"test": 2432232314}"#;
    assert_eq!(
        signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
    assert_eq!(format!("{key:?}"), "Secret(…)");
}

#[test]
fn a_key_has_a_prefix_and_24_to_64_bytes() {
    let bare = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    for (text, fits) in [
        (format!("whsec_{bare}"), true),
        (format!("whsec_{}", "A".repeat(84) + "AA=="), true),
        (format!("whsec_{}", "A".repeat(84) + "AA"), true),
        (format!("whsec_{}", "A".repeat(88)), false),
        (format!("whsec_{}", "A".repeat(28)), false),
        (bare.to_owned(), false),
        (format!("whsec_{bare}="), false),
        (format!("whsec_{}", bare.replace('M', "-")), false),
        (format!("whsec_{bare}A"), false),
        ("whsec_".to_owned(), false),
        (String::new(), false),
    ] {
        assert_eq!(key(&text).is_some(), fits, "{text}");
    }
}

#[test]
fn attempts_grow_rare_and_end_after_three_days() {
    let waits: Vec<_> = (0..20).map_while(wait_after).collect();
    assert_eq!(waits.len(), 9);
    assert!(waits.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!((waits[0], waits[1]), (5_000, 300_000));
    let days = waits.iter().sum::<i64>() / 86_400_000;
    assert_eq!(days, 3);
    assert_eq!((wait_after(-1), wait_after(9)), (None, None));
}

#[test]
fn a_message_is_kept_for_all_its_attempts_and_for_hardly_longer() {
    let waits: Vec<_> = (0..20).map_while(wait_after).collect();
    let spare = KEPT_MS - waits.iter().sum::<i64>();
    // Each attempt may find the Shelf in its longest pause, and take until its deadline.
    let attempts = i64::try_from(waits.len()).unwrap() + 1;
    assert!(spare >= attempts * (pause_after(i64::MAX) + 10_000));
    assert_eq!(KEPT_MS / 3_600_000, 76, "hours");
}

#[test]
fn a_server_that_is_down_is_left_alone_for_up_to_five_minutes() {
    let pauses: Vec<_> = (1..9).map(|round| pause_after(round) / 1_000).collect();
    assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 300, 300]);
    assert_eq!(pause_after(i64::MAX), 300_000);
    assert_eq!(pause_after(i64::MIN), 5_000);
}

#[test]
fn a_shop_that_is_there_and_refuses_is_told_from_one_that_is_not() {
    let said = [
        200, 204, 299, 400, 404, 410, 408, 425, 429, 500, 503, 301, 0,
    ]
    .map(Said::of);
    let (taken, refused, nothing) = (Said::Taken, Said::Refused, Said::Nothing);
    assert_eq!(said[..3], [taken; 3]);
    assert_eq!(said[3..6], [refused; 3]);
    assert_eq!(said[6..], [nothing; 7]);
}

#[test]
fn others_wait_for_a_server_that_is_down_and_for_no_message_that_is_refused_again() {
    let after = |rounds: &[&[(Said, i64)]]| {
        let mut tally = Tally::default();
        for round in rounds {
            tally.end(round, 1_000);
        }
        (tally.sent, tally.failed, tally.row, tally.until)
    };
    let (taken, refused, nothing) = (Said::Taken, Said::Refused, Said::Nothing);
    assert_eq!(
        after(&[&[(nothing, 0)], &[(nothing, 1)]]),
        (0, 2, 2, 11_000)
    );
    // Each new one refused: the address is wrong, as it seems.
    assert_eq!(
        after(&[&[(refused, 0)], &[(refused, 0)]]),
        (0, 2, 2, 11_000)
    );
    assert_eq!(
        after(&[&[(refused, 0)], &[(refused, 1)], &[(refused, 2)]]),
        (0, 3, 1, 6_000)
    );
    assert_eq!(
        after(&[&[(refused, 0)], &[(taken, 0), (refused, 1)]]),
        (1, 2, 0, 0)
    );
    assert_eq!(after(&[&[(nothing, 0)], &[(refused, 1)]]), (0, 2, 1, 6_000));
}

proptest! {
    #[test]
    fn a_tally_is_read_as_it_was_kept(sent in 0_i64.., failed in 0_i64.., dropped in 0_i64.., row in 0_i64.., until in any::<i64>()) {
        let tally = Tally { sent, failed, dropped, row, until };
        prop_assert_eq!(Tally::of(&tally.text()), tally);
    }

    #[test]
    fn any_text_is_a_tally_and_no_key_by_chance(text in ".{0,60}") {
        let _ = Tally::of(&text);
        prop_assert!(key(&text).is_none());
    }

    #[test]
    fn every_key_signs_differently(one in prop::collection::vec(any::<u8>(), 24..=64), body in ".{0,40}") {
        use tracktry_core::secret::hex;
        let text = |bytes: &[u8]| {
            // Any key by hexadecimal digits, which are digits of base64 as well.
            format!("whsec_{}", hex(bytes).get(..48).unwrap_or_default())
        };
        let mut other = one.clone();
        other[0] = other[0].wrapping_add(1);
        let signs = |bytes: &[u8]| signature(&key(&text(bytes)).unwrap(), "msg_1", 1, &body);
        prop_assert_eq!(signs(&one).len(), 47);
        prop_assert_ne!(signs(&one), signs(&other));
        prop_assert_eq!(signs(&one), signs(&one));
    }
}
