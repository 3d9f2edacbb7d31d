//! Which shops' pages may read an answer: exact origins, no credentials.

use crate::config::host_of;

/// Seconds a browser may remember a preflight: the most that Chromium does.
pub const PREFLIGHT_SECONDS: &str = "7200";

/// What a page may send along without being asked twice.
pub const REQUEST_HEADERS: &str = "Authorization, Content-Type, If-None-Match";

/// What a page may read besides the body.
pub const RESPONSE_HEADERS: &str =
    "Age, ETag, Retry-After, Tracktry-Fetched-At, Tracktry-Request-Id, Tracktry-Stale";

/// The most origins one deployment can name.
const MAX_ORIGINS: usize = 64;

/// The origins whose pages may read answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Reads a comma-separated list. `None` where a member is no exact origin as browsers send
    /// it: scheme and host in lower case, a port only where it is not the scheme's own, no path,
    /// no `*`, not `null`.
    pub fn parse(list: &str) -> Option<Self> {
        let mut origins = Vec::new();
        for member in list.split(',').map(str::trim).filter(|m| !m.is_empty()) {
            if origins.len() >= MAX_ORIGINS || !is_origin(member) {
                return None;
            }
            origins.push(member.to_owned());
        }
        Some(Self(origins))
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The allowed origin that an `Origin` header names, compared byte by byte.
    pub fn allowed(&self, origin: Option<&str>) -> Option<&str> {
        let origin = origin?;
        self.0
            .iter()
            .map(String::as_str)
            .find(|allowed| *allowed == origin)
    }
}

fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else {
        return false;
    };
    let needless_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return false,
    };
    host_of(authority).is_some()
        && !authority.ends_with(needless_port)
        && !text.bytes().any(|b| b.is_ascii_uppercase())
}
