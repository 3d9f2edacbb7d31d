//! Reading a journey back. Our own code wrote it, so it is read strictly: what does not have the
//! exact form it is written in is absent, and nothing is cleaned a second time.

use super::{
    Carrier, Event, Journey, Leg, MAX_EVENTS, MAX_PLACE, MAX_TEXT, Milestones, Step, StepState,
    VERSION,
};
use crate::lenient::{MAX_LINK, MAX_SHORT, MAX_WORD, cut};
use crate::status::{Reason, Stage};
use crate::time::{Precision, is_offset, precision};
use crate::value::{Value, is_web};

/// Steps read; a way has four.
const MAX_STEPS: usize = 8;
/// Bytes of [`MAX_WORD`] characters at most.
const MAX_WORD_BYTES: usize = 4 * MAX_WORD;
/// More days than any parcel travels, as in [`crate::lenient`].
const MAX_DAYS: f64 = 36_500.0;

impl Journey {
    /// Reads a journey as [`Self`] is written. `None` where this is no version 1 journey: no
    /// object, another `v`, or no `number`. Total otherwise: what cannot be read is absent, a
    /// stage this version does not know is [`Stage::Unknown`], the caps of each list and text hold.
    /// Control characters are as harmless as any other: the markup escapes what it shows.
    pub fn decode<V: Value>(json: &V) -> Option<Self> {
        if whole(json, "v") != Some(u32::from(VERSION)) {
            return None;
        }
        Some(Self {
            v: VERSION,
            number: word(json, "number")?,
            carrier: json.get("carrier").map(|c| carrier(&c)).unwrap_or_default(),
            last_mile: json
                .get("last_mile")
                .map(|c| carrier(&c))
                .filter(|c| *c != Carrier::default()),
            stage: stage(json),
            reason: word(json, "reason").and_then(|name| Reason::from_name(&name)),
            substatus: word(json, "substatus"),
            raw_status: word(json, "raw_status"),
            events: list(json, "events", MAX_EVENTS, event),
            steps: list(json, "steps", MAX_STEPS, step),
            // Without the feature this is a page, which shows the steps alone: it is spared these.
            milestones: json
                .get("milestones")
                .filter(|_| cfg!(feature = "json"))
                .map(|m| milestones(&m))
                .unwrap_or_default(),
            from: text(json, "from", MAX_SHORT),
            to: text(json, "to", MAX_SHORT),
            days_under_way: whole(json, "days_under_way"),
            days_quiet: whole(json, "days_quiet"),
            expected: at(json, "expected").filter(|at| precision(at) == Precision::Day),
        })
    }
}

/// A text member, cut to `max` characters.
fn text<V: Value>(of: &V, key: &str, max: usize) -> Option<String> {
    let mut text = of.text_of(key)?;
    text.truncate(cut(&text, max).len());
    (!text.is_empty()).then_some(text)
}

/// An identifier: absent rather than cut, and never empty.
fn word<V: Value>(of: &V, key: &str) -> Option<String> {
    text(of, key, MAX_LINK).filter(|word| word.len() <= MAX_WORD_BYTES)
}

/// A number as written: whole, and no larger than days can be.
fn whole<V: Value>(of: &V, key: &str) -> Option<u32> {
    let number = of.number_of(key)?;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "neither negative nor large, as just tested; no fraction was written"
    )]
    (0.0..=MAX_DAYS).contains(&number).then_some(number as u32)
}

fn list<V: Value, T>(of: &V, key: &str, max: usize, read: fn(&V) -> Option<T>) -> Vec<T> {
    let mut out = Vec::new();
    let items = of.get(key).map(|list| list.items()).unwrap_or_default();
    for item in items.iter().take(max) {
        out.extend(read(item));
    }
    out
}

fn stage<V: Value>(of: &V) -> Stage {
    word(of, "stage")
        .and_then(|name| Stage::from_name(&name))
        .unwrap_or(Stage::Unknown)
}

/// A time in the one form it is written in.
fn at<V: Value>(of: &V, key: &str) -> Option<String> {
    word(of, key).filter(|at| precision(at) != Precision::Unknown)
}

fn carrier<V: Value>(of: &V) -> Carrier {
    Carrier {
        code: word(of, "code"),
        name: text(of, "name", MAX_SHORT),
        phone: text(of, "phone", MAX_SHORT),
        url: text(of, "url", MAX_LINK).filter(|url| is_web(url)),
    }
}

/// `None` only for what is no event at all: it has none of time, text, place and stage.
fn event<V: Value>(of: &V) -> Option<Event> {
    let at = at(of, "at");
    let precision = at.as_deref().map_or(Precision::Unknown, precision);
    let timed = matches!(precision, Precision::Minute | Precision::Second);
    let event = Event {
        at,
        precision,
        offset: word(of, "offset").filter(|offset| timed && is_offset(offset)),
        text: text(of, "text", MAX_TEXT),
        place: text(of, "place", MAX_PLACE),
        stage: stage(of),
        substatus: word(of, "substatus"),
        leg: match word(of, "leg").and_then(|name| Leg::from_name(&name)) {
            Some(leg) => leg,
            None => Leg::Origin,
        },
    };
    event.tells().then_some(event)
}

fn step<V: Value>(of: &V) -> Option<Step> {
    Some(Step {
        stage: stage(of),
        state: StepState::from_name(&word(of, "state")?)?,
        at: at(of, "at"),
    })
}

fn milestones<V: Value>(of: &V) -> Milestones {
    Milestones {
        received: at(of, "received"),
        dispatched: at(of, "dispatched"),
        departed: at(of, "departed"),
        arrived: at(of, "arrived"),
        customs: at(of, "customs"),
        destination: at(of, "destination"),
    }
}
