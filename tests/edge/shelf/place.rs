use tracktry_edge::place::{SHELVES, digest, of_order, of_parcel, shelf_name};
use tracktry_edge::record::key;

#[test]
fn the_shelf_of_a_parcel_is_the_same_for_ever() {
    for (carrier, number, shelf) in [
        ("ups", "1Z5R89390357567127", 47),
        ("dhl", "JD014600003SE", 48),
        ("china-post", "RB000000005CN", 27),
        ("royal-mail", "RB123456785GB", 10),
        ("-", "RB000000005CN", 3),
    ] {
        assert_eq!(
            of_parcel(&key(carrier, number)),
            shelf,
            "{carrier}/{number}"
        );
    }
    for (order, shelf) in [("1001", 38), ("ab-CD_12.3~x", 45), ("заказ-№7/注文", 37)] {
        assert_eq!(of_order(order), shelf, "{order}");
    }
}

#[test]
fn shelves_have_names_of_their_own() {
    assert_eq!(SHELVES, 64);
    assert_eq!(
        (shelf_name(0), shelf_name(63)),
        ("shelf-00".to_owned(), "shelf-63".to_owned())
    );
}

#[test]
fn parcels_spread_over_all_shelves() {
    let mut counts = [0_u32; 64];
    for parcel in 0..6_400 {
        let shelf = of_parcel(&key("dhl", &format!("RN{parcel:09}CN")));
        *counts.get_mut(usize::from(shelf)).unwrap() += 1;
    }
    assert!(
        counts.iter().all(|count| (50..200).contains(count)),
        "{counts:?}"
    );
}

#[test]
fn a_digest_is_sha_256_in_hex() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(digest(""), empty);
}
