//! `GET /widget/…`: the npm package's browser files, for storefronts without npm; and other files.

use crate::call::Call;
use crate::cors;
use crate::platform;
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{RequestInit, Response};
use worker::Env;

/// A file of one exact version never changes.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// A file of a major version changes with each release; five minutes are what a release waits.
const SHORT: &str = "public, max-age=300";

/// Milliseconds to wait for a file, as long as for upstream.
const DEADLINE_MS: u32 = 8_000;

#[wasm_bindgen]
extern "C" {
    type Files;

    #[wasm_bindgen(method, catch)]
    fn fetch(this: &Files, url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// Answers with a file, for pages of any origin.
///
/// # Errors
/// As for [`file()`].
pub async fn answer(call: &Call, env: &Env, path: &str) -> Result<Reply, Problem> {
    let reply = file(call, env, path).await?;
    Ok(reply
        .with("Cache-Control", control(path))
        .with("Cross-Origin-Resource-Policy", "cross-origin"))
}

/// A file, or that the caller has it.
///
/// # Errors
/// There is no such file; or the binding to the files is missing, fails or is slow.
pub async fn file(call: &Call, env: &Env, path: &str) -> Result<Reply, Problem> {
    let files: Files = Reflect::get(env, &"ASSETS".into())
        .ok()
        .filter(JsValue::is_object)
        .ok_or(Problem::Internal)?
        .unchecked_into();
    let asked = files
        .fetch(&format!("https://assets.invalid{path}"), &init(call)?)
        .map_err(|_| Problem::Internal)?;
    let response: Response = platform::within(&asked, DEADLINE_MS)
        .await
        .ok()
        .and_then(|found| found.dyn_into().ok())
        .ok_or(Problem::Internal)?;
    let etag = response.headers().get("ETag").ok().flatten();
    let reply = match response.status() {
        200 => Reply::new(200, response.body().map_or(Body::None, Body::Stream))
            .with_some("Content-Type", content_type(path)),
        304 => Reply::new(304, Body::None),
        500.. => return Err(Problem::Internal),
        _ => return Err(Problem::RouteUnknown),
    };
    Ok(reply.with_some("ETag", etag))
}

/// What lets a page of any origin read an answer.
pub fn for_all(reply: Reply) -> Reply {
    reply
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Expose-Headers", cors::RESPONSE_HEADERS)
}

fn init(call: &Call) -> Result<RequestInit, Problem> {
    let init = RequestInit::new();
    if let Some(tags) = &call.if_none_match {
        let headers = Object::new();
        Reflect::set(&headers, &"If-None-Match".into(), &tags.into())
            .map_err(|_| Problem::Internal)?;
        init.set_headers(&headers);
    }
    Ok(init)
}

/// How long a file may be kept: `/widget/0.1.0/…` for ever, `/widget/v0/…` for a while.
pub fn control(path: &str) -> &'static str {
    let version = path.split('/').nth(2).unwrap_or_default();
    let is_exact = version.starts_with(|c: char| c.is_ascii_digit()) && version.contains('.');
    if is_exact { IMMUTABLE } else { SHORT }
}

/// The media type of a file, by its ending; browsers refuse wasm and modules under another.
pub fn content_type(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    Some(match ending? {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    })
}
