//! Who has no link and asks much: by the network, under a name that is none of its address.
//!
//! Two brakes. The platform's rate limits, where a deployment has them, count all that is asked from a
//! network. And whoever has found ten numbers that nobody knows within ten minutes is refused before
//! Tracktry is asked for an eleventh: numbers can be guessed, and each costs one of its requests.

use crate::config::Config;
use crate::journeys::Place;
use crate::platform;
use crate::problem::Problem;
use crate::wire::Ms;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use tracktry_core::secret::{hex, sha256};

/// Numbers that nobody knows, after which a network is refused.
const MOST: u32 = 10;

/// Questions of one network under way at once: half of the places that the Gate has for guests. A whole
/// town of telephones can be one network.
const MOST_AT_ONCE: u32 = 250;

/// Milliseconds until a network may ask again that had so many.
const AGAIN: Ms = 5_000;

/// Milliseconds within which they count.
const WITHIN: Ms = 600_000;

/// Networks that one object remembers.
const MAX_NETWORKS: usize = 10_000;

/// Seconds of a rate limit's period.
const PERIOD: u32 = 60;

/// Milliseconds to wait for a rate limit, which is counted in the same data centre.
const LIMIT_MS: u32 = 500;

/// A rate limit, by the name of its binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Journeys without a link.
    Guests,
    /// Proofs of orders.
    Lookups,
}

impl Limit {
    const fn binding(self) -> &'static str {
        match self {
            Self::Guests => "GUESTS",
            Self::Lookups => "LOOKUPS",
        }
    }
}

/// Lets a request by, unless the platform's rate limit does not. One that is absent, fails or is slow
/// lets all by.
///
/// # Errors
/// [`Problem::TooMany`].
pub async fn let_by(place: Place<'_>, limit: Limit, name: &str) -> Result<(), Problem> {
    if name.is_empty() {
        return Ok(());
    }
    let asked = platform::limit(place.env, limit.binding(), name);
    let passed = platform::within(&asked, LIMIT_MS).await;
    match passed.ok().and_then(|passed| passed.as_bool()) {
        Some(false) => Err(Problem::TooMany(PERIOD)),
        _ => Ok(()),
    }
}

/// The name of the network of an address: 16 digits from which nobody can read it back, since the
/// account's own name is in them; empty where there is no address.
pub fn name(config: &Config, address: &str) -> String {
    network(address).map_or_else(String::new, |network| {
        let mut name = hex(&sha256(&format!("guest:{}:{network}", config.account)));
        name.truncate(16);
        name
    })
}

/// The network of an address: of IPv4 the address itself, of IPv6 its first half, which is one line.
pub fn network(address: &str) -> Option<IpAddr> {
    match address.trim().parse().ok()? {
        IpAddr::V6(v6) => {
            if let Some(v4) = v6.to_ipv4_mapped() {
                Some(v4.into())
            } else {
                let [a, b, c, d, ..] = v6.segments();
                Some(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
            }
        }
        v4 @ IpAddr::V4(_) => Some(v4),
    }
}

/// What a network did.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    /// When that began.
    first: Ms,
    /// Numbers that nobody knows.
    missed: u32,
    /// Questions under way.
    flying: u32,
}

/// What networks did. It is lost with the instance: a brake, not a lock.
#[derive(Debug, Default)]
pub struct Guests(HashMap<String, Done>);

impl Guests {
    /// Whether a network may ask for a number that is not known here; it then counts as asking until
    /// [`Self::ended`].
    ///
    /// # Errors
    /// After how many milliseconds it may again.
    pub fn ask(&mut self, name: &str, now: Ms) -> Result<(), Ms> {
        if self.0.len() >= MAX_NETWORKS {
            self.0.retain(|_, done| is_within(done.first, now));
        }
        if self.0.len() >= MAX_NETWORKS && !self.0.contains_key(name) {
            return Ok(());
        }
        let done = self.0.entry(name.to_owned()).or_default();
        if !is_within(done.first, now) {
            *done = Done {
                first: now,
                ..Done::default()
            };
        }
        if done.missed >= MOST {
            return Err(done.first.saturating_add(WITHIN).saturating_sub(now));
        }
        if done.flying >= MOST_AT_ONCE {
            return Err(AGAIN);
        }
        done.flying = done.flying.saturating_add(1);
        Ok(())
    }

    /// A question has ended; `missed` where nobody knows the number.
    pub fn ended(&mut self, name: &str, missed: bool) {
        if let Some(done) = self.0.get_mut(name) {
            done.flying = done.flying.saturating_sub(1);
            done.missed = done.missed.saturating_add(missed.into());
        }
    }
}

fn is_within(first: Ms, now: Ms) -> bool {
    (0..WITHIN).contains(&now.saturating_sub(first))
}
