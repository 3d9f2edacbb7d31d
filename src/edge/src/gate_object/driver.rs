//! Sends what the Gate lets past, and tells who waits.

use super::object::Inner;
use super::store::Memo;
use crate::answer::Answered;
use crate::gate::{Ask, Class, How, Kind, Next, Outcome, Refused, Settled, Want, What};
use crate::problem::Problem;
use crate::upstream::{self, Failure, Request};
use crate::{clock, log};
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::futures::spawn_local;
use std::rc::Rc;
use std::time::Duration;
use worker::Delay;

/// Unix time in milliseconds.
type Ms = i64;

/// Seconds after which to ask again where there was no time: those before have had their turn.
const AGAIN_SECONDS: u32 = 5;

/// The longest the driver sleeps: a clock that is set back must not hold it.
const MAX_SLEEP_MS: i64 = 60_000;

/// An answer of upstream, and when it was asked for.
#[derive(Debug)]
pub struct Served {
    /// What it says.
    pub answered: Answered,
    /// When the request left.
    pub asked_at: Ms,
    /// The `Date` of the answer, in seconds since 1970.
    pub date: Option<i64>,
    /// The numbers or orders that were asked for together.
    pub named: Vec<String>,
    /// The answer itself, where it goes on to the merchant and is an envelope.
    pub body: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unserved {
    /// What to tell whoever asked.
    pub problem: Problem,
    /// How the Gate settled it; `None` where it was refused at once.
    pub how: Option<How>,
    /// Whether the answer was too large.
    pub too_large: bool,
}

/// What a waiter is told.
pub type Told = Result<Rc<Served>, Unserved>;

impl Inner {
    /// Asks upstream, as soon as the Gate lets it. `call` is the request itself, where it is not a
    /// number or an order that goes into a list.
    pub(super) async fn ask(
        self: &Rc<Self>,
        want: Want,
        class: Class,
        until: Ms,
        call: Option<Request>,
    ) -> Told {
        let now = clock::now();
        let ask = Ask { want, class, until };
        let asked = match self.machine.borrow_mut().as_mut() {
            Some(machine) => machine.ask(ask, now),
            None => return Err(unserved(Problem::Internal)),
        };
        let id = asked.map_err(|refused| unserved(problem_of(refused)))?;
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(id, sender);
        if let Some(call) = call {
            self.calls.borrow_mut().insert(id, call);
        }
        self.drive();
        receiver
            .await
            .unwrap_or_else(|_| Err(unserved(Problem::Internal)))
    }

    /// Has the driver look again, and starts it where it sleeps for good.
    fn drive(self: &Rc<Self>) {
        if let Some(wake) = self.wake.borrow_mut().take() {
            let _ = wake.send(());
        }
        if !self.driving.replace(true) {
            let inner = Rc::clone(self);
            spawn_local(async move { inner.run().await });
        }
    }

    async fn run(self: Rc<Self>) {
        // Each turn sends, settles or sleeps: the Gate says Idle when nobody waits any more.
        loop {
            let now = clock::now();
            let next = match self.machine.borrow_mut().as_mut() {
                Some(machine) => machine.next(now),
                None => Next::Idle,
            };
            match next {
                Next::Send(request) => {
                    // Before it leaves: the platform holds it back until this is written.
                    if self.keep().is_err() {
                        let settled = self.end(request.id, Outcome::Fault);
                        self.settle(settled, &Err(unserved(Problem::Internal)));
                        continue;
                    }
                    let inner = Rc::clone(&self);
                    spawn_local(async move { inner.perform(request).await });
                }
                Next::Settle(settled) => self.settle(settled, &Err(unserved(Problem::Timeout))),
                Next::Wait(at) => self.sleep(at.saturating_sub(now)).await,
                Next::Idle => break,
            }
        }
        self.driving.set(false);
    }

    async fn sleep(&self, ms: Ms) {
        let (wake, woken) = oneshot::channel();
        self.wake.replace(Some(wake));
        let ms = u64::try_from(ms.clamp(1, MAX_SLEEP_MS)).unwrap_or(1);
        let slept = Delay::from(Duration::from_millis(ms));
        let (Either::Left(_) | Either::Right(_)) = select(woken, slept).await;
        self.wake.replace(None);
    }

