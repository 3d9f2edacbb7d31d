//! Progress: the few milestones every parcel shares.

use super::View;
use super::markup::{Markup, put};
use crate::format::Format;
use crate::journey::{Step, StepState};
use crate::value::Value;

impl<V: Value, F: Format> View<'_, V, F> {
    pub(super) fn steps(&self, out: &mut Markup) {
        let steps = &self.journey.steps;
        if steps.is_empty() {
            return;
        }
        put!(out, r#"<ol class="steps" part="steps" aria-label=""# (self.texts.get("progress")) r#"">"#);
        for step in steps {
            self.step(out, step);
        }
        put!(out, "</ol>");
    }

    fn step(&self, out: &mut Markup, step: &Step) {
        let state = step.state.as_str();
        put!(out, r#"<li class="step" part="step step-"# (state) r#"" data-state=""# (state) r#"""#);
        // Where it went wrong is where it stands now.
        if matches!(step.state, StepState::Now | StepState::Failed) {
            put!(out, r#" aria-current="step""#);
        }
        put!(out, r#"><span class="bar"></span><span class="name">"#
            (self.texts.of("stage", step.stage.as_str()))
            r#"</span><span class="vh">, "# (self.texts.of("state", state)) " </span>");
        if let Some(at) = &step.at {
            self.date(out, at);
        }
        put!(out, "</li>");
    }
}
