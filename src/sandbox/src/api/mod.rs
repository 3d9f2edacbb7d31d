//! Tracktry's endpoints. Each takes what the request brought and gives the body to answer with.

mod carriers;
mod list;
mod parcels;
mod realtime;

use worker::Error;

use crate::answer;
use crate::code::Code;
use crate::route::Endpoint;
use crate::settings::Settings;
use crate::store::Store;

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
    /// The query, without the question mark.
    pub query: &'a str,
    /// The body; `None` where it was longer than taken.
    pub body: Option<&'a [u8]>,
}

impl Call<'_> {
    fn body(&self) -> Result<&[u8], Code> {
        self.body.ok_or(Code::NotUnderstood)
    }
}

/// Whether a key may ask: the codes of a missing, wrong (4001) and deleted key (4002).
///
/// # Errors
/// The code to answer with.
pub fn admit(settings: &Settings, key: Option<&str>) -> Result<(), Code> {
    match key.map(str::trim) {
        Some(DELETED_KEY) => Err(Code::KeyDeleted),
        Some(key) if settings.takes(key) => Ok(()),
        _ => Err(Code::KeyInvalid),
    }
}

/// A key that is answered as one that has been deleted.
pub const DELETED_KEY: &str = "sandbox-deleted-key";

/// The body of an endpoint's answer.
///
/// # Errors
/// The sandbox's own faults only; Tracktry's codes are bodies.
pub fn answer(endpoint: &Endpoint, call: &Call<'_>) -> Result<Vec<u8>, Error> {
    let body = match endpoint {
        Endpoint::Carriers => Ok(carriers::all()),
        Endpoint::Detect => carriers::detect(call),
        Endpoint::Post => parcels::post(call),
        Endpoint::Batch => parcels::batch(call),
        Endpoint::List => list::list(call),
        Endpoint::Realtime => realtime::realtime(call),
        Endpoint::Single(name) => parcels::single(call, name),
        Endpoint::Change(name) => parcels::change(call, name),
        Endpoint::Delete(name) => parcels::delete(call, name),
    };
    match body {
        Ok(body) => Ok(body),
        Err(Refusal::Code(code)) => Ok(answer::bare(code)),
        Err(Refusal::Fault(error)) => Err(error),
    }
}
