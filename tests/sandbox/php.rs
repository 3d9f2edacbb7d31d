//! JSON as PHP writes it, and the codes in it.

use proptest::prelude::*;
use tracktry_sandbox::answer;
use tracktry_sandbox::code::Code;
use tracktry_sandbox::php::encode;

fn written<T: serde::Serialize>(value: &T) -> String {
    String::from_utf8(encode(value)).unwrap()
}

#[test]
fn slashes_and_everything_beyond_ascii_are_escaped() {
    for (text, expected) in [
        ("https://a/b", r#""https:\/\/a\/b""#),
        ("größe", r#""gr\u00f6\u00dfe""#),
        ("😀", r#""\ud83d\ude00""#),
        ("a\"\\\n\u{1}\u{7f}", "\"a\\\"\\\\\\n\\u0001\u{7f}\""),
        ("/", r#""\/""#),
        ("", "\"\""),
    ] {
        assert_eq!(written(&text), expected);
    }
}

#[test]
fn the_envelope() {
    let empty =
        r#"{"meta":{"code":4031,"type":"No Content","message":"The result is empty"},"data":[]}"#;
    assert_eq!(
        String::from_utf8(answer::bare(Code::Empty).body).unwrap(),
        empty
    );
    let numbers: std::collections::BTreeSet<u16> =
        Code::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(numbers.len(), Code::ALL.len(), "each code once");
}

proptest! {
    #[test]
    fn it_is_ascii_and_says_the_same(text in any::<String>()) {
        let json = written(&text);
        prop_assert!(json.is_ascii());
        prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
