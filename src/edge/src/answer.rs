//! What an answer of Tracktry says. Pure: bytes in, trackings and an outcome out, and never a word
//! of the answer in a problem.

use crate::gate::Outcome as GateOutcome;
use crate::problem::{Problem, SILENCE_SECONDS};
use crate::record::{MAX_ROWS, is_same_number};
use std::borrow::Cow;
use tracktry_core::envelope::{Envelope, Outcome, ResultCode};
use tracktry_core::number::normalise_carrier;
use tracktry_core::{Tracking, Value};

/// An answer, read once for all who wait for it.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The HTTP status.
    pub http: u16,
    /// The result code.
    pub code: Option<ResultCode>,
    /// What it means.
    pub outcome: Outcome,
    /// Rows of the whole list, as upstream counts them.
    pub total: Option<u64>,
    /// Rows in the answer, also those that could not be read.
    pub count: usize,
    /// Rows that could be read.
    pub rows: Vec<Tracking>,
    /// Bytes of the body.
    pub bytes: usize,
}

impl Answered {
    /// Reads an answer; never fails on a value.
    pub fn read(http: u16, body: &[u8]) -> Self {
        let json = serde_json::from_slice::<serde_json::Value>(body).ok();
        let envelope = json.as_ref().map(|json| Envelope::decode(&json));
        let code = envelope.as_ref().and_then(|envelope| envelope.code);
        let mut outcome = Outcome::of(http, code);
        let holds_none = envelope.as_ref().is_some_and(is_no_answer);
        let is_done = outcome == Outcome::Done || code == Some(ResultCode(202));
        if outcome == Outcome::Done && holds_none {
            outcome = Outcome::Garbled;
        }
        let envelope = envelope.filter(|_| is_done);
        let batch = envelope.as_ref().and_then(trackings);
        let page = envelope.map(Envelope::page);
        let (total, items) = page.map_or((None, Vec::new()), |page| (page.total, page.items));
        let items = batch.unwrap_or(items);
        let rows = items.iter().take(MAX_ROWS).filter_map(Tracking::decode);
        Self {
            http,
            code,
            outcome,
            total,
            count: items.len(),
            rows: rows.collect(),
            bytes: body.len(),
        }
    }

    /// The same by its code alone: what a merchant asks for may be done without any data.
    #[must_use]
    pub fn by_code(mut self) -> Self {
        self.outcome = Outcome::of(self.http, self.code);
        self
    }

    /// What the Gate has to know of it.
    pub fn for_gate(&self) -> GateOutcome {
        if self.code == Some(ResultCode(202)) {
            return GateOutcome::DoneBusy;
        }
        match self.outcome {
            Outcome::Done => GateOutcome::Done,
            Outcome::Busy => GateOutcome::Busy,
            Outcome::Fault | Outcome::Garbled => GateOutcome::Fault,
            Outcome::KeyRefused => GateOutcome::KeyRefused,
            Outcome::Quota => GateOutcome::Quota,
            Outcome::Empty | Outcome::Exists | Outcome::BadRequest | Outcome::Unknown(_) => {
                GateOutcome::Answered
            }
        }
    }

    /// Whether it tells of parcels: some, or that there are none.
    pub fn tells(&self) -> bool {
        let is_done = matches!(self.outcome, Outcome::Done | Outcome::Empty);
        is_done || (self.code == Some(ResultCode(202)) && !self.rows.is_empty())
    }

    /// Whether one value among those asked for can have spoilt it for all: upstream calls the
    /// request wrong, or says what nobody has documented.
    pub const fn is_spoilt(&self) -> bool {
        matches!(self.outcome, Outcome::BadRequest | Outcome::Unknown(_))
    }

    /// What to tell whoever asked, where it does not.
    pub fn problem(&self) -> Problem {
        problem(self.outcome, self.code)
    }

