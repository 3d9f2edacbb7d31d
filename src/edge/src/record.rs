//! What is kept of a parcel: what its journey needs, the order it belongs to, and hashes by which
//! somebody can prove the order is theirs. Name, e-mail, phone, comment, title and signer end here.

use crate::message::message;
use crate::place::digest;
use tracktry_core::number::{normalise_carrier, normalise_number, normalise_order};
use tracktry_core::{Journey, Stage, Tracking};

/// The version of [`Record`] that this program writes. Rows of an earlier one are good to show, and
/// are asked for anew as soon as somebody looks.
pub const VERSION: u8 = 1;

/// The most rows of one answer that are looked into: what a page of Tracktry can hold.
pub const MAX_ROWS: usize = 2_000;

/// One parcel as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// [`VERSION`].
    pub v: u8,
    /// The carrier's code, normalised; `-` where upstream names none.
    pub carrier: String,
    /// The number, normalised.
    pub number: String,
    /// Its [`Stage`], by name.
    pub stage: String,
    /// Its [`Journey`], whole, as JSON.
    pub journey: String,
    /// The shop's order, normalised.
    pub order: Option<String>,
    /// Hashes of what its customer can prove to know.
    pub proofs: Vec<String>,
}

message!(Record {
    v,
    carrier,
    number,
    stage,
    journey,
    order,
    proofs
});

impl Record {
    /// What is kept of a tracking under its own name; `None` where its number cannot be one, so
    /// that nobody could ask for it.
    pub fn of(tracking: &Tracking, proofs: Vec<String>) -> Option<Self> {
        let carrier = tracking.carrier_code.as_deref().and_then(normalise_carrier);
        let bare: String = tracking.number.split_whitespace().collect();
        let number = normalise_number(&bare)?;
        Self::named(tracking, carrier.as_deref(), &number, proofs)
    }

    /// What is kept of a tracking under the name it was asked for by: upstream may write a number
    /// otherwise. `None` where it cannot be written as JSON.
    pub fn named(
        tracking: &Tracking,
        carrier: Option<&str>,
        number: &str,
        proofs: Vec<String>,
    ) -> Option<Self> {
        let journey = Journey::of(tracking);
        Some(Self {
            v: VERSION,
            carrier: carrier.unwrap_or("-").to_owned(),
            number: number.to_owned(),
            stage: journey.stage.as_str().to_owned(),
            journey: serde_json::to_string(&journey).ok()?,
            order: tracking
                .customer
                .order_id
                .as_deref()
                .and_then(normalise_order),
            proofs,
        })
    }

    /// The parcel's key: `carrier/NUMBER`.
    pub fn key(&self) -> String {
        key(&self.carrier, &self.number)
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        Stage::from_name(&self.stage).unwrap_or(Stage::Unknown)
    }

    /// A print of all of it: the same print, the same record.
    pub fn print(&self) -> String {
        let order = self.order.as_deref().unwrap_or_default();
        let mut parts = vec![self.journey.as_str(), order];
        parts.extend(self.proofs.iter().map(String::as_str));
        let mut print = digest(&parts.join("\n"));
        print.truncate(16);
        print
    }
}

/// The key of a parcel: `carrier/NUMBER`, both normalised.
pub fn key(carrier: &str, number: &str) -> String {
    format!("{carrier}/{number}")
}

/// Whether a stored number is the one asked for; upstream may keep it with spaces or dashes.
pub fn is_same_number(stored: &str, asked: &str) -> bool {
    let bare = |text: &str| -> Vec<u8> {
        text.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| b.to_ascii_uppercase())
            .collect()
    };
    bare(stored) == bare(asked)
}
