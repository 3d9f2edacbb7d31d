//! Result codes, and the numbers and keys that ask for them.

use tracktry_sandbox::api::{self, Key};
use tracktry_sandbox::code::Code;
use tracktry_sandbox::input::Number;
use tracktry_sandbox::magic;
use tracktry_sandbox::settings::Settings;

/// Every code of Tracktry's document that the sandbox has to know.
const DOCUMENTED: &[u16] = &[
    200, 201, 202, 401, 402, 403, 404, 405, 409, 429, 500, 503, 4001, 4002, 4012, 4013, 4014, 4015,
    4016, 4017, 4018, 4019, 4020, 4021, 4031, 4032, 4033,
];

#[test]
fn all_that_are_documented_and_no_other() {
    let mut known: Vec<u16> = Code::ALL.iter().map(|code| code.number()).collect();
    known.sort_unstable();
    assert_eq!(known, DOCUMENTED);
}

#[test]
fn each_has_a_status_words_and_a_magic_number_and_key() {
    let settings =
        Settings::of(None, None, None, None).unwrap_or_else(|wrong| panic!("{}", wrong.0));
    for code in magic::codes() {
        let number = code.number();
        assert_eq!(magic::of_number(&format!("SBX-CODE-{number}")), Some(code));
        let shown = Number::parse(&format!("sbx-code-{number}")).unwrap();
        assert_eq!(shown.plain(), Err(code));
        let key = format!("sandbox-code-{number}");
        assert_eq!(api::admit(&settings, Some(&key)), Err(code));
        assert!(!code.message().is_empty() && !code.kind().is_empty());
        assert!(matches!(code.http(), 202 | 400..=599), "{number}");
    }
    for wrong in [
        "SBX-CODE-",
        "SBX-CODE-200",
        "SBX-CODE-99999",
        "SBX-CODE-4034",
        "SBX-CODE-x",
    ] {
        assert_eq!(magic::of_number(wrong), None, "{wrong}");
    }
}

#[test]
fn keys() {
    let settings =
        Settings::of(None, None, None, None).unwrap_or_else(|wrong| panic!("{}", wrong.0));
    for (key, expected) in [
        (None, Err(Code::KeyInvalid)),
        (Some(""), Err(Code::KeyInvalid)),
        (Some("sandbox-code-200"), Err(Code::KeyInvalid)),
        (Some(magic::DELETED_KEY), Err(Code::KeyDeleted)),
        (Some(magic::READ_ONLY_KEY), Ok(Key::ReadOnly)),
        (Some(" sandbox-key "), Ok(Key::Full)),
    ] {
        assert_eq!(api::admit(&settings, key), expected, "{key:?}");
    }
}
