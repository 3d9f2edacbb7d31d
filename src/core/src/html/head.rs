//! The headline: where the parcel stands, in words, and what that means for the shopper.

use super::markup::{Markup, put};
use super::{View, icons};
use crate::format::Format;
use crate::journey::Journey;
use crate::status::Stage;
use crate::text::Texts;
use crate::value::Value;

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
    pub(super) fn head(&self, out: &mut Markup) {
        let journey = self.journey;
        put!(
            out,
            r#"<header class="head" part="head"><span class="icon" part="icon">"#
        );
        icons::icon(out, icons::of(journey.stage, journey.reason));
        put!(out, r#"</span><div class="words">"#);
        // A reason takes the headline's place; the stage still stands, smaller, above it.
        if journey.reason.is_some() {
            put!(out, r#"<p class="stage" part="stage">"#
                (self.texts.of("stage", journey.stage.as_str())) "</p>");
        }
        put!(out, r#"<h2 class="headline" part="headline">"# (headline(journey, self.texts)) "</h2>"
            r#"<p class="next" part="next">"# (next(journey, self.texts)) "</p>");
        if journey.stage == Stage::Unknown
            && let Some(raw) = &journey.raw_status
        {
            said(out, raw);
        }
        put!(out, "</div></header>");
    }
}

/// The words of others.
pub(super) fn said(out: &mut Markup, words: &str) {
    put!(out, r#"<p class="said"><q dir="auto" lang="">"# (words) "</q></p>");
}
