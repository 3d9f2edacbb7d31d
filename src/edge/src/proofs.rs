//! What the customer of a parcel can prove to know, as hashes.

use crate::config::Config;
use tracktry_core::proof::Kind;
use tracktry_core::tracking::Customer;

/// A text in Unicode's normal form C, by the platform.
pub fn nfc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// Hashes of the customer's e-mail addresses and telephone number; none without a pepper.
pub fn of(customer: &Customer, config: &Config) -> Vec<String> {
    let Some(pepper) = &config.proof_pepper else {
        return Vec::new();
    };
    let emails = customer.emails.iter().map(|email| (Kind::Email, email));
    let phone = customer.phone.iter().map(|phone| (Kind::Phone, phone));
    emails
        .chain(phone)
        .filter_map(|(kind, raw)| pepper.hash(kind, raw, nfc))
        .collect()
}
