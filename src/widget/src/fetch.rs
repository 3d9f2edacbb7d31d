//! The element's one way to the network.

use gloo_net::http::{Headers, Response};
use js_sys::{JSON, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
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
    pub wait: Option<u32>,
    /// Whether the edge had only an older answer at hand.
    pub stale: bool,
    /// The body where it was JSON.
    pub body: Option<JsValue>,
}

/// Asks the edge for `url`. `None` where no answer came: no network, refused by CORS, aborted.
///
/// gloo-net's own `send` and `text` are left alone: they panic where JavaScript throws what is no
/// `Error`, and a panic would poison the wasm instance that all elements of a page share.
pub async fn get(url: &str, revalidate: bool, signal: &AbortSignal) -> Option<Reply> {
    let headers = Headers::new();
    headers.set("Accept", "application/json");
    let init = RequestInit::new();
    init.set_headers(&headers.into_raw());
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(signal));
    if revalidate {
        init.set_cache(RequestCache::NoCache);
    }
    let promise = page_fetch(url, &init).ok()?;
    let raw: web_sys::Response = settled(&promise).await?.dyn_into().ok()?;
    let body = settled(&raw.text().ok()?.into()).await?;
    let response = Response::from(raw);
    let header = |name| response.headers().get(name);
    Some(Reply {
        status: response.status(),
        wait: header("Retry-After").and_then(|seconds| seconds.trim().parse().ok()),
        stale: header("Tracktry-Stale").is_some_and(|stale| stale == "true"),
        body: body.as_string().and_then(|text| JSON::parse(&text).ok()),
    })
}

async fn settled(promise: &JsValue) -> Option<JsValue> {
    JsFuture::from(Promise::resolve(promise)).await.ok()
}
