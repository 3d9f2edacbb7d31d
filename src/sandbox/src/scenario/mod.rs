//! Stories of parcels: what happens, how long after the start, where and in whose words.
//!
//! A story is data. What of it has happened is a question of the clock alone, asked in
//! [`Story::told`], so nothing has to tick.

#![expect(
    clippy::zero_prefixed_literal,
    reason = "stories have times of day: 06:12"
)]

#[macro_use]
mod table;

mod abroad;
mod attempt;
mod collect;
mod domestic;
mod fixed;
mod place;
mod returned;

pub use place::Place;

use crate::time::{DAY, midnight};
use table::at;

/// Tracktry's statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Added, not looked up yet.
    Pending,
    /// Announced to the carrier (met in real answers, not in the document: grade B).
    InfoReceived,
    /// The carrier knows nothing, or has the data only.
    NotFound,
    /// On its way.
    Transit,
    /// Out for delivery, or waiting to be collected.
    Pickup,
    /// Delivered.
    Delivered,
    /// An attempt failed.
    Undelivered,
    /// Something went wrong.
    Exception,
    /// Long in transit without a result.
    Expired,
}

impl Status {
    /// Every status.
    pub const ALL: &'static [Self] = &[
        Self::Pending,
        Self::InfoReceived,
        Self::NotFound,
        Self::Transit,
        Self::Pickup,
        Self::Delivered,
        Self::Undelivered,
        Self::Exception,
        Self::Expired,
    ];

    /// As Tracktry writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InfoReceived => "InfoReceived",
            Self::NotFound => "notfound",
            Self::Transit => "transit",
            Self::Pickup => "pickup",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Exception => "exception",
            Self::Expired => "expired",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.as_str() == name)
    }
}

/// Which carrier speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// The carrier the merchant named.
    Origin,
    /// The one who takes over.
    Destination,
}

/// The dates Tracktry keeps of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// First news.
    ItemReceived,
    /// Left the outward exchange.
    ItemDispatched,
    /// Left by air.
    DepartfromAirport,
    /// Reached the destination country.
    ArrivalfromAbroad,
    /// Through customs.
    CustomsClearance,
    /// At the delivery office.
    DestinationArrived,
}

impl Node {
    /// As Tracktry writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ItemReceived => "ItemReceived",
            Self::ItemDispatched => "ItemDispatched",
            Self::DepartfromAirport => "DepartfromAirport",
            Self::ArrivalfromAbroad => "ArrivalfromAbroad",
            Self::CustomsClearance => "CustomsClearance",
            Self::DestinationArrived => "DestinationArrived",
        }
    }
}

/// What a carrier recorded.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    /// The carrier's words.
    pub text: &'static str,
    /// Where.
    pub place: &'static Place,
    /// Whose scan.
    pub leg: Leg,
    /// `checkpoint_status`, which need not agree with the top status.
    pub status: Status,
    /// The date it sets.
    pub node: Option<Node>,
}

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Minutes after the story's start.
    pub after: u32,
    /// The top status from now on.
    pub status: Status,
    /// The substatus.
    pub substatus: Option<&'static str>,
    /// What the carrier recorded; none where the service itself concludes something.
    pub scan: Option<Scan>,
}

impl Step {
    /// When it happens, in seconds after the start.
    pub fn seconds(&self) -> i64 {
        i64::from(self.after).saturating_mul(60)
    }
}

/// When a story starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// When the parcel is posted.
    Posted,
    /// On the midnight (UTC) that makes all of it have happened by the clock's last midnight.
    Past,
    /// Over and over, every so many days since 1970.
    Every(u32),
}

