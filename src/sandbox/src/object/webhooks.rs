//! Webhooks: control, and the sending of them, which only the alarm does.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, join_all, select};
use worker::{Delay, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Result};

use super::{Event, Sandbox, real, shown};
use crate::clock::Clock;
use crate::reply::Reply;
use crate::store::Due;
use crate::webhook::{self, DEADLINE, Outcome, Target};
use crate::wire::{self, Form};

/// The least time between two alarms, in milliseconds, however fast the clock runs.
const PAUSE: i64 = 100;
/// How much of a receiver's answer is read, in bytes.
const MAX_ANSWER: usize = 1024;

impl Sandbox {
    pub(super) fn read_hook(&self) -> Result<Reply> {
        shown(&self.store()?.hook_state()?)
    }

    pub(super) fn set_hook(&self, event: &Event<'_>) -> Result<Reply> {
        match Target::parse(event.body.unwrap_or_default(), event.settings.loopback) {
            Ok(target) => {
                let store = self.store()?;
                // what has changed before is no news
                store.advance(event.clock.now(event.real))?;
                store.set_hook(Some(&target))?;
                self.read_hook()
            }
            Err(detail) => Ok(Reply::problem(400, "webhook_invalid", detail)),
        }
    }

    pub(super) fn clear_hook(&self) -> Result<Reply> {
        self.store()?.set_hook(None)?;
        self.read_hook()
    }

    /// Has the alarm ring when there will be something to send.
    pub(super) async fn arm(&self, clock: &Clock, real: i64) -> Result<()> {
        if let Some(at) = self.store()?.next_hook()?
            && let Some(rings) = clock.reaches(at, real)
        {
            self.ring(rings.max(real.saturating_add(PAUSE))).await?;
        }
        Ok(())
    }

    /// Sends what is due, a few at once; the alarm rings again for the rest.
    pub(super) async fn push(&self, clock: &Clock) -> Result<()> {
        let store = self.store()?;
        let Some(target) = store.hook()? else {
            return Ok(());
        };
        let now = clock.now(real());
        store.advance(now)?;
        let due = store.due(now)?;
        let outcomes = join_all(due.iter().map(|due| self.push_one(&target, due, now))).await;
        for (due, outcome) in due.iter().zip(outcomes) {
            store.sent(due, outcome?, now)?;
        }
        Ok(())
    }

    async fn push_one(&self, target: &Target, due: &Due, now: i64) -> Result<Outcome> {
        let Some(parcel) = self.store()?.find(&due.carrier, &due.key)? else {
            return Ok(Outcome::Gone);
        };
        let item = wire::item(&parcel, Form::Single, now);
        let body = webhook::body(&item, &target.email, real().div_euclid(1000));
        let deadline = Delay::from(Duration::from_millis(DEADLINE));
        match select(Box::pin(send(&target.url, body)), deadline).await {
            Either::Left((answer, _)) => Ok(answer.unwrap_or(Outcome::Unreachable)),
            Either::Right(_) => Ok(Outcome::Timeout),
        }
    }
}

async fn send(url: &str, body: Vec<u8>) -> Result<Outcome> {
    let headers = Headers::new();
    headers.set("Content-Type", "application/json")?;
    headers.set("User-Agent", "tracktry-sandbox")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(String::from_utf8_lossy(&body).into_owned().into()));
    let request = Request::new_with_init(url, &init)?;
    let mut answer = Fetch::Request(request).send().await?;
    let mut start = Vec::new();
    let mut stream = answer.stream()?;
    while start.len() < MAX_ANSWER
        && let Some(chunk) = stream.next().await
    {
        start.extend_from_slice(&chunk?);
    }
    Ok(Outcome::of(answer.status_code(), &start))
}
