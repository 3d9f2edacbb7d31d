//! One tracking, decoded leniently from Tracktry's JSON.
//!
//! Field names on the wire are given where they differ. What could not be read is `None` or
//! empty; texts are free of control characters, trimmed and capped.

mod decode;

use crate::order::{self, Scan};
use crate::status::{Reason, Stage, classify, family, folded};
use crate::time::Moment;
use std::fmt;

/// A tracking as Tracktry knows it. Merchant-side: it holds customer data, which never gets
/// into a [`Journey`](crate::Journey).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tracking {
    /// Tracktry's id, 32 hex digits.
    pub id: Option<String>,
    /// As stored upstream, cleaned of control characters.
    pub number: String,
    /// Tracktry's carrier code.
    pub carrier_code: Option<String>,
    /// The top status as text; `None` where it was missing or no text.
    pub status: Option<String>,
    /// The top-level substatus.
    pub substatus: Option<String>,
    /// When it was added: ISO 8601 with an offset, as sent.
    pub created_at: Option<String>,
    /// When upstream last changed it; may lie before [`Self::created_at`].
    pub updated_at: Option<String>,
    /// Whether the merchant put it away.
    pub archived: Option<bool>,
    /// Country it came from: an English name, a name with a code (`Hong Kong [CN]`) or two letters.
    pub original_country: Option<String>,
    /// Country it goes to, in the same forms.
    pub destination_country: Option<String>,
    /// Days in transport (`itemTimeLength`).
    pub days_under_way: Option<u32>,
    /// Days since the last news (`stayTimeLength`).
    pub days_quiet: Option<u32>,
    /// The carrier's service, as it says it.
    pub service_code: Option<String>,
    /// Free text beside the status.
    pub status_info: Option<String>,
    /// The newest scan in one line (`lastEvent`); cannot be taken apart again.
    pub last_event: Option<String>,
    /// When that was (`lastUpdateTime`).
    pub last_update: Option<Moment>,
    /// What the merchant stored beside the number.
    pub customer: Customer,
    /// The origin carrier's side (`origin_info`).
    pub origin: LegInfo,
    /// The destination carrier's side (`destination_info`).
    pub destination: LegInfo,
}

/// What the merchant stored with a tracking: about a person, or for nobody else's eyes. `Debug`
/// shows nothing of it.
#[derive(Clone, Default, PartialEq)]
pub struct Customer {
    /// `customer_name`.
    pub name: Option<String>,
    /// `customer_email`: a text, or a list of texts; at most 10.
    pub emails: Vec<String>,
    /// `customer_phone`.
    pub phone: Option<String>,
    /// The shop's own title for the parcel, mostly its contents.
    pub title: Option<String>,
    /// A free remark.
    pub comment: Option<String>,
    /// The shop's order.
    pub order_id: Option<String>,
    /// When the order was made, as the shop wrote it: any form.
    pub order_create_time: Option<String>,
    /// How it was sent, in the shop's words.
    pub logistics_channel: Option<String>,
    /// Who took it (`signed_by`, and `singed_by` as Tracktry spells it): two where they differ.
    pub signers: Vec<String>,
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Customer(…)")
    }
}

/// One carrier's side of a tracking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LegInfo {
    /// The carrier of this leg.
    pub carrier_code: Option<String>,
    /// The carrier's telephone number.
    pub phone: Option<String>,
    /// The carrier's page; http or https.
    pub weblink: Option<String>,
    /// The carrier's other name for the parcel (`ReferenceNumber`).
    pub reference: Option<String>,
    /// First news (`ItemReceived`).
    pub received: Option<Moment>,
    /// Left the outward exchange (`ItemDispatched`).
    pub dispatched: Option<Moment>,
    /// Left by air (`DepartfromAirport`).
    pub departed: Option<Moment>,
    /// Reached the destination country (`ArrivalfromAbroad`).
    pub arrived: Option<Moment>,
    /// Through customs (`CustomsClearance`).
    pub customs: Option<Moment>,
    /// At the delivery office (`DestinationArrived`).
    pub delivery_office: Option<Moment>,
    /// Checkpoints as they came (`trackinfo`): newest first, at most [`MAX_CHECKPOINTS`].
    pub checkpoints: Vec<Checkpoint>,
}

