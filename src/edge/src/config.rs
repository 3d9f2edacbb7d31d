//! The settings of a deployment, read once and checked all together.

mod address;
mod reader;
mod settings;

use crate::access::{Access, Merchants, Places};
use crate::brand::Branding;
use crate::cors::Origins;
use crate::notify::Shop;
use crate::secret::ApiKey;
use crate::upstream;
pub(crate) use address::host_of;
use reader::Reader;
use std::fmt;
use tracktry_core::proof::Pepper;
use tracktry_core::secret::Secret;
use tracktry_core::token::LinkKeys;

/// What a deployment is told by its variables and secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where Tracktry's API is, without a slash at the end.
    pub base_url: String,
    /// The key to it.
    pub api_key: ApiKey,
    /// The two in one short name that tells nothing of the key.
    pub account: String,
    /// What all routes stand under: empty, or `/shop/parcels`.
    pub base_path: String,
    /// Whether a number alone opens its journey.
    pub access: Access,
    /// What links are signed with. There always are some where access is signed.
    pub link_keys: Option<LinkKeys>,
    /// The merchant's back ends, by their tokens.
    pub merchants: Merchants,
    /// What proofs of an order are hashed with; without it none is kept.
    pub proof_pepper: Option<Pepper>,
    /// What the address of webhooks ends with, one or two of them; none: there is no such address.
    pub webhook_secrets: Vec<Secret>,
    /// What webhooks are signed with: the account's e-mail address.
    pub webhook_email: Option<Secret>,
    /// Where the shop is told of changes.
    pub shop: Option<Shop>,
    /// How much of the last mile's places everybody may see.
    pub public_places: Places,
    /// The shops whose pages may read answers.
    pub origins: Origins,
    /// Whose pages those are that are rendered here.
    pub brand: Option<Branding>,
    /// The language upstream is asked in, two letters.
    pub event_lang: String,
    /// Upper bound for the life of a remembered answer, in seconds; 0 remembers nothing.
    pub cache_seconds: u32,
    /// Upper bound for how long a stored parcel counts as fresh, in seconds; `None` leaves that to
    /// where the parcel stands.
    pub refresh_seconds: Option<u32>,
    /// Seconds between two looks for what changed upstream, at most 3600; 0 means none.
    pub sync_seconds: u32,
    /// Days a parcel is kept after its last change, 1 to 3650.
    pub retention_days: u32,
    /// Whether links that say so may register parcels that Tracktry does not know.
    pub auto_register: bool,
    /// Milliseconds between two list requests, at most 60 000.
    pub list_interval_ms: u32,
}

/// A setting that is missing or wrong. It never holds the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The setting's name.
    pub setting: &'static str,
    /// What it must be, as the end of a sentence.
    pub must: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} must {}", self.setting, self.must)
    }
}

impl Config {
    /// Reads the settings by name.
    ///
    /// # Errors
    /// Every setting that is missing or wrong, in a fixed order.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<Wrong>> {
        let mut reader = Reader::new(get);
        let base_url = reader.base_url();
        let api_key = reader.api_key();
        let base_path = reader.base_path();
        let access = reader.access();
        let link_keys = reader.link_keys(access);
        let merchants = reader.merchants();
        let proof_pepper = reader.proof_pepper();
        let webhook_secrets = reader.webhook_secrets();
        let webhook_email = reader.webhook_email();
        let shop = reader.shop();
        let public_places = reader.public_places();
        let origins = reader.origins();
        let brand = reader.brand();
        let event_lang = reader.event_lang();
        let cache_seconds = reader.cache_seconds();
        let refresh_seconds = reader.refresh_seconds();
        let sync_seconds = reader.sync_seconds();
        let retention_days = reader.retention_days();
        let auto_register = reader.auto_register();
        let list_interval_ms = reader.list_interval_ms();
        let whole = || {
            let (base_url, api_key) = (base_url?, api_key?);
            Some(Self {
                account: upstream::account(&base_url, &api_key),
                base_url,
                api_key,
                base_path: base_path?,
                access: access?,
                link_keys: link_keys?,
                merchants: merchants?,
                proof_pepper: proof_pepper?,
                webhook_secrets: webhook_secrets?,
                webhook_email: webhook_email?,
                shop: shop?,
                public_places: public_places?,
                origins: origins?,
                brand: brand?,
                event_lang: event_lang?,
                cache_seconds: cache_seconds?,
                refresh_seconds: refresh_seconds?,
                sync_seconds: sync_seconds?,
                retention_days: retention_days?,
                auto_register: auto_register?,
                list_interval_ms: list_interval_ms?,
            })
        };
        whole().ok_or_else(|| reader.into_wrong())
    }
}
