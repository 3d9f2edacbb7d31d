//! The one place that makes a response.

use serde_json::json;
use worker::{Headers, Response, ResponseBuilder, Result};

use crate::answer::{self, Answer};
use crate::code::Code;
use crate::fault::Strike;
use crate::fault::damage::Body;
use crate::stream;
use crate::switches::HttpStatus;
use crate::time;

/// What is answered.
pub struct Reply {
    status: u16,
    kind: &'static str,
    body: Body,
    headers: Vec<(&'static str, String)>,
    delay: u32,
}

/// Nothing but the sheet and the script beside the page may be loaded, and nothing may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

impl Reply {
    fn new(status: u16, kind: &'static str, body: Vec<u8>) -> Self {
        Self {
            status,
            kind,
            body: Body::Whole(body),
            delay: 0,
            headers: vec![
                ("Cache-Control", "no-store".to_owned()),
                ("X-Content-Type-Options", "nosniff".to_owned()),
            ],
        }
    }

    /// An answer of the API: HTTP 200 whatever the code says, as Tracktry does (grade B), unless
    /// another way is chosen.
    pub fn api(answer: Answer, http: HttpStatus) -> Self {
        let status = match http {
            HttpStatus::Ok => 200,
            HttpStatus::Real => answer.code.http(),
        };
        Self::new(status, "application/json", answer.body)
    }

    /// A page.
    pub fn page(html: String) -> Self {
        let mut reply = Self::new(200, "text/html; charset=utf-8", html.into_bytes());
        reply
            .headers
            .push(("Content-Security-Policy", POLICY.to_owned()));
        reply
            .headers
            .push(("Referrer-Policy", "no-referrer".to_owned()));
        reply
    }

    /// A file beside the page.
    pub fn file(kind: &'static str, text: &str) -> Self {
        Self::new(200, kind, text.as_bytes().to_vec())
    }

    /// An answer of control.
    pub fn json(value: &serde_json::Value) -> Self {
        Self::new(200, "application/json", value.to_string().into_bytes())
    }

    /// A refusal outside the API, as problem JSON (RFC 9457).
    pub fn problem(status: u16, code: &str, detail: &str) -> Self {
        let body = json!({"type": "about:blank", "status": status, "code": code, "detail": detail});
        Self::new(
            status,
            "application/problem+json",
            body.to_string().into_bytes(),
        )
    }

    /// A path outside everything: Tracktry's envelope, with the HTTP status of it.
    pub fn nowhere() -> Self {
        Self::new(404, "application/json", answer::bare(Code::NotFound).body)
    }

    /// The same with another HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The same with the damage of a fault.
    #[must_use]
    pub fn struck(mut self, strike: &Strike) -> Self {
        if let Body::Whole(body) = self.body {
            let damaged = strike.damage(body);
            self.status = damaged.status.unwrap_or(self.status);
            self.kind = damaged.kind.unwrap_or(self.kind);
            self.delay = damaged.delay;
            self.body = damaged.body;
        }
        self
    }

    /// Milliseconds to wait before it is sent.
    pub fn delay(&self) -> u32 {
        self.delay
    }

    /// The response, dated by the sandbox's clock, for clients that go by their server's date.
    ///
    /// # Errors
    /// What the runtime says of a header.
    pub fn respond(self, now: i64) -> Result<Response> {
        let headers = Headers::new();
        headers.set("Content-Type", self.kind)?;
        headers.set("Date", &time::http(now))?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        if !matches!(self.body, Body::Whole(_)) {
            // what is compressed on the way is held back, and ends in good order
            headers.set("Content-Encoding", "identity")?;
        }
        let builder = ResponseBuilder::new()
            .with_status(self.status)
            .with_headers(headers);
        match self.body {
            Body::Whole(body) => Ok(builder.fixed(body)),
            Body::Drip(body, millis) => builder.from_stream(stream::drip(&body, millis)),
            Body::Broken(body) => Ok(builder.stream(stream::broken(body))),
            Body::Huge(bytes) => builder.from_stream(stream::huge(bytes)),
        }
    }
}
