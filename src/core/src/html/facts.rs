//! Facts: who carries it, under which number, from where to where, for how long.

use super::{View, icons};
use crate::format::Format;
use crate::journey::Carrier;
use crate::status::Stage;
use crate::value::{Value, is_web};
use maud::{Markup, html};

/// Days without news from which on they are worth a word.
const QUIET_DAYS: u32 = 3;

impl<V: Value, F: Format> View<'_, V, F> {
    pub(super) fn facts(&self) -> Markup {
        let journey = self.journey;
        html! {
            dl.facts part="facts" {
                (self.carrier("carrier", Some(&journey.carrier)))
                (self.carrier("last_mile", journey.last_mile.as_ref()))
                (self.fact("number", Some(self.number())))
                (self.route())
                (self.fact("expected", self.expected()))
                (self.fact("under_way", self.under_way()))
            }
        }
    }

    fn fact(&self, key: &str, value: Option<Markup>) -> Markup {
        html! {
            @if let Some(value) = value {
                div.fact part="fact" {
                    dt { (self.texts.get(key)) }
                    dd { (value) }
                }
            }
        }
    }

    fn carrier(&self, key: &str, carrier: Option<&Carrier>) -> Markup {
        let Some(carrier) = carrier else {
            return Markup::default();
        };
        let Some(name) = carrier.name.as_deref().or(carrier.code.as_deref()) else {
            return Markup::default();
        };
        // Checked here again, whoever made the journey.
        let url = carrier.url.as_deref().filter(|url| is_web(url));
        let phone = carrier.phone.as_deref();
        self.fact(
            key,
            Some(html! {
                @if let Some(url) = url {
                    a.link part="link" href=(url) target="_blank" rel="noopener noreferrer nofollow" {
                        bdi { (name) } (icons::icon(icons::OUT))
                        span.vh { " (" (self.texts.get("new_tab")) ")" }
                    }
                } @else { bdi { (name) } }
                @if let Some(phone) = phone {
                    " "
                    @if let Some(dial) = dial(phone) {
                        a.phone part="link" href=(dial) { bdi dir="ltr" { (phone) } }
                    } @else { bdi.phone { (phone) } }
                }
            }),
        )
    }

    fn number(&self) -> Markup {
        let number = &self.journey.number;
        let copy = self.texts.get("copy");
        html! {
            bdi.number dir="ltr" translate="no" { (number) }
            button.copy type="button" part="copy" data-action="copy" data-value=(number)
                data-done=(self.texts.get("copied")) aria-label=(copy) title=(copy) {
                (icons::icon(icons::COPY)) (icons::icon(icons::TICK))
            }
        }
    }

    fn route(&self) -> Markup {
        let from = self.journey.from.as_deref().map(|c| self.country(c));
        let to = self.journey.to.as_deref().map(|c| self.country(c));
        match (from, to) {
            (Some(from), Some(to)) => self.fact(
                "route",
                Some(html! {
                    (from) " " span.arrow { (icons::icon(icons::ARROW)) }
                    span.vh { (self.texts.get("to")) } " " (to)
                }),
            ),
            (from, None) => self.fact("from", from),
            (None, to) => self.fact("to", to),
        }
    }

    fn country(&self, country: &str) -> Markup {
        let is_code = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
        html! { bdi { @if is_code { (self.format.country(country)) } @else { (country) } } }
    }

    /// The promised day, while it still means something: not when the parcel is at the door,
    /// has arrived, or is in trouble.
    fn expected(&self) -> Option<Markup> {
        let open = matches!(
            self.journey.stage,
            Stage::Registered | Stage::NotFound | Stage::InTransit | Stage::Unknown
        );
        self.journey
            .expected
            .as_deref()
            .filter(|_| open)
            .map(|at| self.date(at))
    }

    fn under_way(&self) -> Option<Markup> {
        let journey = self.journey;
        let days = journey.days_under_way.filter(|days| *days > 0)?;
        let quiet = journey
            .days_quiet
            .filter(|quiet| *quiet >= QUIET_DAYS && journey.stage != Stage::Delivered);
        Some(html! {
            (self.texts.count("days", days, self.format))
            @if let Some(quiet) = quiet {
                span.quiet { (self.texts.count("quiet", quiet, self.format)) }
            }
        })
    }
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
