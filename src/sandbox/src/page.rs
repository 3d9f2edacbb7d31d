//! The page for people: what this is, which numbers there are, what time it is here.

use maud::{DOCTYPE, Markup, html};
use tracktry_core::{Journey, Tracking};

use crate::clock::Clock;
use crate::parcel::Parcel;
use crate::scenario::{self, Story};
use crate::time;
use crate::wire::{self, Form};

/// The page's style sheet.
pub const STYLE: &str = include_str!("style.css");

/// The page. `origin` is where it stands, `control` whether the reader may control the sandbox.
pub fn page(clock: &Clock, real: i64, origin: &str, control: bool) -> String {
    let now = clock.now(real);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { "tracktry-sandbox" }
                link rel="stylesheet" href="/style.css";
            }
            body {
                header {
                    h1 { "tracktry-sandbox" }
                    p { "A stand-in for the Tracktry API, to build and test against. Nothing here is a real parcel, and the project is independent of Tracktry." }
                }
                main {
                    (usage(origin))
                    (clock_section(clock, now, control.then_some(origin)))
                    (numbers(now))
                }
            }
        }
    };
    markup.into_string()
}

fn usage(origin: &str) -> Markup {
    html! {
        section {
            h2 { "Ask it" }
            p { "The API is below " code { "/v1" } ". Put the key into the header " code { "Tracktry-Api-Key" } "; it is " code { (crate::settings::DEFAULT_KEY) } " unless the operator has set others." }
            pre { code { "curl -H 'Tracktry-Api-Key: sandbox-key' " (origin) "/v1/trackings/dhl/SBX-TRAVEL" } }
            p { "Other tracking numbers exist once they are posted, and travel from then on." }
        }
    }
}

fn clock_section(clock: &Clock, now: i64, control: Option<&str>) -> Markup {
    let rate = clock.rate();
    html! {
        section {
            h2 { "Clock" }
            p {
                "Here it is " time datetime=(time::iso(now)) { (time::wall(now, 0, true)) " UTC" } ". "
                @if rate == 0.0 { "The clock is stopped." }
                @else { "It runs " (rate) " times as fast as real time." }
            }
            @if let Some(origin) = control {
                pre { code { "curl -d '{\"rate\":7200}' " (origin) "/sandbox/clock" } }
            }
        }
    }
}

fn numbers(now: i64) -> Markup {
    html! {
        section {
            h2 { "Numbers that exist without a post" }
            p { "Under any carrier code. The first few travel, over and over; the others stand still." }
            table {
                thead { tr { th scope="col" { "Number" } th scope="col" { "Stage now" } th scope="col" { "Reason" } th scope="col" { "Last event" } } }
                tbody {
                    @for story in scenario::specials() { (row(story, now)) }
                }
            }
        }
    }
}

fn row(story: &'static Story, now: i64) -> Markup {
    let parcel = Parcel::unposted(story.name.to_owned(), story.carrier.to_owned(), story, now);
    let raw = serde_json::to_value(wire::item(&parcel, Form::Single, now)).unwrap_or_default();
    let journey = Tracking::decode(&&raw).map(|tracking| Journey::of(&tracking));
    html! {
        tr {
            th scope="row" { code { (story.name) } }
            td { @if let Some(journey) = &journey { (journey.stage.as_str()) } }
            td { @if let Some(reason) = journey.as_ref().and_then(|j| j.reason) { (reason.as_str()) } }
            td { (raw.get("lastEvent").and_then(|v| v.as_str()).unwrap_or("–")) }
        }
    }
}
