//! Our own icons: strokes on a square of 24, in the colour of the text around them.

use super::Message;
use super::markup::{Markup, put};
use crate::status::{Reason, Stage};

const ALERT: &str = "M12 4 2.5 20h19zM12 10v4.5m0 2.5v.1";
const ASK: &str = "M8.5 9a3.5 3.5 0 1 1 5 3.2c-1.1.6-1.5 1-1.5 2.3m0 3.5v.1";
const BACK: &str = "M9 5 4 10l5 5m-5-5h10a5 5 0 0 1 0 10h-4";
const BOX: &str = "m3.5 7.5 8.5-4 8.5 4v9l-8.5 4-8.5-4zm0 0 8.5 4 8.5-4m-8.5 4v9m-4-15 8.5 4";
const CHECK: &str = "m5 12.5 4.5 4.5L19 7";
const CLOCK: &str = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 8v4.5l3 2";
const CROSS: &str = "m6 6 12 12m0-12L6 18";
const CUSTOMS: &str = "m12 3 8 3v5.5c0 5-3.5 8-8 9.5-4.5-1.5-8-4.5-8-9.5V6zm0 5v4.5m0 3v.1";
const DOOR: &str = "M6 20.5V3.5h12v17M3.5 20.5h17M14.5 12v.1";
const HOUSE: &str = "m3 11 9-7.5 9 7.5M5.5 9v11.5h13V9m-9 11.5v-6h5v6";
const LOOK: &str = "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13m4.7 11.2L20.5 20.5";
const OFFLINE: &str =
    "M2.5 9.5a14 14 0 0 1 19 0m-16 4a9.5 9.5 0 0 1 13 0m-10 4a4.5 4.5 0 0 1 7 0M4 3l16 18";
const PIN: &str = "M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.8 12 21 12 21m0-14a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5";
const SHOP: &str = "M4.5 10v10.5h15V10M3 9.5l2-6h14l2 6zm6 11v-6h6v6";
const TRUCK: &str = "M5 17H2.5V6H14v11H9m5-7.5h4l3.5 4V17H20m-4 0h-2M5 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0m11 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0";
const ROUTE: &str = "M6 16a2.2 2.2 0 1 0 0 4.4A2.2 2.2 0 0 0 6 16m2.5 2.2H15a3.2 3.2 0 0 0 0-6.4H9a3.2 3.2 0 0 1 0-6.4h6.4M18 3a2.2 2.2 0 1 0 0 4.4A2.2 2.2 0 0 0 18 3";

pub(super) const COPY: &str = "M9 9h11v11H9zm-3 6H4V4h11v2";
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
    }
}
