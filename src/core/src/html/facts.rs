//! Facts: who carries it, under which number, from where to where, for how long.

use super::markup::{Markup, put};
use super::{View, icons};
use crate::format::Format;
use crate::journey::Carrier;
use crate::status::Stage;
use crate::value::{Value, is_web};

/// Days without news from which on they are worth a word.
const QUIET_DAYS: u32 = 3;

impl<V: Value, F: Format> View<'_, V, F> {
    pub(super) fn facts(&self, out: &mut Markup) {
        let journey = self.journey;
        put!(out, r#"<dl class="facts" part="facts">"#);
        self.carrier(out, "carrier", &journey.carrier);
        if let Some(carrier) = &journey.last_mile {
            self.carrier(out, "last_mile", carrier);
        }
        self.number(out);
        self.route(out);
        self.expected(out);
        self.under_way(out);
        put!(out, "</dl>");
    }

    /// Begins a fact: its name. [`end`] follows its value.
    fn begin(&self, out: &mut Markup, key: &str) {
        put!(out, r#"<div class="fact" part="fact"><dt>"# (self.texts.get(key)) "</dt><dd>");
    }

    fn carrier(&self, out: &mut Markup, key: &str, carrier: &Carrier) {
        let Some(name) = carrier.name.as_ref().or(carrier.code.as_ref()) else {
            return;
        };
        self.begin(out, key);
        // Checked here again, whoever made the journey.
        if let Some(url) = carrier.url.as_ref().filter(|url| is_web(url)) {
            put!(out, r#"<a class="link" part="link" href=""# (url)
                r#"" target="_blank" rel="noopener noreferrer nofollow"><bdi>"# (name) "</bdi>");
            icons::icon(out, icons::OUT);
            put!(out, r#"<span class="vh"> ("# (self.texts.get("new_tab")) ")</span></a>");
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
        if country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()) {
            put!(out, (self.format.country(country)));
        } else {
            put!(out, (country));
        }
        put!(out, "</bdi>");
    }

    /// The promised day, while it still means something: not when the parcel is at the door,
    /// has arrived, or is in trouble.
    fn expected(&self, out: &mut Markup) {
        let open = matches!(
            self.journey.stage,
            Stage::Registered | Stage::NotFound | Stage::InTransit | Stage::Unknown
        );
        if open && let Some(at) = &self.journey.expected {
            self.begin(out, "expected");
            self.date(out, at);
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
    let mut dial = String::from("tel:");
    if phone.starts_with('+') {
        dial.push('+');
    }
    let before = dial.len();
    dial.extend(phone.chars().filter(char::is_ascii_digit));
    (3..=15)
        .contains(&dial.len().saturating_sub(before))
        .then_some(dial)
}
