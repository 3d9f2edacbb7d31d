//! A client with strict types: every member it reads has one type, and a wrong one is an error.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tracktry_sandbox::parcel::{Fields, Parcel};
use tracktry_sandbox::scenario::{self, Story, quirk};
use tracktry_sandbox::switches::Moves;
use tracktry_sandbox::time::DAY;
use tracktry_sandbox::wire::Form;

use crate::{NOW, raw};

/// What every tracking has.
#[derive(Deserialize)]
#[expect(
    dead_code,
    non_snake_case,
    reason = "only the types are looked at; the names are Tracktry's"
)]
struct Common {
    id: String,
    tracking_number: String,
    carrier_code: String,
    status: String,
    original_country: String,
    destination_country: String,
    itemTimeLength: Option<u32>,
    stayTimeLength: Option<u32>,
    service_code: Option<String>,
    status_info: Option<String>,
    origin_info: Leg,
    destination_info: Leg,
    lastEvent: Option<String>,
    lastUpdateTime: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, non_snake_case, reason = "as above")]
struct Leg {
    ReferenceNumber: Option<String>,
    ItemReceived: Option<String>,
    ItemDispatched: Option<String>,
    DepartfromAirport: Option<String>,
    ArrivalfromAbroad: Option<String>,
    CustomsClearance: Option<String>,
    DestinationArrived: Option<String>,
    weblink: Option<String>,
    phone: Option<String>,
    carrier_code: Option<String>,
    trackinfo: Option<Vec<Checkpoint>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    dead_code,
    non_snake_case,
    clippy::struct_field_names,
    reason = "as above"
)]
struct Checkpoint {
    Date: String,
    StatusDescription: String,
    Details: String,
    checkpoint_status: String,
    substatus: Option<String>,
    ItemNode: Option<String>,
}

/// What the merchant said, but for the e-mail, which differs between endpoints.
#[derive(Deserialize)]
#[expect(dead_code, reason = "as above")]
struct Merchant<Email> {
    created_at: String,
    updated_at: String,
    order_create_time: Option<String>,
    customer_email: Email,
    title: String,
    order_id: Option<String>,
    comment: Option<String>,
    customer_name: Option<String>,
    archived: bool,
}

/// Ordinary stories and the plain special numbers; those with a quirk are there to break this.
fn stories() -> impl Iterator<Item = &'static Story> {
    scenario::all().filter(|story| quirk::of(story).is_none())
}

#[track_caller]
fn reads<T: DeserializeOwned>(parcel: &Parcel, form: Form, now: i64) {
    let value = raw(parcel, form, now);
    if let Err(error) = serde_json::from_value::<T>(value.clone()) {
        panic!("{} as {form:?}: {error}: {value}", parcel.story.name);
    }
}

#[test]
fn every_story_at_every_stage_in_every_form() {
    let full = Fields {
        customer_email: Some("ada@example.org".to_owned()),
        order_id: Some("1".to_owned()),
        ..Fields::default()
    };
    let mut seen = 0;
    for story in stories() {
        for fields in [Fields::default(), full.clone()] {
            let posted = NOW - 20 * DAY;
            let mut parcel = Parcel::new(
                story.name.to_owned(),
                "ups".to_owned(),
                story,
                posted,
                NOW,
                fields,
            );
            for look in [false, true] {
                parcel.moves = Moves {
                    look,
                    ..Moves::default()
                };
                for hours in (0..40 * 24).step_by(23) {
                    let now = posted + hours * 3600;
                    reads::<Common>(&parcel, Form::List, now);
                    reads::<Merchant<String>>(&parcel, Form::List, now);
                    reads::<Common>(&parcel, Form::Single, now);
                    reads::<Merchant<Vec<String>>>(&parcel, Form::Single, now);
                    reads::<Common>(&parcel, Form::Realtime, now);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 3_000, "{seen}");
}

#[test]
fn what_moves_updated_at_never_lies_in_the_future_and_never_goes_back() {
    for story in stories() {
        for (news, look) in [(true, true), (true, false), (false, true), (false, false)] {
            let mut parcel = Parcel::new(
                "AB123456789".to_owned(),
                "ups".to_owned(),
                story,
                NOW,
                NOW,
                Fields::default(),
            );
            if parcel.start != NOW {
                continue;
            }
            parcel.moves = Moves {
                news,
                look,
                put: true,
            };
            let mut last = NOW;
            let mut now = NOW;
            while let Some(next) = parcel.next_at(now).filter(|_| now < NOW + 50 * DAY) {
                assert!(next > now, "{}: {next}", story.name);
                assert_eq!(parcel.updated_at(next - 1), last, "{}", story.name);
                now = next;
                let at = parcel.updated_at(now);
                assert!((last..=now).contains(&at), "{}", story.name);
                last = at;
            }
        }
    }
}
