//! The keys that links are signed with.

use super::{CLOCK_DIFFERENCE, Claims, MAX_LENGTH, Refusal, base64url};
use crate::secret::{Secret, from_hex, hex};

/// The longest id of a key, in bytes.
const MAX_ID: usize = 16;

/// The shortest secret, in bytes: as long as the MAC that is made with it.
const MIN_SECRET: usize = 32;

/// The keys that links are signed with: the first signs, all of them verify, so that a new one can
/// take over while links of the old one are still about. Its `Debug` tells the ids alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkKeys {
    first: Key,
    others: Vec<Key>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    id: String,
    secret: Secret,
}

impl LinkKeys {
    /// Reads `id:secret,…`: ids of 1 to 16 characters of `[0-9A-Za-z_-]`, secrets of 32 to 1024
    /// bytes of visible ASCII without a comma. Spaces about a member do not count.
    ///
    /// # Errors
    /// `None` where a member is something else, where two have one id, or where there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut keys: Vec<Key> = Vec::new();
        for member in text.split(',') {
            let key = Key::parse(member.trim())?;
            if keys.iter().any(|known| known.id == key.id) {
                return None;
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        Some(Self {
            first: keys.next()?,
            others: keys.collect(),
        })
    }

    /// A token that says this, signed with the first key. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// [`Refusal::Subject`] where the subject is not in its normal form, [`Refusal::Expired`] and
    /// [`Refusal::LivesTooLong`] where its end is not one for its kind, and
    /// [`Refusal::TooLong`].
    pub fn sign(&self, claims: &Claims, now: u64) -> Result<String, Refusal> {
        let payload = claims.payload();
        if Claims::read(&payload).as_ref() != Ok(claims) {
            return Err(Refusal::Subject);
        }
        claims.is_timely(now, 0)?;
        let signed = [
            self.first.id.as_str(),
            ".",
            &base64url::write(payload.as_bytes()),
        ]
        .concat();
        let mac = hex(&self.first.secret.mac(&[&signed]));
        let token = [&signed, ".", &mac].concat();
        if token.len() > MAX_LENGTH {
            return Err(Refusal::TooLong);
        }
        Ok(token)
    }

    /// What a token says, where it is one of ours and not past its end. `now` is in seconds since
    /// 1970; 60 s of difference between two clocks are forgiven.
    ///
    /// # Errors
    /// Why it is refused. The signature is looked at before anything that is signed.
    pub fn verify(&self, token: &str, now: u64) -> Result<Claims, Refusal> {
        if token.len() > MAX_LENGTH {
            return Err(Refusal::TooLong);
        }
        let (signed, mac) = token.rsplit_once('.').ok_or(Refusal::Form)?;
        let (id, payload) = signed.split_once('.').ok_or(Refusal::Form)?;
        let mac = from_hex(mac).ok_or(Refusal::Form)?;
        let (mut is_known, mut is_genuine) = (false, false);
        for key in std::iter::once(&self.first).chain(&self.others) {
            if key.id == id {
                is_known = true;
                is_genuine |= key.secret.proves(signed, &mac);
            }
        }
        if !is_known {
            return Err(Refusal::KeyUnknown);
        }
        if !is_genuine {
            return Err(Refusal::Signature);
        }
        let payload = base64url::read(payload)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .filter(|text| text.is_ascii())
            .ok_or(Refusal::Payload)?;
        let claims = Claims::read(&payload)?;
        claims.is_timely(now, CLOCK_DIFFERENCE)?;
        Ok(claims)
    }
}

impl Key {
    fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once(':')?;
        let fits = (1..=MAX_ID).contains(&id.len())
            && id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if !fits {
            return None;
        }
        Some(Self {
            id: id.to_owned(),
            secret: Secret::new(secret, MIN_SECRET)?,
        })
    }
}
