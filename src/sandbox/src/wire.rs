//! Parcels in Tracktry's JSON, with the differences between its endpoints.
//!
//! What is null, `""` or missing follows answers of the real service (grade B): an absent
//! e-mail is `""` in a list, an empty array in a single answer and null in a batch; realtime
//! answers lack the times of the tracking and everything a merchant said.

use serde::Serialize;
use serde_json::Value;

use crate::answer::Nothing;
use crate::carriers;
use crate::parcel::Parcel;
use crate::scenario::{Leg, Node, Status, Step, quirk};
use crate::time;

/// Which endpoint an item is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A row of the list.
    List,
    /// A single GET or PUT.
    Single,
    /// Realtime.
    Realtime,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Email<'a> {
    Text(&'a str),
    One([&'a str; 1]),
    Nothing(Nothing),
}

#[derive(Serialize)]
struct Merchant<'a> {
    created_at: String,
    updated_at: String,
    order_create_time: Option<&'a str>,
    customer_email: Email<'a>,
    customer_phone: Option<&'a str>,
    title: &'a str,
    order_id: Option<&'a str>,
    comment: Option<&'a str>,
    customer_name: Option<&'a str>,
    logistics_channel: Option<&'a str>,
    archived: bool,
}

/// One tracking, as an endpoint shows it.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Item<'a> {
    /// As documented.
    Plain(Box<Plain<'a>>),
    /// Bent by a [`quirk`].
    Bent(Value),
}

/// One tracking without a quirk.
#[derive(Serialize)]
pub struct Plain<'a> {
    id: &'a str,
    tracking_number: &'a str,
    carrier_code: &'a str,
    status: &'static str,
    /// Only where no checkpoint carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    substatus: Option<&'static str>,
    #[serde(flatten)]
    merchant: Option<Merchant<'a>>,
    original_country: &'static str,
    destination_country: &'a str,
    #[serde(rename = "itemTimeLength")]
    days_under_way: Option<i64>,
    #[serde(rename = "stayTimeLength")]
    days_quiet: Option<i64>,
    service_code: Option<&'static str>,
    status_info: Option<&'static str>,
    origin_info: LegInfo<'a>,
    destination_info: LegInfo<'a>,
    #[serde(rename = "lastEvent")]
    last_event: Option<String>,
    #[serde(rename = "lastUpdateTime")]
    last_update_time: Option<String>,
}

#[derive(Default, Serialize)]
#[expect(non_snake_case, reason = "Tracktry's own names")]
struct LegInfo<'a> {
    ReferenceNumber: Option<&'static str>,
    ItemReceived: Option<String>,
    ItemDispatched: Option<String>,
    DepartfromAirport: Option<String>,
    ArrivalfromAbroad: Option<String>,
    CustomsClearance: Option<String>,
    DestinationArrived: Option<String>,
    weblink: Option<String>,
    phone: Option<&'static str>,
    carrier_code: Option<&'a str>,
    trackinfo: Option<Vec<Checkpoint>>,
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "Tracktry's own names")]
struct Checkpoint {
    Date: String,
    StatusDescription: &'static str,
    Details: &'static str,
    #[serde(rename = "checkpoint_status")]
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    substatus: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ItemNode: Option<&'static str>,
}

/// The parcel as an endpoint shows it at a clock time.
pub fn item(parcel: &Parcel, form: Form, now: i64) -> Item<'_> {
    let now = parcel.seen(now);
    let plain = plain(parcel, form, now);
    match quirk::of(parcel.story) {
        None => Item::Plain(Box::new(plain)),
        Some(quirk) => {
            let mut item = serde_json::to_value(plain).unwrap_or_default();
            (quirk.bend)(&mut item, parcel.start);
            Item::Bent(item)
        }
    }
}

/// The parcel without its quirk.
pub fn plain(parcel: &Parcel, form: Form, now: i64) -> Plain<'_> {
    let told = || parcel.story.told(parcel.start, now);
    let when = |step: &Step| parcel.start.saturating_add(step.seconds());
    let scans = || told().filter(|step| step.scan.is_some());
    let first = scans().next().map(when);
    let last = scans().last();
    let over = matches!(parcel.status(now), Status::Delivered);
    let until = if over { last.map_or(now, when) } else { now };
    Plain {
        id: &parcel.id,
        tracking_number: &parcel.number,
        carrier_code: &parcel.carrier,
        status: parcel.status(now).as_str(),
        substatus: told()
            .last()
            .filter(|step| step.scan.is_none())
            .and_then(|step| step.substatus),
        merchant: (form != Form::Realtime).then(|| merchant(parcel, form, now)),
        original_country: if first.is_some() {
            parcel.story.from
        } else {
            ""
        },
        destination_country: parcel
            .fields
            .destination_code
            .as_deref()
            .unwrap_or(parcel.story.to),
        days_under_way: first.map(|first| time::days(first, until)),
        days_quiet: last.map(|last| time::days(when(last), now)),
        service_code: None,
        status_info: None,
        origin_info: leg(parcel, Leg::Origin, now),
        destination_info: leg(parcel, Leg::Destination, now),
        last_event: last.and_then(|step| {
            let scan = step.scan?;
            let date = date(parcel, step)?;
            Some(format!("{},{},{date}", scan.text, scan.place.name))
        }),
        last_update_time: last.and_then(|step| date(parcel, step)),
    }
}

