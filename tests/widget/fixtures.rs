//! The core's fixtures by name: in a browser there is no folder to list.

/// A raw tracking of Tracktry and the journey it becomes, as JSON text.
pub(crate) struct Fixture {
    pub(crate) name: &'static str,
    pub(crate) raw: &'static str,
    pub(crate) journey: &'static str,
}

macro_rules! fixtures {
    ($($name:literal)+) => {
        pub(crate) const ALL: &[Fixture] = &[$(Fixture {
            name: $name,
            raw: include_str!(concat!("../fixtures/raw/", $name, ".json")),
            journey: include_str!(concat!("../fixtures/journey/", $name, ".json")),
        },)+];
    };
}

include!("fixtures.in");

#[cfg(not(target_family = "wasm"))]
#[test]
fn no_fixture_is_missing_or_broken() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/raw");
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    found.sort();
    for fixture in ALL {
        for text in [fixture.raw, fixture.journey] {
            assert!(
                serde_json::from_str::<serde_json::Value>(text).is_ok(),
                "{}",
                fixture.name
            );
        }
    }
    let listed: Vec<_> = ALL.iter().map(|fixture| fixture.name.to_owned()).collect();
    assert_eq!(
        listed, found,
        "tests/widget/fixtures.in lists every fixture, sorted"
    );
}
