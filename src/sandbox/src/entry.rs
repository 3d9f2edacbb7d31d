//! The Worker: hands every request to the one object that holds the state.

use worker::{Context, Env, Request, Response, Result, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
    env.durable_object("SANDBOX")?
        .get_by_name("sandbox")?
        .fetch_with_request(request)
        .await
}