/// A parcel's story.
#[derive(Debug)]
pub struct Story {
    /// Its name: for a special number the number itself.
    pub name: &'static str,
    /// When it starts.
    pub start: Start,
    /// The carrier of the first leg, where nobody named one.
    pub carrier: &'static str,
    /// The carrier of the last leg.
    pub last_carrier: Option<&'static str>,
    /// Country it comes from.
    pub from: &'static str,
    /// Country it goes to.
    pub to: &'static str,
    /// How it begins: so many steps of a way that several stories share.
    pub lead: (&'static [Step], usize),
    /// How it goes on.
    pub tail: &'static [Step],
}

impl Story {
    /// Every step, in order of time.
    pub fn steps(&self) -> impl Iterator<Item = &'static Step> + Clone {
        let (lead, count) = self.lead;
        lead.iter().take(count).chain(self.tail)
    }

    /// The steps that have happened by `now`, oldest first. A story that starts later has told
    /// its first step all the same, for a parcel that exists has a status.
    pub fn told(&self, start: i64, now: i64) -> impl Iterator<Item = &'static Step> + Clone {
        let elapsed = now.saturating_sub(start);
        self.steps()
            .enumerate()
            .take_while(move |(index, step)| *index == 0 || step.seconds() <= elapsed)
            .map(|(_, step)| step)
    }

    /// Seconds after which the story starts anew, if it does.
    pub fn life(&self) -> Option<i64> {
        match self.start {
            Start::Posted => None,
            Start::Past => Some(self.days().saturating_add(1).saturating_mul(DAY)),
            Start::Every(days) => Some(i64::from(days).max(1).saturating_mul(DAY)),
        }
    }

    /// Whole days that hold all of it.
    fn days(&self) -> i64 {
        let length = self.steps().last().map_or(0, Step::seconds);
        length.div_euclid(DAY).saturating_add(1)
    }

    /// When the story of a parcel posted at `posted` starts, as the clock stands at `now`.
    pub fn start(&self, posted: i64, now: i64) -> i64 {
        match self.start {
            Start::Posted => posted,
            Start::Past => midnight(now)
                .saturating_sub(self.days().saturating_mul(DAY))
                .max(0),
            Start::Every(days) => {
                let cycle = i64::from(days).max(1).saturating_mul(DAY);
                now.saturating_sub(now.checked_rem_euclid(cycle).unwrap_or(0))
            }
        }
    }
}

/// The plainest story.
pub const PLAIN: &Story = &domestic::POSTED;

/// Stories that ordinary posted parcels travel along, each as often as it stands here.
const ORDINARY: &[&Story] = &[
    &domestic::POSTED,
    &abroad::POSTED,
    &domestic::POSTED,
    &collect::POSTED,
    &domestic::POSTED,
    &abroad::POSTED,
    &attempt::POSTED,
    &returned::POSTED,
];

/// The stories of special numbers that travel.
const TRAVELLING: &[&Story] = &[
    &abroad::CYCLE,
    &domestic::CYCLE,
    &returned::CYCLE,
    &attempt::CYCLE,
];

/// Special numbers, the travelling ones first.
pub fn specials() -> impl Iterator<Item = &'static Story> {
    TRAVELLING.iter().chain(fixed::STORIES).copied()
}

/// Every story there is, each once.
pub fn all() -> impl Iterator<Item = &'static Story> {
    let ordinary = [
        &domestic::POSTED,
        &abroad::POSTED,
        &collect::POSTED,
        &attempt::POSTED,
        &returned::POSTED,
    ];
    ordinary.into_iter().chain(specials())
}

/// The story of a special number, given in upper case.
pub fn special(number: &str) -> Option<&'static Story> {
    specials().find(|story| story.name == number)
}

/// The story of that name.
pub fn named(name: &str) -> Option<&'static Story> {
    all().find(|story| story.name == name)
}

/// Whether a number, in upper case, is kept for special ones; those without a story do not exist.
pub fn reserved(number: &str) -> bool {
    number.starts_with("SBX-")
}

/// The story an ordinary number travels along: always the same for the same number.
pub fn ordinary(number: &str) -> &'static Story {
    let count = u64::try_from(ORDINARY.len()).unwrap_or(1);
    let index = crate::hash::hash64(number).checked_rem(count).unwrap_or(0);
    usize::try_from(index)
        .ok()
        .and_then(|index| ORDINARY.get(index).copied())
        .unwrap_or(PLAIN)
}
