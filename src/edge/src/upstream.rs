//! The one way to Tracktry, and the only module that exposes the key.

use crate::config::Config;
use crate::problem::Problem;
use crate::secret::ApiKey;
use js_sys::{Object, Promise, Reflect, Uint8Array};
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortSignal, ReadableStream, ReadableStreamDefaultReader, RequestInit, RequestRedirect,
    Response,
};

/// Milliseconds an answer may take, from the first byte sent to the last one read.
pub const DEADLINE_MS: u32 = 10_000;

/// The same where upstream asks the carrier first: clients wait one to two minutes.
pub const REALTIME_MS: u32 = 90_000;

/// Bytes of an answer taken: twice what the sync asks for. Read, an answer takes nine times its bytes
/// (measured), of the 128 MB an isolate has.
const MAX_BODY: u32 = 8 * 1024 * 1024;

/// The header that carries the key, by Tracktry's document.
const KEY_HEADER: &str = "Tracktry-Api-Key";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// A name for an account at an upstream, 16 hex digits: half of a half of a SHA-256, from which
/// no key can be read back. It keeps two deployments in one zone's cache apart.
pub fn account(base_url: &str, key: &ApiKey) -> String {
    let hash = Sha256::new()
        .chain_update("cache:")
        .chain_update(base_url)
        .chain_update("\n")
        .chain_update(key.expose())
        .finalize();
    let mut name = tracktry_core::secret::hex(&hash);
    name.truncate(16);
    name
}

/// A request to Tracktry, but for the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method, in upper case.
    pub method: &'static str,
    /// The path below the base URL and the query, both escaped.
    pub path: String,
    /// JSON.
    pub body: Option<String>,
    /// Milliseconds the answer may take.
    pub deadline_ms: u32,
    /// Whether the answer goes on to the merchant as it stands.
    pub is_passed: bool,
}

impl Request {
    /// A GET.
    pub const fn get(path: String) -> Self {
        Self {
            method: "GET",
            path,
            body: None,
            deadline_ms: DEADLINE_MS,
            is_passed: false,
        }
    }

    /// A POST of JSON.
    pub const fn post(path: String, body: String) -> Self {
        Self {
            method: "POST",
            path,
            body: Some(body),
            deadline_ms: DEADLINE_MS,
            is_passed: false,
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub http: u16,
    /// The body.
    pub body: Vec<u8>,
    /// The `Date` of the answer, in seconds since 1970.
    pub date: Option<i64>,
}

/// Why nothing came back. Nothing that upstream wrote is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The body is larger than is taken.
    TooLarge,
    /// Anything else.
    Problem(Problem),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Sends a request with the key, within the deadline and the cap.
///
/// # Errors
/// Whatever keeps us from an answer.
pub async fn send(config: &Config, request: &Request) -> Result<Answer, Failure> {
    let headers = Object::new();
    for (name, value) in [
        (KEY_HEADER, config.api_key.expose()),
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
    ] {
        Reflect::set(&headers, &name.into(), &value.into()).map_err(|_| Problem::Internal)?;
    }
    let init = RequestInit::new();
    init.set_headers(&headers);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(request.deadline_ms)));
    // Followed, the key would go wherever the redirect says.
    init.set_redirect(RequestRedirect::Manual);
    init.set_method(request.method);
    if let Some(body) = &request.body {
        init.set_body(&body.into());
    }

    let url = format!("{}{}", config.base_url, request.path);
    let sent = fetch(&url, &init).map_err(|_| Problem::Unreachable)?;
    let response: Response = sent
        .await
        .map_err(|error| failure(&error, Problem::Unreachable))?
        .unchecked_into();
    let http = response.status();
    if (300..400).contains(&http) {
        return Err(Problem::Garbled.into());
    }
    let date = response.headers().get("date").ok().flatten();
    let body = read(&response).await.map_err(|error| {
        error.map_or(Failure::TooLarge, |e| failure(&e, Problem::Garbled).into())
    })?;
    if request.is_passed && holds(&body, config.api_key.expose()) {
        return Err(Problem::Garbled.into());
    }
    Ok(Answer {
        http,
        body,
        date: date.and_then(|date| seconds(&date)),
    })
}

/// Whether an answer repeats the key: whoever asks through us has one of their own.
fn holds(body: &[u8], key: &str) -> bool {
    let mut windows = body.windows(key.len().max(1));
    windows.any(|window| window == key.as_bytes())
}

/// An HTTP date in seconds since 1970; `None` where it is none.
fn seconds(date: &str) -> Option<i64> {
    let ms = js_sys::Date::parse(date);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no date the platform knows exceeds it"
    )]
    let seconds = (ms / 1_000.0) as i64;
    ms.is_finite().then_some(seconds)
}

/// The whole body. `Err(None)` where it is longer than the cap.
async fn read(response: &Response) -> Result<Vec<u8>, Option<JsValue>> {
    let header = |name| response.headers().get(name).ok().flatten();
    let length = header("content-length").and_then(|length| length.parse::<u32>().ok());
    match length {
        Some(length) if length > MAX_BODY => return Err(None),
        // One read, where the length is known and no decompression can exceed it.
        Some(_) if header("content-encoding").is_none() => {
            let buffer = response.array_buffer()?.await?;
            return Ok(Uint8Array::new(&buffer).to_vec());
        }
        _ => {}
    }
    match response.body() {
        Some(stream) => read_chunks(&stream).await,
        None => Ok(Vec::new()),
    }
}

async fn read_chunks(stream: &ReadableStream) -> Result<Vec<u8>, Option<JsValue>> {
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    // Each turn ends the stream, takes at least a byte of the cap, or waits for the deadline.
    loop {
        let chunk = reader.read().await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(body);
        }
        let bytes = Uint8Array::new(&Reflect::get(&chunk, &"value".into())?).to_vec();
        body.extend_from_slice(&bytes);
        if body.len() > MAX_BODY as usize {
            let _ = reader.cancel().await;
            return Err(None);
        }
    }
}

/// A deadline that passed, else `otherwise`. Looks at the error's name only; its message may
/// hold the address.
fn failure(error: &JsValue, otherwise: Problem) -> Problem {
    let name = error
        .is_object()
        .then(|| Reflect::get(error, &"name".into()).ok())
        .flatten()
        .and_then(|name| name.as_string());
    match name.as_deref() {
        Some("TimeoutError" | "AbortError") => Problem::Timeout,
        _ => otherwise,
    }
}
