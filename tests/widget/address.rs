//! From attributes to the address asked.

use tracktry_widget::address::path;

#[track_caller]
fn check(carrier: &str, number: &str, expected: Result<&str, &str>) {
    assert_eq!(
        path(carrier, number).as_deref().map_err(|&code| code),
        expected
    );
}

#[test]
fn a_parcel_has_one_address_however_it_is_typed() {
    check("dhl", "JD01", Ok("journeys/dhl/JD01"));
    check(" DHL ", " -jd01- ", Ok("journeys/dhl/JD01"));
}

#[test]
fn without_a_carrier_the_edge_finds_it() {
    check("", "RB000000005CN", Ok("journeys/-/RB000000005CN"));
    check("  ", "RB000000005CN", Ok("journeys/-/RB000000005CN"));
}

#[test]
fn what_cannot_be_one_is_named_as_the_edge_names_it() {
    for number in [
        "",
        "123",
        "a/b/c/d",
        "12 34",
        "1234?x=1",
        "../../healthz",
        "ümläut",
    ] {
        check("dhl", number, Err("number_invalid"));
    }
    for carrier in ["a/b", "..", "d h l", "-"] {
        check(carrier, "JD01", Err("carrier_invalid"));
    }
}
