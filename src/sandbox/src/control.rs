//! Who may control the sandbox, and how.
//!
//! Closed by default. Opened by `SANDBOX_TOKEN` for whoever has it, or by
//! `SANDBOX_CONTROL=loopback`, which only the local start sets, for callers on this machine.
//! A deployed Worker cannot see the address it listens on, so loopback means all of: the host of
//! the URL and `Host` are loopback names (a page that rebinds a name of its own to 127.0.0.1 has another),
//! the caller's address, where the runtime tells one, is a loopback address (Cloudflare always
//! tells, and never such a one), and no page of another site is behind the request.

use serde_json::Value;

use crate::settings::Settings;
use crate::{clock, time};

/// What of a request decides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Caller<'a> {
    /// The host of the URL, without the port.
    pub host: &'a str,
    /// `Host`, which no page can choose. Local runtimes let a header of their own stand in for the
    /// URL, and that one a page can send.
    pub named: Option<&'a str>,
    /// `CF-Connecting-IP`.
    pub address: Option<&'a str>,
    /// `Origin`.
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`.
    pub site: Option<&'a str>,
    /// `Authorization`.
    pub authorization: Option<&'a str>,
}

/// The answer to who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// This caller may.
    Open,
    /// Somebody may, this caller may not.
    Refused,
    /// Nobody may: there is nothing here.
    Absent,
}

/// Whether a caller may control the sandbox.
pub fn access(settings: &Settings, caller: &Caller<'_>) -> Access {
    let token = caller
        .authorization
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .is_some_and(|(_, token)| settings.takes_token(token.trim()));
    if token || (settings.loopback && is_local(caller)) {
        Access::Open
    } else if settings.controllable() {
        Access::Refused
    } else {
        Access::Absent
    }
}

fn is_local(caller: &Caller<'_>) -> bool {
    let foreign = caller
        .origin
        .is_some_and(|origin| !is_loopback_origin(origin))
        || caller.site.is_some_and(|site| site == "cross-site");
    is_loopback_host(caller.host)
        && caller
            .named
            .is_none_or(|named| is_loopback_host(without_port(named)))
        && caller.address.is_none_or(is_loopback_address)
        && !foreign
}

fn is_loopback_host(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || is_loopback_address(bare)
}

fn is_loopback_address(address: &str) -> bool {
    address
        .parse::<std::net::IpAddr>()
        .is_ok_and(|ip| ip.to_canonical().is_loopback())
}

fn is_loopback_origin(origin: &str) -> bool {
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    is_loopback_host(without_port(host))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((bare, port)) if port.bytes().all(|b| b.is_ascii_digit()) => bare,
        _ => host,
    }
}

/// How the clock is to be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Clock seconds.
    pub now: Option<i64>,
    /// Clock seconds per real second.
    pub rate: Option<f64>,
}

/// Reads `{"rate":7200,"now":"2026-11-23T10:00:00Z"}`, either of them or both.
///
/// # Errors
/// Words that say what is wrong.
pub fn clock_setting(body: &[u8]) -> Result<Setting, &'static str> {
    let object: Value = serde_json::from_slice(body).map_err(|_| "the body is no JSON")?;
    let object = object.as_object().ok_or("the body is no object")?;
    if object.keys().any(|key| key != "rate" && key != "now") {
        return Err("only `rate` and `now` can be set");
    }
    let rate = object
        .get("rate")
        .map(|rate| rate.as_f64().filter(|rate| clock::rate_fits(*rate)))
        .map(|rate| rate.ok_or("`rate` is no number from 0 to 1000000"))
        .transpose()?;
    let now = object
        .get("now")
        .map(|now| now.as_str().and_then(time::parse))
        .map(|now| {
            now.ok_or("`now` is no time like 2026-11-23T10:00:00Z of the years 1970 to 9998")
        })
        .transpose()?;
    if rate.is_none() && now.is_none() {
        return Err("neither `rate` nor `now` is given");
    }
    Ok(Setting { now, rate })
}
