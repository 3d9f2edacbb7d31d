//! Progress: the few milestones every parcel shares.

use super::View;
use crate::format::Format;
use crate::journey::{Step, StepState};
use crate::value::Value;
use maud::{Markup, html};

impl<V: Value, F: Format> View<'_, V, F> {
    pub(super) fn steps(&self) -> Markup {
        let steps = &self.journey.steps;
        html! {
            @if !steps.is_empty() {
                ol.steps part="steps" aria-label=(self.texts.get("progress")) {
                    @for step in steps { (self.step(step)) }
                }
            }
        }
    }

    fn step(&self, step: &Step) -> Markup {
        let state = step.state.as_str();
        // Where it went wrong is where it stands now.
        let current = matches!(step.state, StepState::Now | StepState::Failed);
        html! {
            li.step part={ "step step-" (state) } data-state=(state) aria-current=[current.then_some("step")] {
                span.bar {}
                span.name { (self.texts.of("stage", step.stage.as_str())) }
                span.vh { ", " (self.texts.of("state", state)) " " }
                @if let Some(at) = step.at.as_deref() { (self.date(at)) }
            }
        }
    }
}