/// Checkpoints read of one leg. A journey shows as many at most, so more would be work for nothing.
pub const MAX_CHECKPOINTS: usize = crate::journey::MAX_EVENTS;

/// One scan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checkpoint {
    /// When, if it could be read.
    pub at: Option<Moment>,
    /// The carrier's words (`StatusDescription`).
    pub text: Option<String>,
    /// Where (`Details`).
    pub place: Option<String>,
    /// `checkpoint_status`.
    pub status: Option<String>,
    /// `substatus`.
    pub substatus: Option<String>,
    /// An older, numeric form of the substatus (`substatus_num`).
    pub substatus_number: Option<u64>,
    /// The milestone this scan is, by name (`ItemNode`).
    pub node: Option<String>,
    /// The carrier's own type of scan, a letter (`ActType`).
    pub act: Option<String>,
}

impl Checkpoint {
    /// Whether it says anything of the parcel.
    fn tells(&self) -> bool {
        self.at.is_some()
            || self.text.is_some()
            || self.place.is_some()
            || self.status.is_some()
            || self.substatus.is_some()
    }

    /// Where the parcel stood at this scan.
    ///
    /// The scan's status decides, with its substatus where the table knows the two together. Of
    /// two that disagree the status wins, except that `notfound001` (announced, not handed over)
    /// beats a `transit` or `pickup`, which carriers write for "label created" and for "fetched
    /// from the sender". Without a status the substatus' family stands for it.
    pub fn stage(&self) -> Stage {
        let substatus = self.substatus.as_deref().map(folded);
        let status = match &self.status {
            Some(status) => folded(status),
            None => substatus.as_deref().map(family).unwrap_or_default().into(),
        };
        let (stage, _) = classify(&status, substatus.as_deref());
        match stage {
            Stage::InTransit | Stage::OutForDelivery if substatus.as_deref() == Some(ANNOUNCED) => {
                Stage::Registered
            }
            _ => stage,
        }
    }
}

/// The substatus of a parcel the carrier knows and does not have.
const ANNOUNCED: &str = "notfound001";

/// Where a tracking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Where it is.
    pub stage: Stage,
    /// Why.
    pub reason: Option<Reason>,
    /// The substatus that counted, as sent.
    pub substatus: Option<&'a str>,
}

impl Tracking {
    /// Where the parcel stands, by the top status and the substatus that counts: the top one if
    /// it is of the status' family, else that of the newest checkpoint of either leg that has
    /// one of the family. A `transit` of which every checkpoint is `notfound001` is only
    /// registered.
    pub fn standing(&self) -> Standing<'_> {
        self.standing_by(&order::newest_first(self))
    }

    /// [`Self::standing`], of scans already in order.
    pub(crate) fn standing_by<'a>(&'a self, scans: &[Scan<'a>]) -> Standing<'a> {
        let status = folded(self.status.as_deref().unwrap_or_default());
        let counts = |raw: &&str| !status.is_empty() && family(&folded(raw)) == status;
        let mut substatus = self.substatus.as_deref().filter(counts);
        let mut announced = !scans.is_empty();
        for scan in scans {
            let raw = scan.checkpoint.substatus.as_deref().unwrap_or_default();
            announced &= folded(raw) == ANNOUNCED;
            if substatus.is_none() && counts(&raw) {
                substatus = Some(raw);
            }
        }
        let (mut stage, mut reason) = classify(&status, substatus.map(folded).as_deref());
        if announced && stage == Stage::InTransit {
            (stage, reason) = (Stage::Registered, None);
        }
        Standing {
            stage,
            reason,
            substatus,
        }
    }
}
