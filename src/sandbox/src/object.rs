//! The Durable Object: the clock is read once per request, and everything follows from it.

#![expect(missing_docs, reason = "`durable_object` writes methods without docs")]

mod counts;
mod faults;
mod webhooks;

use std::cell::{Cell, OnceCell, RefCell};
use std::time::Duration;

use futures_util::StreamExt;
use serde_json::json;
// `durable_object` writes code that names it
use wasm_bindgen as _;
use worker::{
    Date, Delay, DurableObject, Env, Error, Request, Response, Result, State, Url, console_error,
    durable_object,
};

use crate::api::{self, Call};
use crate::clock::Clock;
use crate::code::Code;
use crate::control::{self, Access, Caller};
use crate::counters::{Counters, Recent};
use crate::input::{MAX_BODY, MAX_READ};
use crate::limits::{Kind, Verdict};
use crate::page::{Panel, View};
use crate::reply::Reply;
use crate::route::{Control, Endpoint, READ, Route};
use crate::settings::{Settings, Wrong};
use crate::store::Store;
use crate::switches::HttpStatus;
use crate::traffic::{self, Visit};
use crate::{answer, page, time};

/// The sandbox: all its state, and every answer.
#[durable_object]
pub struct Sandbox {
    state: State,
    env: Env,
    store: OnceCell<Store>,
    recent: RefCell<Recent>,
    /// Whether the alarm has to ring at once.
    wake: Cell<bool>,
    /// How often in a row the alarm has failed.
    failures: Cell<u32>,
}

impl DurableObject for Sandbox {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            store: OnceCell::new(),
            recent: RefCell::default(),
            wake: Cell::new(false),
            failures: Cell::new(0),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let body = read(&mut request).await?;
        let real = real();
        let settings = match Settings::read(&self.env) {
            Ok(settings) => settings,
            Err(Wrong(name)) => {
                let detail = format!("the setting {name} cannot be used");
                return Reply::problem(500, "setting_invalid", &detail)
                    .respond(real.div_euclid(1000));
            }
        };
        let answered = self.clock(&settings, real).and_then(|clock| {
            let event = Event {
                settings: &settings,
                clock,
                real,
                body: body.as_deref(),
            };
            Ok((self.reply(&request, &event)?, clock.now(real)))
        });
        let (reply, now) = answered.unwrap_or_else(|fault| {
            console_error!("the sandbox could not answer: {fault}");
            (
                Reply::api(answer::bare(Code::Fault), HttpStatus::Ok),
                real.div_euclid(1000),
            )
        });
        if self.wake.take() {
            self.ring(real).await?;
        }
        let clock = self.clock(&settings, real)?;
        self.arm(&clock, real).await?;
        if reply.delay() > 0 {
            Delay::from(Duration::from_millis(reply.delay().into())).await;
        }
        reply.respond(now)
    }

    async fn alarm(&self) -> Result<Response> {
        // an error must not leave here: the platform gives an alarm up after six retries
        match self.work().await {
            Ok(()) => self.failures.set(0),
            Err(fault) => {
                let failures = self.failures.get().saturating_add(1);
                self.failures.set(failures);
                let wait = again_after(failures);
                console_error!("the alarm failed, and rings again in {wait} ms: {fault}");
                if let Err(fault) = self.ring(real().saturating_add(wait)).await {
                    // the next request sets it
                    console_error!("the alarm could not be set: {fault}");
                }
            }
        }
        Response::empty()
    }
}

/// Milliseconds until the alarm rings again after so many failures in a row: one second, then twice
/// as long each time, up to about four minutes.
pub fn again_after(failures: u32) -> i64 {
    let doublings = failures.saturating_sub(1).min(8);
    2_i64.saturating_pow(doublings).saturating_mul(1000)
}

/// What is the same from the start of a request to its end.
struct Event<'a> {
    settings: &'a Settings,
    clock: Clock,
    /// Real time in milliseconds.
    real: i64,
    body: Option<&'a [u8]>,
}

impl Sandbox {
    fn store(&self) -> Result<&Store> {
        if self.store.get().is_none() {
            let store = Store::open(self.state.storage().sql())?;
            // nobody else can have filled it: nothing was awaited
            let _ = self.store.set(store);
        }
        self.store
            .get()
            .ok_or_else(|| Error::from("the store is not open"))
    }

    /// What the alarm is for: a step of the bulk job, and the webhooks.
    async fn work(&self) -> Result<()> {
        let now = real();
        let rate = Settings::read(&self.env).map_or(1.0, |settings| settings.rate);
        let store = self.store()?;
        if store.bulk_step(store.clock(now, rate)?.now(now))? {
            self.ring(now).await?;
        }
        let clock = store.clock(now, rate)?;
        self.push(&clock).await?;
        self.arm(&clock, real()).await
    }

