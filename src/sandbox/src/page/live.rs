//! The parts of the page that move.

use maud::{Markup, html};

use super::{Panel, View};
use crate::fault::Kind;
use crate::time;
use crate::webhook::Logged;

/// How many lines of the webhooks' log the page shows.
const LOG: usize = 20;

pub(super) fn clock(view: &View) -> Markup {
    let (now, rate) = (view.now(), view.clock.rate());
    html! {
        p.big { time datetime=(time::iso(now)) { (time::wall(now, 0, true)) " UTC" } }
        p {
            @if rate == 0.0 { "The clock is stopped." }
            @else { "It runs " (rate) " times as fast as real time." }
        }
    }
}

pub(super) fn traffic(view: &View, panel: &Panel) -> Markup {
    let counters = &panel.counters;
    let rules = panel.switches.limits.rules();
    let per_second = |peak: usize, limit: Option<u32>| {
        html! { (peak) @if let Some(limit) = limit { " of " (limit) } }
    };
    html! {
        dl.facts {
            (fact("Requests", &html! { span data-requests=(counters.requests) data-at=(view.real) { (counters.requests) } }))
            (fact("Now, a second", &html! { span data-rate { "–" } }))
            (fact("Refusals (429)", &html! { (counters.refusals) }))
            (fact("During silence", &html! { (counters.during_silence) }))
            (fact("Most lists in a second, one address", &per_second(counters.list_peak.address, rules.list_per_second)))
            (fact("Most realtime in a second, one address", &per_second(counters.realtime_peak.address, rules.realtime_per_second)))
            (fact("Quota used", &quota(panel)))
            (fact("Parcels posted", &html! { (panel.parcels) }))
        }
        @if panel.bulk.running() {
            p { label { "Making parcels: " (panel.bulk.done) " of " (panel.bulk.count) " "
                progress value=(panel.bulk.done) max=(panel.bulk.count) {} } }
        }
        @if !counters.routes.is_empty() {
            div.wide tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Endpoint" } th scope="col" { "Code × answers" } } }
                    tbody { @for (route, codes) in &counters.routes {
                        tr {
                            th scope="row" { code { (route) } }
                            td { @for (code, count) in codes { span.tally { b { (code) } " × " (count) } " " } }
                        }
                    } }
                }
            }
        }
    }
}

fn quota(panel: &Panel) -> Markup {
    let used = panel.quota.used;
    let (whole, fifths) = (
        used.checked_div(5).unwrap_or(0),
        used.checked_rem(5).unwrap_or(0),
    );
    html! {
        (whole) @if fifths > 0 { "." (fifths.saturating_mul(2)) }
        @if let Some(limit) = panel.switches.limits.rules().quota { " of " (limit) }
    }
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

pub(super) fn faults(view: &View, panel: &Panel) -> Markup {
    let active = panel.faults.active();
    html! {
        @if active.is_empty() { p { "None: every request is answered as it should be." } }
        @else {
            div.wide tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Fault" } th scope="col" { "Route" } th scope="col" { "Share" } th scope="col" { "Hit" } th scope="col" { "Ends in" } } }
                    tbody { @for one in active {
                        tr {
                            th scope="row" { (one.fault.kind.as_str()) @if let Some(code) = one.fault.refuses().filter(|_| one.fault.kind == Kind::Code) { " " (code.number()) } }
                            td { code { (one.fault.route) } }
                            td { (one.fault.rate) }
                            td { (one.hits) " of " (one.seen) }
                            td { (one.until.saturating_sub(view.real).div_euclid(1000)) " s" }
                        }
                    } }
                }
            }
        }
    }
}

pub(super) fn webhooks(panel: &Panel) -> Markup {
    let hooks = &panel.hooks;
    html! {
        @if let Some(url) = &hooks.url {
            p { "To " code { (url) } ". Waiting: " (hooks.waiting) "." @if hooks.dropped > 0 { " Dropped, too many waited: " (hooks.dropped) "." } }
        } @else { p { "Nobody has asked for any." } }
        @if !hooks.log.is_empty() {
            div.wide tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Parcel" } th scope="col" { "Status" } th scope="col" { "Tries" } th scope="col" { "Outcome" } th scope="col" { "Next" } } }
                    tbody { @for line in hooks.log.iter().take(LOG) { (logged(line)) } }
                }
            }
        }
    }
}

fn logged(line: &Logged) -> Markup {
    html! {
        tr {
            th scope="row" { code { (line.carrier_code) "/" (line.tracking_number) } }
            td { (line.status) }
            td { (line.attempts) }
            td { (line.outcome.as_deref().unwrap_or("not sent yet")) }
            td { @if let Some(at) = &line.next_at { time datetime=(at) { (at.replace('T', " ").trim_end_matches("+00:00")) } } @else { "–" } }
        }
    }
}
