//! The timeline: scans grouped by day, newest first, older ones folded.

use super::{View, tone};
use crate::format::Format;
use crate::journey::Event;
use crate::status::fold;
use crate::time::{Precision, precision};
use crate::value::Value;
use maud::{Markup, html};

/// Events that are in sight; the rest is folded.
pub const VISIBLE: usize = 3;

impl<V: Value, F: Format> View<'_, V, F> {
    pub(super) fn timeline(&self) -> Markup {
        let events = self.journey.events.as_slice();
        let (newest, older) = events.split_at_checked(VISIBLE).unwrap_or((events, &[]));
        let hidden = u32::try_from(older.len()).unwrap_or(u32::MAX);
        html! {
            div.timeline part="timeline" {
                h3 { (self.texts.get("history")) }
                @if newest.is_empty() { p.empty { (self.texts.get("empty")) } }
                (self.days(newest))
                @if hidden > 0 {
                    details.older part="older" data-keep="older" {
                        summary { (self.texts.count("older", hidden, self.format)) }
                        (self.days(older))
                    }
                }
            }
        }
    }

    /// A scan without a date belongs to the day of the one before it.
    fn days(&self, events: &[Event]) -> Markup {
        let same_day = |a: &Event, b: &Event| day(b).is_none() || day(a) == day(b);
        html! {
            @for events in events.chunk_by(same_day) {
                @if let Some(at) = events.first().and_then(day) {
                    h4.day part="day" { time datetime=(at) { (self.format.day(at)) } }
                }
                ol.events { @for event in events { (self.event(event)) } }
            }
        }
    }

    fn event(&self, event: &Event) -> Markup {
        let ours = event
            .substatus
            .as_deref()
            .map(|s| self.texts.of("event", &fold(s)));
        let ours = ours.filter(|text| !text.is_empty());
        let theirs = event.text.as_deref();
        html! {
            li.event part="event" data-tone=(tone::of(event.stage, None).as_str()) {
                (self.clock(event))
                div.what {
                    p { @match (&ours, theirs) {
                        (Some(ours), _) => { (ours) }
                        (None, Some(said)) => { bdi lang="" { (said) } }
                        (None, None) => { (self.texts.of("stage", event.stage.as_str())) }
                    } }
                    @if let Some(place) = event.place.as_deref() { p.place { bdi lang="" { (place) } } }
                    @if let Some(said) = theirs.filter(|said| ours.as_ref().is_some_and(|o| !o.eq_ignore_ascii_case(said))) {
                        p.said { q dir="auto" lang="" { (said) } }
                    }
                }
            }
        }
    }

    /// The time of day, where one is known; its zone only where the carrier wrote one.
    fn clock(&self, event: &Event) -> Markup {
        let at = event.at.as_deref().filter(|_| {
            day(event).is_some() && matches!(event.precision, Precision::Minute | Precision::Second)
        });
        html! {
            @if let Some(at) = at {
                time.clock datetime={ (at) (event.offset.as_deref().unwrap_or_default()) } { (self.format.time(at)) }
            }
        }
    }

    /// A day in short.
    pub(super) fn date(&self, at: &str) -> Markup {
        html! { @if let Some(day) = ten(at) { time.date datetime=(day) { (self.format.date(day)) } } }
    }
}

fn day(event: &Event) -> Option<&str> {
    event.at.as_deref().and_then(ten)
}

/// The day of an `at`, if it is written like one.
fn ten(at: &str) -> Option<&str> {
    at.get(..10).filter(|day| precision(day) == Precision::Day)
}
