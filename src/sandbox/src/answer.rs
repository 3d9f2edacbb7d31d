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

/// The body of an answer with data.
pub fn with<T: Serialize>(code: Code, data: &T) -> Vec<u8> {
    php::encode(&Envelope {
        meta: code.into(),
        data,
    })
}

/// The body of an answer without data.
pub fn bare(code: Code) -> Vec<u8> {
    with(code, &NOTHING)
}
