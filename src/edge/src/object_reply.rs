//! What an object answers to the Worker: JSON, a journey with its facts, or a problem by code.

use crate::platform;
use crate::problem::Problem;
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::Response;
use worker::Result;

/// The header with what is to be known of a journey besides its body.
pub const FACTS: &str = "facts";

/// The header with a problem's code, and behind a space its `Retry-After`.
pub const PROBLEM: &str = "problem";

/// An answer in the making.
#[derive(Debug)]
pub struct ObjectReply {
    status: u16,
    header: Option<(&'static str, String)>,
    body: String,
}

impl ObjectReply {
    /// The platform's response.
    ///
    /// # Errors
    /// What the platform throws.
    pub fn into_response(self) -> Result<worker::Response> {
        let header = self.header.map(|(name, value)| format!("{name}\n{value}"));
        let response: Response = platform::respond(
            self.status,
            &JsValue::from(self.body),
            &header.unwrap_or_default(),
        )?;
        Ok(response.into())
    }
}

/// JSON.
///
/// # Errors
/// The value has no form in JSON.
pub fn json<T: Serialize>(value: &T) -> Result<ObjectReply> {
    Ok(ObjectReply {
        status: 200,
        header: None,
        body: serde_json::to_string(value).map_err(|error| error.to_string())?,
    })
}

/// A journey, or what else is JSON already, with its facts.
pub fn journey(body: String, facts: String) -> ObjectReply {
    ObjectReply {
        status: 200,
        header: Some((FACTS, facts)),
        body,
    }
}

/// A problem.
pub fn problem(problem: Problem) -> ObjectReply {
    ObjectReply {
        status: 500,
        header: Some((PROBLEM, problem_text(problem))),
        body: String::new(),
    }
}

/// A problem's code, and behind a space its `Retry-After`.
pub fn problem_text(problem: Problem) -> String {
    let code = problem.code();
    match problem.retry_after() {
        Some(seconds) => format!("{code} {seconds}"),
        None => code.to_owned(),
    }
}

/// The problem of a [`PROBLEM`] header.
pub fn problem_of(header: &str) -> Problem {
    let (code, seconds) = header.split_once(' ').unwrap_or((header, ""));
    Problem::of_code(code, seconds.parse().ok())
}