fn merchant(parcel: &Parcel, form: Form, now: i64) -> Merchant<'_> {
    let fields = &parcel.fields;
    let email = fields.customer_email.as_deref();
    Merchant {
        created_at: time::iso(parcel.created_at),
        updated_at: time::iso(parcel.updated_at(now)),
        order_create_time: fields.order_create_time.as_deref(),
        customer_email: match (form, email) {
            (Form::Single, Some(email)) => Email::One([email]),
            (Form::Single, None) => Email::Nothing(crate::answer::NOTHING),
            (_, email) => Email::Text(email.unwrap_or_default()),
        },
        customer_phone: fields.customer_phone.as_deref(),
        title: fields.title.as_deref().unwrap_or_default(),
        order_id: fields.order_id.as_deref(),
        comment: fields.comment.as_deref(),
        customer_name: fields.customer_name.as_deref(),
        logistics_channel: fields.logistics_channel.as_deref(),
        archived: parcel.archived,
    }
}

/// The wall clock of a scan's place. The second carrier's has seconds: real answers mix both.
fn date(parcel: &Parcel, step: &Step) -> Option<String> {
    let scan = step.scan?;
    let at = parcel.start.saturating_add(step.seconds());
    Some(time::wall(
        at,
        scan.place.offset,
        scan.leg == Leg::Destination,
    ))
}

fn leg(parcel: &Parcel, leg: Leg, now: i64) -> LegInfo<'_> {
    let mut scans: Vec<(&Step, crate::scenario::Scan)> = parcel
        .story
        .told(parcel.start, now)
        .filter_map(|step| {
            step.scan
                .filter(|scan| scan.leg == leg)
                .map(|scan| (step, scan))
        })
        .collect();
    scans.reverse();
    let carrier = match leg {
        Leg::Origin => Some(parcel.carrier.as_str()),
        Leg::Destination if scans.is_empty() => None,
        Leg::Destination => parcel.story.last_carrier,
    };
    let known = carrier.and_then(tracktry_core::carrier::known);
    let mut info = LegInfo {
        weblink: known.and_then(carriers::weblink),
        phone: known
            .map(|known| known.phone)
            .filter(|phone| !phone.is_empty()),
        carrier_code: carrier,
        ..LegInfo::default()
    };
    for (step, scan) in &scans {
        let field = match scan.node {
            Some(Node::ItemReceived) => &mut info.ItemReceived,
            Some(Node::ItemDispatched) => &mut info.ItemDispatched,
            Some(Node::DepartfromAirport) => &mut info.DepartfromAirport,
            Some(Node::ArrivalfromAbroad) => &mut info.ArrivalfromAbroad,
            Some(Node::CustomsClearance) => &mut info.CustomsClearance,
            Some(Node::DestinationArrived) => &mut info.DestinationArrived,
            None => continue,
        };
        *field = date(parcel, step);
    }
    if !scans.is_empty() {
        info.trackinfo = Some(
            scans
                .iter()
                .map(|(step, scan)| checkpoint(parcel, step, scan))
                .collect(),
        );
    }
    info
}

fn checkpoint(parcel: &Parcel, step: &Step, scan: &crate::scenario::Scan) -> Checkpoint {
    Checkpoint {
        Date: date(parcel, step).unwrap_or_default(),
        StatusDescription: scan.text,
        Details: scan.place.name,
        status: scan.status.as_str(),
        substatus: step.substatus,
        ItemNode: scan.node.map(Node::as_str),
    }
}

/// A parcel just posted.
#[derive(Serialize)]
pub struct Posted<'a> {
    id: &'a str,
    tracking_number: &'a str,
    carrier_code: &'a str,
    order_create_time: Option<&'a str>,
    status: &'static str,
    created_at: String,
    customer_email: Option<&'a str>,
    customer_name: Option<&'a str>,
    customer_phone: Option<&'a str>,
    order_id: Option<&'a str>,
    comment: Option<&'a str>,
    title: Option<&'a str>,
    logistics_channel: Option<&'a str>,
    destination: &'a str,
}

/// What a post answers. The status is always pending: nobody has looked yet (grade A).
pub fn posted(parcel: &Parcel) -> Posted<'_> {
    let fields = &parcel.fields;
    Posted {
        id: &parcel.id,
        tracking_number: &parcel.number,
        carrier_code: &parcel.carrier,
        order_create_time: fields.order_create_time.as_deref(),
        status: Status::Pending.as_str(),
        created_at: time::iso(parcel.created_at),
        customer_email: fields.customer_email.as_deref(),
        customer_name: fields.customer_name.as_deref(),
        customer_phone: fields.customer_phone.as_deref(),
        order_id: fields.order_id.as_deref(),
        comment: fields.comment.as_deref(),
        title: fields.title.as_deref(),
        logistics_channel: fields.logistics_channel.as_deref(),
        destination: "",
    }
}
