//! Telling upstream of a parcel it does not know: once at most, whatever happens in between.

use super::driver::Told;
use super::object::Inner;
use super::store::INTENT;
use super::sync_steps::leave;
use crate::gate::intent::{Intent, Look, May, Posted, State};
use crate::gate::{Care, Class, Kind, Want};
use crate::objects::{Deliveries, deliver, deliveries};
use crate::problem::Problem;
use crate::record;
use crate::upstream::Request;
use crate::wire::{Delivered, Delivery, Ms, Register, Reply};
use crate::{clock, log};
use std::rc::Rc;
use worker::Result;

/// Seconds after which to look again where nobody knows yet whether a post was done.
const AGAIN_SECONDS: u32 = 30;

/// Milliseconds a look for a post may wait for its turn.
const LOOK_MS: Ms = 45_000;

impl Inner {
    /// Posts a parcel, unless it was posted before.
    pub(super) async fn register(
        self: &Rc<Self>,
        register: &Register,
        now: Ms,
    ) -> Result<Reply, Problem> {
        let fault = |_| Problem::Internal;
        let Register {
            carrier, number, ..
        } = register;
        let key = record::key(carrier, number);
        let stored = self.store().and_then(|store| store.intent(&key));
        let stored = stored.map_err(fault)?;
        match Intent::may_begin(stored.as_ref()) {
            May::Begin => {}
            May::Look => {
                // An intent that could not be read may be due no more, and would stay open for ever.
                let store = self.store().map_err(fault)?;
                if store.db.due_at(INTENT, &key).map_err(fault)?.is_none() {
                    store.db.set_due(INTENT, &key, now).map_err(fault)?;
                    self.arm().await;
                }
                return Err(Problem::Busy(AGAIN_SECONDS));
            }
            May::Never => return Ok(Reply::Absent { asked_at: now }),
        }
        let intent = Intent::begin(now);
        let write = |intent: &Intent| {
            let now = clock::now();
            self.store()
                .and_then(|store| store.set_intent(&key, intent, now))
        };
        // Before it leaves: whatever happens from here on, it is not sent a second time.
        write(&intent).map_err(fault)?;
        self.arm().await;

        let body = serde_json::json!({ "tracking_number": number, "carrier_code": carrier });
        let want = Want::Alone {
            kind: Kind::Single,
            care: Care::Post,
        };
        let call = Request::post("/trackings/post".to_owned(), body.to_string());
        let until = now.saturating_add(register.wait_ms.into());
        let told = self.ask(want, Class::Proven, until, Some(call)).await;
        let posted = posted(&told);
        write(&intent.posted(posted)).map_err(fault)?;
        match (posted, told) {
            (Posted::Done, Ok(served)) => match served.answered.parcel(None, number) {
                Some(found) => self.found(found, Some(carrier), number, served.asked_at),
                // It was there before, so upstream has more to tell than a post does.
                None => self.single(carrier, number, Class::Proven, until).await,
            },
            (Posted::Refused, Ok(served)) => Err(served.answered.problem()),
            (Posted::Refused, Err(unserved)) => Err(unserved.problem),
            (Posted::Done | Posted::Unknown, _) => Err(Problem::Busy(AGAIN_SECONDS)),
        }
    }

    /// Looks for a post whose end nobody knows.
    pub(super) async fn look_for_post(self: &Rc<Self>, key: &str, now: Ms) -> Result<()> {
        let store = self.store()?;
        let Some(intent) = store.intent(key)?.filter(|it| it.state() == State::Open) else {
            return store.db.clear_due(INTENT, key);
        };
        let Some((carrier, number)) = key.split_once('/') else {
            return store.db.clear_due(INTENT, key);
        };
        let until = now.saturating_add(LOOK_MS);
        let looked = self.single(carrier, number, Class::Sync, until).await;
        let (look, asked_at) = match &looked {
            Ok(Reply::Found { asked_at, .. }) => (Look::Found, *asked_at),
            Ok(Reply::Absent { asked_at }) => (Look::Empty, *asked_at),
            _ => (Look::Unknown, now),
        };
        let after = clock::now();
        store.set_intent(key, &intent.looked(look, asked_at, after), after)?;
        if let Ok(Reply::Found { records, asked_at }) = looked {
            self.hand_over(records, asked_at).await;
        }
        Ok(())
    }

    /// Hands records to their Shelves. One that fails asks by itself when somebody looks.
    pub(super) async fn hand_over(&self, records: Vec<record::Record>, asked_at: Ms) {
        self.hand(deliveries(records, asked_at, false)).await;
    }

    /// Hands each Shelf what is for it.
    pub(super) async fn hand(&self, all: Deliveries) {
        let mut left = Deliveries::new();
        for (shelf, delivery) in all {
            if let Some(delivered) = self.bring(shelf, &delivery).await {
                leave(&mut left, delivered.left);
            }
        }
        // Last: an erased parcel's order was told of it just now.
        for (shelf, delivery) in left {
            self.bring(shelf, &delivery).await;
        }
    }

    /// Hands a Shelf something; once more where it moves or restarts just then.
    async fn bring(&self, shelf: u8, delivery: &Delivery) -> Option<Delivered> {
        for _ in 0..2 {
            if let Ok(delivered) = deliver(&self.env, shelf, delivery).await {
                return Some(delivered);
            }
        }
        log::event("delivery_failed");
        None
    }
}

fn posted(told: &Told) -> Posted {
    match told {
        Ok(served) => Posted::of(served.answered.http, served.answered.code),
        Err(unserved) => match unserved.how {
            Some(how) => Posted::by_gate(how).unwrap_or(Posted::Unknown),
            // Nobody told how it ended.
            None if unserved.problem == Problem::Internal => Posted::Unknown,
            // The Gate refused it at once.
            None => Posted::Refused,
        },
    }
}
