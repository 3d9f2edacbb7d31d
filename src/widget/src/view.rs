//! From an answer to what the element does.

use crate::answer::{self, Outcome};
use crate::intl::Intl;
use crate::object::object;
use crate::pace::Pace;
use crate::value::Json;
use tracktry_core::html::Message;
use tracktry_core::text::Texts;
use tracktry_core::time::{Precision, precision};
use tracktry_core::{Stage, Value, html};
use wasm_bindgen::JsValue;

/// The view of an answer; its members are told at [`crate::show`].
pub(crate) fn of(answer: &Json, texts: &Texts<Json>, format: &Intl, situation: &Json) -> JsValue {
    let pace = Pace {
        refresh: number(situation, "refresh"),
        elapsed: number(situation, "elapsed").unwrap_or_default(),
        waited: number(situation, "waited").unwrap_or_default(),
        random: number(situation, "random").unwrap_or_default(),
    };
    let (state, markup, say, wait, code);
    match outcome(answer, is(situation, "online")) {
        Outcome::Journey(mut journey) => {
            if let Some(day) = promised(situation) {
                journey.expected = Some(day);
            }
            state = "journey";
            markup = Some(html::journey(&journey, texts, format));
            say = Some(html::announcement(&journey, texts));
            wait = pace.after_news(journey.stage == Stage::Delivered);
            code = None;
        }
        Outcome::Trouble(trouble) => {
            let kind = trouble.kind;
            wait = match kind {
                Message::Invalid => None,
                Message::NotFound => pace.after_news(false),
                _ => pace.after_failure(trouble.wait),
            };
            // The last known journey says more than an error, unless it turned out to be nobody's.
            if is(situation, "shown") && !matches!(kind, Message::Invalid | Message::NotFound) {
                state = "journey";
                markup = None;
                say = None;
            } else {
                state = kind.as_str();
                let number = text(situation, "number");
                markup = Some(html::message(kind, number.as_deref(), texts));
                say = Some(texts.of("message", state));
            }
            code = Some(trouble.code);
        }
    }
    object(&[
        ("state", state.into()),
        ("html", markup.into()),
        ("say", say.into()),
        ("wait", wait.into()),
        ("code", code.into()),
    ])
}

fn outcome(answer: &Json, online: bool) -> Outcome {
    if let Some(code) = text(answer, "refused") {
        return answer::of_refusal(code);
    }
    if answer.get("ok").is_none() {
        return answer::of_silence(online);
    }
    let body = answer.get("body");
    answer::of_edge(is(answer, "ok"), number(answer, "wait"), body.as_ref())
}

/// The day a merchant's promised date begins with, `2021-01-19`; anything else is no promise.
fn promised(situation: &Json) -> Option<String> {
    let text = text(situation, "expected")?;
    let day = text.get(..10)?;
    (precision(day) == Precision::Day).then(|| day.into())
}

fn text(of: &Json, key: &str) -> Option<String> {
    of.get(key)?.0.as_string()
}

fn number(of: &Json, key: &str) -> Option<f64> {
    of.get(key)?.number()
}

fn is(of: &Json, key: &str) -> bool {
    of.get(key).and_then(|value| value.boolean()) == Some(true)
}
