//! The brake on guests who try numbers: the Shelf of a network's name counts what it missed.

use super::object::Inner;
use super::policy::Ms;
use crate::object_reply::{self, ObjectReply};
use crate::objects::Object;
use crate::problem::Problem;
use crate::wire::Guest;
use js_sys::futures::spawn_local;
use std::rc::Rc;
use worker::Env;

/// Milliseconds to wait for it: without its word a guest may ask.
const WAIT_MS: u32 = 500;

pub(super) fn answer(inner: &Inner, guest: &Guest, now: Ms) -> worker::Result<ObjectReply> {
    let mut memory = inner.memory.borrow_mut();
    let guests = &mut memory.guests;
    match guest.missed {
        Some(missed) => guests.ended(&guest.name, missed),
        None => {
            if let Err(left) = guests.ask(&guest.name, now) {
                let seconds = left.saturating_add(999).div_euclid(1_000);
                let seconds = u32::try_from(seconds).unwrap_or(1);
                return Ok(object_reply::problem(Problem::TooMany(seconds)));
            }
        }
    }
    object_reply::json(&())
}

/// Tells the Shelf of a network's name, or asks it.
async fn tell(env: &Env, name: String, missed: Option<bool>) -> Result<(), Problem> {
    let home = Object::shelf_of(&format!("guest:{name}"));
    let guest = Guest { name, missed };
    home.post(env, "/guest", &guest, WAIT_MS).await
}

impl Inner {
    /// Whether a guest may have the Gate asked for what is not kept.
    pub(super) async fn guest_may(&self, name: Option<&str>) -> Result<(), Problem> {
        let Some(name) = name else { return Ok(()) };
        match tell(&self.env, name.to_owned(), None).await {
            Err(problem @ Problem::TooMany(_)) => Err(problem),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// What a guest asked for has ended; `missed` where nobody knows it. Nobody waits for that to be
    /// counted.
    pub(super) fn guest_ended(self: &Rc<Self>, name: Option<&str>, missed: bool) {
        let Some(name) = name.map(str::to_owned) else {
            return;
        };
        let inner = Rc::clone(self);
        spawn_local(async move { _ = tell(&inner.env, name, Some(missed)).await });
    }
}
