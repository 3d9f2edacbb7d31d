//! A journey as markup: no style, no script, every field escaped.
//!
//! The functions give what goes inside the shadow root, below the sheet of `style/widget.css`.
//! Each answers with exactly one root, so that a state replaces another as a whole:
//!
//! | function | root |
//! |---|---|
//! | [`journey`] | `section.tt[data-stage][data-tone]`, `data-reason` where there is one |
//! | [`skeleton`] | `section.tt[data-state=loading][aria-busy=true]` |
//! | [`message`] | `section.tt[data-state=…][data-tone]`, by the names of [`Message`] |
//!
//! For shoppers without JavaScript, [`page`] gives whole documents of the same pieces, [`shadow`] and
//! [`fragment`] what others put into theirs, and [`badge`] a picture.
//!
//! # What a script attaches
//!
//! - `[data-action=retry]`: a button, in the messages `busy`, `error` and `offline`.
//! - `[data-action=copy]`: a button; `data-value` is what to copy. Afterwards set `data-copied`
//!   on it for two seconds and announce `data-done`.
//! - `[data-note=stale]`: a note with `hidden`, which is to go while the journey is old.
//! - `details[data-keep=older]`: earlier events; carry `open` over when a journey replaces
//!   another, and give the focus back to the same `data-action` or summary.
//!
//! News is announced by one `<p class="vh" role="status">` which the script makes once, beside
//! the root and never within it, since a live region that is itself replaced is not read out.
//! Put [`announcement`] into it when the text differs from the last one; not at the first journey.
//!
//! # What a page can add
//!
//! A journey ends with the slots `contents` (of the parcel) and `help`; a message holds the
//! unnamed slot.
//!
//! # No layout shift
//!
//! All roots share one least height (`--tracktry-min-block-size`), that of a journey with four
//! steps, all facts and [`VISIBLE`] events: later events are folded, the facts stand at the
//! bottom, and the room between belongs to the timeline. So neither the change from skeleton to
//! journey nor a new event moves what follows on the page.
//!
//! # Names a page may style
//!
//! Parts: `card`, `head`, `icon`, `stage`, `headline`, `next`, `promise`, `action`, `note`,
//! `steps`, `step` (with `step-done`, `step-now`, `step-todo`, `step-failed`), `facts`, `fact` (with
//! `fact-carrier`, `fact-last_mile`, `fact-number`, `fact-pickup_point`, `fact-route`, `fact-from`,
//! `fact-to`, `fact-under_way`),
//! `link`, `copy`, `timeline`, `day`, `event`, `hand-over`, `older`, `message`, `retry`.
//! Classes are for the sheet alone.
//!
//! # What can be in it
//!
//! Elements: `section header div p span h2 h3 h4 ol ul li dl dt dd time a button details summary
//! bdi q slot svg path`. No `style`, no `id`, no handler; `href` is `http:`, `https:` or `tel:` with
//! digits. Words of others stand in `bdi` or `q` with a direction of their own.

mod badge;
mod facts;
mod form;
mod head;
mod icons;
mod markup;
mod page;
mod parcels;
mod steps;
mod timeline;
mod tone;

use crate::format::Format;
use crate::journey::Journey;
use crate::lenient::cut;
use crate::number::MAX_LENGTH;
use crate::status::named;
use crate::text::{Texts, glue};
use crate::value::Value;
use markup::{Markup, put};

pub use badge::{badge, badge_of_stage};
pub use form::{Form, Wrong};
pub use page::{Brand, Card, Frame, Look, fragment, inner, page, shadow};
pub use timeline::VISIBLE;
pub use tone::Tone;

named! {
    /// What there is to say while there is no journey.
    Message {
        /// Nobody knows the parcel.
        NotFound = "not_found",
        /// The number or the carrier cannot be one.
        Invalid = "invalid",
        /// Too many ask; later is better.
        Busy = "busy",
        /// Something failed on the way.
        Error = "error",
        /// The page has no network.
        Offline = "offline",
        /// Nothing is known of the order, or nothing was sent yet.
        OrderUnknown = "order_unknown",
        /// The link's token is missing, wrong or has run out.
        Locked = "locked",
    }
}

impl Message {
    /// Whether asking again may help.
    pub const fn can_retry(self) -> bool {
        matches!(self, Self::Busy | Self::Error | Self::Offline)
    }

