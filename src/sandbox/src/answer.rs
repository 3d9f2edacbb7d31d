//! Tracktry's envelope: the one way an answer of the API is written.

use serde::Serialize;

use crate::code::Code;
use crate::php;

/// `data` of an answer without any: PHP's empty array.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Nothing([(); 0]);

/// `[]`.
pub const NOTHING: Nothing = Nothing([]);

#[derive(Serialize)]
struct Envelope<'a, T> {
    meta: Meta,
    data: &'a T,
}

/// `meta`, also inside answers that hold several results.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Meta {
    code: u16,
    r#type: &'static str,
    message: &'static str,
}

impl From<Code> for Meta {
    fn from(code: Code) -> Self {
        Self {
            code: code.number(),
            r#type: code.kind(),
            message: code.message(),
        }
    }
}

/// An answer of the API.
pub struct Answer {
    /// Its result code.
    pub code: Code,
    /// The JSON.
    pub body: Vec<u8>,
}

/// An answer with data.
pub fn with<T: Serialize>(code: Code, data: &T) -> Answer {
    let body = php::encode(&Envelope {
        meta: code.into(),
        data,
    });
    Answer { code, body }
}

/// An answer without data.
pub fn bare(code: Code) -> Answer {
    with(code, &NOTHING)
}