    /// Has the alarm ring at a real time in milliseconds, or earlier where it would anyway: there
    /// is only one.
    async fn ring(&self, at: i64) -> Result<()> {
        let storage = self.state.storage();
        if storage.get_alarm().await?.is_none_or(|set| set > at) {
            storage.set_alarm(at.saturating_sub(real()).max(0)).await?;
        }
        Ok(())
    }

    fn clock(&self, settings: &Settings, real: i64) -> Result<Clock> {
        self.store()?.clock(real, settings.rate)
    }

    fn reply(&self, request: &Request, event: &Event<'_>) -> Result<Reply> {
        let url = request.url()?;
        match Route::of(&request.inner().method(), url.path()) {
            Route::Page => Ok(Reply::page(page::public(&view(&url, event)))),
            Route::Style => Ok(Reply::file("text/css; charset=utf-8", page::STYLE)),
            Route::Script => Ok(Reply::file("text/javascript; charset=utf-8", page::SCRIPT)),
            Route::PageMethod => Ok(not_allowed(READ)),
            Route::Api(endpoint) => self.api(Ok(&endpoint), request, &url, event),
            Route::ApiUnknown => self.api(Err(Code::NotFound), request, &url, event),
            Route::ApiMethod => self.api(Err(Code::MethodNotAllowed), request, &url, event),
            Route::Unknown => Ok(Reply::nowhere()),
            Route::Control(control) => match (access(request, &url, event.settings), control) {
                (Access::Refused, _) => Ok(Reply::problem(
                    403,
                    "control_refused",
                    "control needs the token, or a caller on this machine",
                )),
                (Access::Absent, _) => Ok(Reply::nowhere()),
                (Access::Open, Control::Page) => {
                    let panel = self.panel(event)?;
                    Ok(Reply::page(page::control(&view(&url, event), &panel)))
                }
                (Access::Open, Control::Live) => {
                    let panel = self.panel(event)?;
                    Ok(Reply::page(page::live(&view(&url, event), &panel)))
                }
                (Access::Open, control) => self.control(&control, event),
            },
        }
    }

    fn control(&self, control: &Control, event: &Event<'_>) -> Result<Reply> {
        let store = self.store()?;
        match control {
            Control::ClockRead => Ok(clock_reply(&event.clock, event.real)),
            Control::ClockSet => self.set_clock(event),
            Control::SwitchesRead => shown(&store.switches()?),
            Control::SwitchesSet => match store.switches()?.set(event.body.unwrap_or_default()) {
                Ok(switches) => {
                    store.set_switches(&switches)?;
                    store.advance(event.clock.now(event.real))?;
                    shown(&switches)
                }
                Err(detail) => Ok(Reply::problem(400, "switches_invalid", &detail)),
            },
            Control::CountersRead => self.counters_reply(event),
            Control::CountersReset => {
                self.recent.replace(Recent::default());
                store.set_counters(&Counters::default())?;
                self.counters_reply(event)
            }
            Control::BulkRead => self.bulk_reply(200),
            Control::BulkStart => self.start_bulk(event),
            Control::Reset => {
                self.recent.replace(Recent::default());
                store.reset()?;
                let clock = self.clock(event.settings, event.real)?;
                Ok(clock_reply(&clock, event.real))
            }
            Control::FaultsRead => self.read_faults(event),
            Control::FaultsAdd => self.add_faults(event),
            Control::FaultsClear => self.clear_faults(event),
            Control::HookRead => self.read_hook(),
            Control::HookSet => self.set_hook(event),
            Control::HookClear => self.clear_hook(),
            Control::Method(allow) => Ok(not_allowed(allow)),
            Control::Page | Control::Live | Control::Unknown => Ok(Reply::nowhere()),
        }
    }

    fn panel(&self, event: &Event<'_>) -> Result<Panel> {
        let store = self.store()?;
        store.advance(event.clock.now(event.real))?;
        let mut faults = store.faults()?;
        faults.expire(event.real);
        Ok(Panel {
            counters: store.counters()?,
            quota: store.quota(event.real)?,
            switches: store.switches()?,
            bulk: store.bulk()?.unwrap_or_default(),
            parcels: store.parcels()?,
            faults,
            hooks: store.hook_state()?,
        })
    }

