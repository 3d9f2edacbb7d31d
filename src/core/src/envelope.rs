//! The envelope around every answer of Tracktry, and its result codes.

use crate::value::Value;

/// What an answer's `meta.code` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultCode(pub u16);

/// An answer of Tracktry: its code and its data, as far as they could be read.
#[derive(Clone, Debug)]
pub struct Envelope<V> {
    /// `meta.code`; `None` where no envelope could be recognised.
    pub code: Option<ResultCode>,
    /// `data`, of whatever type.
    pub data: Option<V>,
}

impl<V: Value> Envelope<V> {
    /// Reads the envelope of an answer.
    pub fn decode(_answer: &V) -> Self {
        Self {
            code: None,
            data: None,
        }
    }
}
