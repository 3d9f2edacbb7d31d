//! Every quirk, read by the core: nothing is lost beside what the quirk takes away.

use serde_json::Value;
use tracktry_core::time::Moment;
use tracktry_core::tracking::{Checkpoint, Customer, LegInfo};
use tracktry_core::{Journey, Stage, Tracking};
use tracktry_sandbox::parcel::{Fields, Parcel};
use tracktry_sandbox::php;
use tracktry_sandbox::scenario::quirk::{self, Quirk};
use tracktry_sandbox::wire::{Form, item, plain};

use crate::NOW;

const MAIL: [&str; 2] = ["jan@shop.example", "piet@shop.example"];

/// What the core must read of a quirk: the plain parcel's tracking, but for what the quirk takes.
/// `None` where it must read the plain one as it is.
fn expected(number: &str, t: &mut Tracking) -> Option<()> {
    let name = number.strip_prefix("SBX-QUIRK-").unwrap_or(number);
    match name {
        "DESTINATION-MISSING" | "DESTINATION-NULL" | "DESTINATION-ARRAY" => {
            t.destination = LegInfo::default();
        }
        "DESTINATION-NAMELESS" => t.destination.carrier_code = None,
        "ORIGIN-MISSING" | "ORIGIN-ARRAY" => t.origin = LegInfo::default(),
        "TRACKINFO-NULL" | "TRACKINFO-EMPTY" => t.origin.checkpoints.clear(),
        "TRACKINFO-HOLE" => {
            t.origin.checkpoints.remove(1);
        }
        "EMAIL-LIST" => t.customer.emails = MAIL.map(str::to_owned).to_vec(),
        "EMAIL-NULL" | "EMAIL-NULL-TEXT" | "EMAIL-EMPTY" => t.customer.emails.clear(),
        "TITLE-NULL" => t.customer.title = None,
        "ORDER-TIME-EMPTY" | "ORDER-TIME-ZERO" => t.customer.order_create_time = None,
        "ORDER-TIME-TEXT" => t.customer.order_create_time = Some("2017/8/27 16:51".into()),
        "UPDATED-EARLY" => {
            assert!(t.updated_at >= t.created_at);
            (t.created_at, t.updated_at) = (None, None);
        }
        "COUNTS-NULL" => (t.days_under_way, t.days_quiet) = (None, None),
        "COUNTRY-CODES" => countries(t, Some("CN"), Some("NL")),
        "COUNTRY-NAMES" => countries(t, Some("Hong Kong [CN]"), Some("Netherlands")),
        "COUNTRY-EMPTY" | "COUNTRY-MISSING" => countries(t, None, None),
        "SINGED-BY" | "SIGNED-BY" => t.customer.signers = vec!["J. Jansen".into()],
        "SIGNED-TWICE" => t.customer.signers = vec!["J. Jansen".into(), "JANSEN".into()],
        "PHONE-NUMBER" => t.origin.phone = Some("18002255345".into()),
        "PHONE-TEXT" => t.origin.phone = Some("1 800 225 5345".into()),
        "WEBLINK-SCHEMELESS" => t.origin.weblink = Some("https://www.dhl.com/".into()),
        "STATUS-NUMBER" | "STATUS-NULL" | "STATUS-MISSING" => t.status = None,
        "STATUS-NEW" => t.status = Some("customs_hold".into()),
        "STATUS-CASE" => t.status = Some("Delivered".into()),
        "STATUS-ALONE" => t.status = Some("exception".into()),
        "SUBSTATUS-SPACED" => each(t, |_, scan| {
            let raw = scan.substatus.take().unwrap();
            let (family, digits) = raw.split_at(raw.len() - 3);
            scan.substatus = Some(format!("{family} {digits}"));
        }),
        "SUBSTATUS-NEW" => t.destination.checkpoints[0].substatus = Some("delivered042".into()),
        "SUBSTATUS-STRANGE" => t.substatus = Some("exception006".into()),
        "SUBSTATUS-NUMBER" => each(t, |_, scan| {
            (scan.substatus_number, scan.act) = (Some(11), Some("M".into()));
        }),
        "CHECKPOINT-DISAGREES" => t.destination.checkpoints[3].status = Some("pickup".into()),
        "TIME-MIDNIGHT" | "TIME-DAY" => each(t, |index, scan| {
            if index == 1 {
                let at = scan.at.take().unwrap().at;
                scan.at = Moment::parse(&at[..10]);
            }
        }),
        "TIME-OFFSET" => {
            let at = t.destination.checkpoints[0].at.as_mut().unwrap();
            at.offset = Some("+01:00".into());
        }
        "TIME-NONE" => {
            t.origin.checkpoints[2].at = None;
            t.origin.checkpoints[4].at = None;
        }
        "LAST-EVENT-ORIGIN" => {
            let scan = &t.origin.checkpoints[0];
            let at = scan.at.clone().unwrap();
            let [text, place] = [&scan.text, &scan.place].map(|t| t.as_deref().unwrap());
            t.last_event = Some(format!("{text},{place},{}", at.at.replace('T', " ")));
            t.last_update = Some(at);
        }
        "LAST-EVENT-NULL" => (t.last_event, t.last_update) = (None, None),
        "SCANS-REVERSED" => {
            t.origin.checkpoints.reverse();
            t.destination.checkpoints.reverse();
        }
        "NULLS" => {
            *t = Tracking {
                number: t.number.clone(),
                carrier_code: t.carrier_code.take(),
                status: t.status.take(),
                ..Tracking::default()
            }
        }
        "SBX-HOSTILE-LINKS" => (t.origin.weblink, t.destination.weblink) = (None, None),
        "COUNTS-TEXT"
        | "FIELDS-UNKNOWN"
        | "TIME-MIXED"
        | "SBX-HOSTILE-PROTOTYPE"
        | "SBX-HOSTILE-SPACES" => return None,
        // looked at one by one below
        "SCANS-SHUFFLED" | "SCANS-TWICE" | "SCANS-500" => {
            t.origin.checkpoints.clear();
            t.destination.checkpoints.clear();
        }
        _ if name.starts_with("SBX-HOSTILE-") => {}
        _ => panic!("{number}: what must be read of it?"),
    }
    Some(())
}

