//! Each setting: its name, its default, and what it must be.

use super::address::{base_path, base_url, endpoint};
use super::reader::{Checked, Reader};
use crate::access::{Access, Merchants, Places};
use crate::brand::Branding;
use crate::cors::Origins;
use crate::notify::Shop;
use crate::secret::ApiKey;
use tracktry_core::proof::Pepper;
use tracktry_core::secret::Secret;
use tracktry_core::token::LinkKeys;
use tracktry_core::webhook;

/// Tracktry's API, by its own document.
const TRACKTRY: &str = "https://api.tracktry.com/v1";

/// The most `CACHE_SECONDS` can say, and what it says by default: the longest life of any answer.
const MAX_CACHE_SECONDS: u32 = 300;

/// A week: by then every parcel is asked for again anyway.
const MAX_REFRESH_SECONDS: u32 = 604_800;

/// The old one and the new one, while the address is changed at Tracktry.
const MAX_WEBHOOK_SECRETS: usize = 2;

/// It stands in a path as it is.
fn webhook_secret(text: &str) -> Option<Secret> {
    let is_safe = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let secret = text.bytes().all(is_safe).then_some(text)?;
    Secret::new(secret, 16)
}

impl<G: Fn(&str) -> Checked<String>> Reader<G> {
    pub(super) fn base_url(&mut self) -> Checked<String> {
        self.take(
            "TRACKTRY_BASE_URL",
            "be an https URL without query, or http on this very machine",
            |v| base_url(v.unwrap_or(TRACKTRY)),
        )
    }

    pub(super) fn api_key(&mut self) -> Checked<ApiKey> {
        self.take(
            "TRACKTRY_API_KEY",
            "be set, as a secret, to the key of a Tracktry account",
            |v| v.and_then(ApiKey::new),
        )
    }

    pub(super) fn base_path(&mut self) -> Checked<String> {
        self.take(
            "BASE_PATH",
            "be empty, or begin with a slash and hold only letters, digits, dots, dashes, underscores and slashes",
            |v| base_path(v.unwrap_or_default()),
        )
    }

    pub(super) fn access(&mut self) -> Checked<Access> {
        self.take("ACCESS", "be \"signed\" or \"public\"", |v| match v {
            None | Some("signed") => Some(Access::Signed),
            Some("public") => Some(Access::Public),
            Some(_) => None,
        })
    }

    /// Signed access is none without keys. Where the access is wrong itself, that alone is named.
    pub(super) fn link_keys(&mut self, access: Option<Access>) -> Checked<Option<LinkKeys>> {
        self.take(
            "LINK_KEYS",
            "be set, as a secret, to id:secret or several of them separated by commas, unless ACCESS is \"public\"; \
             ids of 1 to 16 letters, digits, dashes and underscores, none twice; secrets of at least 32 visible ASCII characters",
            |v| match v {
                Some(keys) => LinkKeys::parse(keys).map(Some),
                None => (access != Some(Access::Signed)).then_some(None),
            },
        )
    }

    pub(super) fn merchants(&mut self) -> Checked<Merchants> {
        self.take(
            "MERCHANT_TOKENS",
            "be empty, or name:scope:sha256 or several of them separated by commas; names of 1 to 32 letters, digits, \
             dashes and underscores; scopes read, write and links, joined by +; the SHA-256 of each token in hex, none twice",
            |v| Merchants::parse(v.unwrap_or_default()),
        )
    }

    pub(super) fn proof_pepper(&mut self) -> Checked<Option<Pepper>> {
        self.take(
            "PROOF_PEPPER",
            "be empty, or a secret of at least 16 visible ASCII characters",
            |v| v.map_or(Some(None), |v| Pepper::new(v).map(Some)),
        )
    }

    pub(super) fn webhook_secrets(&mut self) -> Checked<Vec<Secret>> {
        self.take(
            "WEBHOOK_SECRET",
            "be empty, or a secret of at least 16 letters, digits, dashes, dots, underscores and tildes, or two of them separated by a comma",
            |v| {
                let secrets = v.unwrap_or_default().split(',').map(str::trim);
                let secrets = secrets.filter(|secret| !secret.is_empty()).map(webhook_secret);
                let secrets: Vec<_> = secrets.collect::<Option<_>>()?;
                (secrets.len() <= MAX_WEBHOOK_SECRETS).then_some(secrets)
            },
        )
    }

