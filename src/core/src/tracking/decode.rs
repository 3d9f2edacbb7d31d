//! From Tracktry's JSON to a [`Tracking`].

use super::{Checkpoint, Customer, LegInfo, MAX_CHECKPOINTS, Tracking};
use crate::envelope::Envelope;
use crate::journey::{MAX_PLACE, MAX_TEXT};
use crate::lenient::{
    MAX_SHORT, clean, count, days, flag, link, moment, text, text_or_number, word, word_or_number,
};
use crate::value::Value;

/// Characters read of an event's text and place: more than are shown, so that what is masked in
/// them is masked before it can be cut in two.
const SLACK: usize = 2;
/// E-mail addresses read of one tracking.
const MAX_EMAILS: usize = 10;

impl Tracking {
    /// Reads one tracking. Never fails on a value: what cannot be read is absent.
    /// `None` only where `raw` is no object or holds no tracking number.
    pub fn decode<V: Value>(raw: &V) -> Option<Self> {
        Some(Self {
            number: word_or_number(raw, "tracking_number")?,
            id: word(raw, "id"),
            carrier_code: word(raw, "carrier_code"),
            status: word(raw, "status"),
            substatus: word(raw, "substatus"),
            created_at: word(raw, "created_at"),
            updated_at: word(raw, "updated_at"),
            archived: flag(raw, "archived"),
            original_country: text(raw, "original_country", MAX_SHORT),
            destination_country: text(raw, "destination_country", MAX_SHORT),
            days_under_way: days(raw, "itemTimeLength"),
            days_quiet: days(raw, "stayTimeLength"),
            service_code: text_or_number(raw, "service_code", MAX_SHORT),
            status_info: text(raw, "status_info", MAX_TEXT),
            last_event: text(raw, "lastEvent", MAX_TEXT),
            last_update: moment(raw, "lastUpdateTime"),
            customer: customer(raw),
            origin: leg(raw.get("origin_info")),
            destination: leg(raw.get("destination_info")),
        })
    }

    /// Reads the tracking of whatever a merchant has at hand: one tracking, or a whole answer
    /// of Tracktry, of which the first tracking counts. `None` where none is in it.
    pub fn find<V: Value>(raw: &V) -> Option<Self> {
        let in_answer = || Envelope::decode(raw).rows().iter().find_map(Self::decode);
        let in_list = || raw.items().iter().find_map(Self::decode);
        Self::decode(raw).or_else(in_answer).or_else(in_list)
    }
}

fn customer<V: Value>(raw: &V) -> Customer {
    Customer {
        name: text(raw, "customer_name", MAX_SHORT),
        emails: emails(raw),
        phone: text_or_number(raw, "customer_phone", MAX_SHORT),
        title: text_or_number(raw, "title", MAX_TEXT),
        comment: text_or_number(raw, "comment", MAX_TEXT),
        order_id: text_or_number(raw, "order_id", MAX_SHORT),
        // PHP writes 0 where there is none.
        order_create_time: text_or_number(raw, "order_create_time", MAX_SHORT)
            .filter(|time| time != "0"),
        logistics_channel: text_or_number(raw, "logistics_channel", MAX_SHORT),
        signers: signers(raw),
    }
}

fn signers<V: Value>(raw: &V) -> Vec<String> {
    let mut signers = Vec::new();
    for key in ["signed_by", "singed_by"] {
        let signer = text(raw, key, MAX_SHORT);
        if let Some(signer) = signer.filter(|signer| !signers.contains(signer)) {
            signers.push(signer);
        }
    }
    signers
}

/// A text, or a list of texts.
fn emails<V: Value>(raw: &V) -> Vec<String> {
    let mut emails = Vec::new();
    let mut values = Vec::new();
    if let Some(value) = raw.get("customer_email") {
        values = value.items();
        values.push(value);
    }
    for value in values.iter().take(MAX_EMAILS) {
        if let Some(email) = value.text().and_then(|text| clean(&text, MAX_SHORT)) {
            emails.push(email);
        }
    }
    emails
}

fn leg<V: Value>(raw: Option<V>) -> LegInfo {
    let Some(raw) = raw else {
        return LegInfo::default();
    };
    LegInfo {
        carrier_code: word(&raw, "carrier_code"),
        phone: text_or_number(&raw, "phone", MAX_SHORT),
        weblink: link(&raw, "weblink"),
        reference: text_or_number(&raw, "ReferenceNumber", MAX_SHORT),
        received: moment(&raw, "ItemReceived"),
        dispatched: moment(&raw, "ItemDispatched"),
        departed: moment(&raw, "DepartfromAirport"),
        arrived: moment(&raw, "ArrivalfromAbroad"),
        customs: moment(&raw, "CustomsClearance"),
        delivery_office: moment(&raw, "DestinationArrived"),
        checkpoints: checkpoints(raw.get("trackinfo")),
    }
}

/// The newest [`MAX_CHECKPOINTS`]: the first of a leg, or the last of one that is oldest first.
fn checkpoints<V: Value>(raw: Option<V>) -> Vec<Checkpoint> {
    let mut checkpoints = Vec::new();
    let items = raw.map(|raw| raw.items()).unwrap_or_default();
    let over = items.len().saturating_sub(MAX_CHECKPOINTS);
    let skipped = if over > 0 && is_rising(&items) {
        over
    } else {
        0
    };
    for item in items.iter().skip(skipped).take(MAX_CHECKPOINTS) {
        let checkpoint = checkpoint(item);
        if checkpoint.tells() {
            checkpoints.push(checkpoint);
        }
    }
    checkpoints
}

/// Whether the days of a leg rise, by the first and the last that can be read near its ends.
fn is_rising<V: Value>(items: &[V]) -> bool {
    let date = |item: &V| moment(item, "Date").map(|moment| moment.at);
    let first = items.iter().take(MAX_CHECKPOINTS).find_map(date);
    let last = items.iter().rev().take(MAX_CHECKPOINTS).find_map(date);
    match (&first, &last) {
        (Some(first), Some(last)) => first.get(..10) < last.get(..10),
        _ => false,
    }
}

fn checkpoint<V: Value>(raw: &V) -> Checkpoint {
    Checkpoint {
        at: moment(raw, "Date"),
        text: text(raw, "StatusDescription", MAX_TEXT.saturating_mul(SLACK)),
        place: text(raw, "Details", MAX_PLACE.saturating_mul(SLACK)),
        status: word(raw, "checkpoint_status"),
        substatus: word(raw, "substatus"),
        substatus_number: count(raw, "substatus_num"),
        node: word(raw, "ItemNode"),
        act: word(raw, "ActType"),
    }
}
