//! The settings of a deployment, read once and checked all together.

use crate::access::Places;
use crate::cors::Origins;
use crate::secret::ApiKey;
use crate::upstream;
use std::fmt;

/// Tracktry's API, by its own document.
const TRACKTRY: &str = "https://api.tracktry.com/v1";

/// The most `CACHE_SECONDS` can say, and what it says by default: the longest life of any answer.
const MAX_CACHE_SECONDS: u32 = 300;

/// The longest text setting taken, in bytes.
const MAX_LENGTH: usize = 8 * 1024;

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
    /// How much of the last mile's places everybody may see.
    pub public_places: Places,
    /// The shops whose pages may read answers.
    pub origins: Origins,
    /// The language upstream is asked in, two letters.
    pub event_lang: String,
    /// Upper bound for the life of a remembered answer, in seconds; 0 remembers nothing.
    pub cache_seconds: u32,
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
        let mut reader = Reader {
            get,
            wrong: Vec::new(),
        };
        let base_url = reader.take(
            "TRACKTRY_BASE_URL",
            "be an https URL without query, or http on this very machine",
            |v| base_url(v.unwrap_or(TRACKTRY)),
        );
        let api_key = reader.take(
            "TRACKTRY_API_KEY",
            "be set, as a secret, to the key of a Tracktry account",
            |v| v.and_then(ApiKey::new),
        );
        let base_path = reader.take(
            "BASE_PATH",
            "be empty, or begin with a slash and hold only letters, digits, dots, dashes, underscores and slashes",
            |v| base_path(v.unwrap_or_default()),
        );
        let access = reader.take("ACCESS", "be \"public\"", |v| {
            (v == Some("public")).then_some(())
        });
        let public_places =
            reader.take("PUBLIC_PLACES", "be \"country\" or \"all\"", |v| match v {
                None | Some("country") => Some(Places::Country),
                Some("all") => Some(Places::All),
                Some(_) => None,
            });
        let origins = reader.take(
            "ALLOWED_ORIGINS",
            "be exact origins such as https://shop.example, without a path, separated by commas",
            |v| Origins::parse(v.unwrap_or_default()),
        );
        let event_lang = reader.take("EVENT_LANG", "be two lower-case letters", |v| {
            let lang = v.unwrap_or("en");
            let fits = lang.len() == 2 && lang.bytes().all(|b| b.is_ascii_lowercase());
            fits.then(|| lang.to_owned())
        });
        let cache_seconds = reader.take("CACHE_SECONDS", "be a whole number from 0 to 300", |v| {
            v.map_or(Some(MAX_CACHE_SECONDS), |v| v.parse().ok())
                .filter(|seconds| *seconds <= MAX_CACHE_SECONDS)
        });
        let whole = || {
            access?;
            let (base_url, api_key) = (base_url?, api_key?);
            Some(Self {
                account: upstream::account(&base_url, &api_key),
                base_url,
                api_key,
                base_path: base_path?,
                public_places: public_places?,
                origins: origins?,
                event_lang: event_lang?,
                cache_seconds: cache_seconds?,
            })
        };
        whole().ok_or(reader.wrong)
    }
}

struct Reader<G> {
    get: G,
    wrong: Vec<Wrong>,
}

impl<G: Fn(&str) -> Option<String>> Reader<G> {
    /// One setting, trimmed; an empty one counts as missing.
    fn take<T>(
        &mut self,
        setting: &'static str,
        must: &'static str,
        check: impl Fn(Option<&str>) -> Option<T>,
    ) -> Option<T> {
        let raw = (self.get)(setting);
        let text = raw
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let checked = match text {
            Some(text) if text.len() > MAX_LENGTH => None,
            text => check(text),
        };
        if checked.is_none() {
            self.wrong.push(Wrong { setting, must });
        }
        checked
    }
}

/// A URL to put paths behind. The key goes there, so plain http is for this machine alone.
fn base_url(text: &str) -> Option<String> {
    let url = text.trim_end_matches('/');
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host_of(authority)?;
    let loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let scheme_fits = scheme == "https" || (scheme == "http" && loopback);
    (scheme_fits && path.bytes().all(is_path_byte)).then(|| url.to_owned())
}

/// The host of `host` or `host:port`; `None` where it is neither. A user name is neither.
pub(crate) fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
    let host_fits = match bare {
        Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b))
        }
    };
    let port_fits = port.is_none_or(|port| {
        port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
    });
    (host_fits && port_fits).then_some(host)
}

fn base_path(text: &str) -> Option<String> {
    let path = text.trim_end_matches('/');
    let segments_fit = path
        .split('/')
        .skip(1)
        .all(|segment| !matches!(segment, "" | "." | ".."));
    let fits = path.is_empty()
        || (path.starts_with('/') && path.bytes().all(is_path_byte) && segments_fit);
    fits.then(|| path.to_owned())
}

fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/._-".contains(&byte)
}