fn countries(t: &mut Tracking, from: Option<&str>, to: Option<&str>) {
    t.original_country = from.map(str::to_owned);
    t.destination_country = to.map(str::to_owned);
}

fn each(t: &mut Tracking, mut change: impl FnMut(usize, &mut Checkpoint)) {
    for leg in [&mut t.origin, &mut t.destination] {
        leg.checkpoints
            .iter_mut()
            .enumerate()
            .for_each(|(index, scan)| change(index, scan));
    }
}

fn parcel(quirk: &'static Quirk) -> Parcel {
    let mut parcel = Parcel::unposted(
        quirk.story.name.to_owned(),
        "dhl".to_owned(),
        &quirk.story,
        NOW,
    );
    parcel.fields = Fields {
        title: Some("Shoes".into()),
        customer_email: Some("kim@shop.example".into()),
        order_create_time: Some("2026-11-01 10:00".into()),
        comment: Some("blue".into()),
        ..Fields::default()
    };
    parcel
}

/// The quirk as it goes over the wire, and the plain parcel behind it.
fn both(quirk: &'static Quirk, form: Form) -> (Value, Value) {
    let parcel = parcel(quirk);
    let sent = php::encode(&item(&parcel, form, NOW));
    let bent = serde_json::from_slice(&sent).unwrap();
    let plain = serde_json::to_value(plain(&parcel, form, NOW)).unwrap();
    (bent, plain)
}

fn read(raw: &Value) -> Tracking {
    Tracking::decode(&raw).unwrap()
}

fn named(number: &str) -> &'static Quirk {
    quirk::all()
        .find(|quirk| quirk.story.name == number)
        .unwrap()
}

fn journey(number: &str) -> Journey {
    Journey::of(&read(&both(named(number), Form::Single).0))
}

#[test]
fn the_core_reads_all_that_a_quirk_leaves() {
    for quirk in quirk::all() {
        let number = quirk.story.name;
        for form in [Form::Single, Form::List] {
            let (bent, plain) = both(quirk, form);
            let (mut found, mut wanted) = (read(&bent), read(&plain));
            expected(number, &mut wanted);
            if number.starts_with("SBX-HOSTILE-") && !number.ends_with("LINKS") {
                // what is left of the words is looked at below
                (found, wanted) = (bare(found), bare(wanted));
            }
            if wanted.origin.checkpoints.is_empty() && number.contains("-SCANS-") {
                found.origin.checkpoints.clear();
                found.destination.checkpoints.clear();
            }
            if number.ends_with("UPDATED-EARLY") {
                assert!(found.updated_at.take() < found.created_at.take());
            }
            assert_eq!(found, wanted, "{number}");
        }
    }
}

