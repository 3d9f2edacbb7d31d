//! From a tracking to what a shopper may see of it: an allow-list, field by field.

use super::mask::Mask;
use super::steps::steps;
use super::{Carrier, Event, Journey, MAX_PLACE, MAX_TEXT, Milestones, VERSION};
use crate::carrier;
use crate::lenient::{clean, split_at_byte};
use crate::number::normalise_carrier;
use crate::order::{self, Scan};
use crate::time::{Moment, Precision};
use crate::tracking::{LegInfo, Tracking};

impl Journey {
    /// What a shopper may see of a tracking, field by field.
    ///
    /// Nothing of [`Customer`](crate::tracking::Customer) is taken. Where one of its values
    /// stands as whole words in a carrier's text or place, "…" takes its place.
    pub fn of(tracking: &Tracking) -> Self {
        let scans = order::newest_first(tracking);
        let standing = tracking.standing_by(&scans);
        let mask = Mask::of(&tracking.customer);
        let mut events = Vec::with_capacity(scans.len());
        for scan in &scans {
            let event = event(scan, &mask);
            if event.tells() {
                events.push(event);
            }
        }
        let milestones = milestones(&tracking.origin, &tracking.destination);
        let code = tracking
            .carrier_code
            .as_deref()
            .or(tracking.origin.carrier_code.as_deref());
        let other = |last: &&str| !code.is_some_and(|first| first.eq_ignore_ascii_case(last));
        let last_mile = tracking.destination.carrier_code.as_deref().filter(other);
        Self {
            v: VERSION,
            number: tracking.number.clone(),
            carrier: carrier(code, first_leg(tracking, code), &tracking.number),
            last_mile: last_mile
                .map(|last| carrier(Some(last), &tracking.destination, &tracking.number)),
            stage: standing.stage,
            reason: standing.reason,
            substatus: standing.substatus.map(String::from),
            raw_status: tracking.status.clone(),
            steps: steps(standing.stage, standing.reason, &events, &milestones),
            events,
            milestones,
            from: tracking.original_country.clone(),
            to: tracking.destination_country.clone(),
            days_under_way: tracking.days_under_way,
            days_quiet: tracking.days_quiet,
            expected: None,
        }
        .capped()
    }
}

/// The leg of the tracking's own carrier, whose telephone number and page are its.
fn first_leg<'a>(tracking: &'a Tracking, code: Option<&str>) -> &'a LegInfo {
    let is = |leg: &LegInfo| code.is_some() && leg.carrier_code.as_deref() == code;
    if is(&tracking.destination) && !is(&tracking.origin) {
        &tracking.destination
    } else {
        &tracking.origin
    }
}

fn event(scan: &Scan<'_>, mask: &Mask) -> Event {
    let checkpoint = scan.checkpoint;
    let shown = |text: &Option<String>, max| {
        let text = text.as_deref()?;
        match mask.apply(text) {
            Some(masked) => clean(&masked, max),
            None if text.len() <= max => Some(String::from(text)),
            None => clean(text, max),
        }
    };
    let moment = checkpoint.at.as_ref();
    Event {
        at: at(moment),
        precision: moment.map_or(Precision::Unknown, |moment| moment.precision),
        offset: moment.and_then(|moment| moment.offset.clone()),
        text: shown(&checkpoint.text, MAX_TEXT),
        place: shown(&checkpoint.place, MAX_PLACE),
        stage: checkpoint.stage(),
        substatus: checkpoint.substatus.clone(),
        leg: scan.leg,
    }
}

fn at(moment: Option<&Moment>) -> Option<String> {
    moment.map(|moment| moment.at.clone())
}

/// The first half of the way is the origin carrier's to tell, the second the destination's;
/// where one is silent, the other is heard.
fn milestones(origin: &LegInfo, destination: &LegInfo) -> Milestones {
    let first = |one: &Option<Moment>, other: &Option<Moment>| at(one.as_ref().or(other.as_ref()));
    Milestones {
        received: first(&origin.received, &destination.received),
        dispatched: first(&origin.dispatched, &destination.dispatched),
        departed: first(&origin.departed, &destination.departed),
        arrived: first(&destination.arrived, &origin.arrived),
        customs: first(&destination.customs, &origin.customs),
        destination: first(&destination.delivery_office, &origin.delivery_office),
    }
}

fn carrier(code: Option<&str>, leg: &LegInfo, number: &str) -> Carrier {
    let known = code
        .and_then(normalise_carrier)
        .and_then(|code| carrier::known(&code));
    let own = |text: &'static str| (!text.is_empty()).then_some(text);
    Carrier {
        code: code.map(String::from),
        name: match known {
            Some(known) => Some(String::from(known.name)),
            None => code.and_then(pretty),
        },
        phone: known
            .and_then(|known| own(known.phone))
            .map(String::from)
            .or_else(|| leg.phone.clone()),
        url: known
            .and_then(|known| own(known.url))
            .map(|url| with_number(url, number))
            .or_else(|| leg.weblink.clone()),
    }
}

/// A name from a code: `china-post` is "China Post", `yto` is "YTO".
fn pretty(code: &str) -> Option<String> {
    let mut name = String::with_capacity(code.len());
    let mut upper = true;
    for c in code.chars() {
        if matches!(c, '-' | '_' | ' ') {
            upper = true;
            name.push(' ');
        } else {
            let acronym = code.len() <= 3;
            name.push(if upper || acronym {
                c.to_ascii_uppercase()
            } else {
                c
            });
            upper = false;
        }
    }
    clean(&name, MAX_TEXT)
}

/// The page of a parcel: a template's `{}` filled with the number, percent-encoded.
fn with_number(template: &str, number: &str) -> String {
    let Some((before, slot)) = split_at_byte(template, b'{') else {
        return String::from(template);
    };
    let mut url = String::from(before);
    for byte in number.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            url.push(char::from(byte));
        } else {
            url.push('%');
            for digit in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
                url.push(digit.to_ascii_uppercase());
            }
        }
    }
    url.push_str(slot.strip_prefix("{}").unwrap_or_default());
    url
}
