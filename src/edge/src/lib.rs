//! tracktry-edge: the Worker that holds the key.

use worker::{Context, Env, event};

/// Answers a request.
///
/// # Errors
/// Never in practice.
#[event(fetch)]
pub async fn fetch(
    _request: web_sys::Request,
    _env: Env,
    _context: Context,
) -> worker::Result<web_sys::Response> {
    Ok(web_sys::Response::new_with_opt_str(Some("hello"))?)
}
