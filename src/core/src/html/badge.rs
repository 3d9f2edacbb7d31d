//! A parcel in one small picture.

use super::markup::{Markup, put};
use super::{Tone, head, icons, tone};
use crate::journey::{Journey, StepState};
use crate::status::{Reason, Stage};
use crate::text::Texts;
use crate::value::Value;

/// The four steps of a parcel that nobody knows.
const NOTHING: [StepState; 4] = [StepState::Todo; 4];

/// Where a parcel stands, as a picture for pages: an icon, its headline and its progress. `rtl` says
/// whether the language runs from right to left.
pub fn badge<V: Value>(parcel: &Journey, texts: &Texts<V>, rtl: bool) -> String {
    let states: Vec<_> = parcel.steps.iter().map(|step| step.state).collect();
    let words = head::headline(parcel, texts);
    picture(parcel.stage, parcel.reason, &states, Some((&words, rtl)))
}

/// The same for mails: of a stage alone, and without words, so that it needs no font. `None` is a
/// parcel of which nothing is told.
pub fn badge_of_stage(stage: Option<Stage>) -> String {
    let stage = stage.unwrap_or(Stage::Unknown);
    picture(stage, None, states(stage), None)
}

const fn states(stage: Stage) -> &'static [StepState] {
    use StepState::{Done, Failed, Now, Todo};
    match stage {
        Stage::Registered => &[Now, Todo, Todo, Todo],
        Stage::InTransit => &[Done, Now, Todo, Todo],
        Stage::OutForDelivery | Stage::ReadyForPickup => &[Done, Done, Now, Todo],
        Stage::Delivered => &[Done, Done, Done, Done],
        Stage::AttemptFailed => &[Done, Done, Failed, Todo],
        Stage::Exception | Stage::Expired => &[Done, Failed, Todo, Todo],
        Stage::NotFound | Stage::Unknown => &NOTHING,
    }
}

/// Colours on the white plate, which is there on a dark page too: mails are shown on any ground.
const fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "#5c616d",
        Tone::Progress => "#2f57d9",
        Tone::Success => "#157347",
        Tone::Attention => "#9a5700",
        Tone::Danger => "#b3261e",
    }
}

fn picture(
    stage: Stage,
    reason: Option<Reason>,
    states: &[StepState],
    words: Option<(&str, bool)>,
) -> String {
    let colour = colour(tone::of(stage, reason));
    let mirrored = words.is_some_and(|(_, rtl)| rtl);
    Markup::of(|out| {
        put!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="320" height="64" viewBox="0 0 320 64""#
        );
        match words {
            Some((words, _)) => put!(out, r#" role="img" aria-label=""# (words) r#"""#),
            None => put!(out, r#" aria-hidden="true""#),
        }
        put!(
            out,
            r#"><rect x=".5" y=".5" width="319" height="63" rx="12" fill="#
        );
        put!(out, r##""#fff" stroke="#d5d8e0"/>"##);
        if mirrored {
            put!(out, r#"<g transform="matrix(-1 0 0 1 320 0)">"#);
        }
        put!(out, r#"<circle cx="34" cy="32" r="20" fill=""# (colour) r#"" fill-opacity=".14"/>"#);
        for (index, state) in states.iter().take(POSITIONS.len()).enumerate() {
            segment(out, index, *state, colour, words.is_some());
        }
        if mirrored {
            put!(out, "</g>");
        }
        put!(out, r#"<g transform="translate("# (if mirrored { "274" } else { "22" })
            r#" 20)" fill="none" stroke=""# (colour)
            r#"" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"><path d=""#
            (icons::of(stage, reason)) r#""/></g>"#);
        if let Some((words, rtl)) = words {
            put!(out, r#"<text x=""# (if rtl { "252" } else { "68" }) r#"" y="28" direction=""#
                (if rtl { "rtl" } else { "ltr" })
                r##"" font-family="system-ui,sans-serif" font-weight="600" fill="#1c1e24" font-size=""##
                (size(words)) r#"">"# (words) "</text>");
        }
        put!(out, "</svg>");
    })
}

/// Where each segment begins.
const POSITIONS: [&str; 4] = ["68", "128", "188", "248"];

fn segment(out: &mut Markup, index: usize, state: StepState, colour: &'static str, low: bool) {
    let x = POSITIONS.get(index).copied().unwrap_or_default();
    let y = if low { "40" } else { "28" };
    let mut bar = |width: &'static str, fill: &str| {
        put!(out, r#"<rect x=""# (x) r#"" y=""# (y) r#"" width=""# (width)
            r#"" height="8" rx="4" fill=""# (fill) r#""/>"#);
    };
    match state {
        StepState::Done => bar("54", colour),
        StepState::Now => {
            bar("54", "#d5d8e0");
            bar("32", colour);
        }
        StepState::Failed => {
            bar("54", "#d5d8e0");
            bar("10", colour);
        }
        StepState::Todo => bar("54", "#d5d8e0"),
    }
}

/// A size of letters in which they fit: a letter of the East takes two places.
fn size(words: &str) -> &'static str {
    let places = words.chars().fold(0_usize, |sum, c| {
        sum.saturating_add(if u32::from(c) >= 0x1100 { 2 } else { 1 })
    });
    match places {
        0..=28 => "16",
        29..=34 => "14",
        35..=42 => "12",
        _ => "10",
    }
}
