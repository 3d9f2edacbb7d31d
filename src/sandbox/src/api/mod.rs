//! Tracktry's endpoints. Each takes what the request brought and gives the body to answer with.

mod account;
mod carriers;
mod far;
mod list;
mod many;
mod parcels;
mod realtime;

use serde_json::Value;
use worker::Error;

use crate::answer::{self, Answer};
use crate::code::Code;
use crate::limits::Rules;
use crate::magic;
use crate::route::{Endpoint, Sister};
use crate::settings::Settings;
use crate::store::Store;
use crate::switches::{self, Switches};

/// Why an endpoint has nothing to answer with.
pub enum Refusal {
    /// Tracktry would say so too.
    Code(Code),
    /// The sandbox itself failed.
    Fault(Error),
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self::Code(code)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

/// A request to the API.
pub struct Call<'a> {
    /// The state, up to date.
    pub store: &'a Store,
    /// The clock, in seconds.
    pub now: i64,
    /// Real time, in milliseconds: what limits go by.
    pub real: i64,
    /// The query, without the question mark.
    pub query: &'a str,
    /// The body; `None` where it was longer than taken.
    pub body: Option<&'a [u8]>,
    /// The switches.
    pub switches: &'a Switches,
    /// The limits that hold.
    pub rules: Rules,
}

impl Call<'_> {
    fn body(&self) -> Result<&[u8], Code> {
        self.body.ok_or(Code::NotUnderstood)
    }

    /// The elements of a body that is an array of at least one and no more than a batch holds.
    fn elements(&self, otherwise: Code) -> Result<Vec<Value>, Code> {
        let Ok(Value::Array(elements)) = serde_json::from_slice(self.body()?) else {
            return Err(otherwise);
        };
        if elements.is_empty() {
            return Err(Code::NotUnderstood);
        }
        if u32::try_from(elements.len()).is_ok_and(|count| count <= self.rules.batch) {
            Ok(elements)
        } else {
            Err(Code::TooMany)
        }
    }

    /// Whether so many fifths of a number are left; `otherwise` where they are not.
    fn afford(&self, fifths: u32, otherwise: Code) -> Result<(), Refusal> {
        match self.rules.quota {
            Some(0) => Err(Code::PaymentRequired.into()),
            Some(numbers) if self.store.quota(self.real)?.left(numbers) < u64::from(fifths) => {
                Err(otherwise.into())
            }
            _ => Ok(()),
        }
    }

    /// Takes so many fifths of a number off the quota, where there is one.
    fn charge(&self, fifths: u32) -> Result<(), Error> {
        if self.rules.quota.is_none() {
            return Ok(());
        }
        let quota = self.store.quota(self.real)?.with(fifths);
        self.store.set_quota(&quota)
    }
}

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Everything.
    Full,
    /// Look, but change nothing.
    ReadOnly,
}

/// Whether a key may ask: the codes of a missing, wrong (4001), deleted (4002) and magic key.
///
/// # Errors
/// The code to answer with.
pub fn admit(settings: &Settings, key: Option<&str>) -> Result<Key, Code> {
    match key.map(str::trim) {
        Some(magic::DELETED_KEY) => Err(Code::KeyDeleted),
        Some(magic::READ_ONLY_KEY) => Ok(Key::ReadOnly),
        Some(key) if settings.takes(key) => Ok(Key::Full),
        Some(key) => Err(magic::of_key(key).unwrap_or(Code::KeyInvalid)),
        None => Err(Code::KeyInvalid),
    }
}

/// An endpoint's answer.
///
/// # Errors
/// The sandbox's own faults only; Tracktry's codes are answers.
pub fn answer(endpoint: &Endpoint, key: Key, call: &Call<'_>) -> Result<Answer, Error> {
    match allowed(endpoint, key, call.switches).and_then(|()| asked(endpoint, call)) {
        Ok(answer) => Ok(answer),
        Err(Refusal::Code(code)) => Ok(answer::bare(code)),
        Err(Refusal::Fault(error)) => Err(error),
    }
}

fn allowed(endpoint: &Endpoint, key: Key, switches: &Switches) -> Result<(), Refusal> {
    match (endpoint, switches.sister) {
        (Endpoint::Sister(_), switches::Sister::Off) => Err(Code::NotFound.into()),
        (Endpoint::Sister(_), switches::Sister::Inactive) => Err(Code::Inactive.into()),
        _ if key == Key::ReadOnly && endpoint.writes() => Err(Code::Denied.into()),
        _ => Ok(()),
    }
}

fn asked(endpoint: &Endpoint, call: &Call<'_>) -> Result<Answer, Refusal> {
    match endpoint {
        Endpoint::Carriers => Ok(carriers::all()),
        Endpoint::Detect => carriers::detect(call),
        Endpoint::Post => parcels::post(call),
        Endpoint::Batch => parcels::batch(call),
        Endpoint::List => list::list(call),
        Endpoint::Realtime => realtime::realtime(call),
        Endpoint::Single(name) => parcels::single(call, name),
        Endpoint::Change(name) => parcels::change(call, name),
        Endpoint::Delete(name) => parcels::delete(call, name),
        Endpoint::Sister(sister) => match sister {
            Sister::UpdateMore => many::change(call),
            Sister::DeleteMore => many::delete(call),
            Sister::NotUpdate => many::stop(call),
            Sister::Update => many::rename(call),
            Sister::UserInfo => account::user(call),
            Sister::StatusNumber => account::statuses(call),
            Sister::Remote => far::remote(call),
            Sister::CostTime => far::cost_time(call),
            Sister::AirCargo => far::air_cargo(call),
        },
    }
}
