//! The Durable Object: the clock is read once per request, and everything follows from it.

#![expect(missing_docs, reason = "`durable_object` writes methods without docs")]

use std::cell::OnceCell;

use futures_util::StreamExt;
use serde_json::json;
// `durable_object` writes code that names it
use wasm_bindgen as _;
use worker::{
    Date, DurableObject, Env, Error, Request, Response, Result, State, Url, console_error,
    durable_object,
};

use crate::api::{self, Call};
use crate::clock::Clock;
use crate::code::Code;
use crate::control::{self, Access, Caller};
use crate::input::{MAX_BODY, MAX_READ};
use crate::reply::Reply;
use crate::route::{Control, Endpoint, READ, Route};
use crate::settings::{Settings, Wrong};
use crate::store::Store;
use crate::{answer, page, time};

/// The sandbox: all its state, and every answer.
#[durable_object]
pub struct Sandbox {
    state: State,
    env: Env,
    store: OnceCell<Store>,
}

impl DurableObject for Sandbox {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            store: OnceCell::new(),
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
            (Reply::api(answer::bare(Code::Fault)), real.div_euclid(1000))
        });
        reply.respond(now)
    }
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

    fn clock(&self, settings: &Settings, real: i64) -> Result<Clock> {
        self.store()?.clock(real, settings.rate)
    }

    fn reply(&self, request: &Request, event: &Event<'_>) -> Result<Reply> {
        let url = request.url()?;
        let page = |control| {
            let origin = url.origin().ascii_serialization();
            Reply::page(page::page(&event.clock, event.real, &origin, control))
        };
        match Route::of(&request.inner().method(), url.path()) {
            Route::Page => Ok(page(false)),
            Route::Style => Ok(Reply::style(page::STYLE)),
            Route::PageMethod => Ok(not_allowed(READ)),
            Route::Api(endpoint) => self.api(&endpoint, request, &url, event),
            Route::ApiUnknown => Ok(Reply::api(answer::bare(Code::NotFound))),
            Route::ApiMethod => Ok(Reply::api(answer::bare(Code::MethodNotAllowed))),
            Route::Unknown => Ok(Reply::nowhere()),
            Route::Control(control) => match (access(request, &url, event.settings), control) {
                (Access::Refused, _) => Ok(Reply::problem(
                    403,
                    "control_refused",
                    "control needs the token, or a caller on this machine",
                )),
                (Access::Open, Control::Page) => Ok(page(true)),
                (Access::Open, Control::ClockRead) => Ok(clock_reply(&event.clock, event.real)),
                (Access::Open, Control::ClockSet) => self.set_clock(event),
                (Access::Open, Control::Method(allow)) => Ok(not_allowed(allow)),
                (Access::Absent, _) | (Access::Open, Control::Unknown) => Ok(Reply::nowhere()),
            },
        }
    }

    fn api(
        &self,
        endpoint: &Endpoint,
        request: &Request,
        url: &Url,
        event: &Event<'_>,
    ) -> Result<Reply> {
        let key = request.headers().get("Tracktry-Api-Key").ok().flatten();
        if let Err(code) = api::admit(event.settings, key.as_deref()) {
            return Ok(Reply::api(answer::bare(code)));
        }
        let store = self.store()?;
        let now = event.clock.now(event.real);
        store.advance(now)?;
        let call = Call {
            store,
            now,
            query: url.query().unwrap_or_default(),
            body: event.body,
        };
        api::answer(endpoint, &call).map(Reply::api)
    }

    fn set_clock(&self, event: &Event<'_>) -> Result<Reply> {
        match control::clock_setting(event.body.unwrap_or_default()) {
            Ok(setting) => {
                let clock = event.clock.set(event.real, setting.now, setting.rate);
                self.store()?.set_clock(&clock)?;
                Ok(clock_reply(&clock, event.real))
            }
            Err(detail) => Ok(Reply::problem(400, "clock_invalid", detail)),
        }
    }
}

fn access(request: &Request, url: &Url, settings: &Settings) -> Access {
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let [address, origin, site, authorization] = [
        "CF-Connecting-IP",
        "Origin",
        "Sec-Fetch-Site",
        "Authorization",
    ]
    .map(header);
    let caller = Caller {
        host: url.host_str().unwrap_or_default(),
        address: address.as_deref(),
        origin: origin.as_deref(),
        site: site.as_deref(),
        authorization: authorization.as_deref(),
    };
    control::access(settings, &caller)
}

fn clock_reply(clock: &Clock, real: i64) -> Reply {
    let now = time::iso(clock.now(real));
    Reply::json(&json!({"now": now, "rate": clock.rate()}))
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
