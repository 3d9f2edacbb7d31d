//! Who may control the sandbox: closed unless opened, and then to few.

use tracktry_sandbox::control::{Access, Caller, access, clock_setting};
use tracktry_sandbox::settings::Settings;

use crate::at;

const TOKEN: &str = "a-token-of-some-length";

fn settings(control: Option<&str>, token: Option<&str>) -> Settings {
    match Settings::of(None, None, control, token.map(str::to_owned)) {
        Ok(settings) => settings,
        Err(wrong) => panic!("{}", wrong.0),
    }
}

fn local() -> Caller<'static> {
    Caller {
        host: "localhost",
        address: Some("127.0.0.1"),
        ..Caller::default()
    }
}

#[test]
fn nobody_may_where_nothing_is_set() {
    for control in [None, Some("token")] {
        assert_eq!(access(&settings(control, None), &local()), Access::Absent);
        let guess = Caller {
            authorization: Some("Bearer "),
            ..local()
        };
        assert_eq!(access(&settings(control, Some("")), &guess), Access::Absent);
    }
}

#[test]
fn on_this_machine_anybody_may_where_the_local_start_says_so() {
    let settings = settings(Some("loopback"), None);
    for (host, address) in [
        ("localhost", None),
        ("127.0.0.1", Some("127.0.0.1")),
        ("[::1]", Some("::1")),
        ("LOCALHOST", Some("::ffff:127.0.0.1")),
    ] {
        let caller = Caller {
            host,
            address,
            ..Caller::default()
        };
        assert_eq!(access(&settings, &caller), Access::Open, "{caller:?}");
    }
    for named in [
        "localhost",
        "LOCALHOST:8788",
        "127.0.0.1:8788",
        "[::1]",
        "[::1]:8788",
    ] {
        let caller = Caller {
            named: Some(named),
            ..local()
        };
        assert_eq!(access(&settings, &caller), Access::Open, "{caller:?}");
    }
    let own = Caller {
        origin: Some("http://localhost:8787"),
        site: Some("same-site"),
        ..local()
    };
    assert_eq!(access(&settings, &own), Access::Open);
}

#[test]
fn callers_from_elsewhere_may_not_even_then() {
    let settings = settings(Some("loopback"), None);
    let callers = [
        Caller {
            host: "sandbox.example.workers.dev",
            address: Some("203.0.113.9"),
            ..Caller::default()
        },
        Caller {
            host: "sandbox.example.workers.dev",
            ..Caller::default()
        },
        Caller {
            host: "localhost",
            address: Some("203.0.113.9"),
            ..Caller::default()
        },
        Caller {
            host: "localhost",
            address: Some("unknown"),
            ..Caller::default()
        },
        Caller {
            host: "localhost.example",
            address: Some("127.0.0.1"),
            ..Caller::default()
        },
        Caller {
            named: Some("shop.example:8788"),
            ..local()
        },
        Caller {
            named: Some("localhost@shop.example"),
            ..local()
        },
        Caller {
            origin: Some("https://shop.example"),
            ..local()
        },
        Caller {
            origin: Some("http://localhost.shop.example"),
            ..local()
        },
        Caller {
            origin: Some("http://localhost@shop.example"),
            ..local()
        },
        Caller {
            origin: Some("null"),
            ..local()
        },
        Caller {
            site: Some("cross-site"),
            ..local()
        },
        Caller::default(),
    ];
    for caller in callers {
        assert_eq!(access(&settings, &caller), Access::Refused, "{caller:?}");
    }
}

#[test]
fn the_token_opens_from_anywhere_and_nothing_like_it_does() {
    let settings = settings(None, Some(TOKEN));
    let with = |authorization| Caller {
        host: "sandbox.example.workers.dev",
        address: Some("203.0.113.9"),
        authorization,
        ..Caller::default()
    };
    for right in [
        "Bearer a-token-of-some-length",
        "bearer  a-token-of-some-length ",
    ] {
        assert_eq!(
            access(&settings, &with(Some(right))),
            Access::Open,
            "{right}"
        );
    }
    for wrong in [
        "a-token-of-some-length",
        "Basic a-token-of-some-length",
        "Bearer a-token-of-some-lengtH",
        "Bearer a-token-of-some-lengthh",
        "Bearer a",
        "Bearer ",
    ] {
        assert_eq!(
            access(&settings, &with(Some(wrong))),
            Access::Refused,
            "{wrong}"
        );
    }
    assert_eq!(access(&settings, &with(None)), Access::Refused);
    assert_eq!(
        access(&settings, &local()),
        Access::Refused,
        "loopback has not been opened"
    );
}

#[test]
fn settings_that_would_open_too_much_are_refused_by_name() {
    let name =
        |result: Result<Settings, tracktry_sandbox::settings::Wrong>| result.err().map(|w| w.0);
    let short = Some("short".to_owned());
    assert_eq!(
        name(Settings::of(None, None, None, short)),
        Some("SANDBOX_TOKEN")
    );
    assert_eq!(
        name(Settings::of(None, None, Some("open"), None)),
        Some("SANDBOX_CONTROL")
    );
    assert_eq!(
        name(Settings::of(Some(" , "), None, None, None)),
        Some("SANDBOX_KEYS")
    );
}

#[test]
fn the_clock_is_set_by_either_or_both() {
    let both = clock_setting(br#"{"rate":7200,"now":"2026-11-23T10:00:00Z"}"#).unwrap();
    assert_eq!(
        (both.rate, both.now),
        (Some(7200.0), Some(at("2026-11-23T10:00:00Z")))
    );
    assert_eq!(clock_setting(br#"{"rate":0}"#).unwrap().now, None);
    for wrong in [
        "",
        "[]",
        "{}",
        "7200",
        r#"{"rate":"7200"}"#,
        r#"{"rate":-1}"#,
        r#"{"rate":1e300}"#,
        r#"{"rate":null}"#,
        r#"{"now":"today"}"#,
        r#"{"now":1795428000}"#,
        r#"{"rate":1,"speed":2}"#,
    ] {
        assert!(clock_setting(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
