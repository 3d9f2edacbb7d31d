//! The Cache API: an accelerator that everything is correct without. It does nothing on some
//! hosts, is kept per data centre, ignores `Vary` and silently stores nothing that is private.

use crate::cache::{self, Facts};
use crate::object_reply::FACTS;
use crate::platform;
use crate::reply::{Body, Reply};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Cache, ReadableStream, Response};

/// Milliseconds to wait for the cache. It answers in a few; after a second to ask a Shelf is
/// quicker.
const DEADLINE_MS: u32 = 1_000;

/// An answer that was remembered.
#[derive(Debug)]
pub struct Remembered {
    /// What its headers are made of.
    pub facts: Facts,
    /// The body, passed on unread.
    pub body: Option<ReadableStream>,
}

/// What is remembered under a name; `None` also where the cache is absent, fails or is slow.
pub async fn recall(key: &str, now: i64) -> Option<Remembered> {
    let asked = cache()?.match_with_str(key);
    let found = platform::within(asked.unchecked_ref(), DEADLINE_MS)
        .await
        .ok()?;
    let found: Response = found.dyn_into().ok()?;
    Some(Remembered {
        facts: Facts::read(&platform::read(&found, FACTS), now)?,
        body: found.body(),
    })
}

/// Remembers an answer for so many seconds. Failures are of no consequence.
pub async fn remember(key: String, facts: Facts, life: u32, body: String) {
    let reply = Reply::new(200, Body::Text(body))
        .with("Content-Type", "application/json")
        .with("Cache-Control", cache::memory_control(life))
        .with(FACTS, facts.write());
    if let (Some(cache), Ok(response)) = (cache(), reply.into_response()) {
        let put = cache.put_with_str(&key, &response);
        let _ = platform::within(put.unchecked_ref(), DEADLINE_MS).await;
    }
}

/// Forgets what is remembered under a name, in this data centre.
pub async fn forget(key: &str) {
    if let Some(cache) = cache() {
        let asked = cache.delete_with_str(key);
        let _ = platform::within(asked.unchecked_ref(), DEADLINE_MS).await;
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
