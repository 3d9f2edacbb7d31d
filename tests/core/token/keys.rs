use super::{NOW, ONE, TWO, keys, parcel};
use tracktry_core::token::{LinkKeys, Refusal};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn keys_are_ids_with_secrets() {
    for good in [
        format!("a:{SECRET}"),
        format!("abcdefghijklmnop:{SECRET}"),
        format!("A-z_9:{SECRET}:with:colons/+="),
        format!(" a:{SECRET} , b:{SECRET}\n"),
        format!("a:{}", "x".repeat(1024)),
    ] {
        assert!(LinkKeys::parse(&good).is_some(), "{good}");
    }
}

#[test]
fn what_is_no_key_is_refused_with_all_the_others() {
    for bad in [
        String::new(),
        " ".to_owned(),
        SECRET.to_owned(),
        format!(":{SECRET}"),
        format!("abcdefghijklmnopq:{SECRET}"),
        format!("a.b:{SECRET}"),
        format!("é:{SECRET}"),
        format!("a :{SECRET}"),
        format!("a:{}", "x".repeat(31)),
        format!("a:{}", "x".repeat(1025)),
        format!("a:{SECRET} with spaces"),
        format!("a:schlüssel{SECRET}"),
        format!("a:{SECRET},"),
        format!(",a:{SECRET}"),
        format!("a:{SECRET},b:short"),
        format!("a:{SECRET},b:{SECRET},a:{}", "y".repeat(32)),
    ] {
        assert!(LinkKeys::parse(&bad).is_none(), "{bad}");
    }
}

#[test]
fn nothing_prints_a_secret() {
    let keys = keys("shown:canary-0123456789abcdef-0123456789");
    let printed = format!("{keys:?} {keys:#?}");
    assert!(
        printed.contains("shown") && !printed.contains("canary"),
        "{printed}"
    );
}

#[test]
fn the_first_key_signs_and_all_verify() {
    let both = keys(&format!("{ONE},{TWO}"));
    let token = both.sign(&parcel(), NOW).unwrap();
    assert!(token.starts_with("one."));
    for able in [ONE, &format!("{TWO},{ONE}")] {
        assert_eq!(keys(able).verify(&token, NOW), Ok(parcel()));
    }
    assert_eq!(keys(TWO).verify(&token, NOW), Err(Refusal::KeyUnknown));
    let impostor = keys(&ONE.replace("0123", "3210"));
    assert_eq!(impostor.verify(&token, NOW), Err(Refusal::Signature));
}