    async fn perform(self: Rc<Self>, request: crate::gate::Request) {
        let asked_at = clock::now();
        let (call, named) = match &request.what {
            What::Numbers(numbers) => (Some(self.list("numbers", numbers)), numbers.clone()),
            What::Orders(orders) => (Some(self.list("orders", &written(orders))), orders.clone()),
            What::Alone(id) => (self.calls.borrow().get(id).cloned(), Vec::new()),
        };
        let is_passed = call.as_ref().is_some_and(|call| call.is_passed);
        let sent = match (call, self.config()) {
            (Some(call), Ok(config)) => upstream::send(&config, &call).await,
            _ => Err(Failure::Problem(Problem::Internal)),
        };
        let (outcome, told) = match sent {
            Ok(answer) => {
                let mut answered = Answered::read(answer.http, &answer.body);
                if is_passed {
                    answered = answered.by_code();
                }
                let outcome = answered.for_gate();
                let passed = (is_passed && answered.code.is_some()).then_some(answer.body);
                let served = Served {
                    answered,
                    asked_at,
                    date: answer.date,
                    named,
                    body: passed.and_then(|body| String::from_utf8(body).ok()),
                };
                (outcome, Ok(Rc::new(served)))
            }
            // It came, so upstream is well: only we cannot take it.
            Err(Failure::TooLarge) => (
                Outcome::Answered,
                Err(Unserved {
                    too_large: true,
                    ..unserved(Problem::Garbled)
                }),
            ),
            Err(Failure::Problem(problem)) => (Outcome::Fault, Err(unserved(problem))),
        };
        let before = self.foreign();
        let settled = self.end(request.id, outcome);
        self.count(request.kind, outcome, self.foreign() > before);
        if let Err(fault) = self.keep() {
            log::fault("gate", &fault);
        }
        self.settle(settled, &told);
        self.drive();
    }

    pub(super) fn list(&self, filter: &str, values: &[String]) -> Request {
        let lang = self
            .config()
            .map(|config| config.event_lang.clone())
            .unwrap_or_default();
        // A number can have a row of each carrier that has it.
        let values = values.iter().map(|value| escaped(value));
        let values = values.collect::<Vec<_>>().join(",");
        Request::get(format!(
            "/trackings/get?{filter}={values}&limit=2000&lang={lang}"
        ))
    }

    fn end(&self, id: crate::gate::RequestId, outcome: Outcome) -> Vec<Settled> {
        let roll = roll();
        match self.machine.borrow_mut().as_mut() {
            Some(machine) => machine.answered(id, outcome, roll, clock::now()),
            None => Vec::new(),
        }
    }

    fn settle(&self, settled: Vec<Settled>, told: &Told) {
        for Settled { id, how } in settled {
            self.calls.borrow_mut().remove(&id);
            let Some(waiter) = self.waiting.borrow_mut().remove(&id) else {
                continue;
            };
            let told = match (how, told) {
                (How::Answer, Ok(served)) => Ok(Rc::clone(served)),
                (How::Refused(refused), _) => Err(Unserved {
                    how: Some(how),
                    ..unserved(problem_of(refused))
                }),
                (How::Expired { .. }, _) => Err(Unserved {
                    how: Some(how),
                    ..unserved(Problem::Busy(AGAIN_SECONDS))
                }),
                (How::Answer | How::Failed, Err(unserved)) => Err(Unserved {
                    how: Some(how),
                    ..*unserved
                }),
                (How::Failed, Ok(served)) => Err(Unserved {
                    how: Some(how),
                    ..unserved(served.answered.problem())
                }),
            };
            // Who is gone need not be told.
            let _ = waiter.send(told);
        }
    }

    /// Writes down what a restart must not forget.
    fn keep(&self) -> worker::Result<()> {
        let Some(gate) = self.machine.borrow().as_ref().map(crate::gate::Gate::saved) else {
            return Ok(());
        };
        let counts = self.counts.borrow().clone();
        self.store()?.set_memo(&Memo { gate, counts })
    }

    fn count(&self, kind: Kind, outcome: Outcome, foreign: bool) {
        self.counts.borrow_mut().add(kind, outcome, foreign);
    }

    /// Silences that came though the limits were kept, as the Gate remembers them.
    fn foreign(&self) -> usize {
        let machine = self.machine.borrow();
        machine
            .as_ref()
            .map_or(0, |machine| machine.stats(clock::now()).foreign)
    }
}

fn unserved(problem: Problem) -> Unserved {
    Unserved {
        problem,
        how: None,
        too_large: false,
    }
}

/// What to tell those whom the Gate refuses.
pub fn problem_of(refused: Refused) -> Problem {
    match refused {
        Refused::Silent { left_ms } => Problem::Busy(seconds(left_ms)),
        Refused::Full { retry_ms } => Problem::Busy(seconds(retry_ms)),
        Refused::Broken { left_ms } => Problem::Down(seconds(left_ms)),
        Refused::Quota { .. } => Problem::Quota,
    }
}

/// Whole seconds, at least one.
fn seconds(ms: Ms) -> u32 {
    let seconds = ms.saturating_add(999).div_euclid(1_000);
    u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
}

/// Orders in both forms in which shops post them.
fn written(orders: &[String]) -> Vec<String> {
    let forms = |order: &String| [order.clone(), format!("#{order}")];
    orders.iter().flat_map(forms).collect()
}

/// A value of a query, percent-encoded; commas too, which part values.
fn escaped(value: &str) -> String {
    String::from(js_sys::encode_uri_component(value))
}

/// Any random number.
fn roll() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "below two to the 32nd"
    )]
    let roll = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    roll
}
