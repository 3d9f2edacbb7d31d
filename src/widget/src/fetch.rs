//! The element's one way to the network, in two halves: the awaiting between them is
//! JavaScript's, since an executor for futures would weigh more than all that is here.
//!
//! gloo-net's own `send` and `json` are left alone: they panic where JavaScript throws what is no
//! `Error`, and a panic would poison the wasm instance that all elements of a page share.

use gloo_net::http::{Headers, Response};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestInit};

#[wasm_bindgen]
extern "C" {
    /// The page's `fetch`, which a page may have replaced: it can throw, and return anything.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn page_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

// One literal each: member by member they weigh half a kilobyte.
#[wasm_bindgen(inline_js = "
    export const init = (headers, cache, signal) => ({ headers, cache, signal, credentials: 'omit' });
    export const reply = (status, wait, stale, fetched, body) => ({ ok: status === 200, status, wait, stale, fetched, body });
")]
extern "C" {
    fn init(headers: web_sys::Headers, cache: &str, signal: &AbortSignal) -> RequestInit;
    fn reply(
        status: u16,
        wait: Option<f64>,
        stale: bool,
        fetched: Option<&str>,
        body: JsValue,
    ) -> JsValue;
}

/// Asks the edge for `url`. `token` is the shopper's link token, or empty; `revalidate` asks past
/// the browser's own cache.
///
/// # Errors
/// What the page's `fetch` throws, whatever it is.
pub fn send(
    url: &str,
    token: &str,
    revalidate: bool,
    signal: &AbortSignal,
) -> Result<JsValue, JsValue> {
    let headers = Headers::new();
    headers.set("Accept", "application/json");
    if !token.is_empty() {
        let mut bearer = String::from("Bearer ");
        bearer.push_str(token);
        headers.set("Authorization", &bearer);
    }
    let cache = if revalidate { "no-cache" } else { "default" };
    page_fetch(url, &init(headers.into_raw(), cache, signal))
}

/// What came: `ok` and `status`, `wait` (`Retry-After` in seconds, where it was given in
/// seconds), `stale` (whether the edge had only an older answer at hand), `fetched` (when it got
/// that from Tracktry) and the body, if that is JSON.
pub fn read(response: web_sys::Response, body: JsValue) -> JsValue {
    let response = Response::from(response);
    let header = |name| response.headers().get(name);
    reply(
        response.status(),
        header("Retry-After").and_then(|text| seconds(&text)),
        header("Tracktry-Stale").is_some_and(|stale| stale == "true"),
        header("Tracktry-Fetched-At").as_deref(),
        body,
    )
}

/// A whole number of seconds. `Retry-After` can be a date too, which no edge of ours sends.
fn seconds(text: &str) -> Option<f64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| f64::from(byte & 15));
    text.bytes()
        .try_fold(0.0, |sum, byte| Some(sum * 10.0 + digit(byte)?))
}
