//! The words stories are told in.

use super::Place;

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
