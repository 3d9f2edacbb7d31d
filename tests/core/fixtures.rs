//! `tests/fixtures/raw/NAME.json` is a tracking as Tracktry sends it, `tests/fixtures/journey/NAME.json`
//! the journey it becomes. `BLESS=1` writes the journeys anew: read the difference as behaviour.

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tracktry_core::{Journey, Tracking};

pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures")
        .join(name)
}

/// One JSON file.
pub(crate) fn read(name: &str) -> Json {
    let text = fs::read_to_string(folder(name)).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Every JSON file of a folder, by its name without the ending.
pub(crate) fn all(name: &str) -> BTreeMap<String, Json> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder(name)).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let json = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{stem}: {e}"));
        found.insert(stem, json);
    }
    found
}

pub(crate) fn journey(raw: &Json) -> Journey {
    Journey::of(&Tracking::decode(&raw).unwrap())
}

#[test]
fn each_raw_tracking_becomes_its_journey() {
    let bless = std::env::var_os("BLESS").is_some();
    let raw = all("raw");
    assert!(!raw.is_empty());
    for (name, raw) in &raw {
        let journey = journey(raw);
        let got = serde_json::to_value(&journey).unwrap();
        let path = folder("journey").join(format!("{name}.json"));
        if bless {
            let text = serde_json::to_string_pretty(&journey).unwrap();
            fs::write(&path, text + "\n").unwrap();
        }
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let expected: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(got, expected, "{name}: BLESS=1 renews it");
        assert_eq!(
            Journey::decode(&&expected),
            Some(journey),
            "{name} read back"
        );
    }
    let names = |map: &BTreeMap<String, Json>| map.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&all("journey")),
        names(&raw),
        "journeys without a raw"
    );
}