    pub(super) fn webhook_email(&mut self) -> Checked<Option<Secret>> {
        self.take(
            "WEBHOOK_EMAIL",
            "be empty, or the e-mail address of the Tracktry account",
            |v| match v {
                None => Some(None),
                Some(email) if email.contains('@') => Secret::new(email, 3).map(Some),
                Some(_) => None,
            },
        )
    }

    /// Of the two settings the address says whether there is anybody to tell.
    pub(super) fn shop(&mut self) -> Checked<Option<Shop>> {
        let url = self.take(
            "NOTIFY_URL",
            "be empty, or an https URL, or http on this very machine",
            |v| v.map_or(Some(None), |v| endpoint(v).map(Some)),
        );
        let is_set = matches!(url, Some(Some(_)));
        let key = self.take(
            "NOTIFY_SECRET",
            "be set, as a secret, where NOTIFY_URL is, to whsec_ and the base64 of 24 to 64 bytes",
            |v| match v {
                Some(key) => webhook::key(key).map(Some),
                None => (!is_set).then_some(None),
            },
        );
        let (url, key) = (url?, key?);
        Some(url.zip(key).map(|(url, key)| Shop { url, key }))
    }

    pub(super) fn public_places(&mut self) -> Checked<Places> {
        self.take("PUBLIC_PLACES", "be \"country\" or \"all\"", |v| match v {
            None | Some("country") => Some(Places::Country),
            Some("all") => Some(Places::All),
            Some(_) => None,
        })
    }

    pub(super) fn origins(&mut self) -> Checked<Origins> {
        self.take(
            "ALLOWED_ORIGINS",
            "be exact origins such as https://shop.example, without a path, separated by commas",
            |v| Origins::parse(v.unwrap_or_default()),
        )
    }

    pub(super) fn brand(&mut self) -> Checked<Option<Branding>> {
        self.take(
            "BRAND",
            "be empty, or JSON with name (1 to 60 characters) and, if you like, color (#rrggbb), logo and url (https addresses)",
            |v| v.map_or(Some(None), |v| Branding::parse(v).map(Some)),
        )
    }

    pub(super) fn event_lang(&mut self) -> Checked<String> {
        self.take("EVENT_LANG", "be two lower-case letters", |v| {
            let lang = v.unwrap_or("en");
            let fits = lang.len() == 2 && lang.bytes().all(|b| b.is_ascii_lowercase());
            fits.then(|| lang.to_owned())
        })
    }

    pub(super) fn cache_seconds(&mut self) -> Checked<u32> {
        let must = "be a whole number from 0 to 300";
        self.whole(
            "CACHE_SECONDS",
            must,
            MAX_CACHE_SECONDS,
            0..=MAX_CACHE_SECONDS,
        )
    }

    pub(super) fn refresh_seconds(&mut self) -> Checked<Option<u32>> {
        self.take(
            "REFRESH_SECONDS",
            "be empty, or a whole number from 0 to 604800",
            |v| match v.map(str::parse) {
                None => Some(None),
                Some(Ok(seconds)) if seconds <= MAX_REFRESH_SECONDS => Some(Some(seconds)),
                Some(_) => None,
            },
        )
    }

    pub(super) fn sync_seconds(&mut self) -> Checked<u32> {
        let must = "be a whole number from 1 to 3600, or 0 for none";
        self.whole("SYNC_SECONDS", must, 300, 0..=3600)
    }

    pub(super) fn retention_days(&mut self) -> Checked<u32> {
        let must = "be a whole number from 1 to 3650";
        self.whole("RETENTION_DAYS", must, 120, 1..=3650)
    }

    pub(super) fn auto_register(&mut self) -> Checked<bool> {
        self.take("AUTO_REGISTER", "be \"off\" or \"on\"", |v| match v {
            None | Some("off") => Some(false),
            Some("on") => Some(true),
            Some(_) => None,
        })
    }

    pub(super) fn list_interval_ms(&mut self) -> Checked<u32> {
        let must = "be a whole number from 0 to 60000";
        self.whole("LIST_INTERVAL_MS", must, 1000, 0..=60_000)
    }
}
