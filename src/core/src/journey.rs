//! The journey: what a shopper may see of a tracking, and nothing else.
//!
//! Version 1 on the wire is JSON with every key always present. New keys may be added; none
//! changes its meaning. It is language-neutral and holds no time of ours.

mod coarse;
mod decode;
mod mask;
mod of;
mod steps;

use crate::status::{Reason, Stage, named};
use crate::time::Precision;

/// The version this crate writes.
pub const VERSION: u8 = 1;
/// Events kept, newest first.
pub const MAX_EVENTS: usize = 500;
/// Characters of an event's text.
pub const MAX_TEXT: usize = 500;
/// Characters of a place.
pub const MAX_PLACE: usize = 200;
/// Bytes of a journey as JSON.
pub const MAX_BYTES: usize = 256 * 1024;

/// A parcel's journey.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "json", derive(serde::Serialize))]
pub struct Journey {
    /// [`VERSION`].
    pub v: u8,
    /// The tracking number as stored upstream.
    pub number: String,
    /// Who carries it, or carried it first.
    pub carrier: Carrier,
    /// Who carries the last leg, where that is another carrier.
    pub last_mile: Option<Carrier>,
    /// Where it stands.
    pub stage: Stage,
    /// Why.
    pub reason: Option<Reason>,
    /// The substatus that counted, as sent.
    pub substatus: Option<String>,
    /// The top status, as sent.
    pub raw_status: Option<String>,
    /// Scans of both legs, newest first.
    pub events: Vec<Event>,
    /// The way as milestones of progress.
    pub steps: Vec<Step>,
    /// The dates Tracktry names.
    pub milestones: Milestones,
    /// Country it came from, as upstream says it.
    pub from: Option<String>,
    /// Country it goes to, as upstream says it.
    pub to: Option<String>,
    /// Days in transport.
    pub days_under_way: Option<u32>,
    /// Days since the last news.
    pub days_quiet: Option<u32>,
    /// The merchant's own promised date, `2021-01-19`; Tracktry has none.
    pub expected: Option<String>,
}

/// A carrier, as a shopper sees it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "json", derive(serde::Serialize))]
pub struct Carrier {
    /// Tracktry's code.
    pub code: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The parcel's page at the carrier, else the carrier's page; http or https.
    pub url: Option<String>,
}

/// One scan.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "json", derive(serde::Serialize))]
pub struct Event {
    /// Wall-clock time as in [`crate::time::Moment::at`].
    pub at: Option<String>,
    /// How exact [`Self::at`] is.
    pub precision: Precision,
    /// The offset the carrier wrote, if any.
    pub offset: Option<String>,
    /// The carrier's words.
    pub text: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Where the parcel stood at this scan; never a guess from words.
    pub stage: Stage,
    /// The scan's substatus, as sent.
    pub substatus: Option<String>,
    /// Whose scan it is.
    pub leg: Leg,
}

impl Event {
    /// Whether there is anything to show of it.
    fn tells(&self) -> bool {
        self.at.is_some()
            || self.text.is_some()
            || self.place.is_some()
            || self.substatus.is_some()
            || self.stage != Stage::Unknown
    }
}

named! {
    /// Which carrier's side an event comes from.
    Leg {
        /// The first carrier.
        Origin = "origin",
        /// The last carrier.
        Destination = "destination",
    }
}

named! {
    /// How far a step is.
    StepState {
        /// Behind the parcel.
        Done = "done",
        /// Where it is.
        Now = "now",
        /// Before it.
        Todo = "todo",
        /// Where it went wrong.
        Failed = "failed",
    }
}

/// One milestone of progress.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "json", derive(serde::Serialize))]
pub struct Step {
    /// Which.
    pub stage: Stage,
    /// How far.
    pub state: StepState,
    /// When it was reached, as in [`Event::at`].
    pub at: Option<String>,
}

/// The dates Tracktry names, each as in [`Event::at`].
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "json", derive(serde::Serialize))]
pub struct Milestones {
    /// First news of the carrier (`ItemReceived`).
    pub received: Option<String>,
    /// Left the outward exchange (`ItemDispatched`).
    pub dispatched: Option<String>,
    /// Left by air (`DepartfromAirport`).
    pub departed: Option<String>,
    /// Reached the destination country (`ArrivalfromAbroad`).
    pub arrived: Option<String>,
    /// Through customs (`CustomsClearance`).
    pub customs: Option<String>,
    /// At the delivery office (`DestinationArrived`).
    pub destination: Option<String>,
}

impl Journey {
    /// Drops the oldest events until the journey fits [`MAX_EVENTS`] and [`MAX_BYTES`].
    fn capped(mut self) -> Self {
        let mut left = MAX_BYTES.saturating_sub(HEAD_BYTES);
        let fits = |event: &&Event| {
            let taken = EVENT_BYTES
                .saturating_add(json_bytes(event.text.as_deref()))
                .saturating_add(json_bytes(event.place.as_deref()))
                .saturating_add(json_bytes(event.substatus.as_deref()));
            let more = left.checked_sub(taken);
            left = more.unwrap_or(0);
            more.is_some()
        };
        let events = self.events.iter().take(MAX_EVENTS);
        let kept = events.take_while(fits).count();
        self.events.truncate(kept);
        self
    }
}

/// More than everything but the events can take as JSON: two links of 1,000 characters, a dozen
/// texts of at most 100, 4 bytes each.
const HEAD_BYTES: usize = 32 * 1024;
/// More than an event's keys, names and times take as JSON.
const EVENT_BYTES: usize = 256;

/// Bytes of a text without control characters as JSON, but for its quotation marks.
fn json_bytes(text: Option<&str>) -> usize {
    let text = text.unwrap_or_default();
    let escaped = text.bytes().filter(|b| matches!(b, b'"' | b'\\'));
    text.len().saturating_add(escaped.count())
}
