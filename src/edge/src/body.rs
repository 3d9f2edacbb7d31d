//! Bodies of requests: refused by their length before they are read.

use crate::problem::Problem;
use js_sys::{Reflect, Uint8Array};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ReadableStreamDefaultReader, Request};

/// Bytes a shopper's form takes at most.
pub const SHOPPER: usize = 4 * 1024;

/// Bytes a merchant's request takes at most.
pub const MERCHANT: usize = 1024 * 1024;

/// Reads JSON of at most so many bytes.
///
/// # Errors
/// [`Problem::BodyTooLarge`], and [`Problem::BodyInvalid`] where it is not the JSON that is wanted
/// or breaks off.
pub async fn json<T: DeserializeOwned>(request: &Request, most: usize) -> Result<T, Problem> {
    let bytes = read(request, most).await?;
    // What serde says of it can quote it.
    serde_json::from_slice(&bytes).map_err(|_| Problem::BodyInvalid)
}

/// Reads at most so many bytes.
///
/// # Errors
/// [`Problem::BodyTooLarge`], and [`Problem::BodyInvalid`] where it breaks off.
pub async fn read(request: &Request, most: usize) -> Result<Vec<u8>, Problem> {
    let length = request.headers().get("content-length").ok().flatten();
    let length = length.and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > most) {
        return Err(Problem::BodyTooLarge);
    }
    let Some(stream) = request.body() else {
        return Ok(Vec::new());
    };
    let broken = |_: JsValue| Problem::BodyInvalid;
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    // Each turn ends the stream or takes at least a byte of what there is room for.
    loop {
        let chunk = reader.read().await.map_err(broken)?;
        if Reflect::get(&chunk, &"done".into())
            .map_err(broken)?
            .is_truthy()
        {
            return Ok(body);
        }
        let value = Reflect::get(&chunk, &"value".into()).map_err(broken)?;
        body.extend_from_slice(&Uint8Array::new(&value).to_vec());
        if body.len() > most {
            let _ = reader.cancel().await;
            return Err(Problem::BodyTooLarge);
        }
    }
}
