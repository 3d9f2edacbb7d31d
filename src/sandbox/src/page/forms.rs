//! What the one in control can change from the page. Each form becomes one JSON object that the
//! script sends: names are members, and a value that reads as a number is one.

use maud::{Markup, html};

use crate::fault::Kind;

pub(super) fn clock() -> Markup {
    html! {
        div.row role="group" aria-label="Rate of the clock" {
            @for (rate, label) in [("0", "Stop"), ("1", "Real time"), ("60", "60 ×"), ("7200", "7200 ×")] {
                form data-send="/sandbox/clock" { input type="hidden" name="rate" value=(rate); button { (label) } }
            }
        }
        form.row data-send="/sandbox/clock" {
            label { "Set to (UTC) " input type="datetime-local" step="1" name="now" required; }
            button { "Set" }
        }
    }
}

pub(super) fn traffic() -> Markup {
    html! {
        div.row role="group" aria-label="Limits and counters" {
            form data-send="/sandbox/switches" { input type="hidden" name="limits" value="on"; button { "Enforce limits" } }
            form data-send="/sandbox/switches" { input type="hidden" name="limits" value="off"; button { "Lift limits" } }
            form data-send="/sandbox/counters/reset" { button { "Reset counters" } }
        }
    }
}

pub(super) fn faults() -> Markup {
    html! {
        form.row data-send="/sandbox/faults" {
            label { "Fault " select name="kind" { @for kind in Kind::ALL { option { (kind.as_str()) } } } }
            label { "Route " input name="route" value="*" maxlength="200" size="14"; }
            label { "Share " input type="number" name="rate" value="1" min="0" max="1" step="0.05"; }
            label { "Seconds " input type="number" name="seconds" value="60" min="1" max="86400"; }
            button { "Set" }
        }
        form data-send="/sandbox/faults" data-method="DELETE" { button { "Clear all faults" } }
    }
}

pub(super) fn webhooks() -> Markup {
    html! {
        form.row data-send="/sandbox/webhook" {
            label { "URL " input type="url" name="url" required maxlength="2000" placeholder="http://localhost:3000/hook"; }
            label { "E-mail (the key) " input type="email" name="email" required maxlength="254" autocomplete="off"; }
            button { "Send webhooks" }
        }
        form data-send="/sandbox/webhook" data-method="DELETE" { button { "Stop, and forget the log" } }
    }
}
