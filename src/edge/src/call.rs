//! What is taken from a request, once.
//!
//! Shoppers' routes work on the platform's own request and response, without the `worker` crate's
//! wrappers: those cost a third of a request's time. Everything per request goes through here and
//! through [`crate::reply`].

use crate::clock;
use crate::config::Config;
use crate::cors;
use crate::platform;
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use web_sys::Request;

/// One request, and the moment it came.
pub struct Call {
    /// The absolute URL.
    pub url: String,
    /// The method, in upper case as the platform gives it.
    pub method: String,
    /// The page that asks, where it is not of the same origin.
    pub origin: Option<String>,
    /// The `If-None-Match` header.
    pub if_none_match: Option<String>,
    /// The `Authorization` header, a secret: so a call has no `Debug`.
    pub authorization: Option<String>,
    /// Whether a browser asks if it may ask.
    pub is_preflight: bool,
    /// The address that asks, as the platform tells it; empty where it tells none. It is neither
    /// kept nor told to anybody: see [`crate::guests`].
    pub address: String,
    /// A name for this request, in the answer and in the log.
    pub request_id: String,
    now: i64,
}

impl Call {
    /// Takes what is needed of a request.
    pub fn of(request: &Request) -> Self {
        let taken = platform::take(request);
        let mut parts = taken.split('\n').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        let some = |text: String| (!text.is_empty()).then_some(text);
        let (method, url) = (next(), next());
        let origin = some(next());
        let if_none_match = some(next());
        let authorization = some(next());
        let asks_for_method = some(next()).is_some();
        let address = next();
        Self {
            url,
            is_preflight: method == "OPTIONS" && origin.is_some() && asks_for_method,
            method,
            origin,
            if_none_match,
            authorization,
            address,
            request_id: next(),
            now: clock::now(),
        }
    }

    /// Milliseconds since 1970 when the request came.
    pub const fn now(&self) -> i64 {
        self.now
    }

    /// The same in seconds.
    pub fn now_seconds(&self) -> u64 {
        u64::try_from(self.now.div_euclid(1_000)).unwrap_or(0)
    }

    /// An answer in its last form: what every answer carries, and no body for HEAD.
    pub fn finish(&self, reply: Reply) -> Reply {
        reply
            .timed(clock::now().saturating_sub(self.now))
            .with("Tracktry-Request-Id", self.request_id.clone())
            .with("X-Content-Type-Options", "nosniff")
            .with("Referrer-Policy", "no-referrer")
            .without_body(self.method == "HEAD")
    }

    /// What lets the allowed page read an answer. `Vary` stands there for the others too: a
    /// browser's cache must not hand them each other's, nor what a token opened to who has none.
    pub fn for_page(&self, reply: Reply, config: &Config) -> Reply {
        let origin = config.origins.allowed(self.origin.as_deref());
        let reply = reply
            .with("Vary", "Origin, Authorization")
            .with_some("Access-Control-Allow-Origin", origin.map(str::to_owned));
        match origin {
            Some(_) => reply.with("Access-Control-Expose-Headers", cors::RESPONSE_HEADERS),
            None => reply,
        }
    }

    /// A problem as an answer.
    pub fn problem(&self, problem: Problem) -> Reply {
        Reply::new(problem.status(), Body::Text(problem.body(&self.request_id)))
            .with("Content-Type", "application/problem+json")
            .with("Cache-Control", "no-store")
            .with_some("Allow", problem.allow())
            .with_some("WWW-Authenticate", problem.challenge())
            .with_some("Retry-After", problem.retry_after().map(|s| s.to_string()))
    }
}