/// Without anything a person or a carrier wrote.
fn bare(mut t: Tracking) -> Tracking {
    each(&mut t, |_, scan| (scan.text, scan.place) = (None, None));
    (t.last_event, t.customer) = (None, Customer::default());
    (t.original_country, t.origin.reference) = (None, None);
    t
}

#[test]
fn a_quirk_bends_what_is_sent_and_says_what() {
    for quirk in quirk::all() {
        let (bent, plain) = both(quirk, Form::Single);
        assert!(bent != plain, "{}", quirk.story.name);
        assert!(!quirk.about.is_empty());
        // realtime lacks some of the fields; what is sent must still be a tracking
        let (realtime, _) = both(quirk, Form::Realtime);
        assert!(realtime.get("created_at").is_none() && realtime.get("title").is_none());
        let _ = Journey::of(&read(&realtime));
    }
}

#[test]
fn stages_of_what_the_quirk_leaves_unclear() {
    for (number, stage) in [
        ("SBX-QUIRK-STATUS-NUMBER", Stage::Unknown),
        ("SBX-QUIRK-STATUS-NEW", Stage::Unknown),
        ("SBX-QUIRK-STATUS-CASE", Stage::Delivered),
        ("SBX-QUIRK-STATUS-ALONE", Stage::Exception),
        ("SBX-QUIRK-SUBSTATUS-STRANGE", Stage::Delivered),
        ("SBX-QUIRK-SUBSTATUS-SPACED", Stage::Delivered),
        ("SBX-QUIRK-ORIGIN-MISSING", Stage::Registered),
        ("SBX-QUIRK-NULLS", Stage::Delivered),
    ] {
        assert_eq!(journey(number).stage, stage, "{number}");
    }
}

#[test]
fn scans_out_of_order_are_all_there() {
    let raw = both(named("SBX-QUIRK-SCANS-SHUFFLED"), Form::Single);
    let scans = |raw: &Value| {
        let t = read(raw);
        t.origin.checkpoints.len() + t.destination.checkpoints.len()
    };
    assert_eq!(scans(&raw.0), scans(&raw.1));
    let plain = Journey::of(&read(&raw.1)).events;
    assert_eq!(journey("SBX-QUIRK-SCANS-SHUFFLED").events, plain);
    let dates = |raw: &Value| -> Vec<String> {
        let list = raw["origin_info"]["trackinfo"].as_array().unwrap();
        list.iter()
            .map(|scan| scan["Date"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(dates(&raw.1).is_sorted_by(|a, b| a > b));
    assert!(!dates(&raw.0).is_sorted_by(|a, b| a > b));
}

#[test]
fn scans_sent_twice_and_five_hundred() {
    let (bent, plain) = both(named("SBX-QUIRK-SCANS-TWICE"), Form::Single);
    let count = |raw: &Value| raw["origin_info"]["trackinfo"].as_array().unwrap().len();
    assert_eq!(count(&bent), 2 * count(&plain));
    let (bent, _) = both(named("SBX-QUIRK-SCANS-500"), Form::Single);
    assert_eq!(count(&bent), 500);
    let events = journey("SBX-QUIRK-SCANS-500").events;
    assert_eq!(events.len(), 500);
    assert!(events.is_sorted_by(|a, b| a.at >= b.at));
}

#[test]
fn hostile_words_arrive_as_they_are_and_are_tamed_by_the_core() {
    let text = |number: &str| both(named(number), Form::Single).0.to_string();
    assert!(text("SBX-HOSTILE-MARKUP").contains("<script>alert(2)</script>"));
    assert!(text("SBX-HOSTILE-BIDI").contains('\u{202e}'));
    assert!(text("SBX-HOSTILE-NUL").contains("\\u0000"));
    assert!(text("SBX-HOSTILE-LONG").contains(&"W".repeat(10_000)));
    for quirk in quirk::all() {
        let journey = Journey::of(&read(&both(quirk, Form::Single).0));
        for event in &journey.events {
            for text in [&event.text, &event.place].into_iter().flatten() {
                assert!(text.chars().count() <= 500, "{}", quirk.story.name);
                let tame = |c: char| !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c);
                assert!(text.chars().all(tame), "{}: {text:?}", quirk.story.name);
            }
        }
    }
}
