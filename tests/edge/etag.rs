use proptest::prelude::*;
use tracktry_edge::etag::{matches, of};

#[test]
fn a_tag_is_weak_and_hangs_on_the_body_alone() {
    let tag = of("{\"v\":1}");
    assert!(
        tag.starts_with("W/\"") && tag.ends_with('"') && tag.len() == 20,
        "{tag}"
    );
    assert_eq!(tag, of("{\"v\":1}"));
    assert_ne!(tag, of("{\"v\":2}"));
    assert_ne!(of(""), of("\0"));
}

#[test]
fn lists_are_compared_weakly() {
    let tag = "W/\"abc\"";
    for list in [
        "*",
        " * ",
        "W/\"abc\"",
        "\"abc\"",
        "\"x\", W/\"abc\"",
        "\"a,b\",\"abc\"",
        "W/\"x\",W/\"y\" , \"abc\"  ",
    ] {
        assert!(matches(list, tag), "{list}");
    }
    for list in [
        "",
        "abc",
        "\"ab\"",
        "\"abcd\"",
        "W/abc",
        "\"*\"",
        "\"x,abc\"",
        "**",
        "\"\"",
    ] {
        assert!(!matches(list, tag), "{list}");
    }
}

proptest! {
    #[test]
    fn any_header_is_compared(list in "\\PC*") {
        let _ = matches(&list, &of("x"));
    }

    #[test]
    fn a_tag_is_found_among_others(body in "\\PC{0,40}", others in proptest::collection::vec("[a-z,]{0,8}", 0..5)) {
        let tag = of(&body);
        let list: String = others.iter().map(|other| format!("\"{other}\", ")).collect();
        let with_it = list.clone() + &tag;
        prop_assert!(matches(&with_it, &tag));
        prop_assert!(!matches(&list, &tag));
    }
}
