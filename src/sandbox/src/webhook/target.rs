//! Where webhooks may go.
//!
//! Only the one in control can set it, and yet it must not open a way into a private network:
//! https to a public name, or this machine itself.

use serde_json::Value;
use worker::Url;

/// The longest URL and e-mail address, in bytes.
const MAX_URL: usize = 2_000;
const MAX_EMAIL: usize = 254;

/// A receiver.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// Where it listens.
    pub url: String,
    /// The account's e-mail address: the key of the signature.
    pub email: String,
}

impl Target {
    /// Reads `{"url":"https://shop.example/hook","email":"me@shop.example"}`. `local` is whether
    /// the sandbox runs on the caller's machine.
    ///
    /// # Errors
    /// Words that say what is wrong.
    pub fn parse(body: &[u8], local: bool) -> Result<Self, &'static str> {
        let object: Value = serde_json::from_slice(body).map_err(|_| "the body is no JSON")?;
        let object = object.as_object().ok_or("the body is no object")?;
        if object.keys().any(|key| key != "url" && key != "email") {
            return Err("only `url` and `email` can be set");
        }
        let text = |key: &str, most: usize| {
            let text = object.get(key).and_then(Value::as_str)?.trim();
            (!text.is_empty() && text.len() <= most).then(|| text.to_owned())
        };
        let email = text("email", MAX_EMAIL).ok_or("`email` is no text of up to 254 bytes")?;
        let url = text("url", MAX_URL).ok_or("`url` is no text of up to 2000 bytes")?;
        let url = Url::parse(&url).map_err(|_| "`url` is no URL")?;
        if !may_go(&url, local) {
            return Err(
                "`url` is neither https to a public name nor a local sandbox's own machine",
            );
        }
        Ok(Self {
            url: url.into(),
            email,
        })
    }
}

fn may_go(url: &Url, local: bool) -> bool {
    if !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    let Some(host) = url.host_str() else {
        return false;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<std::net::IpAddr>();
    let own = bare == "localhost"
        || address
            .as_ref()
            .is_ok_and(|ip| ip.to_canonical().is_loopback());
    match url.scheme() {
        "http" | "https" if own => local,
        "https" => address.is_err() && is_public(bare),
        _ => false,
    }
}

/// Whether a name can be one of the public Internet.
fn is_public(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let inner = [
        "local",
        "localhost",
        "internal",
        "intranet",
        "lan",
        "home",
        "corp",
        "arpa",
    ];
    host.rsplit_once('.')
        .is_some_and(|(name, top)| !name.is_empty() && !inner.contains(&top))
}
