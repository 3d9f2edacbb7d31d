//! The timeline: scans grouped by day, newest first, older ones folded.

use super::markup::{Markup, put};
use super::{View, head::said, icons, tone};
use crate::format::Format;
use crate::journey::{Event, Leg};
use crate::status::fold_ascii;
use crate::time::{Precision, precision};
use crate::value::Value;

/// Events that are in sight; the rest is folded.
pub const VISIBLE: usize = 3;

impl<V: Value, F: Format> View<'_, V, F> {
    pub(super) fn timeline(&self, out: &mut Markup) {
        let events = self.journey.events.as_slice();
        let (newest, older) = events.split_at_checked(VISIBLE).unwrap_or((events, &[]));
        put!(out, r#"<div class="timeline" part="timeline"><h3>"# (self.texts.get("history")) "</h3>");
        if newest.is_empty() {
            put!(out, r#"<p class="empty">"# (self.texts.get("empty")) "</p>");
        }
        self.days(out, newest);
        if !older.is_empty() {
            let hidden = u32::try_from(older.len()).unwrap_or(u32::MAX);
            put!(out, r#"<details class="older" part="older" data-keep="older"><summary>"#
                (self.texts.count("older", hidden, self.format)) "</summary>");
            self.days(out, older);
            put!(out, "</details>");
        }
        put!(out, "</div>");
    }

    /// A scan without a date belongs to the day of the one before it.
    fn days(&self, out: &mut Markup, events: &[Event]) {
        let same_day = |a: &Event, b: &Event| day(b).is_none() || day(a) == day(b);
        for events in events.chunk_by(same_day) {
            if let Some(at) = events.first().and_then(day) {
                put!(out, r#"<h4 class="day" part="day">"#);
                self.day(out, at);
                put!(out, "</h4>");
            }
            put!(out, r#"<ol class="events">"#);
            for event in events {
                self.event(out, event);
            }
            put!(out, "</ol>");
        }
    }

    fn event(&self, out: &mut Markup, event: &Event) {
        let ours = match &event.substatus {
            Some(substatus) => self.texts.of("event", &fold_ascii(substatus)),
            None => String::new(),
        };
        put!(out, r#"<li class="event" part="event" data-tone=""# (tone::of(event.stage, None).as_str())
            r#"">"#);
        self.clock(out, event);
        put!(out, r#"<div class="what"><p>"#);
        let theirs = event.text.as_ref();
        match theirs {
            _ if !ours.is_empty() => put!(out, (&ours)),
            Some(said) => put!(out, r#"<bdi lang="">"# (said) "</bdi>"),
            None => put!(out, (self.texts.of("stage", event.stage.as_str()))),
        }
        put!(out, "</p>");
        if let Some(place) = &event.place {
            put!(out, r#"<p class="place"><bdi lang="">"# (place) "</bdi></p>");
        }
        if let Some(words) = theirs
            && !ours.is_empty()
            && !ours.eq_ignore_ascii_case(words)
        {
            said(out, words);
        }
        put!(out, "</div></li>");
        if self.handed_over(event)
            && let Some(carrier) = &self.journey.last_mile
            && let Some(name) = carrier.name.as_ref().or(carrier.code.as_ref())
        {
            put!(out, r#"<li class="hand" part="hand-over">"#);
            icons::icon(out, icons::SWAP);
            put!(out, "<p>" (self.texts.with("handed_over", "carrier", name)) "</p></li>");
        }
    }

    /// Whether this is the first scan of the last carrier, and the other's are below it.
    fn handed_over(&self, event: &Event) -> bool {
        let last = |event: &&Event| event.leg == Leg::Destination;
        let events = &self.journey.events;
        let first = events.iter().rfind(last);
        first.is_some_and(|first| std::ptr::eq(first, event))
            && events.last().is_some_and(|event| event.leg == Leg::Origin)
    }

    /// The time of day, where one is known; its zone only where the carrier wrote one.
    fn clock(&self, out: &mut Markup, event: &Event) {
        if day(event).is_some()
            && matches!(event.precision, Precision::Minute | Precision::Second)
            && let Some(at) = &event.at
        {
            let offset = event.offset.as_deref().unwrap_or_default();
            put!(out, r#"<time class="clock" datetime=""# (at) (offset) r#"">"# (self.format.time(at))
                "</time>");
        }
    }

    /// A day in full.
    pub(super) fn day(&self, out: &mut Markup, at: &str) {
        if let Some(day) = ten(at) {
            put!(out, r#"<time datetime=""# (day) r#"">"# (self.format.day(day)) "</time>");
        }
    }

    /// A day in short.
    pub(super) fn date(&self, out: &mut Markup, at: &str) {
        if let Some(day) = ten(at) {
            put!(out, r#"<time class="date" datetime=""# (day) r#"">"# (self.format.date(day))
                "</time>");
        }
    }
}

fn day(event: &Event) -> Option<&str> {
    event.at.as_deref().and_then(ten)
}

/// The day of an `at`, if it is written like one.
fn ten(at: &str) -> Option<&str> {
    at.get(..10).filter(|day| precision(day) == Precision::Day)
}
