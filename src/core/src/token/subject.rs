//! What a link opens.

use crate::number::{normalise_carrier, normalise_number, normalise_order};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Seconds of a day.
const DAY: u64 = 86_400;

/// What a link opens. Made by [`Subject::parcel`], [`Subject::badge`] and [`Subject::order`], it is
/// in its normal form; a link in any other is neither signed nor taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A parcel's journey.
    Parcel(Parcel),
    /// An order, by its id, and every parcel of it.
    Order(String),
    /// A parcel's badge and no more.
    Badge(Parcel),
}

/// A parcel as a link names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The carrier's code; `None` means: find it.
    pub carrier: Option<String>,
    /// The tracking number.
    pub number: String,
}

impl Parcel {
    /// A parcel in its normal form; the carrier `-` means: find it.
    ///
    /// # Errors
    /// `None` where no carrier can have the code, or no parcel the number.
    pub fn new(carrier: &str, number: &str) -> Option<Self> {
        Some(Self {
            carrier: match carrier.trim() {
                "-" => None,
                code => Some(normalise_carrier(code)?),
            },
            number: normalise_number(number)?,
        })
    }
}

impl Subject {
    /// A parcel's journey.
    ///
    /// # Errors
    /// `None` as for [`Parcel::new`].
    pub fn parcel(carrier: &str, number: &str) -> Option<Self> {
        Parcel::new(carrier, number).map(Self::Parcel)
    }

    /// A parcel's badge.
    ///
    /// # Errors
    /// `None` as for [`Parcel::new`].
    pub fn badge(carrier: &str, number: &str) -> Option<Self> {
        Parcel::new(carrier, number).map(Self::Badge)
    }

    /// An order.
    ///
    /// # Errors
    /// `None` where no order can have the id: see [`normalise_order`].
    pub fn order(id: &str) -> Option<Self> {
        normalise_order(id).map(Self::Order)
    }

    /// The letter of its kind.
    pub const fn kind(&self) -> char {
        match self {
            Self::Parcel(_) => 'p',
            Self::Order(_) => 'o',
            Self::Badge(_) => 'b',
        }
    }

    /// The most seconds a link to it may live: 90 days; a badge, which stands in an e-mail that is
    /// opened again next year, 400.
    pub const fn longest_life(&self) -> u64 {
        match self {
            Self::Parcel(_) | Self::Order(_) => 90 * DAY,
            Self::Badge(_) => 400 * DAY,
        }
    }

    /// `carrier/NUMBER`, or an order's id percent-encoded.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Parcel(parcel) | Self::Badge(parcel) => {
                let carrier = parcel.carrier.as_deref().unwrap_or("-");
                [carrier, "/", &parcel.number].concat()
            }
            Self::Order(id) => utf8_percent_encode(id, RESERVED).collect(),
        }
    }

    /// The subject of a kind's letter and a text in its normal form; `None` for any other text.
    pub(super) fn read(kind: char, text: &str) -> Option<Self> {
        let subject = if kind == 'o' {
            Self::order(&percent_decode_str(text).decode_utf8().ok()?)?
        } else {
            let (carrier, number) = text.split_once('/')?;
            let parcel = Parcel::new(carrier, number)?;
            match kind {
                'p' => Self::Parcel(parcel),
                'b' => Self::Badge(parcel),
                _ => return None,
            }
        };
        (subject.text() == text).then_some(subject)
    }
}
