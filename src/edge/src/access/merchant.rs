//! The merchant's back ends: tokens of which only the SHA-256 is set, each for some purposes.

use std::fmt;
use tracktry_core::secret::{same, sha256};

/// The longest name, in bytes.
const MAX_NAME: usize = 32;

/// What a merchant's token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Seeing parcels and orders.
    Read,
    /// Registering, changing and erasing them.
    Write,
    /// Having links signed.
    Links,
}

impl Scope {
    const fn bit(self) -> u8 {
        match self {
            Self::Read => 1,
            Self::Write => 2,
            Self::Links => 4,
        }
    }

    fn parse(name: &str) -> Option<Self> {
        match name {
            "read" => Some(Self::Read),
            "write" => Some(Self::Write),
            "links" => Some(Self::Links),
            _ => None,
        }
    }
}

/// All that one token is good for. No scope implies another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// Whether this one is among them.
    pub const fn hold(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// Reads names joined by `+`. `None` for an unknown name, none, or one twice.
    fn parse(text: &str) -> Option<Self> {
        let mut scopes = Self::default();
        for name in text.split('+') {
            let scope = Scope::parse(name)?;
            if scopes.hold(scope) {
                return None;
            }
            scopes.0 |= scope.bit();
        }
        Some(scopes)
    }
}

/// One back end's token.
#[derive(Clone, PartialEq, Eq)]
pub struct Merchant {
    /// Its name, for the log.
    pub name: String,
    /// What it is good for.
    pub scopes: Scopes,
    hash: [u8; 32],
}

impl Merchant {
    fn parse(text: &str) -> Option<Self> {
        let mut fields = text.split(':');
        let (name, scopes, hash) = (fields.next()?, fields.next()?, fields.next()?);
        let name_fits = (1..=MAX_NAME).contains(&name.len())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if !name_fits || fields.next().is_some() {
            return None;
        }
        Some(Self {
            name: name.to_owned(),
            scopes: Scopes::parse(scopes)?,
            hash: tracktry_core::secret::from_hex(&hash.to_ascii_lowercase())?,
        })
    }
}

impl fmt::Debug for Merchant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Merchant({}, {:?})", self.name, self.scopes)
    }
}

/// The tokens of all back ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merchants(Vec<Merchant>);

impl Merchants {
    /// Reads `name:scope:sha256,…`; scopes are joined by `+`, the hash is 64 digits of hex. A name
    /// may stand twice, so that a new token can take over; a hash may not.
    ///
    /// # Errors
    /// `None` where a member is something else. An empty text is no member.
    pub fn parse(list: &str) -> Option<Self> {
        let mut merchants: Vec<Merchant> = Vec::new();
        for member in list.split(',').map(str::trim).filter(|m| !m.is_empty()) {
            let merchant = Merchant::parse(member)?;
            if merchants.iter().any(|known| known.hash == merchant.hash) {
                return None;
            }
            merchants.push(merchant);
        }
        Some(Self(merchants))
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The back end that has this token. All are looked at, in a time that tells nothing of them.
    pub fn find(&self, token: &str) -> Option<&Merchant> {
        if self.is_empty() {
            return None;
        }
        let hash = sha256(token);
        let mut found = None;
        for merchant in &self.0 {
            if same(&merchant.hash, &hash) {
                found = Some(merchant);
            }
        }
        found
    }
}
