//! The headline: where the parcel stands, in words, and what that means for the shopper.

use super::markup::{Markup, put};
use super::{View, icons};
use crate::format::Format;
use crate::journey::Journey;
use crate::status::Stage;
use crate::text::Texts;
use crate::value::{Value, is_web};

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
        self.promise(out);
        self.way_on(out);
        put!(out, "</div></header>");
    }

    /// The promised day, while it still means something: not when the parcel is at the door,
    /// has arrived, or is in trouble.
    fn promise(&self, out: &mut Markup) {
        let open = matches!(
            self.journey.stage,
            Stage::Registered | Stage::NotFound | Stage::InTransit | Stage::Unknown
        );
        if open && let Some(at) = &self.journey.expected {
            put!(out, r#"<p class="promise" part="promise">"# (self.texts.get("expected")) " ");
            self.day(out, at);
            put!(out, "</p>");
        }
    }

    /// Where something is to be done, the page of the carrier who has the parcel.
    fn way_on(&self, out: &mut Markup) {
        let journey = self.journey;
        let carrier = journey.last_mile.as_ref().unwrap_or(&journey.carrier);
        if matches!(
            journey.stage,
            Stage::AttemptFailed | Stage::Exception | Stage::ReadyForPickup
        ) && let Some(url) = carrier.url.as_ref().filter(|url| is_web(url))
        {
            let name = carrier.name.as_ref().or(carrier.code.as_ref());
            link(out, "action", url);
            put!(
                out,
                (self
                    .texts
                    .with("at_carrier", "carrier", name.map_or("", |name| name)))
            );
            self.end_link(out);
        }
    }

    /// Ends a link out of the page.
    pub(super) fn end_link(&self, out: &mut Markup) {
        icons::icon(out, icons::OUT);
        put!(out, r#"<span class="vh"> ("# (self.texts.get("new_tab")) ")</span></a>");
    }
}

/// Begins a link out of the page. [`View::end_link`] follows its words.
pub(super) fn link(out: &mut Markup, kind: &'static str, url: &str) {
    put!(out, r#"<a class=""# (kind) r#"" part=""# (kind) r#"" href=""# (url)
        r#"" target="_blank" rel="noopener noreferrer nofollow">"#);
}

/// The words of others.
pub(super) fn said(out: &mut Markup, words: &str) {
    put!(out, r#"<p class="said"><q dir="auto" lang="">"# (words) "</q></p>");
}
