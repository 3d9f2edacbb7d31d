//! Who asks, by what they bring.

use super::merchant::{Merchant, Scope, Scopes};
use crate::config::Config;
use tracktry_core::token::{MAX_LENGTH, Parcel, Refusal, Subject};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Somebody who brings nothing.
    Guest,
    /// Who has a link to a parcel.
    Parcel {
        /// The parcel it opens.
        subject: Parcel,
        /// Whether it may be registered where Tracktry does not know it.
        may_register: bool,
    },
    /// Who has a link to an order.
    Order {
        /// The order's id, normalised.
        order: String,
        /// Whether its parcels may be registered where Tracktry does not know them.
        may_register: bool,
    },
    /// Who has a link to a parcel's badge, which opens nothing else.
    Badge(Parcel),
    /// A back end of the merchant's.
    Merchant {
        /// Its name in `MERCHANT_TOKENS`.
        name: String,
        /// What its token is good for.
        scopes: Scopes,
    },
    /// Who brings what is not taken; why is for the log.
    Refused(Refusal),
}

impl Caller {
    /// Who asks, by the `Authorization` header. `now` is in seconds since 1970.
    ///
    /// Another scheme than `Bearer` is none of ours: a shop that is not open yet may ask its
    /// visitors for a password, which browsers then send to us too.
    pub fn of(authorization: Option<&str>, config: &Config, now: u64) -> Self {
        let Some(token) = authorization.and_then(bearer) else {
            return Self::Guest;
        };
        if token.len() > MAX_LENGTH {
            return Self::Refused(Refusal::TooLong);
        }
        match config.merchants.find(token) {
            Some(Merchant { name, scopes, .. }) => Self::Merchant {
                name: name.clone(),
                scopes: *scopes,
            },
            None => Self::of_link(token, config, now),
        }
    }

    /// Who asks, by the token of a link alone: what a page, a picture or a socket brings. A
    /// merchant's token is not taken there. `now` is in seconds since 1970.
    pub fn of_link(token: &str, config: &Config, now: u64) -> Self {
        let verified = match &config.link_keys {
            Some(keys) => keys.verify(token, now),
            None => Err(Refusal::KeyUnknown),
        };
        match verified {
            Ok(claims) => {
                let may_register = claims.may_register;
                match claims.subject {
                    Subject::Parcel(subject) => Self::Parcel {
                        subject,
                        may_register,
                    },
                    Subject::Order(order) => Self::Order {
                        order,
                        may_register,
                    },
                    Subject::Badge(parcel) => Self::Badge(parcel),
                }
            }
            Err(refusal) => Self::Refused(refusal),
        }
    }

    /// Whether this is a back end whose token is good for that.
    pub const fn may(&self, scope: Scope) -> bool {
        matches!(self, Self::Merchant { scopes, .. } if scopes.hold(scope))
    }

    /// Whether a parcel that Tracktry does not know may be registered there for this caller.
    pub const fn may_register(&self, config: &Config) -> bool {
        match self {
            Self::Parcel { may_register, .. } | Self::Order { may_register, .. } => {
                *may_register && config.auto_register
            }
            Self::Guest | Self::Badge(_) | Self::Merchant { .. } | Self::Refused(_) => false,
        }
    }
}

/// The token of a header of the scheme `Bearer`, whose case does not matter (RFC 9110, section
/// 11.1). The scheme alone brings an empty token.
fn bearer(header: &str) -> Option<&str> {
    let header = header.trim();
    let (scheme, token) = header.split_once(' ').unwrap_or((header, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
