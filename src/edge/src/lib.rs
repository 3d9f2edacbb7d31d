//! tracktry-edge: the Worker that holds the key and tells shoppers where their parcel is.
//!
//! ```text
//! Request → Route → Access (who asks, what may they see) → memory → Shelf → Gate → upstream
//! ```
//!
//! The rules are pure and tested natively: `gate`, `sync` and `shelf::policy` know no platform.
//! The objects around them (`shelf`, `gate_object`), and `call`, `memory`, `objects`, `upstream`,
//! `assets` and `reply` touch it.

pub mod access;
pub mod alarm;
pub mod answer;
pub mod assets;
pub mod body;
pub mod brand;
pub mod cache;
pub mod call;
pub mod clock;
pub mod config;
pub mod cors;
pub mod cron;
pub mod db;
pub mod etag;
pub mod exceptions;
pub mod expected;
pub mod gate;
pub mod gate_object;
pub mod guests;
pub mod healthz;
pub mod journeys;
pub mod links;
pub mod log;
pub mod memory;
pub mod message;
pub mod metrics;
pub mod notify;
pub mod object_reply;
pub mod objects;
pub mod orders;
pub mod pages;
pub mod place;
mod platform;
pub mod problem;
pub mod proofs;
pub mod record;
pub mod reply;
pub mod route;
pub mod secret;
pub mod shelf;
pub mod sorted;
pub mod sync;
mod times;
pub mod upstream;
pub mod v1;
pub mod verify;
pub mod webhooks;
pub mod wire;

use call::Call;
use config::{Config, Wrong};
use journeys::Place;
use problem::Problem;
use reply::{Body, Reply};
use route::{Resource, Route};
use std::cell::OnceCell;
use std::rc::Rc;
use worker::{Context, Env, ScheduleContext, ScheduledEvent, event};

type Settings = Result<Rc<Config>, Rc<[Wrong]>>;

thread_local! {
    /// The settings: a deployment's never change while its isolate lives.
    static SETTINGS: OnceCell<Settings> = const { OnceCell::new() };
}