    /// Whether nothing changes until the page asks for something else.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Invalid | Self::Locked)
    }

    /// What a shopper is told where a problem code of the edge, or one of the element's own, says
    /// more than that something failed.
    pub fn of_code(code: &str) -> Self {
        const KINDS: &[(&str, Message)] = &[
            ("parcel_unknown", Message::NotFound),
            ("order_unknown", Message::OrderUnknown),
            ("carrier_invalid", Message::Invalid),
            ("number_invalid", Message::Invalid),
            ("upstream_busy", Message::Busy),
            ("importing", Message::Busy),
            ("too_many", Message::Busy),
            ("token_required", Message::Locked),
            ("token_refused", Message::Locked),
            ("offline", Message::Offline),
        ];
        let known = KINDS.iter().find(|(name, _)| *name == code);
        known.map_or(Self::Error, |(_, kind)| *kind)
    }

    /// Whether the number asked for may be the trouble.
    const fn doubts_number(self) -> bool {
        matches!(self, Self::NotFound | Self::Invalid)
    }
}

/// What all pieces of one journey's markup need.
struct View<'a, V, F> {
    journey: &'a Journey,
    texts: &'a Texts<V>,
    format: &'a F,
}

/// The markup of a journey.
pub fn journey<V: Value, F: Format>(journey: &Journey, texts: &Texts<V>, format: &F) -> String {
    let view = View {
        journey,
        texts,
        format,
    };
    Markup::of(|out| {
        put!(out, r#"<section class="tt" part="card" aria-label=""#
            (texts.with("parcel", "number", &journey.number))
            r#"" data-stage=""# (journey.stage.as_str()) r#"""#);
        if let Some(reason) = journey.reason {
            put!(out, r#" data-reason=""# (reason.as_str()) r#"""#);
        }
        put!(out, r#" data-tone=""# (tone::of(journey.stage, journey.reason).as_str())
            r#"">"#);
        view.head(out);
        put!(out, r#"<p class="note" part="note" data-note="stale" hidden>"# (texts.get("stale"))
            "</p>");
        view.steps(out);
        view.timeline(out);
        view.facts(out);
        put!(
            out,
            r#"<slot class="own" name="contents"></slot><slot class="own" name="help"></slot></section>"#
        );
    })
}

/// The same room as a journey takes, while it is on its way.
pub fn skeleton<V: Value>(texts: &Texts<V>) -> String {
    /// As many pieces of a kind as there will be.
    fn pieces(out: &mut Markup, group: &'static str, count: usize, piece: &'static str) {
        put!(out, r#"<div class=""# (group) r#"">"#);
        for _ in 0..count {
            out.raw(piece);
        }
        put!(out, "</div>");
    }
    Markup::of(|out| {
        put!(out, r#"<section class="tt" part="card" aria-busy="true" aria-label=""#
            (texts.get("loading"))
            r#"" data-state="loading" data-tone="neutral"><div class="head"><span class="icon"></span>"#);
        pieces(out, "words", 2, r#"<span class="line"></span>"#);
        put!(out, "</div>");
        pieces(
            out,
            "steps",
            4,
            r#"<div class="step"><span class="bar"></span><span class="line"></span></div>"#,
        );
        pieces(
            out,
            "timeline",
            VISIBLE,
            r#"<div class="event"><span class="line"></span><span class="line"></span></div>"#,
        );
        pieces(
            out,
            "facts",
            4,
            r#"<div class="fact"><span class="line"></span><span class="line"></span></div>"#,
        );
        put!(out, "</section>");
    })
}

/// A state without a journey. What the page put between the element's tags (a link to the
/// carrier, say) is shown below. `number` is what was asked for, as it was written; where the
/// number may be the trouble, its first [`MAX_LENGTH`] characters are shown.
pub fn message<V: Value>(kind: Message, number: Option<&str>, texts: &Texts<V>) -> String {
    let name = kind.as_str();
    Markup::of(|out| {
        let headline = texts.of("message", name);
        put!(out, r#"<section class="tt" part="card" aria-label=""# (&headline) r#"" data-state=""#
            (name)
            r#"" data-tone=""# (tone::of_message(kind).as_str())
            r#""><div class="message" part="message"><span class="icon" part="icon">"#);
        icons::icon(out, icons::of_message(kind));
        put!(out, r#"</span><h2 part="headline">"# (headline) "</h2>");
        if kind.doubts_number()
            && let Some(number) = number
        {
            put!(out, r#"<bdi class="number" dir="ltr" translate="no">"#
                (cut(number, MAX_LENGTH)) "</bdi>");
        }
        put!(out, r#"<p part="next">"# (texts.of("advice", name)) "</p>");
        if kind.can_retry() {
            put!(out, r#"<button class="retry" type="button" part="retry" data-action="retry">"#
                (texts.get("retry")) "</button>");
        }
        put!(
            out,
            r#"<div class="fallback"><slot></slot></div></div></section>"#
        );
    })
}

/// What to say aloud when a journey changes: headline and next step, as plain text.
pub fn announcement<V: Value>(journey: &Journey, texts: &Texts<V>) -> String {
    glue(&[
        &head::headline(journey, texts),
        ". ",
        &head::next(journey, texts),
    ])
}
