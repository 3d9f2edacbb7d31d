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
    let mut scans = keyed(Leg::Destination, &tracking.destination);
    scans.extend(keyed(Leg::Origin, &tracking.origin));
    let mut kept: Vec<Scan<'_>> = Vec::with_capacity(scans.len());
    for scan in sorted(scans) {
        if kept.len() >= MAX_EVENTS {
            break;
        }
        let repeated = |other: &Scan<'_>| same(other.checkpoint, scan.checkpoint);
        let that_day = |other: &&Scan<'_>| day(other.key) == day(scan.key);
        let mut beside = kept.iter().rev().take_while(that_day);
        if !beside.any(repeated) {
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

/// A leg's scans with their keys. A time that is less exact than its older neighbour's and does
/// not contradict it takes the neighbour's, so that a date alone stays where upstream put it
/// among the times of that day; a scan without a time stays beside its neighbour.
fn keyed(leg: Leg, info: &LegInfo) -> Vec<Scan<'_>> {
    let mut scans: Vec<Scan<'_>> = info
        .checkpoints
        .iter()
        .map(|checkpoint| Scan {
            leg,
            checkpoint,
            key: "",
        })
        .collect();
    if oldest_first(&scans) {
        scans.reverse();
    }
    let mut older = "";
    for scan in scans.iter_mut().rev() {
        if let Some(at) = own(scan)
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

fn own<'a>(scan: &Scan<'a>) -> Option<&'a str> {
    scan.checkpoint.at.as_ref().map(|moment| moment.at.as_str())
}

/// Whether a leg runs the other way than Tracktry documents, by its first and last day.
fn oldest_first(scans: &[Scan<'_>]) -> bool {
    let first = scans.iter().find_map(own).map(day);
    let last = scans.iter().rev().find_map(own).map(day);
    first < last
}

fn day(at: &str) -> &str {
    at.split_once('T').map_or(at, |(day, _)| day)
}

/// Whether a time is surely later. One that only says the other more exactly is not: a date
/// alone of one leg and a time of that day of the other are in no order.
fn later(one: &str, other: &str) -> bool {
    one > other && !one.starts_with(other)
}

/// A stable merge sort over the runs that are in order already, mostly one per leg: the standard
/// library's sort would cost a page 2.5 kB.
fn sorted(scans: Vec<Scan<'_>>) -> Vec<Scan<'_>> {
    let mut runs: Vec<Vec<Scan<'_>>> = Vec::new();
    for scan in scans {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| last.key >= scan.key) => run.push(scan),
            _ => runs.push(vec![scan]),
        }
    }
    while runs.len() > 1 {
        let mut rest = runs.into_iter();
        let mut halved = Vec::new();
        while let Some(newer) = rest.next() {
            halved.push(merged(newer, rest.next().unwrap_or_default()));
        }
        runs = halved;
    }
    runs.pop().unwrap_or_default()
}

fn merged<'a>(first: Vec<Scan<'a>>, second: Vec<Scan<'a>>) -> Vec<Scan<'a>> {
    let mut out = Vec::with_capacity(first.len().saturating_add(second.len()));
    let mut second = second.into_iter().peekable();
    for scan in first {
        while let Some(newer) = second.next_if(|other| later(other.key, scan.key)) {
            out.push(newer);
        }
        out.push(scan);
    }
    out.extend(second);
    out
}
