//! The one way to Tracktry, and the only module that exposes the key.

use crate::answer;
use crate::config::Config;
use crate::problem::Problem;
use crate::secret::ApiKey;
use js_sys::{Object, Promise, Reflect, Uint8Array};
use sha2::{Digest, Sha256};
use tracktry_core::Tracking;
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortSignal, ReadableStream, ReadableStreamDefaultReader, RequestInit, RequestRedirect,
    Response,
};

/// Milliseconds a shopper waits for Tracktry, from the first byte sent to the last one read.
const DEADLINE_MS: u32 = 8_000;

/// Bytes of an answer taken: 2,000 rows of the longest journeys seen fit a quarter of it.
const MAX_BODY: u32 = 16 * 1024 * 1024;

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
    let mut name = String::with_capacity(16);
    for byte in hash.iter().take(8) {
        for digit in [byte >> 4, byte & 15] {
            name.extend(char::from_digit(digit.into(), 16));
        }
    }
    name
}

/// Asks for one parcel: by carrier and number, or by number alone where no carrier is known.
///
/// `number` and `carrier` are normalised and so need no escaping in a URL.
///
/// # Errors
/// Whatever keeps us from a tracking. Nothing that upstream wrote is in it.
pub async fn parcel(
    config: &Config,
    carrier: Option<&str>,
    number: &str,
) -> Result<Tracking, Problem> {
    let Config {
        base_url,
        event_lang,
        ..
    } = config;
    let url = match carrier {
        Some(carrier) => format!("{base_url}/trackings/{carrier}/{number}/{event_lang}"),
        None => format!("{base_url}/trackings/get?numbers={number}&lang={event_lang}"),
    };
    let (status, body) = get(config, &url).await?;
    answer::parcel(status, &body, number)
}

/// One GET with the key: the status and the body, within the deadline and the cap.
async fn get(config: &Config, url: &str) -> Result<(u16, Vec<u8>), Problem> {
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
    init.set_signal(Some(&AbortSignal::timeout_with_u32(DEADLINE_MS)));
    // Followed, the key would go wherever the redirect says.
    init.set_redirect(RequestRedirect::Manual);

    let sent = fetch(url, &init).map_err(|_| Problem::Unreachable)?;
    let response: Response = sent
        .await
        .map_err(|error| failure(&error, Problem::Unreachable))?
        .unchecked_into();
    let status = response.status();
    if (300..400).contains(&status) {
        return Err(Problem::Garbled);
    }
    let body = read(&response)
        .await
        .map_err(|error| error.map_or(Problem::Garbled, |e| failure(&e, Problem::Garbled)))?;
    Ok((status, body))
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
