//! Everything that can go wrong, as callers see it: problem details (RFC 9457) from one closed
//! list. The status of each stands here and nowhere else.

use crate::config::Wrong;
use serde::Serialize;

/// Seconds Tracktry wants silence after it said 429: two minutes, by its own document.
pub const SILENCE_SECONDS: u32 = 120;

/// Why a request gets no better answer. Nothing in it comes from upstream or from the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No route has this path.
    RouteUnknown,
    /// The path exists, the method does not; the methods it takes.
    MethodNotAllowed(&'static str),
    /// No carrier can have this code.
    CarrierInvalid,
    /// No parcel can have this number.
    NumberInvalid,
    /// Nothing was brought that opens this.
    TokenRequired,
    /// What was brought does not open this; why is nobody's business.
    TokenRefused,
    /// No order can have this id.
    OrderInvalid,
    /// The body is longer than is taken.
    BodyTooLarge,
    /// The body is not what is wanted.
    BodyInvalid,
    /// What is to be signed opens nothing, or for too long.
    LinkInvalid,
    /// This deployment signs no links.
    LinksOff,
    /// This deployment keeps no proofs of orders.
    LookupOff,
    /// Nothing was proved.
    ProofRefused,
    /// The first import is under way, so it is not known yet which orders there are.
    Importing,
    /// One address asks too much, for so many seconds more.
    TooMany(u32),
    /// Tracktry has no such parcel.
    ParcelUnknown,
    /// No parcel of that order is known.
    OrderUnknown,
    /// Tracktry refuses the key.
    KeyRefused,
    /// The Tracktry account's quota or plan does not allow it.
    Quota,
    /// Tracktry wants silence for so many seconds more.
    Busy(u32),
    /// Tracktry failed so often that it is left alone for so many seconds more.
    Down(u32),
    /// Tracktry could not be reached.
    Unreachable,
    /// Tracktry did not answer in time.
    Timeout,
    /// Tracktry's answer could not be read.
    Garbled,
    /// Tracktry reports a fault of its own.
    Fault,
    /// A setting of this deployment is missing or wrong.
    SettingInvalid(Wrong),
    /// A fault of ours.
    Internal,
}

impl Problem {
    /// Code, HTTP status and title. Codes never change their meaning.
    const fn facts(self) -> (&'static str, u16, &'static str) {
        match self {
            Self::RouteUnknown => ("route_unknown", 404, "There is nothing at this address"),
            Self::MethodNotAllowed(_) => (
                "method_not_allowed",
                405,
                "This address does not take this method",
            ),
            Self::CarrierInvalid => ("carrier_invalid", 400, "The carrier code cannot be one"),
            Self::NumberInvalid => ("number_invalid", 400, "The tracking number cannot be one"),
            Self::TokenRequired => ("token_required", 401, "This takes a token"),
            Self::TokenRefused => ("token_refused", 403, "The token does not open this"),
            Self::BodyTooLarge => ("body_too_large", 413, "The body is too long"),
            Self::BodyInvalid => (
                "body_invalid",
                400,
                "The body is not what this address takes",
            ),
            Self::LinkInvalid => ("link_invalid", 400, "One of the links cannot be signed"),
            Self::LinksOff => ("links_off", 404, "No links are signed here"),
            Self::LookupOff => ("lookup_off", 404, "Orders cannot be looked up here"),
            Self::ProofRefused => ("proof_refused", 403, "This does not open the order"),
            Self::Importing => (
                "importing",
                503,
                "The orders are still being read for the first time",
            ),
            Self::TooMany(_) => ("too_many", 429, "Too much is asked for from this address"),
            Self::OrderInvalid => ("order_invalid", 400, "The order's id cannot be one"),
            Self::ParcelUnknown => ("parcel_unknown", 404, "No such parcel is known"),
            Self::OrderUnknown => ("order_unknown", 404, "No parcel of this order is known"),
            Self::KeyRefused => (
                "upstream_key_refused",
                502,
                "The tracking service refuses us",
            ),
            Self::Quota => (
                "upstream_quota",
                502,
                "The tracking service's allowance is used up",
            ),
            Self::Busy(_) => (
                "upstream_busy",
                503,
                "The tracking service asks for patience",
            ),
            Self::Down(_) => (
                "upstream_down",
                503,
                "The tracking service is down and left alone for a while",
            ),
            Self::Unreachable => (
                "upstream_unreachable",
                502,
                "The tracking service cannot be reached",
            ),
            Self::Timeout => (
                "upstream_timeout",
                504,
                "The tracking service took too long",
            ),
            Self::Garbled => (
                "upstream_garbled",
                502,
                "The tracking service's answer makes no sense",
            ),
            Self::Fault => ("upstream_fault", 502, "The tracking service has a fault"),
            Self::SettingInvalid(_) => (
                "setting_invalid",
                500,
                "A setting of this service is missing or wrong",
            ),
            Self::Internal => ("internal", 503, "This service has a fault"),
        }
    }

    /// The problem of that code, as objects hand it on; one that no object tells is our own fault.
    pub fn of_code(code: &str, retry_after: Option<u32>) -> Self {
        let seconds = retry_after.unwrap_or(1);
        [
            Self::CarrierInvalid,
            Self::NumberInvalid,
            Self::ParcelUnknown,
            Self::OrderUnknown,
            Self::TokenRefused,
            Self::KeyRefused,
            Self::Quota,
            Self::Busy(seconds),
            Self::TooMany(seconds),
            Self::Down(seconds),
            Self::Unreachable,
            Self::Timeout,
            Self::Garbled,
            Self::Fault,
        ]
        .into_iter()
        .find(|problem| problem.code() == code)
        .unwrap_or(Self::Internal)
    }

    /// The stable name of this problem.
    pub const fn code(self) -> &'static str {
        self.facts().0
    }

    /// The HTTP status it is sent with.
    pub const fn status(self) -> u16 {
        self.facts().1
    }

    /// Seconds after which asking again makes sense, where that is known.
    pub const fn retry_after(self) -> Option<u32> {
        match self {
            Self::Busy(seconds) | Self::Down(seconds) | Self::TooMany(seconds) => Some(seconds),
            Self::Importing => Some(30),
            Self::Internal => Some(1),
            _ => None,
        }
    }

    /// The methods for the `Allow` header.
    pub const fn allow(self) -> Option<&'static str> {
        match self {
            Self::MethodNotAllowed(allow) => Some(allow),
            _ => None,
        }
    }

    /// The scheme for the `WWW-Authenticate` header.
    pub const fn challenge(self) -> Option<&'static str> {
        match self {
            Self::TokenRequired => Some("Bearer"),
            _ => None,
        }
    }

    /// Whether the operator should hear of it: whatever is not the caller's own doing.
    pub const fn concerns_operator(self) -> bool {
        self.status() >= 500
    }

    /// The problem as JSON.
    pub fn body(self, request_id: &str) -> String {
        let (code, status, title) = self.facts();
        let wrong = match self {
            Self::SettingInvalid(wrong) => Some(wrong),
            _ => None,
        };
        let details = Details {
            kind: format!("urn:tracktry-edge:problem:{code}"),
            title,
            status,
            code,
            request_id,
            setting: wrong.map(|w| w.setting),
            detail: wrong.map(|w| w.to_string()),
        };
        serde_json::to_string(&details).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Details<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}
