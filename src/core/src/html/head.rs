//! The headline: where the parcel stands, in words, and what that means for the shopper.

use super::{View, icons};
use crate::format::Format;
use crate::journey::Journey;
use crate::status::Stage;
use crate::text::Texts;
use crate::value::Value;
use maud::{Markup, html};

pub(super) fn headline<V: Value>(journey: &Journey, texts: &Texts<V>) -> String {
    match journey.reason {
        Some(reason) => texts.of("reason", reason.as_str()),
        None => texts.of("stage", journey.stage.as_str()),
    }
}

pub(super) fn next<V: Value>(journey: &Journey, texts: &Texts<V>) -> String {
    let name = journey
        .reason
        .map_or(journey.stage.as_str(), |r| r.as_str());
    texts.of("next", name)
}

impl<V: Value, F: Format> View<'_, V, F> {
    pub(super) fn head(&self) -> Markup {
        let journey = self.journey;
        let raw = journey
            .raw_status
            .as_deref()
            .filter(|_| journey.stage == Stage::Unknown);
        html! {
            header.head part="head" {
                span.icon part="icon" { (icons::of(journey.stage, journey.reason)) }
                div.words {
                    // A reason takes the headline's place; the stage still stands, smaller, above it.
                    @if journey.reason.is_some() {
                        p.stage part="stage" { (self.texts.of("stage", journey.stage.as_str())) }
                    }
                    h2.headline part="headline" { (headline(journey, self.texts)) }
                    p.next part="next" { (next(journey, self.texts)) }
                    @if let Some(raw) = raw { p.said { q dir="auto" lang="" { (raw) } } }
                }
            }
        }
    }
}
