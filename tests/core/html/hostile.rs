//! Whatever stands in a journey, its markup has the elements and attributes that the same
//! journey has with harmless words, and no address but the web's and a telephone's.

use super::{english, everything, render, sample};
use proptest::prelude::*;
use scraper::{Html, Node};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use tracktry_core::format::Plain;
use tracktry_core::journey::{Carrier, Event};
use tracktry_core::text::Texts;
use tracktry_core::{Journey, Stage, html};

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onfocus=\"alert(1)\" autofocus x=\"",
    "</q></p></div></section><iframe srcdoc=x>",
    "<!--",
    "]]><![CDATA[",
    "<svg/onload=alert(1)>",
    "</svg><style>*{display:none}</style>",
    "javascript:alert(1)",
    "&lt;b&gt;&#60;i&#62;&quot;",
    "&",
    "<",
    "{n} {number}",
    "\u{202e}\u{2066}right to left\u{0}\u{1b}",
    "\u{feff}<\u{ad}b>\u{2028}",
];

const ELEMENTS: &[&str] = &[
    "a", "bdi", "button", "dd", "details", "div", "dl", "dt", "h2", "h3", "h4", "header", "li",
    "ol", "p", "path", "q", "section", "slot", "span", "summary", "svg", "time",
];

const ATTRIBUTES: &[&str] = &[
    "aria-busy",
    "aria-current",
    "aria-hidden",
    "aria-label",
    "class",
    "d",
    "data-action",
    "data-done",
    "data-keep",
    "data-note",
    "data-reason",
    "data-stage",
    "data-state",
    "data-tone",
    "data-value",
    "datetime",
    "dir",
    "focusable",
    "hidden",
    "href",
    "lang",
    "name",
    "part",
    "rel",
    "target",
    "title",
    "translate",
    "type",
    "viewBox",
];

/// Elements in order with their depth, and each one's attributes by name.
fn skeleton(html: &str) -> Vec<(usize, String, Vec<String>)> {
    let tree = Html::parse_fragment(html);
    let mut found = Vec::new();
    for node in tree.tree.root().descendants() {
        match node.value() {
            Node::Element(element) => {
                let mut names: Vec<_> = element.attrs().map(|(name, _)| name.to_owned()).collect();
                names.sort();
                found.push((node.ancestors().count(), element.name().to_owned(), names));
            }
            Node::Comment(_) | Node::Doctype(_) | Node::ProcessingInstruction(_) => {
                found.push((0, "not an element".into(), Vec::new()));
            }
            _ => {}
        }
    }
    found
}

/// Nothing but what the head of `html.rs` names.
#[track_caller]
fn check_closed(html: &str) {
    let tree = Html::parse_fragment(html);
    for element in tree.root_element().descendent_elements().skip(1) {
        let name = element.value().name();
        assert!(ELEMENTS.contains(&name), "<{name}> in {html}");
        for (key, value) in element.value().attrs() {
            assert!(ATTRIBUTES.contains(&key), "{key} on <{name}> in {html}");
            if key == "href" {
                let tel = value
                    .strip_prefix("tel:")
                    .map(|n| n.strip_prefix('+').unwrap_or(n));
                let dials =
                    tel.is_some_and(|n| n.len() <= 15 && n.bytes().all(|b| b.is_ascii_digit()));
                let lower = value.to_ascii_lowercase();
                assert!(
                    dials || lower.starts_with("https://") || lower.starts_with("http://"),
                    "{value}"
                );
            }
        }
    }
}

/// A journey with `word` wherever a word of others can stand; what a rule looks at (the scheme
/// of a link, the digits of a number to dial, the shape of a date) is kept in front of it.
fn filled(word: &str, stage: Stage) -> Journey {
    let some = || Some(word.to_owned());
    let dated = || Some(format!("2026-01-19{word}"));
    let undialled: String = word.chars().filter(|c| !c.is_ascii_digit()).collect();
    let carrier = || Carrier {
        code: some(),
        name: some(),
        phone: Some(format!("12345{undialled}")),
        url: Some(format!("https://example.com/{word}")),
    };
    let mut journey = sample(stage, None);
    journey.number = word.into();
    journey.carrier = carrier();
    journey.last_mile = Some(carrier());
    journey.substatus = some();
    journey.raw_status = some();
    journey.from = Some(format!("x{word}"));
    journey.to = Some(format!("x{word}"));
    journey.expected = dated();
    for event in &mut journey.events {
        *event = Event {
            at: dated(),
            offset: some(),
            text: some(),
            place: some(),
            // A known one has our sentence first, and the word below it as a quote.
            substatus: event.substatus.clone().or_else(|| Some(format!("?{word}"))),
            ..event.clone()
        };
    }
    for step in &mut journey.steps {
        step.at = dated();
    }
    journey
}

