//! The one place that makes a response.

use crate::platform;
use std::borrow::Cow;
use wasm_bindgen::JsValue;
use web_sys::{ReadableStream, Response};

/// What a response says after its headers.
#[derive(Debug)]
pub enum Body {
    /// Nothing.
    None,
    /// Text of ours.
    Text(String),
    /// A picture of ours.
    Bytes(&'static [u8]),
    /// A body of someone else, passed on unread.
    Stream(ReadableStream),
}

/// A response in the making.
#[derive(Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    body: Body,
    from: Option<&'static str>,
}

impl Reply {
    /// A response without headers.
    pub fn new(status: u16, body: Body) -> Self {
        Self {
            status,
            headers: Vec::with_capacity(16),
            body,
            from: None,
        }
    }

    /// The same with one more header. Each name is given once.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same with a header, if there is a value for it.
    #[must_use]
    pub fn with_some(
        self,
        name: &'static str,
        value: Option<impl Into<Cow<'static, str>>>,
    ) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The same, and where it came from, for who measures: `cache` or `shelf`.
    #[must_use]
    pub fn from(mut self, from: &'static str) -> Self {
        self.from = Some(from);
        self
    }

    /// The same with the time it took so far, in milliseconds, where it says where it came from.
    #[must_use]
    pub fn timed(self, ms: i64) -> Self {
        match self.from {
            Some(from) => self.with("Server-Timing", format!("{from};dur={ms}")),
            None => self,
        }
    }

    /// The same without its body where the caller said HEAD.
    #[must_use]
    pub fn without_body(mut self, when: bool) -> Self {
        if when {
            self.body = Body::None;
        }
        self
    }

    /// The status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The platform's response.
    ///
    /// # Errors
    /// What the platform throws, for a status or header that cannot be one.
    pub fn into_response(self) -> Result<Response, JsValue> {
        let mut headers = String::with_capacity(1024);
        for (name, value) in &self.headers {
            for part in [name, value.as_ref()] {
                if !headers.is_empty() {
                    headers.push('\n');
                }
                headers.push_str(part);
            }
        }
        let body = match self.body {
            Body::None => JsValue::NULL,
            Body::Text(text) => text.into(),
            Body::Bytes(bytes) => js_sys::Uint8Array::from(bytes).into(),
            Body::Stream(stream) => stream.into(),
        };
        platform::respond(self.status, &body, &headers)
    }
}
