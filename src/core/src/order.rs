//! The scans of both legs in one order, newest first.

use crate::journey::{Leg, MAX_EVENTS};
use crate::tracking::{Checkpoint, LegInfo, Tracking};

/// A checkpoint with its place in the order.
#[derive(Clone, Copy)]
pub(crate) struct Scan<'a> {
    pub(crate) leg: Leg,
    pub(crate) checkpoint: &'a Checkpoint,
    /// The time it is sorted by: its own, or a neighbour's. Empty where the leg has none.
    key: &'a str,
}

/// Both legs merged, newest first, exact repetitions dropped, [`MAX_EVENTS`] at most.
///
/// Stable: scans that no time sets apart keep upstream's order, the destination's before the
/// origin's.
pub(crate) fn newest_first(tracking: &Tracking) -> Vec<Scan<'_>> {
    let mut rising = Vec::new();
    add(&mut rising, Leg::Origin, &tracking.origin);
    add(&mut rising, Leg::Destination, &tracking.destination);
    let mut kept: Vec<Scan<'_>> = Vec::with_capacity(rising.len());
    while let Some(scan) = rising.pop() {
        let that_day = |other: &&Scan<'_>| day(other.key) == day(scan.key);
        let mut beside = kept.iter().rev().take_while(that_day);
        if kept.len() < MAX_EVENTS && !beside.any(|other| same(other.checkpoint, scan.checkpoint)) {
            kept.push(scan);
        }
    }
    kept
}

fn same(one: &Checkpoint, other: &Checkpoint) -> bool {
    one.at == other.at
        && one.text == other.text
        && one.place == other.place
        && one.status == other.status
        && one.substatus == other.substatus
}

/// Sorts a leg's scans in, oldest first, each with its key. A time that is less exact than its
/// older neighbour's and does not contradict it takes the neighbour's, so that a date alone
/// stays where upstream put it among the times of that day; a scan without a time stays beside
/// its older neighbour, or else its newer.
fn add<'a>(scans: &mut Vec<Scan<'a>>, leg: Leg, info: &'a LegInfo) {
    let mut rest = info.checkpoints.iter();
    let first = rest.clone().find_map(own).unwrap_or_default();
    let last = rest.clone().rev().find_map(own).unwrap_or_default();
    // Tracktry's legs are newest first; one that runs the other way tells by its days.
    let rising = day(first) < day(last);
    let mut key = if rising { first } else { last };
    while let Some(checkpoint) = if rising {
        rest.next()
    } else {
        rest.next_back()
    } {
        if let Some(at) = own(checkpoint)
            && !key.starts_with(at)
        {
            key = at;
        }
        scans.push(Scan {
            leg,
            checkpoint,
            key,
        });
        settle(scans);
    }
}

/// Moves the last scan to its place. Upstream's lists are in order but for a few, so this is a
/// step or none for most; the standard library's sort would cost a page 2.5 kB.
fn settle(mut scans: &mut [Scan<'_>]) {
    while let [.., before, last] = &mut *scans {
        if !later(before.key, last.key) {
            return;
        }
        std::mem::swap(before, last);
        let Some((_, rest)) = std::mem::take(&mut scans).split_last_mut() else {
            return;
        };
        scans = rest;
    }
}

fn own(checkpoint: &Checkpoint) -> Option<&str> {
    checkpoint.at.as_ref().map(|moment| moment.at.as_str())
}

/// The date of a time.
fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}

/// Whether a time is surely later. One that only says the other more exactly is not: a date
/// alone of one leg and a time of that day of the other are in no order.
fn later(one: &str, other: &str) -> bool {
    one > other && !one.starts_with(other)
}
