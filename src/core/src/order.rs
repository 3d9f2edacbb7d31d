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
    let mut scans = Vec::new();
    add(&mut scans, Leg::Destination, &tracking.destination);
    add(&mut scans, Leg::Origin, &tracking.origin);
    let mut kept: Vec<Scan<'_>> = Vec::with_capacity(scans.len());
    for scan in scans {
        if kept.len() >= MAX_EVENTS {
            break;
        }
        let that_day = |other: &&Scan<'_>| day(other.key) == day(scan.key);
        let mut beside = kept.iter().rev().take_while(that_day);
        if !beside.any(|other| same(other.checkpoint, scan.checkpoint)) {
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

/// Sorts a leg's scans in.
fn add<'a>(scans: &mut Vec<Scan<'a>>, leg: Leg, info: &'a LegInfo) {
    for scan in keyed(leg, info) {
        scans.push(scan);
        settle(scans);
    }
}

/// Moves the last scan up to its place. Upstream's lists are in order but for a few, so this is
/// a step or none for most; the standard library's sort would cost a page 2.5 kB.
fn settle(mut scans: &mut [Scan<'_>]) {
    while let [.., before, last] = &mut *scans {
        if !later(last.key, before.key) {
            return;
        }
        std::mem::swap(before, last);
        let Some((_, rest)) = std::mem::take(&mut scans).split_last_mut() else {
            return;
        };
        scans = rest;
    }
}

/// A leg's scans, newest first, with their keys. A time that is less exact than its older
/// neighbour's and does not contradict it takes the neighbour's, so that a date alone stays
/// where upstream put it among the times of that day; a scan without a time stays beside its
/// neighbour.
fn keyed(leg: Leg, info: &LegInfo) -> Vec<Scan<'_>> {
    let scan = |checkpoint| Scan {
        leg,
        checkpoint,
        key: "",
    };
    let mut scans: Vec<Scan<'_>> = Vec::with_capacity(info.checkpoints.len());
    scans.extend(info.checkpoints.iter().map(scan));
    if oldest_first(&info.checkpoints) {
        let mut turned = Vec::with_capacity(scans.len());
        while let Some(scan) = scans.pop() {
            turned.push(scan);
        }
        scans = turned;
    }
    let mut older = "";
    for scan in scans.iter_mut().rev() {
        if let Some(at) = own(scan.checkpoint)
            && !older.starts_with(at)
        {
            older = at;
        }
        scan.key = older;
    }
    let mut newer = "";
    for scan in &mut scans {
        if scan.key.is_empty() {
            scan.key = newer;
        }
        newer = scan.key;
    }
    scans
}

fn own(checkpoint: &Checkpoint) -> Option<&str> {
    checkpoint.at.as_ref().map(|moment| moment.at.as_str())
}

/// Whether a leg runs the other way than Tracktry documents, by its first and last day.
fn oldest_first(checkpoints: &[Checkpoint]) -> bool {
    let first = checkpoints.iter().find_map(own).map(day);
    let last = checkpoints.iter().rev().find_map(own).map(day);
    first < last
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
