//! Every short schedule of a small alphabet, from several beginnings.

use super::world::{Event, World};
use super::{Care, Class, Kind, Outcome, alone, number};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

fn alphabet() -> Vec<Event> {
    let single = |care| alone(Kind::Single, care);
    vec![
        Event::Next,
        Event::Ask(number("A"), Class::Proven, 8_000),
        Event::Ask(number("A"), Class::Guest, 200_000),
        Event::Ask(number("B"), Class::Merchant, 200_000),
        Event::Ask(alone(Kind::List, Care::Safe), Class::Sync, 200_000),
        Event::Ask(single(Care::Post), Class::Merchant, 8_000),
        Event::End(0, Outcome::Done, 0),
        Event::End(0, Outcome::Busy, 0),
        Event::End(0, Outcome::Fault, 0),
        Event::Pass(-5_000),
        Event::Pass(30),
        Event::Pass(1_000),
        Event::Pass(120_000),
        Event::Restart,
    ]
}

fn rarely() -> [Event; 3] {
    [
        Event::End(1, Outcome::Quota, 0),
        Event::Leave(0),
        Event::Pass(29_000),
    ]
}

fn step(world: &World, event: &Event) -> Option<World> {
    let mut world = world.clone();
    world.apply(event).then_some(world)
}

/// Breadth first, each state once.
fn every(beginning: &[Event], alphabet: &[Event], depth: usize) -> usize {
    let mut world = World::new(1_000);
    for event in beginning {
        assert!(world.apply(event), "{event:?}");
    }
    let mut seen = HashSet::new();
    let mut edge = vec![world];
    for _ in 0..depth {
        let mut next = Vec::new();
        for (world, event) in edge
            .iter()
            .flat_map(|world| alphabet.iter().map(move |event| (world, event)))
        {
            if let Some(world) = step(world, event) {
                let mut hasher = DefaultHasher::new();
                world.hash(&mut hasher);
                if seen.insert(hasher.finish()) {
                    next.push(world);
                }
            }
        }
        edge = next;
    }
    for mut world in edge.into_iter().step_by(97) {
        world.run_out();
    }
    seen.len()
}

/// A request by itself that ends so.
fn one(outcome: Outcome) -> Vec<Event> {
    vec![
        Event::Ask(alone(Kind::Single, Care::Once), Class::Sync, 60_000),
        Event::Next,
        Event::End(0, outcome, 0),
        Event::Pass(350),
    ]
}

/// `least` states, so that nobody makes the alphabet idle unseen.
#[track_caller]
fn check(beginning: &[Event], least: usize) {
    let alphabet = [alphabet(), rarely().to_vec()].concat();
    let states = every(beginning, &alphabet, 4);
    assert!(states >= least, "only {states} states");
}

#[test]
fn from_a_fresh_start() {
    check(&[], 6_000);
    let states = every(&[], &alphabet(), 5);
    assert!(states >= 30_000, "only {states} states");
}

#[test]
fn with_everything_under_way() {
    let asks = alphabet()
        .into_iter()
        .filter(|event| matches!(event, Event::Ask(..)));
    let sent = [Event::Pass(30), Event::Next, Event::Next];
    check(&asks.chain(sent).collect::<Vec<_>>(), 20_000);
}

#[test]
fn in_a_silence() {
    check(&one(Outcome::Busy), 2_000);
}

#[test]
fn one_fault_before_the_breaker_opens() {
    check(&vec![one(Outcome::Fault); 4].concat(), 6_000);
}

#[test]
fn with_the_breaker_open_and_half_open() {
    let open = vec![one(Outcome::Fault); 5].concat();
    check(&open, 2_000);
    check(&[open, vec![Event::Pass(30_000)]].concat(), 6_000);
}

#[test]
fn without_quota() {
    let quota = one(Outcome::Quota);
    check(&quota, 2_000);
    check(&[quota, vec![Event::Pass(3_600_000)]].concat(), 6_000);
}
