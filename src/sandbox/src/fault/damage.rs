//! What faults do to a body.

use serde_json::{Value, json};

use super::{Kind, Strike};
use crate::php;

/// A body and how it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// At once.
    Whole(Vec<u8>),
    /// In pieces, over so many milliseconds.
    Drip(Vec<u8>, u32),
    /// Up to its end, where the connection breaks.
    Broken(Vec<u8>),
    /// JSON of so many bytes, made while it is sent.
    Huge(u32),
}

/// How a struck answer is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// The HTTP status, where it is another one.
    pub status: Option<u16>,
    /// The type of the body, where it is another one.
    pub kind: Option<&'static str>,
    /// Milliseconds before anything is sent.
    pub delay: u32,
    /// The body.
    pub body: Body,
}

impl Strike {
    /// Does the damage to the body that would have been sent.
    pub fn damage(&self, body: Vec<u8>) -> Damaged {
        let fault = &self.fault;
        let mut damaged = Damaged {
            status: fault.status,
            kind: None,
            delay: 0,
            body: Body::Whole(Vec::new()),
        };
        damaged.body = match fault.kind {
            Kind::Code => Body::Whole(body),
            Kind::Html => {
                let status = fault.status.unwrap_or(502);
                damaged.status = Some(status);
                damaged.kind = Some("text/html; charset=UTF-8");
                Body::Whole(html(status))
            }
            Kind::Truncated => Body::Whole(truncated(body, self.draw)),
            Kind::Slow => {
                damaged.delay = fault.delay_ms;
                Body::Whole(body)
            }
            Kind::Drip => Body::Drip(body, fault.delay_ms),
            Kind::Reset => Body::Broken(truncated(body, self.draw)),
            Kind::Types => Body::Whole(types(body, fault.field.as_deref(), self.draw)),
            Kind::Envelope => Body::Whole(envelope(body, self.draw)),
            Kind::Huge => Body::Huge(fault.bytes),
        };
        damaged
    }
}

fn html(status: u16) -> Vec<u8> {
    format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n\
         <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    .into_bytes()
}

/// At least the first byte, never all.
fn truncated(mut body: Vec<u8>, draw: u64) -> Vec<u8> {
    let most = u64::try_from(body.len())
        .unwrap_or(1)
        .saturating_sub(1)
        .max(1);
    let kept = draw.checked_rem(most).unwrap_or(0).saturating_add(1);
    body.truncate(usize::try_from(kept).unwrap_or(1));
    body
}

/// The value the draw points at.
fn chosen<T>(among: &[T], draw: u64) -> Option<&T> {
    let count = u64::try_from(among.len()).ok()?;
    among.get(usize::try_from(draw.checked_rem(count)?).ok()?)
}

/// One field of `data` with a value of another type. As it is where there is no such field.
fn types(body: Vec<u8>, field: Option<&str>, draw: u64) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(&body) else {
        return body;
    };
    let place = if let Some(field) = field {
        field.to_owned()
    } else {
        let mut places = Vec::new();
        if let Some(data) = value.get("data") {
            walk(data, "/data", &mut places);
        }
        chosen(&places, draw).cloned().unwrap_or_default()
    };
    if let Some(member) = value.pointer_mut(&place) {
        let others: Vec<Value> = strange()
            .into_iter()
            .filter(|other| std::mem::discriminant(other) != std::mem::discriminant(member))
            .collect();
        // other bits of the draw than those that chose the field
        if let Some(other) = chosen(&others, draw >> 24) {
            *member = other.clone();
        }
    }
    php::encode(&value)
}

/// Every place below one, as JSON pointers. The depth is that of our own answers.
fn walk(value: &Value, place: &str, places: &mut Vec<String>) {
    places.push(place.to_owned());
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                walk(member, &format!("{place}/{key}"), places);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                walk(element, &format!("{place}/{index}"), places);
            }
        }
        _ => {}
    }
}

/// Values of every type.
fn strange() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(9_007_199_254_740_993_u64),
        json!(""),
        json!("not what you think"),
        json!([]),
        json!([[null]]),
        json!({}),
        json!({"0": null, "2": {}}),
    ]
}

/// The same data in another envelope, or in none.
fn envelope(body: Vec<u8>, draw: u64) -> Vec<u8> {
    let Ok(value) = serde_json::from_slice::<Value>(&body) else {
        return body;
    };
    let data = value.get("data").cloned().unwrap_or_default();
    let code = value.pointer("/meta/code").cloned().unwrap_or_default();
    let text = String::from_utf8_lossy(&body).into_owned();
    let forms = [
        php::encode(&data),
        php::encode(&json!({"data": data})),
        php::encode(&json!({"meta": [], "data": data})),
        php::encode(&json!({"meta": {"code": code.to_string()}, "data": data})),
        php::encode(&json!({"meta": {"code": code}})),
        php::encode(&json!({"code": code, "message": "Success", "data": data})),
        php::encode(&json!({"meta": {"code": code}, "data": php_text(&data)})),
        php::encode(&json!([value])),
        php::encode(&json!(text)),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"true".to_vec(),
        Vec::new(),
        format!("\u{feff}{text}").into_bytes(),
        format!("<br />\n<b>Notice</b>:  Undefined index: lang in <b>api.php</b> on line <b>12</b><br />\n{text}").into_bytes(),
    ];
    chosen(&forms, draw).cloned().unwrap_or_default()
}

fn php_text(value: &Value) -> String {
    String::from_utf8_lossy(&php::encode(value)).into_owned()
}

/// The pieces of a long answer: JSON of exactly so many bytes, 100 at least.
#[derive(Clone, Debug)]
pub struct Filler {
    left: usize,
    begun: bool,
}

const HEAD: &[u8] =
    br#"{"meta":{"code":200,"type":"Success","message":"Success"},"data":{"items":[],"filler":""#;
const TAIL: &[u8] = br#""}}"#;
const PIECE: usize = 64 * 1024;

impl Filler {
    /// An answer of so many bytes.
    pub fn new(bytes: u32) -> Self {
        let around = HEAD.len().saturating_add(TAIL.len());
        let bytes = usize::try_from(bytes).unwrap_or(around);
        Self {
            left: bytes.saturating_sub(around),
            begun: false,
        }
    }
}

impl Iterator for Filler {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if !self.begun {
            self.begun = true;
            return Some(HEAD.to_vec());
        }
        // the tail goes with the last piece, and is marked sent by a length no piece has
        if self.left == usize::MAX {
            return None;
        }
        let length = self.left.min(PIECE);
        let mut piece = vec![b'x'; length];
        self.left = self.left.saturating_sub(length);
        if self.left == 0 {
            piece.extend_from_slice(TAIL);
            self.left = usize::MAX;
        }
        Some(piece)
    }
}
