//! Webhooks as the sister's document tells them (grade C): what is sent, how it is signed, when
//! it is sent again.

mod target;

pub use target::Target;

use hmac::{Hmac, Mac};
use serde::Serialize;
use sha2::Sha256;

use crate::answer::Meta;
use crate::code::Code;
use crate::php;
use crate::wire::Item;

/// How often one is sent again (grade C).
pub const RETRIES: u32 = 14;
/// The most that wait to be sent; what happens while so many wait is counted and not sent.
pub const MAX_WAITING: u32 = 1_000;
/// How many that are over are kept to be looked at.
pub const MAX_LOG: u32 = 200;
/// How many are sent at the same time.
pub const AT_ONCE: u32 = 8;
/// How long a receiver may take, in real milliseconds.
pub const DEADLINE: u64 = 10_000;

/// Clock seconds until the next attempt after so many: 2^n × 30 (grade C), n counting from one.
/// `None` where there is none.
pub fn retry_after(attempts: u32) -> Option<i64> {
    if !(1..=RETRIES).contains(&attempts) {
        return None;
    }
    2_i64.checked_pow(attempts)?.checked_mul(30)
}

/// The signature: lower-case hex of the HMAC-SHA256 of the time in decimal, keyed with the
/// account's e-mail address. It says nothing of the body.
pub fn sign(email: &str, time: i64) -> String {
    // a key of any length will do
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(email.as_bytes()) else {
        return String::new();
    };
    mac.update(time.to_string().as_bytes());
    let bytes = mac.finalize().into_bytes();
    format!("{bytes:x}")
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "Tracktry's own names")]
struct VerifyInfo {
    timeStr: i64,
    signature: String,
}

#[derive(Serialize)]
#[expect(non_snake_case, reason = "Tracktry's own names")]
struct Push<'a> {
    meta: Meta,
    data: &'a Item<'a>,
    verifyInfo: VerifyInfo,
}

/// The body of one; `time` is in seconds of real time, for receivers compare it with their clock.
pub fn body(item: &Item<'_>, email: &str, time: i64) -> Vec<u8> {
    php::encode(&Push {
        meta: Code::Success.into(),
        data: item,
        verifyInfo: VerifyInfo {
            timeStr: time,
            signature: sign(email, time),
        },
    })
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Taken: HTTP 200 and the body `200`.
    Taken,
    /// HTTP 200 with another body.
    Body,
    /// Another HTTP status.
    Status(u16),
    /// Sent elsewhere; nobody follows.
    Redirect(u16),
    /// No answer in time.
    Timeout,
    /// No connection, or one that broke.
    Unreachable,
    /// The parcel has been deleted meanwhile.
    Gone,
}

impl Outcome {
    /// What an answer means; `body` is its beginning.
    pub fn of(status: u16, body: &[u8]) -> Self {
        match status {
            200 if body.trim_ascii() == b"200" => Self::Taken,
            200 => Self::Body,
            300..=399 => Self::Redirect(status),
            _ => Self::Status(status),
        }
    }

    /// Whether it need not be sent again.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Taken | Self::Gone)
    }

    /// In words.
    pub fn words(self) -> String {
        match self {
            Self::Taken => "taken".to_owned(),
            Self::Body => "HTTP 200, but the body is not 200".to_owned(),
            Self::Status(status) => format!("HTTP {status}"),
            Self::Redirect(status) => format!("HTTP {status}, a redirect, not followed"),
            Self::Timeout => "no answer in 10 seconds".to_owned(),
            Self::Unreachable => "no connection".to_owned(),
            Self::Gone => "the parcel is gone".to_owned(),
        }
    }
}

/// A webhook in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Logged {
    /// The tracking number.
    pub tracking_number: String,
    /// Its carrier.
    pub carrier_code: String,
    /// The status it is sent for.
    pub status: String,
    /// Attempts so far.
    pub attempts: u32,
    /// What became of the last.
    pub outcome: Option<String>,
    /// Clock time of the last.
    pub sent_at: Option<String>,
    /// Clock time of the next; null where it is over.
    pub next_at: Option<String>,
}

/// What is asked of the webhooks, and what is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct State {
    /// Where they go; null where nobody asked for any. The e-mail address is a key and is not shown.
    pub url: Option<String>,
    /// How many wait.
    pub waiting: u32,
    /// How many were not sent because too many waited.
    pub dropped: u64,
    /// The newest first.
    pub log: Vec<Logged>,
}
