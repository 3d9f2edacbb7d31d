//! The page for people: what this is, which numbers there are, what time it is here; and for the
//! one in control, what goes on and how to change it.
//!
//! It is whole without the script, which only brings the moving parts up to date and sends the
//! forms.

mod forms;
mod live;
mod numbers;

use maud::{DOCTYPE, Markup, html};

use crate::bulk::Bulk;
use crate::clock::Clock;
use crate::counters::Counters;
use crate::fault::Faults;
use crate::limits::Quota;
use crate::switches::Switches;
use crate::webhook;

/// The page's style sheet.
pub const STYLE: &str = include_str!("style.css");
/// The page's script.
pub const SCRIPT: &str = include_str!("page.js");

/// What every reader sees.
pub struct View {
    /// The clock.
    pub clock: Clock,
    /// Real time in milliseconds.
    pub real: i64,
    /// Where the page stands.
    pub origin: String,
}

impl View {
    fn now(&self) -> i64 {
        self.clock.now(self.real)
    }
}

/// What the one in control sees.
pub struct Panel {
    /// Requests and refusals.
    pub counters: Counters,
    /// What of the quota is used.
    pub quota: Quota,
    /// The switches, limits among them.
    pub switches: Switches,
    /// The making of many parcels.
    pub bulk: Bulk,
    /// Parcels that have been posted.
    pub parcels: i64,
    /// The faults that are set.
    pub faults: Faults,
    /// The webhooks.
    pub hooks: webhook::State,
}

/// The page for everybody.
pub fn public(view: &View) -> String {
    let main = html! {
        (usage(view))
        section { h2 { "Clock" } (live::clock(view)) }
        (numbers::sections(view.now()))
    };
    whole(&main, false)
}

/// The page for the one in control.
pub fn control(view: &View, panel: &Panel) -> String {
    let main = html! {
        p.note { label { input type="checkbox" checked data-live-switch; " Keep this page up to date" } " " output data-status role="status" {} }
        div.grid {
            div {
                section { h2 { "Clock" } div data-live="clock" { (live::clock(view)) } (forms::clock()) }
                (usage(view))
            }
            section { h2 { "Traffic" } div data-live="traffic" { (live::traffic(view, panel)) } (forms::traffic()) }
            section { h2 { "Faults" } div data-live="faults" { (live::faults(view, panel)) } (forms::faults()) }
            section { h2 { "Webhooks" } div data-live="webhooks" { (live::webhooks(panel)) } (forms::webhooks()) }
        }
        div data-live="numbers" { (numbers::sections(view.now())) }
    };
    whole(&main, true)
}

/// The moving parts of [`control`], by the same names.
pub fn live(view: &View, panel: &Panel) -> String {
    let parts = html! {
        div data-live="clock" { (live::clock(view)) }
        div data-live="traffic" { (live::traffic(view, panel)) }
        div data-live="faults" { (live::faults(view, panel)) }
        div data-live="webhooks" { (live::webhooks(panel)) }
        div data-live="numbers" { (numbers::sections(view.now())) }
    };
    parts.into_string()
}

fn whole(main: &Markup, script: bool) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { "tracktry-sandbox" }
                link rel="stylesheet" href="/style.css";
                @if script { script type="module" src="/page.js" {} }
            }
            body {
                header {
                    h1 { "tracktry-sandbox" }
                    p { "A stand-in for the Tracktry API, to build and test against. Nothing here is a real parcel, and the project is independent of Tracktry." }
                }
                main { (main) }
            }
        }
    };
    markup.into_string()
}

fn usage(view: &View) -> Markup {
    html! {
        section {
            h2 { "Ask it" }
            p { "The API is below " code { "/v1" } ". Put the key into the header " code { "Tracktry-Api-Key" } "; it is " code { (crate::settings::DEFAULT_KEY) } " unless the operator has set others." }
            pre tabindex="0" { code { "curl -H 'Tracktry-Api-Key: sandbox-key' " (view.origin) "/v1/trackings/dhl/SBX-TRAVEL" } }
            p { "Other tracking numbers exist once they are posted, and travel from then on." }
        }
    }
}
