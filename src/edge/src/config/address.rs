//! Addresses and paths as settings give them.

/// A URL to put paths behind. The key goes there, so plain http is for this machine alone.
pub(super) fn base_url(text: &str) -> Option<String> {
    let url = text.trim_end_matches('/');
    let path = path_of(url)?;
    path.bytes().all(is_path_byte).then(|| url.to_owned())
}

/// A URL to post to, perhaps with a query.
pub(super) fn endpoint(url: &str) -> Option<String> {
    let is_plain = |b: u8| b.is_ascii_graphic() && !b"#\"<>\\^`{|}".contains(&b);
    let path = path_of(url)?;
    path.bytes().all(is_plain).then(|| url.to_owned())
}

/// What stands behind the host of a URL that secrets may go to.
fn path_of(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host_of(authority)?;
    let loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let scheme_fits = scheme == "https" || (scheme == "http" && loopback);
    scheme_fits.then_some(path)
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

pub(super) fn base_path(text: &str) -> Option<String> {
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
