//! The numbers that exist without a post.

use maud::{Markup, html};
use tracktry_core::{Journey, Tracking};

use crate::magic;
use crate::parcel::Parcel;
use crate::scenario::quirk::{self, Quirk};
use crate::scenario::{self, Story};
use crate::wire::{self, Form};

/// All of them, as they are at a clock second.
pub(super) fn sections(now: i64) -> Markup {
    html! {
        section {
            h2 { "Result codes at will" }
            p { "The tracking number " code { (magic::NUMBER) "4019" } " and the API key " code { (magic::KEY) "4019" } " are answered with that code; so with each of these:" }
            p { @for code in magic::codes() { code { (code.number()) } " " } }
        }
        (section("Parcels that travel", "Under any carrier code, over and over.", scenario::travelling(), now))
        (section("Parcels that stand still", "One for each status and substatus, under any carrier code.", scenario::fixed(), now))
        section {
            h2 { "Parcels that are told strangely" }
            p { "What real answers have been seen to do, and texts chosen to do harm." }
            div.wide tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Number" } th scope="col" { "Stage" } th scope="col" { "What is odd" } } }
                    tbody { @for quirk in quirk::all() { (odd(quirk, now)) } }
                }
            }
        }
    }
}

fn section(
    title: &str,
    about: &str,
    stories: impl Iterator<Item = &'static Story>,
    now: i64,
) -> Markup {
    html! {
        section {
            h2 { (title) }
            p { (about) }
            div.wide tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Number" } th scope="col" { "Stage" } th scope="col" { "Reason" } th scope="col" { "Last event" } } }
                    tbody { @for story in stories { (row(story, now)) } }
                }
            }
        }
    }
}

/// The tracking as sent, and as the core reads it.
fn read(story: &'static Story, now: i64) -> (serde_json::Value, Option<Journey>) {
    let parcel = Parcel::unposted(story.name.to_owned(), story.carrier.to_owned(), story, now);
    let raw = serde_json::to_value(wire::item(&parcel, Form::Single, now)).unwrap_or_default();
    let journey = Tracking::decode(&&raw).map(|tracking| Journey::of(&tracking));
    (raw, journey)
}

fn stage(journey: Option<&Journey>) -> Markup {
    html! {
        @if let Some(stage) = journey.map(|journey| journey.stage.as_str()) {
            span.stage data-stage=(stage) { (stage) }
        }
    }
}

fn row(story: &'static Story, now: i64) -> Markup {
    let (raw, journey) = read(story, now);
    html! {
        tr {
            th scope="row" { code { (story.name) } }
            td { (stage(journey.as_ref())) }
            td { @if let Some(reason) = journey.as_ref().and_then(|j| j.reason) { (reason.as_str()) } }
            td { (raw.get("lastEvent").and_then(|v| v.as_str()).unwrap_or("–")) }
        }
    }
}

fn odd(quirk: &'static Quirk, now: i64) -> Markup {
    let (_, journey) = read(&quirk.story, now);
    html! {
        tr {
            th scope="row" { code { (quirk.story.name) } }
            td { (stage(journey.as_ref())) }
            td { (quirk.about) }
        }
    }
}
