//! What comes in with a request, checked and put into our own types.

use serde_json::Value;
use tracktry_core::number;

use crate::code::Code;
use crate::magic;
use crate::parcel::Fields;
use crate::scenario::Status;

/// The longest body taken, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;
/// How much of a longer one is read, and thrown away, before the sandbox answers; in bytes.
pub const MAX_READ: usize = 32 * MAX_BODY;
/// The longest text of one field, in bytes; our own bound.
const MAX_FIELD: usize = 2000;
/// The fewest characters of a tracking number (grade C).
const MIN_NUMBER: usize = 5;

/// A JSON object of a body.
///
/// # Errors
/// `otherwise` where the body is no JSON or no object.
pub fn object(body: &[u8], otherwise: Code) -> Result<Value, Code> {
    serde_json::from_slice(body)
        .ok()
        .filter(Value::is_object)
        .ok_or(otherwise)
}

/// A scalar member as text; PHP cares little whether it is written as a number. Absent, null and
/// empty are the same.
///
/// # Errors
/// [`Code::NotUnderstood`] for an array or object, or a text over 2000 bytes.
pub fn text(object: &Value, key: &str) -> Result<Option<String>, Code> {
    let text = match object.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(truth)) => truth.to_string(),
        Some(Value::Array(_) | Value::Object(_)) => return Err(Code::NotUnderstood),
    };
    if text.len() > MAX_FIELD {
        return Err(Code::NotUnderstood);
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// A tracking number and the form it is looked up by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As written, trimmed.
    pub shown: String,
    /// Upper case.
    pub key: String,
}

impl Number {
    /// Reads a tracking number: 5 to 64 characters of `[0-9A-Za-z_-]`.
    pub fn parse(raw: &str) -> Option<Self> {
        let key = number::normalise_number(raw).filter(|key| key.len() >= MIN_NUMBER)?;
        let shown = raw.trim_matches(|c: char| c.is_whitespace() || c == '-');
        Some(Self {
            shown: shown.to_owned(),
            key,
        })
    }

    /// The `tracking_number` of an object.
    ///
    /// # Errors
    /// [`Code::NumberRequired`], [`Code::NumberInvalid`], and the code a magic number asks for.
    pub fn of(object: &Value) -> Result<Self, Code> {
        let raw = text(object, "tracking_number")
            .map_err(|_| Code::NumberInvalid)?
            .ok_or(Code::NumberRequired)?;
        Self::parse(&raw).ok_or(Code::NumberInvalid)?.plain()
    }

    /// The number, unless it is a magic one.
    ///
    /// # Errors
    /// The code such a number asks for.
    pub fn plain(self) -> Result<Self, Code> {
        match magic::of_number(&self.key) {
            Some(code) => Err(code),
            None => Ok(self),
        }
    }
}

/// The `carrier_code` of an object. Any that could be one is taken: Tracktry knows over 1,200,
/// the sandbox lists a few.
///
/// # Errors
/// [`Code::CarrierInvalid`].
pub fn carrier(object: &Value) -> Result<String, Code> {
    text(object, "carrier_code")
        .ok()
        .flatten()
        .and_then(|raw| number::normalise_carrier(&raw))
        .ok_or(Code::CarrierInvalid)
}

impl Fields {
    /// Takes over what an object says; what it does not name stays.
    ///
    /// # Errors
    /// [`Code::NotUnderstood`] as in [`text`].
    pub fn apply(&mut self, object: &Value) -> Result<(), Code> {
        let members = [
            ("title", &mut self.title),
            ("logistics_channel", &mut self.logistics_channel),
            ("customer_name", &mut self.customer_name),
            ("customer_email", &mut self.customer_email),
            ("customer_phone", &mut self.customer_phone),
            ("order_id", &mut self.order_id),
            ("comment", &mut self.comment),
            ("order_create_time", &mut self.order_create_time),
            ("destination_code", &mut self.destination_code),
        ];
        for (key, field) in members {
            if object.get(key).is_some() {
                *field = text(object, key)?;
            }
        }
        if self.destination_code.is_none() {
            // the names that single posts, batches and realtime use for it (grade A)
            self.destination_code = text(object, "tracking_destination_country")?
                .or(text(object, "specialNumberDestination")?);
        }
        Ok(())
    }
}

/// A parcel that a merchant posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its number.
    pub number: Number,
    /// Its carrier.
    pub carrier: String,
    /// The rest.
    pub fields: Fields,
}

impl Post {
    /// Reads one object.
    ///
    /// # Errors
    /// The code of the first thing wrong with it.
    pub fn of(object: &Value) -> Result<Self, Code> {
        let mut fields = Fields::default();
        let number = Number::of(object)?;
        let carrier = carrier(object)?;
        fields.apply(object)?;
        Ok(Self {
            number,
            carrier,
            fields,
        })
    }
}

/// What a PUT changes beside the fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// `archived`.
    pub archived: Option<bool>,
    /// `status`: the one set over the real one, or none to go back to that.
    pub status: Option<Option<Status>>,
}

impl Change {
    /// Reads `archived` (text `true` or `false`) and `status` (4 delivered, 7 exception, 8 back
    /// to the real one).
    ///
    /// # Errors
    /// [`Code::StatusInvalid`], [`Code::NotUnderstood`].
    pub fn of(object: &Value) -> Result<Self, Code> {
        Ok(Self {
            archived: text(object, "archived")?
                .map(|text| truth(&text))
                .transpose()?,
            status: match text(object, "status")?.as_deref() {
                None => None,
                Some("4") => Some(Some(Status::Delivered)),
                Some("7") => Some(Some(Status::Exception)),
                Some("8") => Some(None),
                Some(_) => return Err(Code::StatusInvalid),
            },
        })
    }
}

/// `true` or `false`, also as 1 and 0.
///
/// # Errors
/// [`Code::NotUnderstood`] for anything else.
pub fn truth(text: &str) -> Result<bool, Code> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Code::NotUnderstood),
    }
}
