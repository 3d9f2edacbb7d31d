//! Long random schedules, and crowds.

use super::world::{Event, World};
use super::{Care, Class, Kind, Ms, Outcome, Want, alone, number};
use proptest::prelude::*;

const CARES: [Care; 3] = [Care::Safe, Care::Once, Care::Post];
const OUTCOMES: [Outcome; 7] = [
    Outcome::Done,
    Outcome::Answered,
    Outcome::Busy,
    Outcome::DoneBusy,
    Outcome::Fault,
    Outcome::KeyRefused,
    Outcome::Quota,
];

fn want() -> impl Strategy<Value = Want> {
    prop_oneof![
        6 => (0..90_u8).prop_map(|n| number(&n.to_string())),
        1 => (0..50_u8).prop_map(|n| Want::Order(n.to_string())),
        3 => (proptest::sample::select(&Kind::ALL), proptest::sample::select(&CARES))
            .prop_map(|(kind, care)| alone(kind, care)),
    ]
}

fn class() -> impl Strategy<Value = Class> {
    proptest::sample::select(&Class::ALL)
}

fn life() -> impl Strategy<Value = Ms> {
    prop_oneof![Just(8_000), Just(20_000), Just(300_000), -10..200_000_i64]
}

fn pass() -> impl Strategy<Value = Ms> {
    prop_oneof![
        8 => 0..1_500_i64,
        2 => -100_000..0_i64,
        2 => 0..40_000_i64,
        1 => 100_000..4_000_000_i64,
        1 => Just(1_000_000_000_000),
    ]
}

/// `well` of ten requests end well.
fn event(well: u32) -> impl Strategy<Value = Event> {
    let badly = proptest::sample::select(&OUTCOMES);
    let outcome = prop_oneof![well => Just(Outcome::Done), 10 - well => badly];
    prop_oneof![
        8 => Just(Event::Next),
        8 => (want(), class(), life()).prop_map(|(want, class, life)| Event::Ask(want, class, life)),
        5 => (0..3_usize, outcome, any::<u32>()).prop_map(|(i, outcome, roll)| Event::End(i, outcome, roll)),
        6 => pass().prop_map(Event::Pass),
        1 => (0..50_usize).prop_map(Event::Leave),
        1 => Just(Event::Restart),
    ]
}

fn run(list_ms: u32, events: &[Event]) {
    let mut world = World::new(list_ms);
    for event in events {
        world.apply(event);
        let held = serde_json::to_string(&world.gate.saved()).unwrap();
        assert!(held.len() < 1_500, "{held}");
    }
    world.run_out();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Every rule holds, whatever comes in whatever order.
    #[test]
    fn every_rule_holds(events in proptest::collection::vec(event(8), 1..300), list_ms in prop_oneof![Just(1_000_u32), 0..60_001_u32]) {
        run(list_ms, &events);
    }

    /// And where most requests go wrong.
    #[test]
    fn every_rule_holds_in_bad_weather(events in proptest::collection::vec(event(2), 1..300)) {
        run(1_000, &events);
    }

    /// Nobody is passed over where all classes crowd one lane, and everybody is served.
    #[test]
    fn a_crowd_is_served_in_turns(asks in proptest::collection::vec((want(), class()), 1..400), feed in proptest::collection::vec((want(), class()), 60)) {
        let mut world = World::new(1_000);
        let hour = 3_600_000;
        for (want, class) in asks {
            world.apply(&Event::Ask(want, class, hour));
        }
        for (want, class) in feed {
            // Somebody always comes before the others are through.
            for want in [want, alone(Kind::List, Care::Safe)] {
                world.apply(&Event::Ask(want, class, hour));
            }
            while world.next() {}
            while world.apply(&Event::End(0, Outcome::Done, 0)) {}
            world.apply(&Event::Pass(1_000));
        }
        world.run_out();
        prop_assert!(world.passed() < hour, "somebody was not served in time");
    }
}