/// Answers a request.
///
/// # Errors
/// Only where the platform refuses to make a response.
#[event(fetch)]
pub async fn fetch(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<web_sys::Response> {
    log::only_places_of_panics();
    let call = Call::of(&request);
    let reply = match settings(&env) {
        Ok(config) => serve(&request, &call, &config, &env, &context).await,
        Err(wrong) => misconfigured(&call, &wrong),
    };
    Ok(call.finish(reply).into_response()?)
}

/// Every five minutes: sees to it that alarms ring. Those of the Gate, so that a deployment nobody
/// asks imports all the same, and of some of the Shelves, so that each has its turn in 40 minutes.
#[event(scheduled)]
pub async fn scheduled(event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    log::only_places_of_panics();
    if let Ok(config) = settings(&env) {
        cron::arm(&config, &env, event.schedule()).await;
    }
}

pub(crate) fn settings(env: &Env) -> Settings {
    SETTINGS.with(|settings| {
        settings
            .get_or_init(|| {
                Config::read(|name| setting(env, name))
                    .map(Rc::new)
                    .map_err(Into::into)
            })
            .clone()
    })
}

/// A variable or secret as text; wrangler.toml can hold numbers too.
fn setting(env: &Env, name: &str) -> Option<String> {
    let value = js_sys::Reflect::get(env, &name.into()).ok()?;
    value
        .as_string()
        .or_else(|| value.as_f64().map(|number| number.to_string()))
}

async fn serve(
    request: &web_sys::Request,
    call: &Call,
    config: &Rc<Config>,
    env: &Env,
    context: &Context,
) -> Reply {
    let path = route::path_of(&call.url);
    #[cfg(feature = "test-panic")]
    test_panic(path, config, env).await;
    let found = route::resource(&config.base_path, path);
    let is_off =
        |resource: &Resource<'_>| resource.passed().is_some() && config.merchants.is_empty();
    let Some(resource) = found.filter(|resource| !is_off(resource)) else {
        return call.for_page(call.problem(Problem::RouteUnknown), config);
    };
    if let Some(path) = resource.passed() {
        let place = Place {
            call,
            config,
            env,
            context,
        };
        return v1::answer(place, request, path).await;
    }
    let reply = if call.method == "OPTIONS" {
        let may_read =
            resource.is_for_all() || config.origins.allowed(call.origin.as_deref()).is_some();
        options(call, resource.allow(), may_read)
    } else {
        let place = Place {
            call,
            config,
            env,
            context,
        };
        answer(place, request, resource).await
    };
    if resource.is_for_all() {
        assets::for_all(reply)
    } else {
        call.for_page(reply, config)
    }
}

async fn answer(place: Place<'_>, request: &web_sys::Request, resource: Resource<'_>) -> Reply {
    let Place { call, .. } = place;
    let name = match resource.name(&call.method) {
        Ok(name) => name,
        Err(problem) => {
            report(call, "any", problem);
            return call.problem(problem);
        }
    };
    let answered = match resource.route(&call.method) {
        Ok(route) => answer_route(place, request, &route).await,
        Err(problem) => Err(problem),
    };
    answered.unwrap_or_else(|problem| {
        report(call, name.as_str(), problem);
        call.problem(problem)
    })
}

async fn answer_route(
    place: Place<'_>,
    request: &web_sys::Request,
    route: &Route<'_>,
) -> Result<Reply, Problem> {
    let Place {
        call, config, env, ..
    } = place;
    match route {
        Route::Journey { carrier, number } => {
            journeys::answer(place, carrier.as_deref(), number).await
        }
        Route::Order(order) => orders::answer(place, order).await,
        Route::Verify(order) => verify::answer(place, request, order).await,
        Route::Links => links::answer(place, request).await,
        Route::EraseOrder(order) => orders::erase_order(place, order).await,
        Route::EraseParcel { carrier, number } => {
            orders::erase_parcel(place, carrier, number).await
        }
        Route::Form => Ok(pages::form(place, request).await),
        Route::Find => Ok(pages::find(place, request).await),
        Route::Page(frame, parts) => Ok(pages::parcel(place, request, *frame, *parts).await),
        Route::OrderPage(order) => Ok(pages::order(place, request, order).await),
        Route::Badge(parts) => pages::badge(place, request, *parts).await,
        Route::Brand => Ok(brand::answer(config)),
        Route::OpenApi => assets::answer(call, env, "/openapi.json").await,
        Route::Expected(order) => expected::answer(place, request, order).await,
        Route::Exceptions => exceptions::answer(place).await,
        Route::Webhook(secret) => webhooks::answer(place, request, secret).await,
        Route::Asset(path) => assets::answer(call, env, path).await,
        // Answered before its method is looked at.
        Route::Pass(_) => Err(Problem::RouteUnknown),
        Route::Health => Ok(healthz::answer(config, env, call.now()).await),
        Route::Metrics => metrics::answer(place).await,
    }
}

fn options(call: &Call, allow: &'static str, may_read: bool) -> Reply {
    let reply = Reply::new(204, Body::None).with("Allow", allow);
    if !call.is_preflight || !may_read {
        return reply;
    }
    reply
        .with("Access-Control-Allow-Methods", allow)
        .with("Access-Control-Allow-Headers", cors::REQUEST_HEADERS)
        .with("Access-Control-Max-Age", cors::PREFLIGHT_SECONDS)
}

/// Without settings nothing is known of base path and origins: health by its last segment, one
/// problem for the rest, for pages of any origin, since it names a setting only.
fn misconfigured(call: &Call, wrong: &[Wrong]) -> Reply {
    assets::for_all(if call.method == "OPTIONS" {
        options(call, route::READ, true)
    } else {
        unset(call, wrong)
    })
}

fn unset(call: &Call, wrong: &[Wrong]) -> Reply {
    if route::path_of(&call.url).ends_with("/healthz") {
        return healthz::misconfigured(wrong);
    }
    let problem = wrong
        .first()
        .map_or(Problem::Internal, |wrong| Problem::SettingInvalid(*wrong));
    report(call, "any", problem);
    call.problem(problem)
}

/// What a page's or a badge's route is called in the log.
pub(crate) fn name(place: Place<'_>) -> &'static str {
    let Place { call, config, .. } = place;
    let found = route::resource(&config.base_path, route::path_of(&call.url));
    let name = found.and_then(|resource| resource.name(&call.method).ok());
    name.map_or("page", route::Name::as_str)
}

pub(crate) fn report(call: &Call, route: &str, problem: Problem) {
    let setting = match problem {
        Problem::SettingInvalid(wrong) => Some(wrong.setting),
        _ => None,
    };
    let (code, status) = (problem.code(), problem.status());
    log::problem(call, route, code, status, setting);
}

/// A trap on demand, here or in an object, only in a build for the test of what survives one.
#[cfg(feature = "test-panic")]
async fn test_panic(path: &str, config: &Config, env: &Env) {
    trap(path);
    let object = match path {
        "/test-panic/shelf" => objects::Object::shelf(0),
        "/test-panic/gate" => objects::Object::gate(config),
        _ => return,
    };
    let _ = object.get(env, "/test-panic", objects::CALL_MS).await;
}

#[cfg(feature = "test-panic")]
pub(crate) fn trap(path: &str) {
    assert!(path != "/test-panic", "a canary that no log line may hold");
}
