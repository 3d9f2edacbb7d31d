//! The Shelf's object: requests of this Worker come in, answers go out, the alarm rings.

#![expect(missing_docs, reason = "`durable_object` writes methods without docs")]

use super::look;
use super::memory::Memory;
use super::policy::Ms;
use super::refresh::Flight;
use super::store::Store;
use crate::config::Config;
use crate::problem::Problem;
use crate::{alarm, clock, log, object_reply, route};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
// `durable_object` writes code that names it
use wasm_bindgen as _;
use worker::{DurableObject, Env, Error, Request, Response, Result, State, durable_object};

/// One of the Shelves.
#[durable_object]
pub struct Shelf {
    inner: Rc<Inner>,
}

/// What a Shelf has; questions that outlive their request hold it too.
pub struct Inner {
    pub(super) state: State,
    pub(super) env: Env,
    store: OnceCell<Store>,
    pub(super) memory: RefCell<Memory>,
    /// Questions under way, by what is asked for.
    pub(super) flights: RefCell<HashMap<String, Flight>>,
    /// Whether the shop is being told of changes.
    pub(super) telling: Cell<bool>,
    /// When the alarm rings, as far as this instance knows.
    pub(super) armed_at: Cell<Option<Ms>>,
}

impl DurableObject for Shelf {
    fn new(state: State, env: Env) -> Self {
        log::only_places_of_panics();
        let inner = Inner {
            state,
            env,
            store: OnceCell::new(),
            memory: RefCell::default(),
            flights: RefCell::default(),
            telling: Cell::new(false),
            armed_at: Cell::new(None),
        };
        Self {
            inner: Rc::new(inner),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let request = request.inner();
        let url = request.url();
        let now = clock::now();
        let body = match request.body() {
            Some(_) => request_text(request).await?,
            None => String::new(),
        };
        let path = route::path_of(&url);
        let answered = look::answer(&self.inner, path, &body, now);
        let response = match answered.await {
            Ok(response) => response,
            Err(fault) => {
                log::fault("shelf", &fault);
                object_reply::problem(Problem::Internal)
            }
        };
        // A look writes nothing itself; the question it may begin arms for itself.
        if self.inner.armed_at.get().is_none() || !path.starts_with("/parcel/") {
            self.inner.arm().await;
        }
        response.into_response()
    }

    async fn alarm(&self) -> Result<Response> {
        self.inner.ring(clock::now()).await;
        Response::empty()
    }
}

impl Inner {
    pub(super) fn store(&self) -> Result<&Store> {
        if self.store.get().is_none() {
            let store = Store::open(self.state.storage().sql())?;
            // nobody else can have filled it: nothing was awaited
            let _ = self.store.set(store);
        }
        self.store
            .get()
            .ok_or_else(|| Error::from("the store is not open"))
    }

    pub(super) fn config(&self) -> Result<Rc<Config>> {
        crate::settings(&self.env).map_err(|_| Error::from("a setting is wrong"))
    }

    /// Has the alarm ring when the next thing is due. A failure is of no consequence: the next
    /// request tries again, and so does the cron.
    pub(super) async fn arm(&self) {
        let due = self.store().and_then(Store::next_alarm).ok().flatten();
        let message = self.next_message().ok().flatten();
        let Some(at) = due.into_iter().chain(message).min() else {
            return;
        };
        alarm::arm(&self.state, &self.armed_at, at).await;
    }
}

async fn request_text(request: &web_sys::Request) -> Result<String> {
    let text = request.text()?.await?;
    Ok(text.as_string().unwrap_or_default())
}
