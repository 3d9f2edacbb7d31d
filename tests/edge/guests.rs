//! The brake on guests who try numbers.

use super::settings;
use proptest::prelude::*;
use tracktry_edge::guests::{Guests, name, network};

const MINUTE: i64 = 60_000;

fn miss(guests: &mut Guests, name: &str, now: i64) {
    assert_eq!(guests.ask(name, now), Ok(()), "{name} at {now}");
    guests.ended(name, true);
}

#[test]
fn ten_misses_within_ten_minutes_are_enough() {
    let mut guests = Guests::default();
    for at in 0..10 {
        miss(&mut guests, "a", at);
    }
    assert_eq!(guests.ask("a", 10), Err(10 * MINUTE - 10));
    assert_eq!(guests.ask("b", 10), Ok(()), "others may");
    assert_eq!(guests.ask("a", 10 * MINUTE - 1), Err(1));
    for _ in 0..100 {
        assert_eq!(guests.ask("a", 10 * MINUTE), Ok(()), "counted anew");
        guests.ended("a", false);
    }
    assert_eq!(
        guests.ask("a", -1),
        Ok(()),
        "a clock that was put back closes nothing"
    );
}

#[test]
fn a_page_of_many_parcels_may_ask_for_all_and_a_flood_may_not() {
    let mut guests = Guests::default();
    for _ in 0..250 {
        assert_eq!(guests.ask("a", 0), Ok(()));
    }
    assert_eq!(guests.ask("a", 0), Err(5_000));
    guests.ended("a", false);
    assert_eq!(guests.ask("a", 0), Ok(()), "one has ended");
    guests.ended("nobody", true);
}

#[test]
fn the_memory_is_bounded() {
    let mut guests = Guests::default();
    for at in 0..10_000 {
        miss(&mut guests, &format!("{at}"), 0);
    }
    for _ in 0..20 {
        miss(&mut guests, "new", 1);
    }
    for _ in 0..10 {
        miss(&mut guests, "new", 11 * MINUTE);
    }
    assert!(
        guests.ask("new", 11 * MINUTE).is_err(),
        "the old ones made room"
    );
}

#[test]
fn a_network_is_an_address_or_half_of_one() {
    let same = |a, b| network(a) == network(b);
    assert!(same("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assert!(!same("2001:db8:1:2::1", "2001:db8:1:3::1"));
    assert!(!same("192.0.2.1", "192.0.2.2"));
    assert!(same("::ffff:192.0.2.1", "192.0.2.1"));
    for none in ["", "unknown", "192.0.2", "[::1]", "192.0.2.1:80"] {
        assert_eq!(network(none), None, "{none}");
    }
}

#[test]
fn a_name_tells_nothing_of_the_address() {
    let config = settings(&[]).unwrap();
    let other = settings(&[("TRACKTRY_API_KEY", "another-key")]).unwrap();
    let of = name(&config, "192.0.2.1");
    assert_eq!(of.len(), 16);
    assert!(of.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_ne!(
        of,
        name(&other, "192.0.2.1"),
        "another account, another name"
    );
    assert_ne!(of, name(&config, "192.0.2.2"));
    assert_eq!(name(&config, ""), "");
}

proptest! {
    #[test]
    fn any_address_has_a_name_or_none(address in "\\PC{0,60}") {
        let config = settings(&[]).unwrap();
        prop_assert!([0, 16].contains(&name(&config, &address).len()));
    }
}
