//! The Gate's object: requests of this Worker come in, answers go out, the alarm rings.

#![expect(missing_docs, reason = "`durable_object` writes methods without docs")]

use super::counts::Counts;
use super::driver::Told;
use super::store::{SWEEP, SYNC, Store};
use crate::config::Config;
use crate::gate::{self, BreakerStats, Pace, WaiterId};
use crate::object_reply::{self, ObjectReply};
use crate::objects::{Deliveries, Object};
use crate::problem::Problem;
use crate::sorted::Sorted;
use crate::sync::{Query, Sync};
use crate::upstream::Request as Call;
use crate::wire::{Ms, Refusal, Reply, SyncNews};
use crate::{alarm, clock, log, route};
use futures_channel::oneshot;
use serde::de::DeserializeOwned;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
// `durable_object` writes code that names it
use wasm_bindgen as _;
use worker::{DurableObject, Env, Error, Request, Response, Result, State, durable_object};

/// The way upstream of one account.
#[durable_object]
pub struct Gate {
    inner: Rc<Inner>,
}

/// What the Gate's object has; what it does on its own holds it too.
pub struct Inner {
    pub(super) state: State,
    pub(super) env: Env,
    store: OnceCell<Store>,
    /// The Gate itself, once the store is open.
    pub(super) machine: RefCell<Option<gate::Gate>>,
    pub(super) waiting: RefCell<Sorted<WaiterId, oneshot::Sender<Told>>>,
    pub(super) calls: RefCell<Sorted<WaiterId, Call>>,
    pub(super) driving: Cell<bool>,
    pub(super) wake: RefCell<Option<oneshot::Sender<()>>>,
    pub(super) counts: RefCell<Counts>,
    /// The sync, once the store is open.
    pub(super) sync: RefCell<Option<Sync>>,
    /// What the sync has to hand over: lost with the instance, and then asked for again.
    pub(super) pending: RefCell<Option<Deliveries>>,
    /// The sync's question that was last answered by what could not be read whole.
    pub(super) doubted: Cell<Option<Query>>,
    pub(super) armed_at: Cell<Option<Ms>>,
    /// When an order that nobody knew was looked for last.
    pub(super) noted_at: Cell<Option<Ms>>,
}

impl DurableObject for Gate {
    fn new(state: State, env: Env) -> Self {
        log::only_places_of_panics();
        let inner = Inner {
            state,
            env,
            store: OnceCell::new(),
            machine: RefCell::default(),
            waiting: RefCell::default(),
            calls: RefCell::default(),
            driving: Cell::new(false),
            wake: RefCell::default(),
            counts: RefCell::default(),
            sync: RefCell::default(),
            pending: RefCell::default(),
            armed_at: Cell::new(None),
            doubted: Cell::new(None),
            noted_at: Cell::new(None),
        };
        Self {
            inner: Rc::new(inner),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let request = request.inner();
        let url = request.url();
        let body = request.text()?.await?.as_string().unwrap_or_default();
        let answered = match self.inner.is_named(&url) {
            Ok(true) => self.inner.answer(route::path_of(&url), &body).await,
            // Asked by a Worker of the settings before, or kept of them.
            Ok(false) => Ok(object_reply::problem(Problem::Internal)),
            Err(fault) => Err(fault),
        };
        self.inner.arm().await;
        answered
            .unwrap_or_else(|fault| {
                log::fault("gate", &fault);
                object_reply::problem(Problem::Internal)
            })
            .into_response()
    }

    async fn alarm(&self) -> Result<Response> {
        self.inner.ring(clock::now()).await;
        Response::empty()
    }
}

impl Inner {
    async fn answer(self: &Rc<Self>, path: &str, body: &str) -> Result<ObjectReply> {
        let now = clock::now();
        #[cfg(feature = "test-panic")]
        crate::trap(path);
        self.open(now)?;
        match path {
            "/lookup" => self.said(self.lookup(read(body)?, now).await),
            "/order" => self.said(self.order(read(body)?, now).await),
            "/register" => self.said(self.register(&read(body)?, now).await),
            "/pass" => Ok(self
                .pass(body, now)
                .await
                .unwrap_or_else(object_reply::problem)),
            "/note" => {
                self.note(&read(body)?, now);
                object_reply::json(&())
            }
            "/notify" => {
                self.note_shop(&read(body)?, now)?;
                object_reply::json(&())
            }
            "/hasten" if !self.hasten(now)? => Ok(object_reply::problem(Problem::Garbled)),
            "/hasten" => object_reply::json(&self.sync_news()),
            "/looked" => object_reply::json(&self.looked(now)?),
            "/arm" => {
                self.armed_at.set(None);
                self.begin(now)?;
                object_reply::json(&())
            }
            "/health" => object_reply::json(&self.health(now)?),
            _ => Err(Error::from("the Gate has no such path")),
        }
    }

