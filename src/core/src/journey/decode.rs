//! Reading a journey back, as little trusting as reading upstream.

use super::{
    Carrier, Event, Journey, Leg, MAX_EVENTS, MAX_PLACE, MAX_TEXT, Milestones, Step, StepState,
    VERSION,
};
use crate::lenient::{MAX_SHORT, count, days, link, moment, text, word};
use crate::status::{Reason, Stage};
use crate::time::{Moment, Precision};
use crate::value::Value;

/// Steps read; a way has four.
const MAX_STEPS: usize = 8;

impl Journey {
    /// Reads a journey as [`Self`] is written. `None` where this is no version 1 journey: no
    /// object, another `v`, or no `number`. Total otherwise: what cannot be read is absent, a
    /// stage this version does not know is [`Stage::Unknown`], all caps hold.
    pub fn decode<V: Value>(json: &V) -> Option<Self> {
        if count(json, "v") != Some(u64::from(VERSION)) {
            return None;
        }
        let journey = Self {
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
            milestones: json
                .get("milestones")
                .map(|m| milestones(&m))
                .unwrap_or_default(),
            from: text(json, "from", MAX_SHORT),
            to: text(json, "to", MAX_SHORT),
            days_under_way: days(json, "days_under_way"),
            days_quiet: days(json, "days_quiet"),
            expected: moment(json, "expected")
                .filter(|moment| moment.precision == Precision::Day)
                .map(|moment| moment.at),
        };
        Some(journey.capped())
    }
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

fn at<V: Value>(of: &V, key: &str) -> Option<String> {
    moment(of, key).map(|moment| moment.at)
}

fn carrier<V: Value>(of: &V) -> Carrier {
    Carrier {
        code: word(of, "code"),
        name: text(of, "name", MAX_SHORT),
        phone: text(of, "phone", MAX_SHORT),
        url: link(of, "url"),
    }
}

/// `None` only for what is no event at all: it has none of time, text, place and stage.
fn event<V: Value>(of: &V) -> Option<Event> {
    let moment = moment(of, "at");
    let precision = moment.as_ref().map_or(Precision::Unknown, |m| m.precision);
    let timed = matches!(precision, Precision::Minute | Precision::Second);
    let event = Event {
        at: moment.map(|moment| moment.at),
        precision,
        offset: word(of, "offset")
            .filter(|_| timed)
            .and_then(|offset| Moment::parse_offset(&offset)),
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