    /// An answer of the API; `endpoint` is the code of a path or method there is not.
    fn api(
        &self,
        endpoint: Result<&Endpoint, Code>,
        request: &Request,
        url: &Url,
        event: &Event<'_>,
    ) -> Result<Reply> {
        let header = |name: &str| request.headers().get(name).ok().flatten();
        let store = self.store()?;
        let switches = store.switches()?;
        let rules = switches.limits.rules();
        let [connecting, client] = ["CF-Connecting-IP", "Sandbox-Client"].map(header);
        let visit = Visit {
            store,
            switches: &switches,
            rules: &rules,
            recent: &self.recent,
            address: &traffic::address(connecting.as_deref(), client.as_deref()),
            real: event.real,
        };
        let (kind, label) = endpoint.map_or((Kind::Other, "other"), |found| {
            (found.kind(), found.label())
        });
        let verdict = visit.enter(kind)?;
        let strike = store.strike(label, event.real)?;
        let refused = strike.as_ref().and_then(|strike| strike.fault.refuses());
        let answer = match endpoint {
            _ if verdict != Verdict::Pass => answer::bare(Code::Limited),
            _ if refused.is_some() => answer::bare(refused.unwrap_or(Code::Fault)),
            _ if switches.maintenance => answer::bare(Code::Maintenance),
            Err(code) => answer::bare(code),
            Ok(endpoint) => {
                let key = header("Tracktry-Api-Key");
                match api::admit(event.settings, key.as_deref()) {
                    Err(code) => answer::bare(code),
                    Ok(key) => {
                        let now = event.clock.now(event.real);
                        store.advance(now)?;
                        let call = Call {
                            store,
                            now,
                            real: event.real,
                            query: url.query().unwrap_or_default(),
                            body: event.body,
                            switches: &switches,
                            rules,
                        };
                        api::answer(endpoint, key, &call)?
                    }
                }
            }
        };
        let verdict = visit.leave(answer.code, verdict)?;
        visit.count(kind, label, answer.code, verdict)?;
        let reply = Reply::api(answer, switches.http_status);
        Ok(match strike {
            Some(strike) => reply.struck(&strike),
            None => reply,
        })
    }

    fn set_clock(&self, event: &Event<'_>) -> Result<Reply> {
        match control::clock_setting(event.body.unwrap_or_default()) {
            Ok(setting) => {
                let clock = event.clock.set(event.real, setting.now, setting.rate);
                let store = self.store()?;
                store.set_clock(&clock)?;
                store.hasten(clock.now(event.real))?;
                // here, so that nobody's request to the API waits for it
                store.advance(clock.now(event.real))?;
                Ok(clock_reply(&clock, event.real))
            }
            Err(detail) => Ok(Reply::problem(400, "clock_invalid", detail)),
        }
    }
}

fn access(request: &Request, url: &Url, settings: &Settings) -> Access {
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let [named, address, origin, site, authorization] = [
        "Host",
        "CF-Connecting-IP",
        "Origin",
        "Sec-Fetch-Site",
        "Authorization",
    ]
    .map(header);
    let caller = Caller {
        host: url.host_str().unwrap_or_default(),
        named: named.as_deref(),
        address: address.as_deref(),
        origin: origin.as_deref(),
        site: site.as_deref(),
        authorization: authorization.as_deref(),
    };
    control::access(settings, &caller)
}

fn view(url: &Url, event: &Event<'_>) -> View {
    View {
        clock: event.clock,
        real: event.real,
        origin: url.origin().ascii_serialization(),
    }
}

fn clock_reply(clock: &Clock, real: i64) -> Reply {
    let now = time::iso(clock.now(real));
    Reply::json(&json!({"now": now, "rate": clock.rate()}))
}

fn shown<T: serde::Serialize>(value: &T) -> Result<Reply> {
    let value = serde_json::to_value(value).map_err(|error| error.to_string())?;
    Ok(Reply::json(&value))
}

fn not_allowed(allow: &str) -> Reply {
    Reply::problem(405, "method_not_allowed", "this path takes other methods")
        .with("Allow", allow.to_owned())
}

/// Real time in milliseconds. Between two waits it stands still.
fn real() -> i64 {
    i64::try_from(Date::now().as_millis()).unwrap_or(i64::MAX)
}

/// The body; `None` where it is longer than taken, or broke off. What is too long is read on for
/// a while without being kept, since a client that still sends does not see an answer.
async fn read(request: &mut Request) -> Result<Option<Vec<u8>>> {
    if request.inner().body().is_none() {
        return Ok(Some(Vec::new()));
    }
    let mut stream = request.stream()?;
    let mut body = Vec::new();
    let mut length = 0_usize;
    while let Some(chunk) = stream.next().await {
        let Ok(chunk) = chunk else { return Ok(None) };
        length = length.saturating_add(chunk.len());
        if length > MAX_READ {
            return Ok(None);
        }
        if length > MAX_BODY {
            body = Vec::new();
        } else {
            body.extend_from_slice(&chunk);
        }
    }
    Ok(Some(body).filter(|_| length <= MAX_BODY))
}
