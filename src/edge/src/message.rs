//! How what the objects say and keep becomes JSON and comes back: by way of one tree of values.
//!
//! serde's derived code reads each type in a way of its own, which is quicker and takes ten times the
//! room: a tenth of this Worker, for messages of a few hundred bytes. The traits here are small, and
//! serde's are implemented over them, so that callers see no difference.

use crate::sorted::Sorted;
use serde_json::{Map, Value};

/// What can be read back.
pub trait Read: Sized {
    /// Reads it; `None` where the value is of another kind.
    fn read(value: &Value) -> Option<Self>;
}

/// What can be written.
pub trait Write {
    /// The value.
    fn write(&self) -> Value;
}

/// A member; `null` where it is missing.
pub fn member<'a>(members: &'a Map<String, Value>, name: &str) -> &'a Value {
    members.get(name).unwrap_or(&Value::Null)
}

impl Read for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl Write for String {
    fn write(&self) -> Value {
        Value::String(self.clone())
    }
}

impl Read for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Write for bool {
    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

macro_rules! whole {
    ($($kind:ty)+) => { $(
        impl Read for $kind {
            fn read(value: &Value) -> Option<Self> {
                match value.as_i64() {
                    Some(number) => number.try_into().ok(),
                    None => value.as_u64()?.try_into().ok(),
                }
            }
        }

        impl Write for $kind {
            fn write(&self) -> Value {
                Value::from(*self)
            }
        }
    )+ };
}
whole!(u8 u32 u64 i64);

impl<T: Read> Read for Option<T> {
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, Write::write)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::read).collect()
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self) -> Value {
        self.iter().map(Write::write).collect()
    }
}

impl<T: Read> Read for Sorted<String, T> {
    fn read(value: &Value) -> Option<Self> {
        let members = value.as_object()?.iter();
        members
            .map(|(name, value)| Some((name.clone(), T::read(value)?)))
            .collect()
    }
}

impl<T: Write> Write for Sorted<String, T> {
    fn write(&self) -> Value {
        let members = self.iter();
        members
            .map(|(name, value)| (name.clone(), value.write()))
            .collect()
    }
}

/// Makes a struct or an enum of names one that can be read and written.
///
/// - `message!(Name { a, b = 0 })`: each member must be there but those with a default.
/// - `message!(default Name { a, b })`: each that is missing is as in `Name::default()`.
/// - `message!(strict Name { a, b = false })`: read only, and refused with a member more.
/// - `message!(Name)`: read and written by code of its own.
/// - `message!(names Name { One = "one" })`, and `message!(read names …)`, which is not written.
macro_rules! message {
    ($name:ident) => {
        $crate::message::message!(@ser $name);
        $crate::message::message!(@de $name);
    };
    ($name:ident { $($field:ident $(= $default:expr)?),+ $(,)? }) => {
        $crate::message::message!(@read $name |members| $($field $(= $default)?),+);
        $crate::message::message!(@write $name $($field),+);
        $crate::message::message!(@de $name);
    };
    (default $name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::message::Read for $name {
            fn read(value: &serde_json::Value) -> Option<Self> {
                let members = value.as_object()?;
                let mut whole = Self::default();
                $( if let Some(member) = members.get(stringify!($field)) {
                    whole.$field = $crate::message::Read::read(member)?;
                } )+
                Some(whole)
            }
        }
        $crate::message::message!(@write $name $($field),+);
        $crate::message::message!(@de $name);
    };
    (strict $name:ident { $($field:ident $(= $default:expr)?),+ $(,)? }) => {
        $crate::message::message!(@read $name |members| $($field $(= $default)?),+ ; {
            let known = [$(stringify!($field)),+];
            if !members.keys().all(|name| known.contains(&name.as_str())) {
                return None;
            }
        });
        $crate::message::message!(@de $name);
    };
    (names $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $crate::message::message!(read names $name { $($variant = $text),+ });
        impl $crate::message::Write for $name {
            fn write(&self) -> serde_json::Value {
                match self { $( Self::$variant => $text.into() ),+ }
            }
        }
        $crate::message::message!(@ser $name);
    };
    (read names $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $crate::message::Read for $name {
            fn read(value: &serde_json::Value) -> Option<Self> {
                match value.as_str()? {
                    $( $text => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }
        $crate::message::message!(@de $name);
    };
    (@read $name:ident |$members:ident| $($field:ident $(= $default:expr)?),+ $(; $check:block)?) => {
        impl $crate::message::Read for $name {
            fn read(value: &serde_json::Value) -> Option<Self> {
                let $members = value.as_object()?;
                $( $check )?
                Some(Self { $(
                    $field: match $members.get(stringify!($field)) {
                        $( None => $default, )?
                        member => $crate::message::Read::read(member.unwrap_or(&serde_json::Value::Null))?,
                    },
                )+ })
            }
        }
    };
    (@write $name:ident $($field:ident),+) => {
        impl $crate::message::Write for $name {
            fn write(&self) -> serde_json::Value {
                let mut members = serde_json::Map::new();
                $( members.insert(
                    stringify!($field).to_owned(),
                    $crate::message::Write::write(&self.$field),
                ); )+
                members.into()
            }
        }
        $crate::message::message!(@ser $name);
    };
    (@ser $name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::message::Write::write(self), to)
            }
        }
    };
    (@de $name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(from)?;
                let read = $crate::message::Read::read(&value);
                // What it was stays unsaid.
                read.ok_or_else(|| serde::de::Error::custom("another form"))
            }
        }
    };
}
pub(crate) use message;
