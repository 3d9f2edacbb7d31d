//! JSON the way PHP writes it: slashes and everything beyond ASCII escaped.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

struct Php;

impl Formatter for Php {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut plain = fragment;
        while let Some(at) = plain.find(|c: char| c == '/' || !c.is_ascii()) {
            let (before, rest) = plain.split_at_checked(at).unwrap_or((plain, ""));
            writer.write_all(before.as_bytes())?;
            let mut chars = rest.chars();
            match chars.next() {
                Some('/') => writer.write_all(b"\\/")?,
                Some(other) => {
                    for unit in other.encode_utf16(&mut [0; 2]) {
                        write!(writer, "\\u{unit:04x}")?;
                    }
                }
                None => {}
            }
            plain = chars.as_str();
        }
        writer.write_all(plain.as_bytes())
    }
}

/// A value as PHP's `json_encode` writes it. Empty only where a value refuses to be written,
/// which none of the sandbox's does.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    match value.serialize(&mut Serializer::with_formatter(&mut out, Php)) {
        Ok(()) => out,
        Err(_) => Vec::new(),
    }
}

/// The same as text, for JSON inside of JSON.
pub fn text<T: Serialize>(value: &T) -> String {
    String::from_utf8(encode(value)).unwrap_or_default()
}
