//! Our own icons: strokes on a square of 24, in the colour of the text around them.

use super::Message;
use super::markup::{Markup, put};
use crate::status::{Reason, Stage};

const ALERT: &str = "M12 4 2 20h20zM12 10v4m0 3v.1";
const ASK: &str = "M8 9a4 4 0 1 1 6 3c-1 1-2 1-2 3m0 3v.1";
const BACK: &str = "M9 5 4 10l5 5m-5-5h11a5 5 0 0 1 0 10h-4";
const BOX: &str = "m4 8 8-4 8 4v8l-8 4-8-4zm0 0 8 4 8-4m-8 4v8M8 6l8 4";
const CHECK: &str = "m5 13 4 4L19 7";
const CLOCK: &str = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4l3 2";
const CROSS: &str = "m6 6 12 12m0-12L6 18";
const CUSTOMS: &str = "m12 3 8 3v5c0 5-3 8-8 10-5-2-8-5-8-10V6zm0 5v4m0 3v.1";
const DOOR: &str = "M6 20V4h12v16M3 20h18M14 12v.1";
const HOUSE: &str = "m3 11 9-7 9 7M5 9v11h14V9m-9 11v-6h4v6";
const LOCK: &str = "M5 11h14v9H5zm3 0V8a4 4 0 0 1 8 0v3m-4 4v1";
const LOOK: &str = "M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12m5 11 5 5";
const OFFLINE: &str = "M2 9a14 14 0 0 1 20 0M5 13a10 10 0 0 1 14 0M8 17a5 5 0 0 1 8 0M4 3l16 18";
const PIN: &str = "M12 21s-7-6-7-11a7 7 0 0 1 14 0c0 5-7 11-7 11m0-14a3 3 0 1 0 0 6 3 3 0 0 0 0-6";
const SHOP: &str = "M5 10v10h14V10M3 10l2-6h14l2 6zm6 10v-6h6v6";
const TRUCK: &str = "M5 17H2V6h12v11H9m5-8h4l4 4v4h-2m-4 0h-2M5 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0m11 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0";
const ROUTE: &str = "M6 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4m2 2h7a3 3 0 0 0 0-6H9a3 3 0 0 1 0-6h7m2-2a2 2 0 1 0 0 4 2 2 0 0 0 0-4";

pub(super) const COPY: &str = "M9 9h11v11H9zm-3 6H4V4h11v2";
pub(super) const SWAP: &str = "M4 8h15m-4-4 4 4-4 4M20 16H5m4-4-4 4 4 4";
pub(super) const TICK: &str = CHECK;
pub(super) const OUT: &str = "M14 4h6v6m0-6-9 9m-2-7H4v14h14v-5";
pub(super) const ARROW: &str = "M4 12h16m-6-6 6 6-6 6";

/// An icon; never the only bearer of a meaning.
pub(super) fn icon(out: &mut Markup, path: &str) {
    put!(out, "<svg");
    // What points along the line of reading turns round with it.
    if [ARROW, BACK, ROUTE, OUT, TRUCK].contains(&path) {
        put!(out, r#" class="flip""#);
    }
    put!(out, r#" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=""# (path)
        r#""></path></svg>"#);
}

pub(super) fn of(stage: Stage, reason: Option<Reason>) -> &'static str {
    match reason {
        Some(Reason::Collected) => SHOP,
        Some(Reason::LeftWithNeighbour | Reason::NobodyHome | Reason::Refused) => DOOR,
        Some(Reason::Address | Reason::RecipientNotFound) => PIN,
        Some(Reason::NoInformation | Reason::Delayed | Reason::Unclaimed) => CLOCK,
        Some(Reason::Returned | Reason::Returning) => BACK,
        Some(Reason::Customs) => CUSTOMS,
        Some(Reason::Cancelled) => CROSS,
        Some(Reason::DamagedOrLost) => ALERT,
        Some(Reason::CustomsCleared | Reason::SignedFor) | None => match stage {
            Stage::Registered => BOX,
            Stage::NotFound => LOOK,
            Stage::InTransit => ROUTE,
            Stage::OutForDelivery => TRUCK,
            Stage::ReadyForPickup => SHOP,
            Stage::Delivered => CHECK,
            Stage::AttemptFailed => HOUSE,
            Stage::Exception => ALERT,
            Stage::Expired => CLOCK,
            Stage::Unknown => ASK,
        },
    }
}

pub(super) fn of_message(kind: Message) -> &'static str {
    match kind {
        Message::NotFound => LOOK,
        Message::Invalid => ASK,
        Message::Busy => CLOCK,
        Message::Error => ALERT,
        Message::Offline => OFFLINE,
        Message::OrderUnknown => BOX,
        Message::Locked => LOCK,
    }
}
