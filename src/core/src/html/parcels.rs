//! All parcels of an order, for shoppers without JavaScript: each is a fold of its own.

use super::markup::{Markup, put};
use super::{head, icons, journey, tone};
use crate::format::Format;
use crate::journey::Journey;
use crate::status::Stage;
use crate::text::Texts;
use crate::value::Value;

pub(super) fn order<V: Value, F: Format>(
    order: &str,
    journeys: &[Journey],
    stale: bool,
    texts: &Texts<V>,
    format: &F,
) -> String {
    let heading = texts.with("order", "order", order);
    let is_done = |parcel: &&Journey| parcel.stage == Stage::Delivered;
    let number = |n: usize| format.number(u32::try_from(n).unwrap_or(u32::MAX));
    let done = number(journeys.iter().filter(is_done).count());
    let summary = texts.with("summary", "done", &done);
    let summary = summary.replacen("{n}", &number(journeys.len()), 1);
    let open = journeys.iter().position(|parcel| !is_done(&parcel));
    let open = open.or_else(|| (journeys.len() == 1).then_some(0));
    Markup::of(|out| {
        put!(out, r#"<section class="tt order" part="card" data-state="order" aria-label=""# (&heading)
            r#""><header class="ordered" part="order"><h2 part="headline">"# (&heading)
            r#"</h2><p part="summary">"# (summary) r#"</p><span class="meter" aria-hidden="true">"#);
        for parcel in journeys {
            put!(out, r#"<span class="bar" data-tone=""#
                (tone::of(parcel.stage, parcel.reason).as_str()) r#""></span>"#);
        }
        put!(
            out,
            r#"</span></header><p class="note" part="note" data-note="stale""#
        );
        // Once for all of them, since each parcel may be folded.
        put!(out, (if stale { "" } else { " hidden" }) ">" (texts.get("stale"))
            r#"</p><ul class="parcels" part="parcels" role="list">"#);
        for (index, parcel) in journeys.iter().enumerate() {
            put!(out, r#"<li class="parcel" part="parcel" data-tone=""#
                (tone::of(parcel.stage, parcel.reason).as_str()) r#""><details"#);
            if open == Some(index) {
                put!(out, " open");
            }
            put!(out, ">");
            toggle(out, parcel, texts);
            put!(out, r#"<div class="panel">"#);
            out.made(&journey(parcel, texts, format));
            put!(out, "</div></details></li>");
        }
        put!(out, "</ul></section>");
    })
}

fn toggle<V: Value>(out: &mut Markup, parcel: &Journey, texts: &Texts<V>) {
    put!(
        out,
        r#"<summary class="toggle" part="toggle"><span class="icon">"#
    );
    icons::icon(out, icons::of(parcel.stage, parcel.reason));
    put!(out, r#"</span><span class="words"><span class="title">"# (head::headline(parcel, texts))
        r#"</span><span class="which">"#);
    let carrier = parcel.last_mile.as_ref().unwrap_or(&parcel.carrier);
    if let Some(name) = carrier.name.as_ref().or(carrier.code.as_ref()) {
        put!(out, "<bdi>" (name) "</bdi> · ");
    }
    put!(out, r#"<bdi dir="ltr" translate="no">"# (&parcel.number)
        r#"</bdi></span></span><span class="turn" aria-hidden="true"></span></summary>"#);
}
