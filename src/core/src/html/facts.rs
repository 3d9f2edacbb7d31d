//! Facts: who carries it, under which number, from where to where, for how long.

use super::head::link;
use super::markup::{Markup, put};
use super::{View, icons};
use crate::format::Format;
use crate::journey::Carrier;
use crate::lenient::{find, split_at};
use crate::status::Stage;
use crate::value::{Value, is_web};

/// Days without news from which on they are worth a word.
const QUIET_DAYS: u32 = 3;

impl<V: Value, F: Format> View<'_, V, F> {
    pub(super) fn facts(&self, out: &mut Markup) {
        let journey = self.journey;
        put!(out, r#"<dl class="facts" part="facts">"#);
        self.pickup_point(out);
        self.carrier(out, "carrier", &journey.carrier);
        if let Some(carrier) = &journey.last_mile {
            self.carrier(out, "last_mile", carrier);
        }
        self.number(out);
        self.route(out);
        self.under_way(out);
        put!(out, "</dl>");
    }

    /// Begins a fact: its name. [`end`] follows its value.
    fn begin(&self, out: &mut Markup, key: &'static str) {
        put!(out, r#"<div class="fact" part="fact fact-"# (key) r#""><dt>"# (self.texts.get(key)) "</dt><dd>");
    }

    fn carrier(&self, out: &mut Markup, key: &'static str, carrier: &Carrier) {
        let Some(name) = carrier.name.as_ref().or(carrier.code.as_ref()) else {
            return;
        };
        self.begin(out, key);
        // Checked here again, whoever made the journey.
        if let Some(url) = carrier.url.as_ref().filter(|url| is_web(url)) {
            link(out, "link", url);
            put!(out, "<bdi>" (name) "</bdi>");
            self.end_link(out);
        } else {
            put!(out, "<bdi>" (name) "</bdi>");
        }
        if let Some(phone) = &carrier.phone {
            if let Some(dial) = dial(phone) {
                put!(out, r#" <a class="phone" part="link" href=""# (dial) r#""><bdi dir="ltr">"# (phone)
                    "</bdi></a>");
            } else {
                put!(out, r#" <bdi class="phone">"# (phone) "</bdi>");
            }
        }
        end(out);
    }

    fn number(&self, out: &mut Markup) {
        let number = &self.journey.number;
        let copy = self.texts.get("copy");
        self.begin(out, "number");
        put!(out, r#"<bdi class="number" dir="ltr" translate="no">"# (number)
            r#"</bdi><button class="copy" type="button" part="copy" data-action="copy" data-value=""#
            (number)
            r#"" data-done=""# (self.texts.get("copied")) r#"" aria-label=""# (&copy) r#"" title=""#
            (copy) r#"">"#);
        icons::icon(out, icons::COPY);
        icons::icon(out, icons::TICK);
        put!(out, "</button>");
        end(out);
    }

    fn route(&self, out: &mut Markup) {
        match (&self.journey.from, &self.journey.to) {
            (Some(from), Some(to)) => {
                self.begin(out, "route");
                self.country(out, from);
                put!(out, r#" <span class="arrow">"#);
                icons::icon(out, icons::ARROW);
                put!(out, r#"</span><span class="vh">"# (self.texts.get("to")) "</span> ");
                self.country(out, to);
            }
            (Some(from), None) => {
                self.begin(out, "from");
                self.country(out, from);
            }
            (None, Some(to)) => {
                self.begin(out, "to");
                self.country(out, to);
            }
            (None, None) => return,
        }
        end(out);
    }

    fn country(&self, out: &mut Markup, country: &str) {
        put!(out, "<bdi>");
        if country.len() == 2 && find(country, b"AZ", false).is_none() {
            put!(out, (self.format.country(country)));
        } else {
            put!(out, (country));
        }
        put!(out, "</bdi>");
    }

    /// Where the parcel waits, as its newest scan tells.
    fn pickup_point(&self, out: &mut Markup) {
        let journey = self.journey;
        if journey.stage == Stage::ReadyForPickup
            && let Some(place) = journey
                .events
                .first()
                .and_then(|event| event.place.as_ref())
        {
            self.begin(out, "pickup_point");
            put!(out, r#"<bdi lang="">"# (place) "</bdi>");
            end(out);
        }
    }

    fn under_way(&self, out: &mut Markup) {
        let journey = self.journey;
        let days = journey.days_under_way.unwrap_or_default();
        if days == 0 {
            return;
        }
        self.begin(out, "under_way");
        put!(out, (self.texts.count("days", days, self.format)));
        let quiet = journey.days_quiet.unwrap_or_default();
        if quiet >= QUIET_DAYS && journey.stage != Stage::Delivered {
            put!(out, r#"<span class="quiet">"# (self.texts.count("quiet", quiet, self.format))
                "</span>");
        }
        end(out);
    }
}

/// Ends a fact.
fn end(out: &mut Markup) {
    put!(out, "</dd></div>");
}

/// A telephone number to dial: its digits alone, 3 to 15 of them (the most that ITU-T E.164
/// allows), with the plus it began with.
fn dial(phone: &str) -> Option<String> {
    let international = phone.starts_with('+');
    let scheme = if international { "tel:+" } else { "tel:" };
    let mut dial = String::from(scheme);
    let mut rest = phone;
    while let Some((_, digits)) = split_at(rest, b"09") {
        let end = find(digits, b"09", false).unwrap_or(digits.len());
        let (digits, after) = digits.split_at_checked(end).unwrap_or_default();
        dial.push_str(digits);
        rest = after;
    }
    (3..=15)
        .contains(&dial.len().saturating_sub(scheme.len()))
        .then_some(dial)
}