    /// The parcel of a number: of that carrier, else of whichever has the newest scan; of equals
    /// the first.
    pub fn parcel(&self, carrier: Option<&str>, number: &str) -> Option<&Tracking> {
        let mut best: Option<&Tracking> = None;
        for row in self.of_number(number) {
            if carrier.is_some() && carrier_of(row).as_deref() != carrier {
                continue;
            }
            if best.is_none_or(|best| newest(row) > newest(best)) {
                best = Some(row);
            }
        }
        best
    }

    /// Whether all it says could be read: a row that could not may be any parcel, and so may those
    /// that are counted and not there.
    pub fn is_read(&self) -> bool {
        let is_missing = self.count == 0 && self.total.is_some_and(|total| total > 0);
        self.rows.len() == self.count.min(MAX_ROWS) && !is_missing
    }

    /// Whether a list says how many rows there are, or that there are none.
    pub fn counts(&self) -> bool {
        self.count > 0 || self.total.is_some() || self.outcome == Outcome::Empty
    }

    /// Whether it leaves open if a carrier has that number: it names others who have it, or rows
    /// that nobody asked for, as an upstream does that ignores the filter, or not all it counts.
    pub fn leaves_open(&self, number: &str, asked: &[String]) -> bool {
        let count = u64::try_from(self.count).unwrap_or(u64::MAX);
        !self.is_read()
            || self.total.is_some_and(|total| total > count)
            || self.of_number(number).next().is_some()
            || self.rows.iter().any(|row| {
                let is_asked = |number: &String| is_same_number(&row.number, number);
                !asked.iter().any(is_asked)
            })
    }

    fn of_number<'a, 'n>(
        &'a self,
        number: &'n str,
    ) -> impl Iterator<Item = &'a Tracking> + use<'a, 'n> {
        self.rows
            .iter()
            .filter(move |row| is_same_number(&row.number, number))
    }
}

/// The rows of a batch's answer.
fn trackings<V: Value>(envelope: &Envelope<V>) -> Option<Vec<V>> {
    let rows = envelope.data.as_ref()?.get("trackings")?;
    Some(rows.items())
}

fn carrier_of(row: &Tracking) -> Option<String> {
    row.carrier_code.as_deref().and_then(normalise_carrier)
}

/// Whether the data is missing, or of a type that can hold no parcel. An empty text is PHP's word for
/// nothing.
fn is_no_answer<V: Value>(envelope: &Envelope<V>) -> bool {
    envelope.data.as_ref().is_none_or(|data| {
        data.text().is_some_and(|text| !text.is_empty())
            || data.number().is_some()
            || data.boolean().is_some()
    })
}

/// What to tell the caller of an answer that holds no parcel.
pub fn problem(outcome: Outcome, code: Option<ResultCode>) -> Problem {
    match (outcome, code.map(|code| code.0)) {
        (_, Some(4014)) => Problem::NumberInvalid,
        (_, Some(4015)) => Problem::CarrierInvalid,
        (_, Some(404)) | (Outcome::Empty, _) => Problem::ParcelUnknown,
        (Outcome::KeyRefused, _) => Problem::KeyRefused,
        (Outcome::Quota, _) => Problem::Quota,
        (Outcome::Busy, _) => Problem::Busy(SILENCE_SECONDS),
        (Outcome::Garbled, _) => Problem::Garbled,
        // A request that Tracktry calls wrong although its number and carrier were right, and
        // codes nobody has documented.
        (
            Outcome::Fault
            | Outcome::BadRequest
            | Outcome::Unknown(_)
            | Outcome::Exists
            | Outcome::Done,
            _,
        ) => Problem::Fault,
    }
}

/// The time of the newest scan of both legs, as sortable text; empty where there is none.
fn newest(tracking: &Tracking) -> Cow<'_, str> {
    [&tracking.origin, &tracking.destination]
        .into_iter()
        .flat_map(|leg| &leg.checkpoints)
        .filter_map(|scan| scan.at.as_ref())
        .map(|moment| Cow::Borrowed(moment.at.as_str()))
        .max()
        .unwrap_or_default()
}
