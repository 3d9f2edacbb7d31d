//! The Cache API: an accelerator that everything is correct without. It does nothing on some
//! hosts, is kept per data centre, ignores `Vary` and silently stores nothing that is private.

use crate::platform;
use crate::reply::{Body, Reply};
use js_sys::{Date, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Cache, ReadableStream, Response};

/// When a journey was fetched, ISO 8601 in UTC.
pub const FETCHED_AT: &str = "Tracktry-Fetched-At";

/// Milliseconds to wait for the cache. It answers in a few; after a second to ask upstream is
/// quicker.
const DEADLINE_MS: u32 = 1_000;

/// An answer that was remembered.
#[derive(Debug)]
pub struct Remembered {
    /// Its entity tag; empty where what is remembered is that there is nothing.
    pub etag: String,
    /// Its `Cache-Control`.
    pub control: String,
    /// When it was fetched, ISO 8601.
    pub fetched_at: String,
    /// The same in milliseconds since 1970.
    pub fetched_ms: f64,
    /// The body, passed on unread.
    pub body: Option<ReadableStream>,
}

/// What is remembered under a name; `None` also where the cache is absent, fails or is slow.
pub async fn recall(key: &str) -> Option<Remembered> {
    let asked = cache()?.match_with_str(key);
    let found = platform::within(asked.unchecked_ref(), DEADLINE_MS)
        .await
        .ok()?;
    let found: Response = found.dyn_into().ok()?;
    let read = platform::read(&found, "etag\ncache-control\ntracktry-fetched-at");
    let mut parts = read.split('\n').map(str::to_owned);
    let (etag, control, fetched_at) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Remembered {
        etag,
        control,
        fetched_ms: Date::parse(&fetched_at),
        fetched_at,
        body: found.body(),
    })
}

/// Remembers an answer for as long as `control` says. Failures are of no consequence.
pub async fn remember(
    key: String,
    etag: String,
    control: String,
    fetched_at: String,
    body: String,
) {
    let reply = Reply::new(200, Body::Text(body))
        .with("Content-Type", "application/json")
        .with("ETag", etag)
        .with("Cache-Control", control)
        .with(FETCHED_AT, fetched_at);
    if let (Some(cache), Ok(response)) = (cache(), reply.into_response()) {
        let put = cache.put_with_str(&key, &response);
        let _ = platform::within(put.unchecked_ref(), DEADLINE_MS).await;
    }
}

/// The data centre's own cache, where this host has one.
fn cache() -> Option<Cache> {
    let caches = Reflect::get(&js_sys::global(), &"caches".into()).ok()?;
    let default = Reflect::get(&caches, &"default".into()).ok()?;
    is_present(&default).then(|| default.unchecked_into())
}

fn is_present(value: &JsValue) -> bool {
    !value.is_undefined() && !value.is_null()
}
