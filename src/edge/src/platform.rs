//! The few lines of JavaScript on a shopper's way: a request's parts come in by one call, a
//! response leaves by one.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response};

#[wasm_bindgen(module = "/src/platform.js")]
extern "C" {
    /// Method, URL, `Origin`, `If-None-Match`, `Authorization`, `Access-Control-Request-Method`,
    /// the address and a new request id, a line each; an absent header is empty.
    pub(crate) fn take(request: &Request) -> String;

    /// A response; `headers` are names and values by turns, a line each.
    ///
    /// # Errors
    /// What the platform throws, for a status or header that cannot be one.
    #[wasm_bindgen(catch)]
    pub(crate) fn respond(status: u16, body: &JsValue, headers: &str) -> Result<Response, JsValue>;

    /// What an object answers: the promise of a response. A POST where there is a body, else a GET.
    ///
    /// # Errors
    /// There is no such binding.
    #[wasm_bindgen(js_name = askObject, catch)]
    pub(crate) fn ask_object(
        env: &JsValue,
        binding: &str,
        name: &str,
        path: &str,
        body: &JsValue,
    ) -> Result<Promise, JsValue>;

    /// Whether a rate limit of that name, where there is one, lets another of a key by: the promise
    /// of `true` or `false`.
    pub(crate) fn limit(env: &JsValue, name: &str, key: &str) -> Promise;

    /// A promise that is kept after so many milliseconds.
    pub(crate) fn wait(ms: u32) -> Promise;

    /// What a promise comes to, or `undefined` where it takes longer than so many milliseconds.
    pub(crate) fn within(promise: &Promise, ms: u32) -> Promise;

    /// The named headers of a response, a line each; an absent one is empty.
    pub(crate) fn read(response: &Response, names: &str) -> String;
}

/// Waits for so many milliseconds.
pub(crate) async fn sleep(ms: u32) {
    // It cannot fail: nothing rejects it.
    let _ = wait(ms).await;
}