    /// Whether an address is that of the Gate of the account there is now; notes the name.
    fn is_named(&self, url: &str) -> Result<bool> {
        let host = url.split_once("://").map_or(url, |(_, rest)| rest);
        let name = host.split('.').next().unwrap_or_default();
        self.store()?.db.set_meta(NAME, name)?;
        self.is_of_account()
    }

    /// Whether this is the Gate of the account there is now. One of another key or address would ask
    /// with today's, beside today's Gate, as long as its alarm rings.
    pub(super) fn is_of_account(&self) -> Result<bool> {
        let name = self.store()?.db.meta(NAME)?;
        let today = Object::gate(&*self.config()?);
        Ok(name.is_none_or(|name| today.has_name(&name)))
    }

    /// Opens the store and what was written in it, once.
    pub(super) fn open(&self, now: Ms) -> Result<()> {
        if self.machine.borrow().is_some() {
            return Ok(());
        }
        let config = self.config()?;
        let memo = self.store()?.memo(now)?;
        let pace = Pace {
            list_ms: config.list_interval_ms,
        };
        self.counts.replace(memo.counts);
        self.sync.replace(Some(self.store()?.sync()?));
        let machine = gate::Gate::new(pace, &memo.gate, now);
        self.machine.replace(Some(machine));
        self.begin(now)
    }

    /// Has what is missing done: a deployment that nobody asks imports all the same. Where
    /// `SYNC_SECONDS` is another one than it was, the sync looks at once what that means.
    fn begin(&self, now: Ms) -> Result<()> {
        let store = self.store()?;
        let pace = self.config()?.sync_seconds.to_string();
        let is_other = store.db.meta(PACE)?.as_ref() != Some(&pace);
        store.db.set_meta(PACE, &pace)?;
        for kind in [SYNC, SWEEP] {
            let is_due = store.db.due_at(kind, "")?.is_some();
            if !is_due || (is_other && kind == SYNC) {
                store.db.set_due(kind, "", now)?;
            }
        }
        Ok(())
    }

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
        let next = self.store().and_then(|store| store.db.next_due());
        let Some(at) = next.ok().flatten() else {
            return;
        };
        alarm::arm(&self.state, &self.armed_at, at).await;
    }

    /// Somebody looks at parcels.
    fn looked(&self, now: Ms) -> Result<SyncNews> {
        let hastens = self.sync.borrow_mut().as_mut().is_some_and(Sync::looked);
        if hastens {
            if let Some(sync) = self.sync.borrow().as_ref() {
                self.store()?.set_sync(sync)?;
            }
            self.store()?.db.set_due(SYNC, "", now)?;
        }
        Ok(self.sync_news())
    }

    /// Something is known to have changed: whether a round of the sync will bring it soon.
    fn hasten(&self, now: Ms) -> Result<bool> {
        let comes = self.sync.borrow_mut().as_mut().is_some_and(Sync::hasten);
        if let Some(sync) = self.sync.borrow().as_ref() {
            self.store()?.set_sync(sync)?;
        }
        self.store()?.db.set_due(SYNC, "", now)?;
        Ok(comes)
    }

    fn said(&self, reply: Result<Reply, Problem>) -> Result<ObjectReply> {
        object_reply::json(&reply.unwrap_or_else(|problem| {
            Reply::Refused(Refusal {
                hush: self.is_closed(clock::now()),
                ..problem.into()
            })
        }))
    }

    /// Whether nothing at all is sent now.
    fn is_closed(&self, now: Ms) -> bool {
        self.machine.borrow().as_ref().is_some_and(|machine| {
            let stats = machine.stats(now);
            stats.silence_left_ms > 0 || stats.breaker == BreakerStats::Open
        })
    }

    pub(super) fn sync_news(&self) -> SyncNews {
        let sync = self.sync.borrow();
        SyncNews {
            until: sync.as_ref().and_then(Sync::synced_until),
            importing: sync.as_ref().is_some_and(Sync::is_importing)
                && self.config().is_ok_and(|config| config.sync_seconds > 0),
        }
    }
}

/// Under what name it is kept how this object is called.
const NAME: &str = "name";

/// Under what name it is kept which `SYNC_SECONDS` the sync goes by.
const PACE: &str = "sync_seconds";

fn read<T: DeserializeOwned>(body: &str) -> Result<T> {
    // What serde says of it can quote it.
    serde_json::from_str(body).map_err(|_| Error::from("a message cannot be read"))
}
