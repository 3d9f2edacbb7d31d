//! From an answer to what the element does.

use crate::answer::{self, Outcome};
use crate::intl::Intl;
use crate::pace::Pace;
use crate::value::Json;
use tracktry_core::html::Message;
use tracktry_core::text::Texts;
use tracktry_core::time::{Precision, precision};
use tracktry_core::{Stage, Value, html};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(
    inline_js = "export const view = (state, html, say, wait, code) => ({ state, html, say, wait, code });"
)]
extern "C" {
    fn view(
        state: &str,
        html: Option<&str>,
        say: Option<&str>,
        wait: Option<f64>,
        code: Option<&str>,
    ) -> JsValue;
}

/// The view of an answer; its members are told at [`crate::show`].
pub(crate) fn of(answer: &Json, texts: &Texts<Json>, format: &Intl, situation: &Json) -> JsValue {
    let number = |key| situation.number_of(key);
    let pace = Pace {
        refresh: number("refresh"),
        elapsed: number("elapsed").unwrap_or_default(),
        waited: number("waited").unwrap_or_default(),
        random: number("random").unwrap_or_default(),
    };
    match outcome(answer, is(situation, "online")) {
        Outcome::Journey(mut journey) => {
            if let Some(day) = promised(situation) {
                journey.expected = Some(day);
            }
            let wait = if is(situation, "first") && is(answer, "stale") {
                pace.after_old_news()
            } else {
                pace.after_news(journey.stage == Stage::Delivered)
            };
            view(
                "journey",
                Some(&html::journey(&journey, texts, format)),
                Some(&html::announcement(&journey, texts)),
                wait,
                None,
            )
        }
        Outcome::Trouble(trouble) => {
            let kind = trouble.kind;
            let wait = match kind {
                _ if kind.is_final() => None,
                Message::NotFound | Message::OrderUnknown => pace.after_news(false),
                _ => pace.after_failure(trouble.wait),
            };
            // The last known journey says more than an error, unless it turned out to be nobody's.
            let code = Some(&*trouble.code);
            if is(situation, "shown") && kind.can_retry() {
                return view("journey", None, None, wait, code);
            }
            let state = kind.as_str();
            let number = situation.text_of("number");
            let markup = html::message(kind, number.as_deref(), texts);
            let say = texts.of("message", state);
            view(state, Some(&markup), Some(&say), wait, code)
        }
    }
}

fn outcome(answer: &Json, online: bool) -> Outcome {
    if let Some(code) = answer.text_of("refused") {
        return answer::of_refusal(code);
    }
    if answer.get("ok").is_none() {
        return answer::of_silence(online);
    }
    let body = answer.get("body");
    answer::of_edge(is(answer, "ok"), answer.number_of("wait"), body.as_ref())
}

/// The day a merchant's promised date begins with, `2021-01-19`; anything else is no promise.
fn promised(situation: &Json) -> Option<String> {
    let text = situation.text_of("expected")?;
    let day = text.get(..10)?;
    (precision(day) == Precision::Day).then(|| day.into())
}

fn is(of: &Json, key: &str) -> bool {
    of.get(key).and_then(|value| value.boolean()) == Some(true)
}
