//! `texts/en.json` holds every key that is asked for and no other.

use super::{english, everything, sample};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use tracktry_core::format::Plain;
use tracktry_core::html::{self, Message};
use tracktry_core::text::Texts;
use tracktry_core::{Journey, Reason, Stage, Value};

/// Texts that remember which keys they were asked for.
struct Asked<'a> {
    keys: &'a RefCell<BTreeSet<String>>,
    value: Option<&'a Json>,
}

impl Value for Asked<'_> {
    fn get(&self, key: &str) -> Option<Self> {
        self.keys.borrow_mut().insert(key.to_owned());
        let value = self.value?.get(key)?;
        Some(Self {
            keys: self.keys,
            value: Some(value),
        })
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        self.value?.as_str().map(Cow::Borrowed)
    }

    fn number(&self) -> Option<f64> {
        None
    }

    fn boolean(&self) -> Option<bool> {
        None
    }

    fn items(&self) -> Vec<Self> {
        Vec::new()
    }
}

/// Asked for by the element's own script: freshness, the change mark, orders; and, not yet, a live socket.
const SCRIPT: &[&str] = &["checked", "new", "order", "reload", "summary"];

/// Every substatus that the table of tracktry-core's fixtures names.
fn substatuses() -> Vec<String> {
    let counts = [
        ("notfound", 2),
        ("transit", 7),
        ("pickup", 3),
        ("delivered", 4),
        ("undelivered", 4),
        ("exception", 11),
    ];
    counts
        .iter()
        .flat_map(|(name, count)| (1..=*count).map(move |n| format!("{name}{n:03}")))
        .collect()
}

/// Journeys that between them have every stage, reason, substatus, count and absence.
fn journeys() -> Vec<Journey> {
    let mut all: Vec<_> = Stage::ALL
        .iter()
        .map(|stage| sample(*stage, None))
        .collect();
    all.extend(
        Reason::ALL
            .iter()
            .map(|reason| sample(Stage::Exception, Some(*reason))),
    );
    let mut full = sample(Stage::InTransit, None);
    full.events = substatuses()
        .into_iter()
        .map(|substatus| tracktry_core::journey::Event {
            substatus: Some(substatus),
            ..full.events[0].clone()
        })
        .collect();
    all.push(full);
    let mut few = sample(Stage::InTransit, None);
    few.events.truncate(4);
    (few.days_under_way, few.from) = (Some(1), None);
    all.push(few);
    let mut none = sample(Stage::InTransit, None);
    none.events.clear();
    none.to = None;
    all.push(none);
    all
}

#[test]
fn every_key_is_there_and_used() {
    let english = english();
    let keys = RefCell::new(BTreeSet::new());
    let texts = Texts(Asked {
        keys: &keys,
        value: Some(&english),
    });
    html::skeleton(&texts);
    for kind in Message::ALL {
        html::message(*kind, None, &texts);
    }
    for journey in journeys() {
        html::journey(&journey, &texts, &Plain);
        html::announcement(&journey, &texts);
    }
    let there: BTreeSet<_> = english.as_object().unwrap().keys().cloned().collect();
    let mut used = keys.borrow().clone();
    // One day of silence is not worth a word, but other languages say 21 in the form of `one`.
    used.insert("quiet_one".into());
    used.extend(SCRIPT.iter().map(|key| (*key).to_owned()));
    used.extend(there.iter().filter(|key| key.starts_with("find.")).cloned());
    assert_eq!(
        used.difference(&there).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "missing"
    );
    assert_eq!(
        there.difference(&used).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "unused"
    );
}

#[test]
fn stages_and_reasons_share_no_name() {
    for reason in Reason::ALL {
        assert_eq!(
            Stage::from_name(reason.as_str()),
            None,
            "next.* would mean two things"
        );
    }
}

/// A counted text has its number, all forms of it do, and nothing else has a slot but these few.
#[test]
fn slots_stand_where_they_are_filled() {
    for (key, text) in english().as_object().unwrap() {
        let text = text.as_str().unwrap();
        let expected: &[&str] = match key.as_str() {
            "parcel" => &["{number}"],
            "checked" => &["{time}"],
            "handed_over" | "at_carrier" => &["{carrier}"],
            "order" => &["{order}"],
            "summary" => &["{done}", "{n}"],
            _ if key.ends_with("_one") || key.ends_with("_other") => &["{n}"],
            _ => &[],
        };
        assert_eq!(text.matches('{').count(), expected.len(), "{key}");
        assert!(expected.iter().all(|slot| text.contains(slot)), "{key}");
    }
    for html in everything() {
        assert!(!html.contains('{'), "{html}");
    }
}

#[test]
fn texts_are_tidy() {
    for (key, text) in english().as_object().unwrap() {
        let text = text.as_str().unwrap();
        assert_eq!(text.trim(), text, "{key}");
        assert!(
            !text.is_empty() && !text.contains("  ") && !text.contains('\''),
            "{key}: {text}"
        );
        let sentence = key.starts_with("next.")
            || key.starts_with("advice.")
            || [
                "stale",
                "empty",
                "find.missing",
                "find.contact_wrong",
                "find.refused",
            ]
            .contains(&key.as_str());
        assert_eq!(text.ends_with(['.', '!', '?']), sentence, "{key}: {text}");
    }
}
