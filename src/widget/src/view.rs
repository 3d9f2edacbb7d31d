//! From an answer to what the element does.

use crate::answer::{self, Outcome, Trouble};
use crate::intl::Intl;
use crate::object::{self, object};
use crate::pace::Pace;
use crate::value::Json;
use tracktry_core::html::Message;
use tracktry_core::text::Texts;
use tracktry_core::time::Moment;
use tracktry_core::{Stage, Value, html};
use wasm_bindgen::JsValue;

/// The view of an answer; its members are told at [`crate::show`].
pub(crate) fn of(answer: &Json, texts: &Texts<Json>, format: &Intl, situation: &Json) -> JsValue {
    let number = |key| situation.get(key).and_then(|v| v.number());
    let is = |key| {
        situation
            .get(key)
            .and_then(|v| v.boolean())
            .unwrap_or(false)
    };
    let pace = Pace {
        refresh: number("refresh"),
        elapsed: number("elapsed").unwrap_or_default(),
        waited: number("waited").unwrap_or_default(),
        random: number("random").unwrap_or_default(),
    };
    match outcome(answer, is("online")) {
        Outcome::Journey(mut journey) => {
            if let Some(day) = situation.get("expected").and_then(|v| promised(&v)) {
                journey.expected = Some(day);
            }
            let raw = answer.get("raw").is_some();
            let arrived = journey.stage == Stage::Delivered;
            let wait = if raw { None } else { pace.after_news(arrived) };
            object(&[
                ("state", "journey".into()),
                ("html", html::journey(&journey, texts, format).into()),
                ("say", html::announcement(&journey, texts).into()),
                (
                    "stale",
                    answer.get("stale").and_then(|v| v.boolean()).into(),
                ),
                ("wait", wait.into()),
                ("journey", object::journey(&journey)),
            ])
        }
        Outcome::Trouble(Trouble {
            kind,
            code,
            status,
            wait,
        }) => {
            // The last known journey says more than an error, unless it turned out to be nobody's.
            let keep = is("shown") && !matches!(kind, Message::Invalid | Message::NotFound);
            let wait = match kind {
                Message::Invalid => None,
                Message::NotFound => pace.after_news(false),
                _ => pace.after_failure(wait),
            };
            let name = if keep { "journey" } else { kind.as_str() };
            let markup = (!keep).then(|| html::message(kind, texts));
            let say = (!keep).then(|| texts.of("message", name));
            object(&[
                ("state", name.into()),
                ("html", markup.into()),
                ("say", say.into()),
                ("stale", keep.into()),
                ("wait", wait.into()),
                ("code", code.into()),
                ("status", status.into()),
            ])
        }
    }
}

fn outcome(answer: &Json, online: bool) -> Outcome {
    let text = |key| {
        answer
            .get(key)
            .and_then(|v: Json| v.text().map(std::borrow::Cow::into_owned))
    };
    if let Some(raw) = answer.get("raw") {
        return answer::of_raw(&raw);
    }
    if let Some(code) = text("refused") {
        return answer::of_refusal(&code);
    }
    let is = |key| answer.get(key).and_then(|v| v.boolean()).unwrap_or(false);
    match answer.get("status").and_then(|v| v.number()) {
        Some(status) => {
            let wait = answer.get("wait").and_then(|v| v.number());
            answer::of_edge(is("ok"), status, wait, answer.get("body").as_ref())
        }
        None => answer::of_silence(online),
    }
}

/// The merchant's promised date as a day; anything else is no promise.
fn promised(expected: &Json) -> Option<String> {
    let moment = Moment::parse(&expected.text()?)?;
    moment.at.get(..10).map(Into::into)
}