#[track_caller]
fn check_words(word: &str) {
    for stage in [Stage::Unknown, Stage::Exception, Stage::InTransit] {
        let html = render(&filled(word, stage));
        check_closed(&html);
        assert_eq!(
            skeleton(&html),
            skeleton(&render(&filled("word", stage))),
            "{word:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_word_becomes_markup(
        word in prop_oneof![
            proptest::sample::select(PAYLOADS).prop_map(String::from),
            any::<String>(),
            (any::<String>(), proptest::sample::select(PAYLOADS), any::<String>()).prop_map(|(a, b, c)| [&a, b, &c].concat()),
            "[<>&\"'/=a-z \\-!\\[\\]]{0,40}",
        ],
    ) {
        check_words(&word);
    }
}

#[test]
fn no_known_trick_becomes_markup() {
    for word in PAYLOADS {
        check_words(word);
    }
}

/// A merchant's own texts are words too.
#[test]
fn no_text_of_a_language_becomes_markup() {
    let plain = english();
    let mut hostile = plain.clone();
    for text in hostile.as_object_mut().unwrap().values_mut() {
        let with = format!("{}<b onclick=\"x\">'\"</b>", text.as_str().unwrap());
        *text = Json::String(with);
    }
    for stage in Stage::ALL {
        let journey = sample(*stage, None);
        let html = html::journey(&journey, &Texts(&hostile), &Plain);
        check_closed(&html);
        // The one text that is left out where the carrier says the same is not the same any more.
        let calm = html::journey(&journey, &Texts(&plain), &Plain);
        assert_eq!(skeleton(&html).len(), skeleton(&calm).len() + 2);
    }
}

#[test]
fn words_arrive_as_they_are() {
    for word in PAYLOADS.iter().filter(|word| !word.contains('\0')) {
        let html = Html::parse_fragment(&render(&filled(word, Stage::InTransit)));
        let text: String = html.root_element().text().collect();
        assert!(text.contains(word), "{word:?} in {text:?}");
    }
}

#[test]
fn only_the_web_is_linked() {
    let urls = [
        "javascript:alert(1)",
        " https://example.com/",
        "data:text/html,x",
        "//example.com",
        "/here",
        "https:example.com",
        "ftp://example.com/",
        "vbscript:x",
        "",
        "\u{1}https://example.com/",
        "https",
    ];
    for url in urls {
        let mut journey = sample(Stage::InTransit, None);
        journey.carrier.url = Some(url.into());
        journey.last_mile = None;
        let html = render(&journey);
        assert!(!html.contains("target="), "{url:?}: {html}");
        assert!(
            html.contains("<bdi>China Post</bdi>"),
            "the name stays: {html}"
        );
    }
}

#[test]
fn only_digits_are_dialled() {
    for (phone, dial) in [
        ("1 800 225 5345", Some("tel:18002255345")),
        ("+49 (0)228 433 31 12", Some("tel:+4902284333112")),
        ("12", None),
        ("see the web site", None),
        ("1234567890123456", None),
    ] {
        let mut journey = sample(Stage::InTransit, None);
        journey.carrier.phone = Some(phone.into());
        journey.last_mile = None;
        let html = render(&journey);
        assert_eq!(dial.is_some(), html.contains("\"tel:"), "{phone}: {html}");
        assert!(html.contains(dial.unwrap_or(phone)), "{phone}: {html}");
    }
}

/// The closed lists are what the element copies by, so they hold no name too many either.
#[test]
fn the_closed_lists_are_exact() {
    let (mut elements, mut attributes) = (BTreeSet::new(), BTreeSet::new());
    for html in everything() {
        check_closed(&html);
        for (_, name, keys) in skeleton(&html).into_iter().skip(1) {
            elements.insert(name);
            attributes.extend(keys);
        }
    }
    assert!(elements.iter().eq(ELEMENTS), "{elements:?}");
    assert!(attributes.iter().eq(ATTRIBUTES), "{attributes:?}");
}
