//! Stories are believable: in order, in words, and with clocks of the place.

use std::collections::BTreeSet;

use tracktry_core::{Journey, Tracking};
use tracktry_sandbox::scenario::{self, Start, Status, Step, quirk};
use tracktry_sandbox::wire::Form;

use crate::{NOW, posted, raw};

#[test]
fn steps_are_in_order_and_begin_at_once() {
    for story in scenario::all() {
        let times: Vec<i64> = story.steps().map(Step::seconds).collect();
        assert_eq!(times.first(), Some(&0), "{}", story.name);
        assert!(
            times.is_sorted_by(|a, b| a < b),
            "{}: {times:?}",
            story.name
        );
    }
}

#[test]
fn names_are_unique_and_found_again() {
    let names: BTreeSet<&str> = scenario::all().map(|story| story.name).collect();
    assert_eq!(names.len(), scenario::all().count());
    for name in names {
        assert_eq!(scenario::named(name).unwrap().name, name);
    }
}

#[test]
fn scans_have_words_a_place_and_a_substatus_of_some_status() {
    for story in scenario::all() {
        for step in story.steps() {
            if let Some(substatus) = step.substatus {
                let family = substatus.trim_end_matches(|c: char| c.is_ascii_digit());
                assert!(
                    Status::from_name(family).is_some(),
                    "{}: {substatus}",
                    story.name
                );
            }
            let Some(scan) = step.scan else { continue };
            assert!(
                !scan.text.trim().is_empty() && !scan.place.name.is_empty(),
                "{}",
                story.name
            );
            assert!((-720..=840).contains(&scan.place.offset));
        }
    }
}

#[test]
fn what_starts_anew_has_ended_before() {
    for story in scenario::all() {
        let length = story.steps().last().unwrap().seconds();
        match story.life() {
            Some(life) => assert!(length < life, "{}", story.name),
            None => assert_eq!(story.start, Start::Posted, "{}", story.name),
        }
    }
}

/// Scans in the order a page shows them must be the order they happened in, zones or not.
#[test]
fn a_shopper_reads_the_scans_in_the_order_they_happened() {
    for story in scenario::all().filter(|story| quirk::of(story).is_none()) {
        let parcel = posted(story, NOW);
        let later = parcel.start + 60 * 86_400;
        let raw = raw(&parcel, Form::Single, later);
        let journey = Journey::of(&Tracking::decode(&&raw).unwrap());
        let shown: Vec<&str> = journey
            .events
            .iter()
            .rev()
            .filter_map(|e| e.text.as_deref())
            .collect();
        let told: Vec<&str> = story
            .steps()
            .filter_map(|s| s.scan.map(|scan| scan.text))
            .collect();
        assert_eq!(shown, told, "{}", story.name);
    }
}

#[test]
fn a_posted_parcel_is_pending_first_and_travels_to_an_end() {
    for story in scenario::all().filter(|story| story.start == Start::Posted) {
        let parcel = posted(story, NOW);
        assert_eq!(parcel.status(NOW), Status::Pending, "{}", story.name);
        assert_eq!(
            parcel.status(NOW - 1000),
            Status::Pending,
            "before it was posted"
        );
        let end = parcel.status(NOW + 30 * 86_400);
        assert!(
            matches!(end, Status::Delivered | Status::Exception),
            "{}: {end:?}",
            story.name
        );
        let mut now = NOW;
        let mut changes = 0;
        while let Some(next) = parcel.next_at(now) {
            assert!(next > now && changes < 100);
            assert_eq!(parcel.updated_at(next), next);
            now = next;
            changes += 1;
        }
        assert_eq!(changes + 1, story.steps().count());
    }
}

#[test]
fn the_same_number_has_the_same_story_and_numbers_differ() {
    let story = |n: u32| scenario::ordinary(&format!("RR{n:09}CN")).name;
    assert_eq!(story(7), story(7));
    let names: BTreeSet<&str> = (0..200).map(story).collect();
    assert_eq!(names.len(), 5, "every ordinary story occurs: {names:?}");
}
