//! A journey as markup: no style, no script, every field escaped.
//!
//! The functions give what goes inside the shadow root, below the sheet of `style/widget.css`.
//! Each answers with exactly one root, so that a state replaces another as a whole:
//!
//! | function | root |
//! |---|---|
//! | [`journey`] | `section.tt[data-stage][data-tone][data-layout=full]`, `data-reason` where there is one |
//! | [`skeleton`] | `section.tt[data-state=loading][aria-busy=true]` |
//! | [`message`] | `section.tt[data-state=…][data-tone]`, by the names of [`Message`] |
//!
//! # What a script attaches
//!
//! - `[data-action=retry]`: a button, in every message but `not_found` and `invalid`.
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
//! # No layout shift
//!
//! All roots share one least height (`--tracktry-min-block-size`), that of a journey with four
//! steps, all facts and [`VISIBLE`] events: later events are folded, the facts stand at the
//! bottom, and the room between belongs to the timeline. So neither the change from skeleton to
//! journey nor a new event moves what follows on the page.
//!
//! # Names a page may style
//!
//! Parts: `card`, `head`, `icon`, `stage`, `headline`, `next`, `note`, `steps`, `step` (with
//! `step-done`, `step-now`, `step-todo`, `step-failed`), `facts`, `fact`, `link`, `copy`,
//! `timeline`, `day`, `event`, `older`, `message`, `retry`. Classes are for the sheet alone.
//!
//! # What can be in it
//!
//! Elements: `section header div p span h2 h3 h4 ol ul li dl dt dd time a button details summary
//! bdi q slot svg path`. No `style`, no `id`, no handler; `href` is `http:`, `https:` or `tel:` with
//! digits. Words of others stand in `bdi` or `q` with a direction of their own.

mod facts;
mod head;
mod icons;
mod steps;
mod timeline;
mod tone;

use crate::format::Format;
use crate::journey::Journey;
use crate::status::{Reason, named};
use crate::text::{Texts, glue};
use crate::value::Value;
use maud::html;

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
    }
}

impl Message {
    const fn can_retry(self) -> bool {
        matches!(self, Self::Busy | Self::Error | Self::Offline)
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
    let tone = tone::of(journey.stage, journey.reason);
    html! {
        section.tt part="card" aria-label=(texts.with("parcel", "number", &journey.number))
            data-stage=(journey.stage.as_str()) data-reason=[journey.reason.map(Reason::as_str)]
            data-tone=(tone.as_str()) data-layout="full" {
            (view.head())
            p.note part="note" data-note="stale" hidden { (texts.get("stale")) }
            (view.steps())
            (view.timeline())
            (view.facts())
        }
    }
    .into_string()
}

/// The same room as a journey takes, while it is on its way.
pub fn skeleton<V: Value>(texts: &Texts<V>) -> String {
    html! {
        section.tt part="card" aria-busy="true" aria-label=(texts.get("loading")) data-state="loading" data-tone="neutral" {
            div.head { span.icon {} div.words { span.line {} span.line {} } }
            div.steps { @for _ in 0..4 { div.step { span.bar {} span.line {} } } }
            div.timeline { @for _ in 0..VISIBLE { div.event { span.line {} span.line {} } } }
            div.facts { @for _ in 0..4 { div.fact { span.line {} span.line {} } } }
        }
    }
    .into_string()
}

/// A state without a journey. Where a retry makes sense, what the page put between the
/// element's tags (a link to the carrier, say) is shown below.
pub fn message<V: Value>(kind: Message, texts: &Texts<V>) -> String {
    let name = kind.as_str();
    html! {
        section.tt part="card" aria-label=(texts.of("message", name)) data-state=(name) data-tone=(tone::of_message(kind).as_str()) {
            div.message part="message" {
                span.icon part="icon" { (icons::of_message(kind)) }
                h2 part="headline" { (texts.of("message", name)) }
                p part="next" { (texts.of("advice", name)) }
                @if kind.can_retry() {
                    button.retry type="button" part="retry" data-action="retry" { (texts.get("retry")) }
                    div.fallback { slot {} }
                }
            }
        }
    }
    .into_string()
}

/// What to say aloud when a journey changes: headline and next step, as plain text.
pub fn announcement<V: Value>(journey: &Journey, texts: &Texts<V>) -> String {
    glue(&[
        &head::headline(journey, texts),
        ". ",
        &head::next(journey, texts),
    ])
}
