//! The Durable Object: the clock is read once per request, and everything follows from it.

#![expect(missing_docs, reason = "`durable_object` writes methods without docs")]

use std::cell::OnceCell;

use futures_util::StreamExt;
use serde_json::json;
// `durable_object` writes code that names it
use wasm_bindgen as _;
use worker::{
    Date, DurableObject, Env, Error, Request, Response, Result, State, console_error,
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
        let settings = match Settings::read(&self.env) {
            Ok(settings) => settings,
            Err(Wrong(name)) => {
                let detail = format!("the setting {name} cannot be used");
                return Reply::problem(500, "setting_invalid", &detail)
                    .respond(real().div_euclid(1000));
            }
        };
        let body = read(&mut request).await?;
        let now = self.clock(&settings, real()).map(|clock| clock.now(real()));
        let reply = self
            .reply(&request, body.as_deref(), &settings)
            .unwrap_or_else(|fault| {
                console_error!("the sandbox could not answer: {fault}");
                Reply::api(answer::bare(Code::Fault))
            });
        reply.respond(now.unwrap_or_else(|_| real().div_euclid(1000)))
    }
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

    fn reply(&self, request: &Request, body: Option<&[u8]>, settings: &Settings) -> Result<Reply> {
        let url = request.url()?;
        let method = request.inner().method();
        let header = |name: &str| request.headers().get(name).ok().flatten();
        let (address, origin, site, authorization) = (
            header("CF-Connecting-IP"),
            header("Origin"),
            header("Sec-Fetch-Site"),
            header("Authorization"),
        );
        let access = control::access(
            settings,
            &Caller {
                host: url.host_str().unwrap_or_default(),
                address: address.as_deref(),
                origin: origin.as_deref(),
                site: site.as_deref(),
                authorization: authorization.as_deref(),
            },
        );
        let real = real();
        let route = Route::of(&method, url.path());
        match route {
            Route::Page => Ok(Reply::page(page::page(
                &self.clock(settings, real)?,
                real,
                false,
            ))),
            Route::Style => Ok(Reply::style(page::STYLE)),
            Route::Api(endpoint) => {
                let key = header("Tracktry-Api-Key");
                let query = url.query().unwrap_or_default();
                self.api(&endpoint, settings, key.as_deref(), query, body)
            }
            Route::ApiUnknown => Ok(Reply::api(answer::bare(Code::NotFound))),
            Route::ApiMethod => Ok(Reply::api(answer::bare(Code::MethodNotAllowed))),
            Route::Unknown => Ok(Reply::nowhere()),
            Route::PageMethod => Ok(not_allowed(READ)),
            Route::Control(control) => match access {
                Access::Open => self.control(&control, settings, body, real),
                Access::Refused => Ok(Reply::problem(
                    403,
                    "control_refused",
                    "control needs the token, or a caller on this machine",
                )),
                Access::Absent => Ok(Reply::nowhere()),
            },
        }
    }

    fn api(
        &self,
        endpoint: &Endpoint,
        settings: &Settings,
        key: Option<&str>,
        query: &str,
        body: Option<&[u8]>,
    ) -> Result<Reply> {
        if let Err(code) = api::admit(settings, key) {
            return Ok(Reply::api(answer::bare(code)));
        }
        let store = self.store()?;
        let now = self.clock(settings, real())?.now(real());
        store.advance(now)?;
        let call = Call {
            store,
            now,
            query,
            body,
        };
        api::answer(endpoint, &call).map(Reply::api)
    }

    fn control(
        &self,
        control: &Control,
        settings: &Settings,
        body: Option<&[u8]>,
        real: i64,
    ) -> Result<Reply> {
        let clock = self.clock(settings, real)?;
        let clock = match control {
            Control::Page => return Ok(Reply::page(page::page(&clock, real, true))),
            Control::Method(allow) => return Ok(not_allowed(allow)),
            Control::Unknown => return Ok(Reply::nowhere()),
            Control::ClockRead => clock,
            Control::ClockSet => match control::clock_setting(body.unwrap_or_default()) {
                Ok(setting) => {
                    let clock = clock.set(real, setting.now, setting.rate);
                    self.store()?.set_clock(&clock)?;
                    clock
                }
                Err(detail) => return Ok(Reply::problem(400, "clock_invalid", detail)),
            },
        };
        let now = time::iso(clock.now(real));
        Ok(Reply::json(&json!({"now": now, "rate": clock.rate()})))
    }
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
