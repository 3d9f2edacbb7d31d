//! Pages, forms, orders and badges: what they are, and that nothing foreign becomes markup in them.

use super::{english, sample};
use proptest::prelude::*;
use scraper::{Html, Node};
use std::fs;
use std::path::Path;
use tracktry_core::format::Plain;
use tracktry_core::html::{self, Brand, Card, Form, Frame, Look, Message, Wrong, badge_of_stage};
use tracktry_core::text::Texts;
use tracktry_core::{Journey, Reason, Stage};

const LOOK: Look<'static> = Look {
    lang: "en-GB",
    rtl: false,
    theme: "auto",
    layout: "full",
    stale: false,
    fetched: Some("19 Jan, 10:33 UTC"),
};

fn page(card: Card<'_>, look: &Look<'_>, frame: &Frame<'_>) -> String {
    let english = english();
    html::page(card, look, frame, &Texts(&english), &Plain)
}

fn inner(card: Card<'_>, stale: bool) -> String {
    let english = english();
    html::inner(card, stale, &Texts(&english), &Plain)
}

/// What can run, load or style: by element and attribute.
fn active(html: &str) -> Vec<String> {
    let tree = Html::parse_document(html);
    let mut found = Vec::new();
    for node in tree.tree.root().descendants() {
        if let Node::Element(element) = node.value() {
            if matches!(
                element.name(),
                "script" | "style" | "iframe" | "object" | "img" | "link" | "base"
            ) {
                found.push(element.name().to_owned());
            }
            for (name, value) in element.attrs() {
                let runs = name.starts_with("on") || name == "style" || name == "srcdoc";
                if runs
                    || value
                        .trim_start()
                        .to_ascii_lowercase()
                        .starts_with("javascript:")
                        && name != "value"
                        && name != "aria-label"
                {
                    found.push(name.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn a_page_is_a_document_with_one_sheet_and_nothing_that_runs() {
    let journey = sample(Stage::InTransit, None);
    let brand = Brand {
        name: "Lumen & Söhne".into(),
        logo: Some("https://shop.example/logo.svg".into()),
        url: Some("https://shop.example/".into()),
    };
    let frame = Frame {
        sheets: &["/widget/0.1.0/page.css"],
        brand: Some(&brand),
        lookup: Some("/track?lang=en"),
        again: Some(""),
        ..Frame::default()
    };
    let html = page(Card::Journey(&journey), &LOOK, &frame);
    assert!(html.starts_with(
        r#"<!doctype html><html lang="en-GB" dir="ltr"><head><meta charset="utf-8">"#
    ));
    assert!(
        html.contains("<title>On its way · Parcel RB123456785CN · Lumen &amp; Söhne</title>"),
        "{html}"
    );
    assert!(html.contains(r#"<meta name="robots" content="noindex">"#));
    assert!(html.contains(r#"<img src="https://shop.example/logo.svg" alt="Lumen &amp; Söhne">"#));
    assert!(html.contains("As of 19 Jan, 10:33 UTC"));
    assert!(html.contains(r#"<a class="again" href="/track?lang=en">Look up another parcel</a>"#));
    assert_eq!(html.matches("<h1").count(), 1);
    assert_eq!(active(&html), ["link", "img"]);
}

#[test]
fn a_frame_may_have_our_script_and_tells_one_origin() {
    let journey = sample(Stage::InTransit, None);
    let frame = Frame {
        sheets: &["/p.css"],
        script: Some(("/embed.js", "https://shop.example")),
        ..Frame::default()
    };
    let html = page(Card::Journey(&journey), &LOOK, &frame);
    assert!(html.contains(
        r#"<script type="module" src="/embed.js" data-parent="https://shop.example"></script>"#
    ));
    assert_eq!(active(&html), ["link", "script"]);
}

#[test]
fn what_is_old_says_so() {
    let journey = sample(Stage::InTransit, None);
    let note = "Fresh news cannot be reached right now";
    let [fresh, stale] = [false, true].map(|stale| inner(Card::Journey(&journey), stale));
    assert!(fresh.contains(r#"data-note="stale" hidden>"#));
    assert!(stale.contains(&format!(r#"data-note="stale">{note}"#)));
    let journeys = [journey.clone(), journey];
    let order = inner(
        Card::Order {
            order: "1001",
            journeys: &journeys,
        },
        true,
    );
    // Once, above the parcels, which may be folded.
    assert_eq!(order.matches(r#"data-note="stale">"#).count(), 1);
    assert!(order.find(r#"data-note="stale">"#) < order.find("<li"));
}

#[test]
fn an_order_opens_the_first_parcel_that_is_to_come() {
    let journeys = [Stage::Delivered, Stage::InTransit, Stage::Exception].map(|s| sample(s, None));
    let html = inner(
        Card::Order {
            order: "A&B",
            journeys: &journeys,
        },
        false,
    );
    assert!(html.contains("Order A&amp;B"));
    assert!(html.contains("1 of 3 delivered"));
    let opens: Vec<_> = html
        .match_indices("<details open>")
        .map(|(at, _)| at)
        .collect();
    assert_eq!(opens.len(), 1);
    let second = html
        .match_indices(r#"<li class="parcel""#)
        .nth(1)
        .unwrap()
        .0;
    assert!(opens[0] > second);
    let one = [sample(Stage::Delivered, None)];
    let html = inner(
        Card::Order {
            order: "1",
            journeys: &one,
        },
        false,
    );
    assert!(html.contains("<details open>"));
    let none = inner(
        Card::Order {
            order: "1",
            journeys: &[],
        },
        false,
    );
    assert!(none.contains("0 of 0 delivered"));
}

#[test]
fn a_form_says_beside_the_field_what_is_wrong() {
    let form = Form {
        action: "/track",
        lang: "de",
        by_order: true,
        by_number: true,
        order: "1001",
        contact: "ada@example.com",
        number: "x",
        ..Form::default()
    };
    let plain = inner(Card::Form(&form), false);
    assert!(plain.contains(r#"<form part="form" method="post" action="/track">"#));
    assert!(plain.contains(r#"<form part="form" method="get" action="/track">"#));
    assert!(plain.contains(r#"<input type="hidden" name="lang" value="de">"#));
    assert!(!plain.contains("aria-invalid") && !plain.contains("autofocus"));
    for (wrong, field, words) in [
        (Wrong::OrderMissing, "order", "Please fill this in."),
        (Wrong::ContactMissing, "contact", "Please fill this in."),
        (
            Wrong::ContactWrong,
            "contact",
            "Please enter an e-mail address or a phone number.",
        ),
        (
            Wrong::Refused,
            "contact",
            "We found no order that matches both.",
        ),
        (Wrong::NumberWrong, "number", "This number cannot be right"),
        (
            Wrong::Busy,
            "contact",
            "Please try again in a minute or two.",
        ),
        (Wrong::Error, "contact", "This is on our side"),
    ] {
        let html = inner(
            Card::Form(&Form {
                wrong: Some(wrong),
                ..form
            }),
            false,
        );
        let error = format!(r#"<p class="wrong" part="error" id="{field}-wrong">{words}"#);
        assert!(html.contains(&error), "{wrong:?}: {html}");
        assert_eq!(html.matches(r#"aria-invalid="true" autofocus"#).count(), 1);
    }
    let alone = inner(
        Card::Form(&Form {
            by_number: false,
            ..form
        }),
        false,
    );
    assert!(!alone.contains(r#"name="number""#));
}

#[test]
fn a_shadow_root_holds_its_sheet_and_the_pages_slots() {
    let journey = sample(Stage::Delivered, None);
    let english = english();
    let html = html::shadow(
        Card::Journey(&journey),
        &Look {
            rtl: true,
            lang: "ar",
            ..LOOK
        },
        "https://edge.example/card.css",
        &Texts(&english),
        &Plain,
    );
    assert!(html.starts_with(r#"<template shadowrootmode="open"><link rel="stylesheet" href="https://edge.example/card.css"><slot name="header"></slot><section lang="ar" dir="rtl" class="tt""#), "{html}");
    assert!(html.ends_with(r#"<slot name="footer"></slot></template>"#));
}

/// The pictures of mails, as they are in the repository: `BLESS=1` writes the SVGs, and
/// `node scripts/badges.mjs` the PNGs of them.
#[test]
fn each_stage_has_its_badge() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../edge/badges");
    let mut all = vec![("neutral", None)];
    all.extend(
        Stage::ALL
            .iter()
            .map(|stage| (stage.as_str(), Some(*stage))),
    );
    if std::env::var_os("BLESS").is_some() {
        for (name, stage) in &all {
            fs::write(folder.join(format!("{name}.svg")), badge_of_stage(*stage)).unwrap();
        }
    }
    for (name, stage) in all {
        let path = folder.join(format!("{name}.svg"));
        let svg = badge_of_stage(stage);
        assert_eq!(
            svg,
            fs::read_to_string(&path).unwrap_or_default(),
            "{name}: BLESS=1 renews it"
        );
        assert!(
            path.with_extension("png").exists(),
            "{name}: node scripts/badges.mjs"
        );
    }
}

#[test]
fn a_badge_with_words_reads_in_both_directions() {
    let english = english();
    for (stage, reason) in [
        (Stage::Exception, Some(Reason::Customs)),
        (Stage::Delivered, None),
    ] {
        let journey = sample(stage, reason);
        let [ltr, rtl] = [false, true].map(|rtl| html::badge(&journey, &Texts(&english), rtl));
        let words = if reason.is_some() {
            "Held by customs"
        } else {
            "Delivered"
        };
        for svg in [&ltr, &rtl] {
            assert!(
                svg.contains(&format!(r#"role="img" aria-label="{words}""#)),
                "{svg}"
            );
            assert!(svg.contains(&format!(">{words}</text>")));
        }
        assert!(ltr.contains(r#"direction="ltr""#) && rtl.contains(r#"direction="rtl""#));
    }
}

fn hostile(word: &str) -> Journey {
    let mut journey = sample(Stage::Exception, None);
    journey.number = word.into();
    journey.carrier.name = Some(word.into());
    journey.carrier.url = Some(word.into());
    journey.from = Some(word.into());
    for event in &mut journey.events {
        event.text = Some(word.into());
        event.place = Some(word.into());
        event.substatus = Some(word.into());
    }
    journey
}

proptest! {
    #[test]
    fn nothing_foreign_runs(word in prop_oneof![
        "\\PC{0,20}",
        Just("\"><script>alert(1)</script>".to_owned()),
        Just("data-note=\"stale\" hidden>".to_owned()),
        Just("</title></section><img src=x onerror=alert(1)>".to_owned()),
        Just("' autofocus onfocus=alert(1) '".to_owned()),
    ], stale: bool) {
        let journey = hostile(&word);
        let journeys = [journey.clone(), sample(Stage::Delivered, None)];
        let brand = Brand { name: word.clone(), logo: Some(word.clone()), url: Some(word.clone()) };
        let frame = Frame {
            sheets: &["/p.css"],
            brand: Some(&brand),
            lookup: Some(&word),
            again: Some(&word),
            ..Frame::default()
        };
        let form = Form {
            action: "/track", lang: &word, by_order: true, by_number: true, order: &word,
            contact: &word, number: &word, wrong: Some(Wrong::Refused),
        };
        let look = Look { stale, fetched: Some(&word), ..LOOK };
        let english = english();
        for card in [
            Card::Journey(&journey),
            Card::Order { order: &word, journeys: &journeys },
            Card::Message { kind: Message::NotFound, number: Some(&word) },
            Card::Form(&form),
        ] {
            let html = page(card, &look, &frame);
            let mut found = active(&html);
            // A brand's own addresses are checked where they are set.
            found.retain(|name| name != "img" && name != "href");
            prop_assert_eq!(found, ["link"], "{}", html);
            prop_assert_eq!(html.matches("<section").count(), html.matches("</section>").count());
        }
        let svg = html::badge(&journey, &Texts(&english), false);
        prop_assert!(active(&svg).is_empty());
    }
}
