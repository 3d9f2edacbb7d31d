//! The element's one way to the network, in two halves: the awaiting between them is
//! JavaScript's, since an executor for futures would weigh more than all that is here.
//!
//! gloo-net's own `send` and `text` are left alone: they panic where JavaScript throws what is no
//! `Error`, and a panic would poison the wasm instance that all elements of a page share.

use gloo_net::http::{Headers, Response};
use js_sys::JSON;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestCache, RequestCredentials, RequestInit};

#[wasm_bindgen]
extern "C" {
    /// The page's `fetch`, which a page may have replaced: it can throw, and return anything.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn page_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// An answer of the edge.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After` in seconds, where it was given in seconds.
    pub wait: Option<f64>,
    /// Whether the edge had only an older answer at hand.
    pub stale: bool,
    /// The body where it was JSON.
    pub body: Option<JsValue>,
}

/// Asks the edge for `url`. `revalidate` asks past the browser's own cache.
///
/// # Errors
/// What the page's `fetch` throws, whatever it is.
pub fn send(url: &str, revalidate: bool, signal: &AbortSignal) -> Result<JsValue, JsValue> {
    let headers = Headers::new();
    headers.set("Accept", "application/json");
    let init = RequestInit::new();
    init.set_headers(&headers.into_raw());
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(signal));
    if revalidate {
        init.set_cache(RequestCache::NoCache);
    }
    page_fetch(url, &init)
}

/// Reads what came: a response, and its body as text.
pub fn read(response: web_sys::Response, text: &str) -> Reply {
    let response = Response::from(response);
    let header = |name| response.headers().get(name);
    Reply {
        status: response.status(),
        wait: header("Retry-After").and_then(|text| seconds(&text)),
        stale: header("Tracktry-Stale").is_some_and(|stale| stale == "true"),
        body: JSON::parse(text).ok(),
    }
}

/// A whole number of seconds. `Retry-After` can be a date too, which no edge of ours sends.
fn seconds(text: &str) -> Option<f64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| f64::from(byte & 15));
    text.bytes()
        .try_fold(0.0, |sum, byte| Some(sum * 10.0 + digit(byte)?))
}
