//! The markup: what it is for each state, that nothing foreign becomes markup, and that words,
//! sheet and markup fit one another.

mod golden;
mod hostile;
mod pages;
mod sheet;
mod words;

use serde_json::Value as Json;
use tracktry_core::format::Plain;
use tracktry_core::html::{self, Message};
use tracktry_core::journey::{Carrier, Event, Leg, Milestones, Step, StepState};
use tracktry_core::text::{ENGLISH, Texts};
use tracktry_core::time::Precision;
use tracktry_core::{Journey, Reason, Stage};

fn english() -> Json {
    serde_json::from_str(ENGLISH).unwrap()
}

fn render(journey: &Journey) -> String {
    let english = english();
    html::journey(journey, &Texts(&english), &Plain)
}

/// Every state there can be: each stage alone, each with every reason, and those without a journey.
fn everything() -> Vec<String> {
    let english = english();
    let texts = Texts(&english);
    let mut all = vec![html::skeleton(&texts)];
    for number in [None, Some("RB000000005CN")] {
        let message = |kind: &Message| html::message(*kind, number, &texts);
        all.extend(Message::ALL.iter().map(message));
    }
    let mut empty = sample(Stage::NotFound, None);
    empty.events.clear();
    empty.from = None;
    all.push(render(&empty));
    (empty.from, empty.to) = (Some("CN".into()), None);
    all.push(render(&empty));
    for stage in Stage::ALL {
        all.push(render(&sample(*stage, None)));
        all.extend(
            Reason::ALL
                .iter()
                .map(|reason| render(&sample(*stage, Some(*reason)))),
        );
    }
    all
}

fn event(at: &str, stage: Stage, substatus: Option<&str>, text: &str) -> Event {
    Event {
        at: Some(at.into()),
        precision: if at.len() > 10 {
            Precision::Minute
        } else {
            Precision::Day
        },
        offset: None,
        text: Some(text.into()),
        place: Some("Rotterdam, NL".into()),
        stage,
        substatus: substatus.map(Into::into),
        leg: Leg::Destination,
    }
}

/// A journey with every field filled.
fn sample(stage: Stage, reason: Option<Reason>) -> Journey {
    let carrier = |code: &str, name: &str| Carrier {
        code: Some(code.into()),
        name: Some(name.into()),
        phone: Some("+31 88 225 5555".into()),
        url: Some("https://example.com/?n=1&l=en".into()),
    };
    let step = |stage, state, at: Option<&str>| Step {
        stage,
        state,
        at: at.map(Into::into),
    };
    Journey {
        v: 1,
        number: "RB123456785CN".into(),
        carrier: carrier("china-post", "China Post"),
        last_mile: Some(carrier("postnl", "PostNL")),
        stage,
        reason,
        substatus: None,
        raw_status: Some("teleported".into()),
        events: vec![
            Event {
                offset: Some("+01:00".into()),
                ..event("2026-01-20T14:33:05", stage, None, "Newest")
            },
            event(
                "2026-01-20T07:42",
                Stage::OutForDelivery,
                Some("pickup_001"),
                "Driver is en route",
            ),
            Event {
                at: None,
                precision: Precision::Unknown,
                ..event("", Stage::InTransit, None, "Undated")
            },
            event(
                "2026-01-19",
                Stage::InTransit,
                Some("transit005"),
                "CLEARED BY CUSTOMS",
            ),
            Event {
                text: None,
                place: None,
                leg: Leg::Origin,
                ..event("2026-01-18T22:05", Stage::InTransit, None, "")
            },
        ],
        steps: vec![
            step(Stage::Registered, StepState::Done, Some("2026-01-16T09:14")),
            step(Stage::InTransit, StepState::Now, Some("2026-01-18")),
            step(Stage::OutForDelivery, StepState::Failed, None),
            step(Stage::Delivered, StepState::Todo, None),
        ],
        milestones: Milestones::default(),
        from: Some("CN".into()),
        to: Some("Netherlands".into()),
        days_under_way: Some(4),
        days_quiet: Some(3),
        expected: Some("2026-01-21".into()),
    }
}
