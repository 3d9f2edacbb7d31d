//! Tests of the sandbox's rules; the same Worker is asked over HTTP in the files beside this one.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod bulk;
mod clock;
mod codes;
mod control;
mod faults;
mod filter;
mod input;
mod limits;
mod numbers;
mod php;
mod quirks;
mod route;
mod stories;
mod strict;
mod switches;
mod webhook;
mod wire;

use serde_json::Value;
use tracktry_sandbox::parcel::{Fields, Parcel};
use tracktry_sandbox::scenario::{self, Story};
use tracktry_sandbox::time;
use tracktry_sandbox::wire::{Form, item};

/// A Monday morning.
const NOW: i64 = 1_795_428_000;

/// Seconds of a time.
#[track_caller]
fn at(text: &str) -> i64 {
    time::parse(text).unwrap()
}

/// A special number's parcel.
#[track_caller]
fn special(number: &str, now: i64) -> Parcel {
    let story = scenario::special(number).unwrap_or_else(|| panic!("{number} has no story"));
    Parcel::unposted(number.to_owned(), "dhl".to_owned(), story, now)
}

/// An ordinary parcel with a given story.
fn posted(story: &'static Story, created_at: i64) -> Parcel {
    let number = "AB123456789".to_owned();
    Parcel::new(
        number,
        "ups".to_owned(),
        story,
        created_at,
        created_at,
        Fields::default(),
    )
}

/// A parcel as Tracktry's JSON.
fn raw(parcel: &Parcel, form: Form, now: i64) -> Value {
    serde_json::to_value(item(parcel, form, now)).unwrap()
}
