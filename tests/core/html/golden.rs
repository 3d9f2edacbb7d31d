//! `tests/fixtures/html/*.html` is the markup of each state, an element a line, and `standings.txt`
//! the words and tone of every stage with every reason it can have. `BLESS=1` renews them.

use super::{english, everything, render, sample};
use crate::fixtures::{all, folder};
use std::fs;
use tracktry_core::html::{self, Message};
use tracktry_core::status::classify;
use tracktry_core::text::Texts;
use tracktry_core::{Journey, Reason, Stage};

#[track_caller]
fn check(name: &str, got: &str) {
    let path = folder("html").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, got).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(got, expected, "{name}: BLESS=1 renews it");
}

fn lines(html: &str) -> String {
    html.replace("><", ">\n<") + "\n"
}

#[test]
fn every_stage_has_its_markup() {
    for stage in Stage::ALL {
        let html = render(&sample(*stage, None));
        check(&format!("stage-{}.html", stage.as_str()), &lines(&html));
    }
}

#[test]
fn every_state_without_a_journey_has_its_markup() {
    let english = english();
    let texts = Texts(&english);
    check("skeleton.html", &lines(&html::skeleton(&texts)));
    for kind in Message::ALL {
        let html = html::message(*kind, Some("RB000000005CN"), &texts);
        check(&format!("message-{}.html", kind.as_str()), &lines(&html));
    }
}

#[test]
fn real_journeys_have_their_markup() {
    let journeys = all("journey");
    for name in ["international", "mixed-times", "customs", "returned"] {
        let journey = Journey::decode(&&journeys[name]).unwrap();
        check(&format!("journey-{name}.html"), &lines(&render(&journey)));
    }
}

/// Every stage and reason that the status table can give.
#[test]
fn every_standing_has_its_words_and_tone() {
    let english = english();
    let texts = Texts(&english);
    let statuses = [
        "pending",
        "notfound",
        "transit",
        "pickup",
        "delivered",
        "undelivered",
        "exception",
        "expired",
        "?",
    ];
    let mut table = String::new();
    for status in statuses {
        for number in 0..=11 {
            let (stage, reason) = classify(status, Some(&format!("{status}{number:03}")));
            let journey = sample(stage, reason);
            let html = render(&journey);
            let tone = html
                .split("data-tone=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            let reason = reason.map_or("-", Reason::as_str);
            let words = html::announcement(&journey, &texts);
            let line = format!("{} {reason} {tone}: {words}\n", stage.as_str());
            if !table.contains(&line) {
                table.push_str(&line);
            }
        }
    }
    check("standings.txt", &table);
}

#[test]
fn trouble_never_looks_like_progress_or_success() {
    for stage in [Stage::AttemptFailed, Stage::Exception, Stage::Expired] {
        for reason in std::iter::once(None).chain(Reason::ALL.iter().copied().map(Some)) {
            let html = render(&sample(stage, reason));
            let (root, _) = html.split_once('>').unwrap();
            assert!(
                !root.contains("\"progress\"") && !root.contains("\"success\""),
                "{root}"
            );
        }
    }
}

#[test]
fn each_state_is_one_labelled_section() {
    for html in everything() {
        assert!(
            html.starts_with("<section class=\"tt\" part=\"card\" aria-"),
            "{html}"
        );
        assert!(html.ends_with("</section>"), "{html}");
        assert_eq!(html.matches("<section").count(), 1, "{html}");
        assert!(!html.contains("aria-label=\"\""), "{html}");
    }
}

/// Events are folded after the third; the number on the fold is that of those within.
#[test]
fn older_events_are_folded() {
    for (count, folded) in [
        (0, None),
        (3, None),
        (4, Some("1 earlier update<")),
        (200, Some("197 earlier updates<")),
    ] {
        let mut journey = sample(Stage::InTransit, None);
        let event = journey.events[1].clone();
        journey.events = vec![event; count];
        let html = render(&journey);
        assert_eq!(html.matches("part=\"event\"").count(), count);
        match folded {
            Some(words) => assert!(html.contains(words), "{count}: {html}"),
            None => assert!(!html.contains("<details"), "{count}: {html}"),
        }
    }
}

#[test]
fn times_keep_their_hour_and_get_no_zone_they_did_not_have() {
    let html = render(&sample(Stage::InTransit, None));
    assert!(
        html.contains("<time class=\"clock\" datetime=\"2026-01-20T14:33:05+01:00\">14:33</time>"),
        "{html}"
    );
    assert!(
        html.contains("<time class=\"clock\" datetime=\"2026-01-20T07:42\">07:42</time>"),
        "{html}"
    );
    assert!(!html.contains("00:00"), "a day alone has no hour: {html}");
}

/// The promise is kept back once the parcel is at the door, has arrived, or is in trouble.
#[test]
fn a_promised_day_is_shown_only_while_it_means_something() {
    let shown: Vec<_> = Stage::ALL
        .iter()
        .filter(|stage| render(&sample(**stage, None)).contains("2026-01-21"))
        .map(|stage| stage.as_str())
        .collect();
    assert_eq!(shown, ["registered", "not_found", "in_transit", "unknown"]);
}
